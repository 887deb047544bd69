"""The Lead Sorted menu and toolbar of LibreOffice Calc, made from the same table as Excel's tab.

The toolbar holds the button of each item; the menu holds everything, the previews and choices of an item in a menu of
its own below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from leadsorted_sheets.addin.calc_extension import IDENTIFIER, Toolbar
from leadsorted_sheets.frontends.buttons import Choice, Command, Group, commands, groups

WITHOUT_BOOK = frozenset({"clean"})
"""Verbs that do not work on the workbook in front of the person."""
ONLY_LOOKS = frozenset({"history", "export", "clean", "today", "find"})
"""Verbs that leave that workbook as it is, so it can stay open."""
_NAMESPACES = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
_CALC = "com.sun.star.sheet.SpreadsheetDocument"


def toolbar() -> Toolbar:
    """Everything that is on it."""
    return Toolbar(addons(), {"buttons": buttons(), "help": manual()})


def buttons() -> dict[str, Any]:
    """What a click has to know before our Python is asked, by the name of the command."""
    return {
        command.name: {
            "verb": command.verb,
            "label": command.label,
            "questions": [[question.kind, question.text] for question in command.questions],
            "book": command.verb not in WITHOUT_BOOK,
            "writes": not command.preview and command.verb not in ONLY_LOOKS,
        }
        for command in commands()
    }


def manual() -> str:
    """What Help says: each button, and what it does."""
    lines = ["Lead Sorted works on the file: it saves the workbook, does the command, and opens it again.",
             "Undo on this toolbar takes the last command back.", ""]  # fmt: skip
    for group in groups():
        lines += [group.label, *(f"    {item.label}: {item.title}." for item in group.items)]
    return "\n".join(lines)


def addons() -> str:
    """The part that says where the buttons stand."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f'<oor:component-data {_NAMESPACES} oor:name="Addons" oor:package="org.openoffice.Office">')
    lines += ['<node oor:name="AddonUI">', '<node oor:name="OfficeToolBar">']
    lines.append(f'<node oor:name="{IDENTIFIER}.toolbar" oor:op="replace">')
    lines += _toolbar(groups())
    lines += ["</node>", "</node>", '<node oor:name="OfficeMenuBar">']
    lines.append(f'<node oor:name="{IDENTIFIER}.menu" oor:op="replace">')
    lines += [_value("Title", "Lead Sorted"), _value("Context", _CALC), '<node oor:name="Submenu">']
    lines += _menu(groups())
    return "\n".join([*lines, "</node>", "</node>", "</node>", "</node>", "</oor:component-data>", ""])


def _toolbar(all_groups: Iterable[Group]) -> Iterator[str]:
    number = 0
    for group in all_groups:
        if number:
            yield _separator(number := number + 1)
        for item in group.items:
            face = item.face if isinstance(item, Choice) else item
            if face:
                yield from _button(number := number + 1, face, context=True)


def _menu(all_groups: Iterable[Group]) -> Iterator[str]:
    number = 0
    for group in all_groups:
        if number:
            yield _separator(number := number + 1)
        for item in group.items:
            number += 1
            if isinstance(item, Command):
                yield from _button(number, item)
                continue
            yield _opened(number)
            yield _value("Title", item.label)
            yield '<node oor:name="Submenu">'
            for below, command in enumerate(((item.face,) if item.face else ()) + item.behind, 1):
                yield from _button(below, command)
            yield "</node>"
            yield "</node>"


def _button(number: int, command: Command, *, context: bool = False) -> Iterator[str]:
    yield _opened(number)
    yield _value("URL", f"{IDENTIFIER}:{command.name}")
    yield _value("Title", command.label)
    yield _value("Target", "_self")
    if context:
        yield _value("Context", _CALC)
    yield "</node>"


def _separator(number: int) -> str:
    return f"{_opened(number)}{_value('URL', 'private:separator')}</node>"


def _opened(number: int) -> str:
    return f'<node oor:name="b{number:03}" oor:op="replace">'


def _value(name: str, text: str) -> str:
    language = ' xml:lang="en-US"' if name == "Title" else ""
    return f'<prop oor:name="{name}" oor:type="xs:string"><value{language}>{escape(text)}</value></prop>'
