"""How the page looks: one column on a phone, cards side by side on a desk, whole cards on paper."""

from __future__ import annotations

from leadsorted_sheets.core.design.look import ACCENT, ACCENT_PALE, INK, LINE, SOFT

STYLE = f"""
:root {{ color-scheme: light; }}
* {{ box-sizing: border-box; }}
body {{ margin: 0 auto; max-width: 1160px; padding: 24px 16px 48px; color: {INK}; background: #fff;
  font: 14px/1.45 Arial, Helvetica, sans-serif; }}
h1 {{ margin: 0; font-size: 26px; color: {ACCENT}; }}
h2 {{ margin: 32px 0 12px; font-size: 17px; color: {ACCENT}; }}
h3, figcaption, caption {{ margin: 0 0 8px; font-size: 14px; font-weight: bold; text-align: left; }}
p {{ margin: 4px 0; }}
.soft, dd small {{ color: {SOFT}; }}
td, th, li, dt, dd, h1, p {{ unicode-bidi: plaintext; }}
td, li, dt, dd, h1, p {{ overflow-wrap: anywhere; }}
dl {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); gap: 12px; margin: 0; }}
dl > div {{ padding: 10px 12px; border-radius: 6px; background: {ACCENT_PALE}; break-inside: avoid; }}
dt {{ font-size: 13px; }}
dd {{ margin: 0; font-size: 22px; font-weight: bold; font-variant-numeric: tabular-nums; }}
dd small {{ display: block; font-size: 12px; font-weight: normal; line-height: 1.3; }}
.cards {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(min(340px, 100%), 1fr)); gap: 16px; align-items: start; }}
figure, .card {{ margin: 0; padding: 12px; border: 1px solid {LINE}; border-radius: 6px; break-inside: avoid; }}
figure svg {{ display: block; width: 100%; max-width: 480px; height: auto; }}
.table {{ overflow-x: auto; }}
.wide {{ grid-column: 1 / -1; }}
table {{ width: 100%; border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }}
th, td {{ padding: 4px 5px; border-bottom: 1px solid {LINE}; text-align: left; vertical-align: top; }}
th.number, td.number {{ text-align: right; white-space: nowrap; }}
td:first-child, th:first-child {{ min-width: 76px; }}
thead th.number {{ white-space: normal; hyphens: auto; }}
thead th {{ color: {SOFT}; font-weight: bold; }}
ul {{ padding-left: 20px; }}
@page {{ size: A4; margin: 14mm; }}
@media print {{
  body {{ max-width: none; padding: 0; font-size: 11px; }}
  .cards {{ grid-template-columns: 1fr 1fr; }}
  dl {{ grid-template-columns: repeat(4, 1fr); gap: 8px; }}
  dd {{ font-size: 17px; }} dd small {{ font-size: 10px; }}
  h2 {{ break-after: avoid; }}
  dl > div {{ border: 1px solid {LINE}; }}
  .table {{ overflow: visible; }}
}}
"""
