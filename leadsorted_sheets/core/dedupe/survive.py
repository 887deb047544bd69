"""What stays when rows are one person: one value for each field, by the rules of Settings, and nothing lost.

Some cells only make sense together and come from one row: a name, an address, a next action and its date.
Any value that a person typed and that does not stay is written into Notes with its header.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Key
from leadsorted_sheets.core.cell import Cell, Formula, same, shown
from leadsorted_sheets.core.changes import Edit
from leadsorted_sheets.core.dedupe import other_contacts
from leadsorted_sheets.core.dedupe.claims import HOW, Lead, claims
from leadsorted_sheets.core.dedupe.countries import country_key
from leadsorted_sheets.core.dedupe.keys import city_key, company_key, folded, postcode_key, site_key, street_key
from leadsorted_sheets.core.dedupe.rules import Rules, rule_for, rules_of
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.records import is_yes
from leadsorted_sheets.core.settings import Settings, StatusKind, Survivor

LEADS = schema.LEADS.name
LONGEST_NOTE = 32_000
"""Characters of Notes we write; a cell of a workbook holds 32,767."""


@dataclass(frozen=True, slots=True)
class Together:
    """Fields that come from one row. `fill`: gaps are filled from other rows ("agreeing" ones, or "any")."""

    fields: tuple[str, ...]
    fill: str = ""


TOGETHER: tuple[Together, ...] = (
    Together(("First name", "Last name"), fill="any"),
    Together(("Street", "City", "Region", "Postcode", "Country"), fill="agreeing"),
    Together(("Next action", "Next action due")),
    Together(("Sequence", "Step")),
    Together(("Owner", "Assigned on")),
    Together(("Score", "Rating", "Why")),
)
_GROUPED = frozenset(name for together in TOGETHER for name in together.fields)
_OWN_WAY = frozenset(
    {"Lead ID", "Email", "Other emails", "Phone", "Other phones", "Notes", "Status", "Lost reason", "Do not contact"}
)
_OURS = frozenset(
    {"Score", "Rating", "Why", "Quality", "Updated", "Created", "First contacted", "Qualified on", "Last activity", "Assigned on"}
    | {"Seniority", "Time zone", "Step", "Deal ID", "Tags", "External IDs"}
)  # fmt: skip
"""Fields we write ourselves, or whose rule keeps what matters: a value that loses is in the history only."""
_KNOWN = _OURS | _OWN_WAY - {"Lost reason"}
_ADVANCE: dict[StatusKind, int] = {"open": 0, "dead": 1, "qualified": 2, "converted": 3}
"""How far a status has got. Dead is further than open: importing a list again does not revive who was judged."""


FILLED = "filled from the other row"


@dataclass(frozen=True, slots=True)
class Taken:
    """A value that should stand in the kept row, and how it won."""

    value: Cell
    how: str


@dataclass(frozen=True, slots=True)
class Survival:
    """What the kept row takes, and what a person should know about cells that could not be taken."""

    edits: tuple[Edit, ...]
    findings: tuple[Finding, ...]


def survive(leads: Sequence[Lead], settings: Settings, because: str) -> Survival:
    """The edits that give the first row what the others know. `because` says why they are one person."""
    rules = rules_of(settings)
    kept, country = leads[0], settings.preferences.country
    taken: dict[str, Taken] = {}
    for together in _in_question(leads):
        taken |= _from_one_row(leads, together, rules)
    taken |= _contacts(leads, rules, country)
    taken |= _status(leads, rules, settings)
    taken |= _do_not_contact(leads)
    stuck = {name for name in taken if isinstance(kept.row.get(name), Formula)}
    lost = _lost(leads, taken, stuck)
    note_rule = rule_for(("Notes",), rules)
    note, cut = _notes(leads, lost, note_rule)
    taken["Notes"] = Taken(note, HOW[note_rule.rule])
    edits = [
        Edit(LEADS, kept.key, name, kept.row.get(name), new.value, f"dedupe: {because}; {new.how}")
        for name, new in taken.items()
        if name not in stuck and not same(kept.row.get(name), new.value) and not isinstance(kept.row.get(name), Formula)
    ]
    return Survival(tuple(edits), tuple(_formulas(leads)) + (_cut_short(kept, cut) if cut else ()))


def _in_question(leads: Sequence[Lead]) -> Iterable[Together]:
    """The fields in which another row says something else than the first: together, or each alone."""
    kept, *others = leads
    names = dict.fromkeys(
        name
        for lead in others
        for name, cell in lead.row.items()
        if cell is not (there := kept.row.get(name)) and not same(cell, there)
    )
    yield from (together for together in TOGETHER if not names.keys().isdisjoint(together.fields))
    yield from (Together((name,)) for name in names if name not in _GROUPED and name not in _OWN_WAY)


def _from_one_row(leads: Sequence[Lead], together: Together, rules: Rules) -> dict[str, Taken]:
    """The fields' values, from the row with the best claim."""
    fields, kept = together.fields, leads[0]
    rule = rule_for(fields, rules)
    if rule.rule == "keep all" and (joined := _all(leads, fields)) is not None:
        return {fields[0]: Taken(joined, HOW["keep all"])}
    order = claims(leads, fields, rule)
    if not order:
        return {}
    if fields[0] == "Owner" and "owner" not in rules and kept.value("Owner") is not None:
        order.sort(key=lambda lead: lead is not kept)
    best = order[0]
    taken = {}
    for name in fields:
        value = best.value(name)
        if value is None and together.fill:
            having = (lead for lead in order if lead.value(name) is not None)
            filling = (lead for lead in having if together.fill == "any" or _agree(lead, best, fields))
            value = next((lead.value(name) for lead in filling), None)
        taken[name] = Taken(value, FILLED if kept.value(name) is None else HOW[rule.rule])
    return taken


def _agree(a: Lead, b: Lead, fields: Sequence[str]) -> bool:
    """Whether two rows contradict each other in none of the fields."""
    return all(
        a.value(name) is None or b.value(name) is None or _alike(name, a.value(name), b.value(name)) for name in fields
    )


def _alike(name: str, a: Cell, b: Cell) -> bool:
    """Whether two cells say the same, but for case, accents, spaces, and the many names of a country, city or company."""
    if same(a, b):
        return True
    key = _KEYS.get(name, _plain)
    return key(shown(a)) == key(shown(b)) != ""


def _plain(text: str) -> str:
    return " ".join(folded(text).split())


_KEYS: dict[str, Callable[[str], str]] = {
    "Country": country_key,
    "City": city_key,
    "Company": company_key,
    "Street": street_key,
    "Postcode": postcode_key,
    "Website": site_key,
}


def _all(leads: Sequence[Lead], fields: Sequence[str]) -> Cell:
    """Every distinct value of a field, each part of a list once.

    None where the cell holds one value by its nature, such as a number, an owner or an address: what does not stay
    there is kept in Notes.
    """
    name, column = fields[0], schema.LEADS.column(fields[0])
    values = [lead.value(name) for lead in leads if lead.value(name) is not None]
    if len(fields) > 1 or (column and column.kind not in _JOINED) or not all(isinstance(cell, str) for cell in values):
        return None
    if len(values) < 2:
        return values[0] if values else None
    parts = {
        part.strip().casefold(): part.strip()
        for value in reversed(values)
        for part in reversed(shown(value).split(";"))
    }
    return "; ".join(part for part in reversed(parts.values()) if part) or None


_JOINED = frozenset({"text", "tags", "url"})
"""Kinds of columns that can hold several values."""


def _contacts(leads: Sequence[Lead], rules: Rules, country: str) -> dict[str, Taken]:
    mail_rule, phone_rule = rule_for(("Email",), rules), rule_for(("Phone",), rules)
    mail = other_contacts.emails(leads, mail_rule)
    phone = other_contacts.phones(leads, phone_rule, country)

    def how(name: str, rule: Survivor) -> str:
        return FILLED if leads[0].row.get(name) is None else HOW[rule.rule]

    return {
        "Email": Taken(mail.main, how("Email", mail_rule)),
        "Other emails": Taken(mail.others, "the other addresses kept"),
        "Phone": Taken(phone.main, how("Phone", phone_rule)),
        "Other phones": Taken(phone.others, "the other numbers kept"),
    }


def _status(leads: Sequence[Lead], rules: Rules, settings: Settings) -> dict[str, Taken]:
    """The most advanced status, or the one that Settings ask for; and the lost reason that belongs to it.

    Of several rows with that status, the first that has a reason gives it.
    """
    having = [lead for lead in leads if lead.value("Status") is not None or lead.value("Lost reason") is not None]
    if not having:
        return {}
    how, rule = "the most advanced status kept", rules.get("status")
    if rule and rule.rule != "keep all" and (claiming := claims(having, ("Status",), rule)):
        best, how = claiming[0], HOW[rule.rule]
    elif all(same(lead.value("Status"), having[0].value("Status")) for lead in having[1:]):
        best = having[0]
    else:
        orders = {status.name.strip().casefold(): status.order for status in settings.statuses}
        best = max(having, key=lambda lead: _advance(lead, settings, orders))
    status = best.value("Status")
    alike = (lead for lead in (best, *having) if same(lead.value("Status"), status))
    reason = next((lead.value("Lost reason") for lead in alike if lead.value("Lost reason") is not None), None)
    return {"Status": Taken(status, how), "Lost reason": Taken(reason, how)}


def _advance(lead: Lead, settings: Settings, orders: dict[str, int]) -> tuple[int, int]:
    """How far a row has got; one without a status has not begun."""
    name = shown(lead.value("Status"))
    return (_ADVANCE[settings.status_kind(name)], orders.get(name.strip().casefold(), 0)) if name else (-1, 0)


def _do_not_contact(leads: Sequence[Lead]) -> dict[str, Taken]:
    """Whoever asked once not to be contacted is not contacted."""
    asked = [lead.value("Do not contact") for lead in leads]
    said = next((flag for flag in asked if is_yes(flag)), None)
    return {"Do not contact": Taken(said, "do not contact holds for all")} if said is not None else {}


def _lost(leads: Sequence[Lead], taken: dict[str, Taken], stuck: set[str]) -> dict[Key, list[tuple[str, Cell]]]:
    """What people typed that does not stay, by row: headers and values to note.

    What a formula of the kept row keeps out is noted with the first row that goes.
    """
    lost: dict[Key, list[tuple[str, Cell]]] = {}
    stays = {name: new.value for name, new in taken.items() if name not in _KNOWN and name not in stuck}
    for name in _NAME:
        if name in stays:
            stays[name] = _whole_name(taken)
    for lead in leads if stays else ():
        for name in lead.row:
            if name not in stays or (value := lead.value(name)) is None:
                continue
            if value is not stays[name] and not _says(name, stays[name], value):
                lost.setdefault(lead.key, []).append((name, value))
    kept_out = [(name, taken[name].value) for name in sorted(stuck - _OURS) if taken[name].value is not None]
    if kept_out:
        lost[leads[1].key] = kept_out + lost.get(leads[1].key, [])
    return lost


_NAME = ("First name", "Last name")


def _whole_name(taken: dict[str, Taken]) -> str:
    return " ".join(shown(taken[name].value) for name in _NAME if name in taken)


def _says(name: str, stays: Cell, value: Cell) -> bool:
    """Whether what stays says all that the value says: the same, or the same and more ("Robert" and "R.")."""
    if stays is None:
        return False
    if _alike(name, stays, value):
        return True
    if not isinstance(stays, str) or not isinstance(value, str):
        return False
    words, parts = folded(stays).replace(".", " ").split(), folded(value).replace(".", " ").split()
    return bool(parts) and all(any(word.startswith(part) for word in words) for part in parts)


def _notes(leads: Sequence[Lead], lost: dict[Key, list[tuple[str, Cell]]], rule: Survivor) -> tuple[Cell, int]:
    """The notes of all rows, then what did not stay; and how many pieces were too long to be added.

    Where Settings have another rule for Notes than to keep all, those of one row.
    """
    pieces = [shown(lead.value("Notes")) for lead in leads]
    if rule.rule != "keep all":
        pieces = [shown(lead.value("Notes")) for lead in claims(leads, ("Notes",), rule)[:1]] or [""]
    pieces += [_noted(lead, lost[lead.key], stays=lead is leads[0]) for lead in leads if lead.key in lost]
    text, cut = pieces[0], 0
    for piece in pieces[1:]:
        if not piece.strip() or piece.strip() in text:
            continue
        if text and len(text) + len(piece) > LONGEST_NOTE:
            cut += 1
            continue
        text = f"{text}\n{piece.strip()}" if text else piece
    return (text or None), cut


def _noted(lead: Lead, values: list[tuple[str, Cell]], *, stays: bool) -> str:
    """One line for what a row said otherwise.

    >>> _noted(Lead("L-2", {}), [("Job title", "CEO"), ("Employees", 40)], stays=False)
    'Merged L-2. Job title: CEO; Employees: 40'
    """
    who = "Before merging" if stays else "Merged another row" if lead.key.startswith("#") else f"Merged {lead.key}"
    return f"{who}. " + "; ".join(f"{name}: {shown(value)}" for name, value in values)


def _formulas(leads: Sequence[Lead]) -> Iterable[Finding]:
    """Formula cells of the rows that go: their results are not values anyone typed, so they are not copied."""
    for lead in leads[1:]:
        names = [name for name, cell in lead.row.items() if isinstance(cell, Formula)]
        if names:
            message = (
                f"{lead.key} is merged into {leads[0].key}; its formula in {', '.join(names)} was not copied. "
                "The history holds it."
            )
            yield Finding("warning", LEADS, leads[0].key, names[0], "dedupe.formula", message, others=(lead.key,))


def _cut_short(kept: Lead, pieces: int) -> tuple[Finding, ...]:
    message = f"Notes of {kept.key} are full: {pieces} of the notes that belong there are in the history only."
    return (Finding("warning", LEADS, kept.key, "Notes", "dedupe.notes", message),)
