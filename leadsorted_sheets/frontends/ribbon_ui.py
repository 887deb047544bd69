"""The Lead Sorted tab of Excel's ribbon as XML, made from the buttons.

python -m leadsorted_sheets.frontends.ribbon_ui        rewrite ribbon/customUI14.xml
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from leadsorted_sheets.frontends.buttons import Choice, Command, Group, groups
from leadsorted_sheets.resources import ribbon_dir

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
MODULE = "LeadSorted"


def ribbon_xml() -> str:
    """The customUI part. Every callback is in the module LeadSorted of the add-in."""
    tips = _keytips([*_tipped(groups()), "rows"])
    lines = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>']
    lines.append("<!-- made by python -m leadsorted_sheets.frontends.ribbon_ui, checked by a test -->")
    lines += [f'<customUI xmlns="{NAMESPACE}" onLoad="{MODULE}.LS_OnLoad">', "  <ribbon>", "    <tabs>"]
    lines.append('      <tab id="lsTab" label="Lead Sorted" keytip="S" insertAfterMso="TabData">')
    for group in groups():
        lines.append(_element("group", 8, id=f"lsGroup_{group.name}", label=group.label, imageMso=group.icon))
        for item in group.items:
            match item:
                case Command():
                    lines.append(_button(item, 10, size="large", keytip=tips[item.name]))
                case Choice():
                    lines += _choice(item, tips[item.name])
        if group.rows:
            lines += _rows(tips["rows"])
        lines.append("        </group>")
    return "\n".join([*lines, "      </tab>", "    </tabs>", "  </ribbon>", "</customUI>", ""])


def _tipped(all_groups: Iterable[Group]) -> list[str]:
    return [item.name for group in all_groups for item in group.items]


def _choice(choice: Choice, keytip: str) -> list[str]:
    words = [command.label.rpartition(": ")[2] for command in choice.behind]
    tips = _keytips(words)
    indent = 14 if choice.face else 12
    entries = [_button(command, indent, keytip=tips[word]) for command, word in zip(choice.behind, words, strict=True)]
    if choice.face is None:
        opening = _element(
            "menu", 10, id=f"lsMenu_{choice.name}", label=choice.label, size="large", imageMso=choice.icon,
            keytip=keytip, screentip=choice.title, supertip=choice.about,
        )  # fmt: skip
        return [opening, *entries, "          </menu>"]
    return [
        _element("splitButton", 10, id=f"lsSplit_{choice.name}", size="large", keytip=keytip),
        _button(choice.face, 12),
        _element("menu", 12, id=f"lsMenu_{choice.name}", itemSize="normal"),
        *entries,
        "            </menu>",
        "          </splitButton>",
    ]


def _rows(keytip: str) -> list[str]:
    opening = _element(
        "dropDown", 10, id="lsRows", label="Rows:", keytip=keytip, screentip="Which rows the buttons work on",
        supertip="All rows, those a filter shows, or those you have selected.", onAction=f"{MODULE}.LS_RowsChosen",
        getSelectedItemIndex=f"{MODULE}.LS_RowsShown",
    )  # fmt: skip
    items = (("all", "All rows"), ("visible", "Visible rows"), ("selected", "Selected rows"))
    entries = [_element("item", 12, closed=True, id=f"lsRows_{name}", label=label) for name, label in items]
    return [opening, *entries, "          </dropDown>"]


def _button(command: Command, indent: int, *, size: str = "", keytip: str = "") -> str:
    return _element(
        "button", indent, closed=True, id=f"ls_{command.name}", tag=command.tag, label=command.label, size=size,
        imageMso=command.icon, keytip=keytip, screentip=command.title, supertip=command.about,
        onAction=f"{MODULE}.LS_Run",
    )  # fmt: skip


def _element(name: str, indent: int, *, closed: bool = False, **attributes: str) -> str:
    told = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items() if value)
    return f"{' ' * indent}<{name}{told}{'/' if closed else ''}>"


def _keytips(names: Iterable[str]) -> dict[str, str]:
    """The letters to press: the first free letter of each name, else any free one, else Z and a letter."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXY"
    free = [*letters, *(f"Z{letter}" for letter in letters)]
    tips: dict[str, str] = {}
    for name in names:
        own = [letter for letter in name.upper() if letter in free and letter in letters]
        tips[name] = own[0] if own else free[0]
        free.remove(tips[name])
    return tips


def main() -> None:
    """Rewrite the committed file."""
    (ribbon_dir() / "customUI14.xml").write_text(ribbon_xml(), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
