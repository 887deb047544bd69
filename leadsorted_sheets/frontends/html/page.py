"""The page: key figures with what they mean, charts, the same as tables, and what the figures leave out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.plan import Figures
from leadsorted_sheets.core.schema import REPORT
from leadsorted_sheets.frontends.html.drawing import CHARTS, drawn, printable
from leadsorted_sheets.frontends.html.look import STYLE

_KEY_FIGURES, _PERIODS, _DEFINITIONS = "Report: Key figures", "Report: Periods", "Report: Definitions"
_MEANING = "What it means"
"""The header of a column of sentences."""
_SHARES = frozenset(column.name for tab in REPORT for column in tab.columns if column.kind == "percent")
"""Columns that hold a share of 1."""

_CARD = 5
"""Columns that a card has room for; a table with more takes the width of the page."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Whose report it is, of when, and of which leads: `scope` is the filter it was asked with, "" for the whole book."""

    title: str
    when: str
    scope: str = ""


def page(heading: Heading, figures: Sequence[Figures], left_out: Iterable[str] = ()) -> str:
    """The whole page as text. Whatever stood in a cell is text on it, never markup.

    Raises errors.NotInstalled where the drawing library is not there.
    """
    tables = {each.title: each for each in figures}
    body = (
        _head(heading),
        _key_figures(tables[_KEY_FIGURES]),
        _section("This period and the one before", [tables[_PERIODS]] if _PERIODS in tables else []),
        _charts(tables),
        _section("Tables", [each for each in figures if each.title not in (_KEY_FIGURES, _PERIODS, _DEFINITIONS)]),
        _section("What the figures mean", [tables[_DEFINITIONS]] if _DEFINITIONS in tables else []),
        _notes(list(left_out)),
    )
    return _FRAME.format(title=_text(f"{heading.title}: lead report"), style=STYLE, body="\n".join(filter(None, body)))


_FRAME = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}
</body>
</html>
"""


def _head(heading: Heading) -> str:
    scope = f'\n<p class="soft">Only leads with {_text(heading.scope)}</p>' if heading.scope else ""
    return (
        f'<header>\n<h1>{_text(heading.title)}</h1>\n<p class="soft">As of {_text(heading.when)}</p>{scope}\n</header>'
    )


def _key_figures(figures: Figures) -> str:
    tiles = "\n".join(
        f"<div><dt>{_text(shown(name))}</dt><dd>{_text(_figure(value)) or '–'}<small>{_text(shown(meaning))}</small></dd></div>"
        for name, value, meaning in figures.rows
    )
    return f"<h2>Key figures</h2>\n<dl>\n{tiles}\n</dl>"


def _charts(tables: dict[str, Figures]) -> str:
    cards = "\n".join(
        f'<figure role="img" aria-label="{_text(chart.title)}">\n<figcaption>{_text(chart.title)}</figcaption>\n{svg}\n</figure>'
        for chart in CHARTS
        if chart.table in tables and (svg := drawn(chart, tables[chart.table]))
    )
    return f'<h2>Charts</h2>\n<div class="cards">\n{cards}\n</div>' if cards else ""


def _section(title: str, figures: Iterable[Figures]) -> str:
    cards = "\n".join(_table(each) for each in figures if each.rows)
    return f'<h2>{title}</h2>\n<div class="cards">\n{cards}\n</div>' if cards else ""


def _table(figures: Figures) -> str:
    numeric = [all(_is_number(row[n]) for row in figures.rows) for n in range(len(figures.header))]
    head = "".join(_cell("th", name, number) for name, number in zip(figures.header, numeric, strict=True))
    rows = "\n".join(
        "<tr>"
        + "".join(
            _cell("td", _share(cell) if name in _SHARES else _figure(cell), number)
            for name, cell, number in zip(figures.header, row, numeric, strict=True)
        )
        + "</tr>"
        for row in figures.rows
    )
    title = _text(figures.title.removeprefix("Report: "))
    wide = " wide" if len(figures.header) > _CARD or figures.header[-1] == _MEANING else ""
    return (
        f'<div class="card table{wide}"><table><caption>{title}</caption>\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody></table></div>"
    )


def _notes(left_out: Sequence[str]) -> str:
    lines = "\n".join(f"<li>{_text(line)}</li>" for line in left_out)
    return f"<h2>What to know about these figures</h2>\n<ul>\n{lines}\n</ul>" if lines else ""


def _cell(tag: str, text: str, number: bool) -> str:
    kind = ' class="number"' if number else ""
    scope = ' scope="col"' if tag == "th" else ""
    return f"<{tag}{scope}{kind}>{_text(text)}</{tag}>"


def _is_number(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, (int, float)) and not isinstance(cell, bool))


def _figure(cell: Cell) -> str:
    """
    >>> _figure(12000), _figure(33.3), _figure(None), _figure("Ann")
    ('12,000', '33.3', '', 'Ann')
    """
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return shown(cell)
    return f"{cell:,}"


def _share(cell: Cell) -> str:
    """
    >>> _share(0.4286), _share(1), _share(None)
    ('43 %', '100 %', '')
    """
    return f"{cell:,.0%}".replace("%", " %") if isinstance(cell, (int, float)) else shown(cell)


def _text(text: str) -> str:
    return escape(printable(text))
