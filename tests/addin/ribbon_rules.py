"""What Excel refuses in a customUI14 part, as far as ours uses it. It refuses in silence: the tab is not there.

From the customui14 schema: which element may stand in which, which attributes it has, how long a text may be.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree as ET

SPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
LOOKS = {"id", "label", "imageMso", "keytip", "screentip", "supertip"}
ATTRIBUTES = {
    "customUI": {"onLoad"},
    "ribbon": set(),
    "tabs": set(),
    "tab": {"id", "label", "keytip", "insertAfterMso"},
    "group": {"id", "label", "imageMso"},
    "button": LOOKS | {"tag", "size", "onAction"},
    "splitButton": {"id", "size", "keytip"},
    "menu": LOOKS | {"size", "itemSize"},
    "dropDown": LOOKS | {"onAction", "getSelectedItemIndex"},
    "item": {"id", "label"},
}
CHILDREN = {
    "customUI": {"ribbon"},
    "ribbon": {"tabs"},
    "tabs": {"tab"},
    "tab": {"group"},
    "group": {"button", "splitButton", "menu", "dropDown"},
    "splitButton": {"button", "menu"},
    "menu": {"button"},
    "dropDown": {"item"},
    "button": set(),
    "item": set(),
}
LONGEST = {"keytip": 3}
TEXT = 1024
CALLBACKS = {
    ("customUI", "onLoad"): "(ribbon As IRibbonUI)",
    ("button", "onAction"): "(control As IRibbonControl)",
    ("dropDown", "onAction"): "(control As IRibbonControl, id As String, index As Integer)",
    ("dropDown", "getSelectedItemIndex"): "(control As IRibbonControl, ByRef returnedVal)",
}
DRAWN = {
    "RemoveDuplicates", "ConditionalFormattingHighlightDuplicateValues", "ReplaceDialog",
    "ReviewAllowUsersToEditRanges", "ConditionalFormattingIconSetsGallery", "PivotTableInsert", "FileSaveAs",
    "XmlExport", "RefreshAll", "ListSynchronize", "ReviewNewComment", "AccountingFormat", "Undo",
    "PropertySheet", "Help", "ErrorChecking", "GetExternalDataFromText", "SortDialog", "Filter", "Spelling",
    "DataValidation", "Consolidate",
}  # fmt: skip
"""Names that Microsoft's lists of Excel's controls hold for 2013, 2016, 2019 and three channels of 365."""


def complaints(xml: str, modules: dict[str, str]) -> list[str]:
    """What is wrong with the part; `modules` are the VBA texts by name."""
    root = ET.fromstring(xml)  # noqa: S314  # our own file
    return [*_of(root, ""), *_twice(root), *_ambiguous(root), *_unanswered(root, modules)]


def _of(element: ET.Element, inside: str) -> Iterator[str]:
    name = element.tag.removeprefix(SPACE)
    if name not in CHILDREN:
        yield f"{name} is no element of ours"
        return
    where = f"{name} {element.get('id', '')}".strip()
    for attribute, text in element.attrib.items():
        if attribute not in ATTRIBUTES[name] or (attribute == "size" and inside != "group"):
            yield f"{where} has no {attribute}"
        if not text or len(text) > LONGEST.get(attribute, TEXT):
            yield f"{where}: the {attribute} is empty or too long"
    if "imageMso" in element.attrib and element.get("imageMso") not in DRAWN:
        yield f"{where}: {element.get('imageMso')} is in no list of Excel's images"
    if not re.fullmatch(r"[A-Z]{0,3}", element.get("keytip", "")):
        yield f"{where}: the keytip is not up to three letters"
    if name not in {"customUI", "ribbon", "tabs"} and not re.fullmatch(r"ls\w+", element.get("id", "")):
        yield f"{where}: the id is not one of ours"
    children = [child.tag.removeprefix(SPACE) for child in element]
    yield from (f"{child} may not stand in {where}" for child in children if child not in CHILDREN[name])
    if name == "splitButton" and children != ["button", "menu"]:
        yield f"{where} is not a button and a menu"
    for child in element:
        yield from _of(child, name)


def _twice(root: ET.Element) -> Iterator[str]:
    ids = Counter(element.get("id") for element in root.iter() if element.get("id"))
    tags = Counter(element.get("tag", "").split("|")[0] for element in root.iter(f"{SPACE}button"))
    yield from (f"{name} is given twice" for name, times in (ids + tags).items() if times > 1)


def _ambiguous(root: ET.Element) -> Iterator[str]:
    """Excel reads letters as they are typed, so no keytip may begin another one of the same tab or menu."""
    tab = [each for group in root.iter(f"{SPACE}group") for each in group]
    menus = [list(menu) for menu in root.iter(f"{SPACE}menu")]
    for siblings in (tab, *menus):
        tips = [each.get("keytip", "") for each in siblings]
        yield from (f"{each.get('id')} has no keytip" for each in siblings if not each.get("keytip"))
        pairs = ((one, two) for at, one in enumerate(tips) for two in tips[:at] + tips[at + 1 :])
        yield from (f"the keytip {one} begins {two}" for one, two in pairs if one and two.startswith(one))


def _unanswered(root: ET.Element, modules: dict[str, str]) -> Iterator[str]:
    for element in root.iter():
        name = element.tag.removeprefix(SPACE)
        for attribute, callback in element.attrib.items():
            if attribute.startswith(("on", "get")):
                module, _, macro = callback.partition(".")
                head = f"Public Sub {macro}{CALLBACKS.get((name, attribute), '(?)')}\n"
                if head not in modules.get(module, ""):
                    yield f"{element.get('id')}: nothing answers {attribute}={callback}"
