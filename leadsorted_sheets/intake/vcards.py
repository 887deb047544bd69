"""vCards (.vcf, versions 2.1 to 4.0) as a table: a row a card, its first line for a line number. Spoken with vobject here only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from leadsorted_sheets.core.delimited import decoded
from leadsorted_sheets.core.records import counted
from leadsorted_sheets.errors import NotATable
from leadsorted_sheets.intake.table import RawTable, Rejected

HEADER = (
    "First name", "Last name", "Full name", "Company", "Job title", "Email", "Other emails", "Phone", "Other phones",
    "Street", "City", "Region", "Postcode", "Country", "Website", "Tags", "Notes",
)  # fmt: skip


def read_vcards(data: bytes, name: str) -> RawTable:
    """Every card with something on it. A damaged one is rejected with its line. Raises errors.NotATable where there is none."""
    text = decoded(data, name).text
    rows: list[list[Any]] = []
    lines: list[int] = []
    rejected: list[Rejected] = []
    for line, card in _cards(text):
        try:
            row = _row(card)
        except ValueError as damage:
            rejected.append(Rejected(line, f"is a damaged card ({damage})", (card.strip()[:2_000],)))
            continue
        if any(row):
            rows.append(row)
            lines.append(line)
    if not rows and not rejected:
        raise NotATable(name, "it holds no card with a name or an address on it")
    notes = (f"{counted(len(rows), 'card')} read.",)
    return RawTable(name, HEADER, rows, lines, rejected=tuple(rejected), notes=notes)


_BEGIN = re.compile(r"^BEGIN:VCARD\s*$", re.IGNORECASE | re.MULTILINE)


def _cards(text: str) -> Iterator[tuple[int, str]]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    starts = [match.start() for match in _BEGIN.finditer(text)]
    line, last = 1, 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        line += text.count("\n", last, start)
        last = start
        yield line, text[start:end]


def _row(card: str) -> list[str]:
    """The cells of one card, in the order of HEADER. Raises ValueError where it cannot be read."""
    import vobject
    from vobject.base import VObjectError

    try:
        read = vobject.readOne(card, ignoreUnreadable=True)
    except (VObjectError, StopIteration, AttributeError, IndexError, KeyError, TypeError) as damage:
        raise ValueError(" ".join(str(damage).split())[:120] or "it cannot be read") from None
    if read is None or read.name != "VCARD":
        raise ValueError("it does not end")
    parts: dict[str, list[Any]] = read.contents
    first, last = _name(parts)
    full = _first(parts, "fn")
    company = _units(parts)
    if not (first or last) and _kind(parts) == "org":
        full, company = "", company or full
    emails, phones = _by_preference(parts, "email"), [_number(each) for each in _by_preference(parts, "tel")]
    cells = (
        first, last, "" if first or last or full == company else full, company, _first(parts, "title"),
        *_one_and_others(emails), *_one_and_others(phones), *_address(parts), _first(parts, "url"),
        "; ".join(_categories(parts)), "\n".join(_texts(parts, "note")),
    )  # fmt: skip
    return [" ".join(cell.split()) if n < len(HEADER) - 1 else cell.strip() for n, cell in enumerate(cells)]


def _texts(parts: dict[str, list[Any]], name: str) -> list[str]:
    return [each.value.strip() for each in parts.get(name, ()) if isinstance(each.value, str) and each.value.strip()]


def _first(parts: dict[str, list[Any]], name: str) -> str:
    return next(iter(_texts(parts, name)), "")


def _kind(parts: dict[str, list[Any]]) -> str:
    kind = (_first(parts, "kind") or _first(parts, "x-abshowas")).casefold()
    return "org" if kind in {"org", "company"} else kind


def _name(parts: dict[str, list[Any]]) -> tuple[str, str]:
    """First and last name; further first names and what stands behind the last go along, a form of address does not."""
    if not parts.get("n"):
        return "", ""
    name = parts["n"][0].value
    if isinstance(name, str):  # a card that gives one text instead of the five parts
        return "", name.strip()
    return _said(name.given, name.additional), _said(name.family, name.suffix)


def _said(*texts: str | Sequence[str]) -> str:
    return " ".join(
        part.strip() for text in texts for part in ([text] if isinstance(text, str) else text) if part.strip()
    )


def _units(parts: dict[str, list[Any]]) -> str:
    """The organisation, without its departments."""
    value = parts["org"][0].value if parts.get("org") else ""
    return value.strip() if isinstance(value, str) else next((unit.strip() for unit in value if unit.strip()), "")


def _by_preference(parts: dict[str, list[Any]], name: str) -> list[str]:
    """The values, preferred ones first, then those of work, each once."""

    def rank(each: Any) -> tuple[int, int]:
        types = {word.strip().casefold() for text in each.params.get("TYPE", ()) for word in text.split(",")}
        types |= {word.casefold() for word in each.singletonparams}
        preferred = "pref" in types or "PREF" in each.params
        return (0 if preferred else 1, 0 if "work" in types else 2 if types & {"home", "fax"} else 1)

    kept = [each for each in parts.get(name, ()) if isinstance(each.value, str) and each.value.strip()]
    return list(dict.fromkeys(each.value.strip() for each in sorted(kept, key=rank)))


def _number(text: str) -> str:
    return re.sub(r"^tel:", "", text, flags=re.IGNORECASE).replace(";ext=", " ext. ")


def _one_and_others(values: Sequence[str]) -> tuple[str, str]:
    return (values[0] if values else "", "; ".join(values[1:]))


def _address(parts: dict[str, list[Any]]) -> tuple[str, str, str, str, str]:
    """The first address that says anything: street, city, region, postcode, country."""
    for each in parts.get("adr", ()):
        at = each.value
        if isinstance(at, str):
            continue
        found = tuple(_said(text) for text in (at.street, at.city, at.region, at.code, at.country))
        if any(found):
            return found  # type: ignore[return-value]  # five, as named above
    return ("", "", "", "", "")


def _categories(parts: dict[str, list[Any]]) -> list[str]:
    found = [each.value for each in parts.get("categories", ())]
    words = [word for value in found for word in ([value] if isinstance(value, str) else value)]
    return list(dict.fromkeys(word.strip() for word in words if word.strip()))
