"""Ours and theirs: what our statuses, stages, sources and owners are called in the CRM.

What the team wrote under "CRM owners and values" on Settings goes first. Nothing is passed
through unmapped: a value that the CRM's drop-down does not have is a flaw, never a new entry there.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from leadsorted_sheets.core.cell import Cell, Error, Formula, shown
from leadsorted_sheets.core.settings import Owner, Settings
from leadsorted_sheets.exports.profile import Picklist, Profile
from leadsorted_sheets.exports.values import Changed, Flaw, Spelt

_SALESFORCE_ID = re.compile(r"[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?")


@dataclass(slots=True)
class Crosswalk:
    """The way from our names to the CRM's, and a count of what went over it.

    `translated` counts (picklist or "owner", ours, theirs) wherever the two differ; `used` counts (picklist or "owner", theirs).
    """

    profile: Profile
    settings: Settings
    translated: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    used: Counter[tuple[str, str]] = field(default_factory=Counter)
    _known: dict[tuple[str, str], Spelt] = field(default_factory=dict)

    def pick(self, picklist: str, cell: Cell) -> Spelt:
        """The CRM's value for one of ours."""
        if isinstance(cell, Formula | Error):
            return Flaw("pick", "is not a value", "Replace it by its value, or clear the cell.")
        ours = shown(cell).strip()
        if not ours:
            return ""
        key = (picklist, ours)
        if key not in self._known:
            self._known[key] = self._theirs(self.profile.picklists[picklist], ours)
        return self._known[key]

    def owner(self, cell: Cell, *, by: str) -> Spelt:
        """The CRM's user for one of our owners, by e-mail, by full name or by id."""
        if isinstance(cell, Formula | Error):
            return Flaw("owner", "is not a name", "Replace it by the owner's name, or clear the cell.")
        ours = shown(cell).strip()
        if not ours:
            return ""
        key = (f"owner by {by}", ours)
        if key not in self._known:
            self._known[key] = self._user(ours, by)
        return self._known[key]

    def count(self, names: Counter[tuple[str, str, str]]) -> None:
        """Remember that these went over: (picklist or "owner", ours, theirs), and how often."""
        for (kind, ours, theirs), times in names.items():
            self.used[kind, theirs] += times
            if ours != theirs:
                self.translated[kind, ours, theirs] += times

    def _theirs(self, picklist: Picklist, ours: str) -> Spelt:
        mapped = self._mapped(picklist.kind, ours)
        if mapped:
            return mapped
        folded = ours.casefold()
        taken: set[str] = set()
        for name, theirs in picklist.by_name.items():
            if name.casefold() == folded:
                return _shared(theirs, picklist) if theirs in taken else theirs
            taken.add(theirs)
        for theirs in picklist.values:
            if theirs.casefold() == folded:
                return theirs
        by_kind = picklist.by_kind.get(self._kind(picklist.kind, ours), "")
        if by_kind or picklist.otherwise:
            return _shared(by_kind or picklist.otherwise, picklist)
        label = self.profile.label
        mend = f'Add it under "CRM owners and values" on Settings: {self.profile.name}, {picklist.kind}, {ours}, and its name there.'
        return Flaw("pick", f"has no equivalent among the values of {label} we know", mend)

    def _kind(self, kind: str, ours: str) -> str:
        if kind == "status" and any(ours.casefold() == status.name.casefold() for status in self.settings.statuses):
            return self.settings.status_kind(ours)
        if kind == "stage" and any(ours.casefold() == stage.name.casefold() for stage in self.settings.stages):
            return self.settings.stage_kind(ours)
        return ""

    def _user(self, ours: str, by: str) -> Spelt:
        mapped = self._mapped("owner", ours)
        is_id = _SALESFORCE_ID.fullmatch(mapped) is not None and mapped[:3] in {"005", "00G"}
        if by == "id":
            return mapped if is_id else ""
        if is_id:
            return ""
        if mapped:
            return mapped
        owner = next((one for one in self.settings.owners if one.name.casefold() == ours.casefold()), None)
        return self._own(owner, ours, by)

    def _own(self, owner: Owner | None, ours: str, by: str) -> Spelt:
        mend = f'Add the owner under "CRM owners and values" on Settings: {self.profile.name}, owner, {ours}, and the {by} there.'
        if owner is None:
            return Flaw("owner", "is not on the Owners list", mend)
        if by == "email":
            missing = Flaw("owner", "has no e-mail address on the Owners list", f"Fill it in on Settings. {mend}")
            return owner.email.lower() or missing
        if " " not in owner.name.strip():
            return Flaw("owner", f"is not a full name, and {self.profile.label} knows its users by theirs", mend)
        return owner.name.strip()

    def _mapped(self, kind: str, ours: str) -> str:
        """What Settings says; a row that names no CRM counts for every one."""
        names = {self.profile.name.casefold(), self.profile.label.casefold()}
        rows = [
            row
            for row in self.settings.crm_values
            if row.kind.strip().casefold() == kind and row.ours.strip().casefold() == ours.casefold() and row.theirs
        ]
        named = [row for row in rows if row.crm.strip().casefold() in names]
        general = [row for row in rows if not row.crm.strip()]
        return next((row.theirs.strip() for row in (*named, *general)), "")


def _shared(theirs: str, picklist: Picklist) -> Spelt:
    """A value of theirs that stands for several of ours: which one it was goes into the notes."""
    return (
        theirs if picklist.coarse else Changed(theirs, f"written as {theirs!r}, which stands for others too", keep=True)
    )
