"""Which of our fields each column is, and why. One field per column, one column per field.

In this order: what the user says, what was decided for these headers before, what the
headers say, what they nearly say, what the values say. A header whose values contradict it
loses. What nobody can place stays the user's own, under its own header.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal, TypeAlias

from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.headers import PSEUDO, REPEATABLE, header_key, known_headers, match_headers
from leadsorted_sheets.core.importing import Origin
from leadsorted_sheets.core.schema import LEADS
from leadsorted_sheets.errors import NoLeadColumns, WrongUsage
from leadsorted_sheets.intake import evidence
from leadsorted_sheets.intake.table import RawTable

How: TypeAlias = Literal["you said", "saved", "known", "exact", "synonym", "alike", "values", "own", "left out"]

OWN = ""
"""What `maps` and a saved mapping say of a column that stays the user's own."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """One line of the preview: a column, what becomes of it, why, and its first three values.

    `field` is a column of Leads or a pseudo-field (`core.headers.PSEUDO`); where `own` is set, the name under which
    the column stays the user's own; None where it is left out. `system` marks the ids of a column that holds ids.
    """

    header: str
    field: str | None
    how: How
    why: str
    own: bool = False
    samples: tuple[str, ...] = ()
    system: str = ""


def mapped(
    table: RawTable, *, maps: Mapping[str, str] | None = None, saved: Mapping[str, str] | None = None,
    origins: Sequence[Origin] = (),
) -> tuple[Mapped, ...]:  # fmt: skip
    """The columns of the table, in their order.

    `maps` is what the user said, header to field; `saved` what was decided before, by header key; `origins` what the
    products it comes from call their columns.
    Raises errors.NoLeadColumns where nothing says who the leads are, errors.WrongUsage for a field that we do not have.
    """
    work = _Columns(table)
    work.say(maps or {})
    work.remember(saved or {})
    for origin in origins:
        work.know(origin)
    work.match()
    work.mistrust()
    work.match_nearly()
    work.go_by_values()
    columns = tuple(_marked(column, origins) for column in work.settled())
    if not _WHO.intersection(column.field for column in columns if not column.own):
        raise NoLeadColumns(table.name, table.header)
    return columns


def field_named(text: str) -> str | None:
    """The field that a user means; OWN for "own" or nothing, None where there is none of that name."""
    if text.strip().casefold() in ("", "own", "keep", "-"):
        return OWN
    for name in (*LEADS.fields, *PSEUDO):
        if header_key(name) == header_key(text):
            return name
    return match_headers((text,))[0].field


_WHO = frozenset(
    (
        "First name",
        "Last name",
        "Full name",
        "Company",
        "Company - Person",
        "Email",
        "Second email",
        "Phone",
        "Mobile",
        "Second phone",
    )
)
_SECOND = {"Email": "Second email", "Phone": "Second phone", "Mobile": "Second phone"}
_SLIPPABLE = 6  # letters; a shorter word, one letter changed, is too often another word
_EXPECTED = {
    "Email": "Email", "Second email": "Email", "Other emails": "Email", "Phone": "Phone", "Mobile": "Phone",
    "Second phone": "Phone", "Other phones": "Phone", "Website": "Website",
}  # fmt: skip
_WORDS = frozenset(
    (
        "First name",
        "Last name",
        "Full name",
        "Company",
        "Company - Person",
        "Job title",
        "City",
        "Salutation",
        "Foreign ID",
        "Address",
    )
)
_CALLED = {"Email": "e-mail addresses", "Phone": "phone numbers", "Website": "web addresses", "Date": "dates", "Country": "countries",
           "Status": "lead statuses", "Rating": "ratings", "Company": "companies", "Full name": "people's names"}  # fmt: skip


class _Columns:
    """The columns as they are decided, one after the other."""

    def __init__(self, table: RawTable) -> None:
        self.table = table
        self.decided: list[Mapped | None] = [None] * len(table.header)
        self._values: dict[int, list[Cell]] = {}
        self._losers: dict[int, str] = {}

    @property
    def taken(self) -> dict[str, str]:
        return {
            column.field: column.header
            for column in self.decided
            if column and column.field and not column.own and column.field not in REPEATABLE
        }

    def values(self, n: int) -> list[Cell]:
        if n not in self._values:
            self._values[n] = self.table.column(n, evidence.SAMPLE)
        return self._values[n]

    def decide(self, n: int, field: str | None, how: How, why: str) -> None:
        """Give column `n` a field. One that is taken becomes the second e-mail or phone, or stays undecided with its reason."""
        if field == "Salutation":
            self.keep(n, "own", f"{why}, for which we have no column; it stays your own")
            return
        owner = self.taken.get(field or "")
        if field and owner is not None:
            why = f"{why}, but {owner!r} is {field} already"
            field = _SECOND.get(field)
            if field is None:
                self._losers[n] = why
                return
        self.decided[n] = Mapped(self.table.header[n], field, how, why)

    def keep(self, n: int, how: How, why: str) -> None:
        self.decided[n] = Mapped(self.table.header[n], self.table.header[n], how, why, own=True)

    def leave_out(self, n: int, why: str) -> None:
        self.decided[n] = Mapped(self.table.header[n], None, "left out", why)

    def open(self) -> list[int]:
        return [n for n, column in enumerate(self.decided) if column is None]

    def say(self, maps: Mapping[str, str]) -> None:
        said = {header_key(header): (header, name) for header, name in maps.items()}
        for n, header in enumerate(self.table.header):
            if header_key(header) not in said:
                continue
            name = said[header_key(header)][1]
            field = field_named(name)
            if field is None:
                raise WrongUsage(
                    f'--map "{header}={name}": there is no column called {name!r}. Choose from: {", ".join(LEADS.fields[1:])}.'
                )
            if field == OWN:
                self.keep(n, "you said", "you said that it stays your own")
            else:
                self.decide(n, field, "you said", f"you said that it is {field}")

    def remember(self, saved: Mapping[str, str]) -> None:
        for n in self.open():
            field = saved.get(header_key(self.table.header[n]))
            if field == OWN:
                self.keep(n, "saved", "kept as your own the last time")
            elif field:
                self.decide(n, field, "saved", f"was {field} the last time")

    def know(self, origin: Origin) -> None:
        """What a column is in the product that the list comes from."""
        theirs = f"is what {origin.name} calls" if origin.name else "tells"
        for n in self.open():
            header = self.table.header[n]
            if header in origin.ids or header in origin.own_ids:
                whose = "our id" if header in origin.own_ids else f"the id of {origin.name}"
                self.decide(n, "Foreign ID", "known", f"is {whose}")
            elif header not in origin.fields:
                continue
            elif (field := origin.fields[header]) is None:
                self.leave_out(n, "it says nothing that is kept here")
            elif field in self.taken and self._says_no_more(n, self.taken[field]):
                self.leave_out(n, f"says no more than {self.taken[field]!r}, which is {field} already")
            elif field == OWN:
                self.keep(n, "known", "no column of ours goes by that name; it stays your own")
            else:
                self.decide(n, field, "known", f"{theirs} {field}")

    def _says_no_more(self, n: int, header: str) -> bool:
        """Whether the column is blank, no, or the same as another in every row."""
        other = self.table.header.index(header)
        return all(
            (text := shown(row[n]).strip().casefold()) in _NOTHING or text == shown(row[other]).strip().casefold()
            for row in self.table.rows
        )

    def match(self) -> None:
        for n, match in enumerate(match_headers(self.table.header)):
            if (
                self.decided[n] is None
                and match.field == "Row number"
                and evidence.count_the_rows(self.table.column(n))
            ):
                self.leave_out(n, "it only counts the rows")
            elif self.decided[n] is None and match.field:
                how: How = "exact" if match.how == "exact" else "synonym"
                self.decide(n, self._with_its_values(n, match.field), how, match.why)
            elif self.decided[n] is None and match.why:
                self._losers[n] = match.why

    def _with_its_values(self, n: int, field: str) -> str:
        """What the field is once one has looked at the values: some headers say little."""
        if field in ("Row number", "Lead ID", "Deal ID"):
            return "Foreign ID"
        if field == "Company" and evidence.holds_company_and_person(self.values(n)):
            return "Company - Person"
        return field

    def mistrust(self) -> None:
        """A header that is contradicted by nearly all its values loses; the user's own word is not doubted."""
        wrong: list[tuple[int, str, str]] = []
        for n, column in enumerate(self.decided):
            if column is None or column.field is None or column.own or column.how in ("you said", "saved"):
                continue
            expected = _EXPECTED.get(column.field, "words" if column.field in _WORDS else "")
            found, share = evidence.kind_of(self.values(n)) if expected else ("", 0.0)
            if (
                found in ("Email", "Phone", "Website")
                and found != expected
                and (expected == "words" or found != "Website")
            ):
                wrong.append((n, found, f"{column.why}, but {share:.0%} of its values are {_CALLED[found]}"))
            elif column.field == "Website" and evidence.are_profiles(self.values(n)):
                wrong.append(
                    (n, "", "its values are people's pages on LinkedIn, not their company's; it stays your own")
                )
        for n, _, _ in wrong:
            self.decided[n] = None
        for n, found, why in wrong:
            if found:
                self.decide(n, found, "values", why)
            else:
                self.keep(n, "own", why)

    def match_nearly(self) -> None:
        """Headers one slip of the pen away from one we know (two in a long one), unless their values speak against it."""
        undecided = [
            n for n in self.open() if n not in self._losers and len(header_key(self.table.header[n])) >= _SLIPPABLE
        ]
        if not undecided or not self.table.header_line:
            return
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        known = {key: field for key, field in known_headers().items() if len(key) >= _SLIPPABLE - 1}
        for n in undecided:
            key = header_key(self.table.header[n])
            slips = 1 if len(key) < 2 * _SLIPPABLE else 2
            best = process.extractOne(key, known.keys(), scorer=OSA.distance, score_cutoff=slips)
            field = known[best[0]] if best else None
            if not best or not field or field in self.taken or field in ("Row number", "Lead ID", "Deal ID"):
                continue
            found, _ = evidence.kind_of(self.values(n))
            if field in _EXPECTED and found and found != _EXPECTED[field]:
                continue
            self.decide(n, field, "alike", f"reads nearly like {best[0]!r}, which is {field}")

    def go_by_values(self) -> None:
        for n in self.open():
            if not self.values(n):
                self.keep(n, "own", "it is blank; it stays your own")
        self._take(evidence.kind_of)
        if not self.table.header_line:
            self._names_by_addresses()
            self._take(evidence.guess_of)

    def _take(self, what: Callable[[Sequence[Cell]], tuple[str, float]]) -> None:
        """Fields for the columns that are still open, by what their values are."""
        for n in self.open():
            values = self.values(n)
            field, share = what(values) if n not in self._losers else ("", 0.0)
            if evidence.are_profiles(values) or (field == "Date" and self.table.header_line):
                continue
            if field and (field not in self.taken or field in _SECOND):
                self.decide(n, field, "values", f"{share:.0%} of its values are {_CALLED[field]}")
            elif not self.table.header_line and evidence.count_the_rows(self.table.column(n)):
                self.leave_out(n, "it only counts the rows")

    def _date_created(self) -> None:
        """A date without further name is the day the lead arrived, unless another column says that."""
        for n, column in enumerate(self.decided):
            if column and column.field == "Date" and not column.own:
                self.decided[n] = None
                self.decide(
                    n, "Created", column.how, f"{column.why}, and no other column says when the lead was created"
                )

    def _names_by_addresses(self) -> None:
        """First and last names are told by the e-mail addresses beside them, where no header says."""
        email = next((n for n, column in enumerate(self.decided) if column and column.field == "Email"), None)
        if email is None or "Full name" in self.taken:
            return
        for n in self.open():
            rows = [row for row in self.table.rows[: evidence.SAMPLE] if row[n] and row[email]]
            field = evidence.name_parts([row[n] for row in rows], [row[email] for row in rows])
            if field and field not in self.taken:
                self.decide(n, field, "values", "it stands in the e-mail addresses beside it")

    def settled(self) -> tuple[Mapped, ...]:
        self._date_created()
        for n in self.open():
            why = self._losers.get(n, "no column of ours goes by that name")
            self.keep(n, "own", f"{why}; it stays your own")
        return tuple(
            replace(column, field=_own_name(column), samples=_samples(self.table, n))
            for n, column in enumerate(filter(None, self.decided))
        )


def _marked(column: Mapped, origins: Sequence[Origin]) -> Mapped:
    """The column with the mark of the system whose ids it holds."""
    system = next((mark for origin in origins if (mark := origin.system_of(column.header))), "")
    return replace(column, system=system) if system and column.field == "Foreign ID" else column


def _own_name(column: Mapped) -> str | None:
    """What the column is kept under. One of the user's that is called like a field of ours gets a number."""
    if column.own and column.header.casefold() in _OURS:
        return f"{column.header} (2)"
    return column.field


_NOTHING = frozenset({"", "no", "false", "0", "n"})
_OURS = frozenset(name.casefold() for name in LEADS.fields)


def _samples(table: RawTable, n: int) -> tuple[str, ...]:
    """The first three values, cut where they are long."""
    filled = (text for row in table.rows if (text := shown(row[n]).strip()))
    return tuple(text if len(text) <= 40 else text[:39] + "…" for text in islice(filled, 3))
