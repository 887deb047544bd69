"""The verbs on one lead or deal, as data: the command line and the ribbon are made from this tuple.

A verb writes at once, is recorded like any operation, and undo takes it back.
"""

from __future__ import annotations

import dataclasses
import re
import shlex
from typing import TYPE_CHECKING, Any, TypeAlias

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.plan import Context, Outcome, Progress, silent
from leadsorted_sheets.core.verbs import add, close, convert, find, log, move, qualify, register
from leadsorted_sheets.operations import Operation
from leadsorted_sheets.session.context import Clock, utc_now

if TYPE_CHECKING:
    from leadsorted_sheets.session.work import Result
    from leadsorted_sheets.workbook.port import Workbook


Verb: TypeAlias = Operation
"""An operation on one row. The fields of its options are texts or choices, and their metadata says more: `argument` is a
field's name on the command line where it has a place there instead of a flag, `ask` the question that a button asks. A
field with `argument` has to be given, unless it has `optional` too.
"""

VERBS: tuple[Verb, ...] = (
    Verb("add", "New lead", "GetExternalDataFromText", add.Options, add.plan,
         'leadsorted add leads.xlsx "Ann Ng" --company Acme --email ann@acme.example --source Referral'),
    Verb("log", "Log", "ReviewNewComment", log.Options, log.plan,
         'leadsorted log leads.xlsx ann@acme.example --type Call --summary "Wants a quote" --outcome reached'),
    Verb("qualify", "Qualify", "DataValidation", qualify.Options, qualify.plan,
         'leadsorted qualify leads.xlsx "Ann Ng" --budget 12000 --authority "The CFO" --need "Fewer tools" --timeline Q3'),
    Verb("move", "Move", "ListSynchronize", move.Options, move.plan,
         "leadsorted move leads.xlsx ann@acme.example Nurture"),
    Verb("convert", "Convert", "Consolidate", convert.Options, convert.plan,
         'leadsorted convert leads.xlsx "Ann Ng" --value 12000 --close 2026-06-30'),
    Verb("close", "Close deal", "AccountingFormat", close.Options, close.plan,
         'leadsorted close leads.xlsx D-7K3QZ9M2XA lost --reason "Price"'),
    Verb("register", "Register", "ReviewAllowUsersToEditRanges", register.Options, register.plan,
         'leadsorted register leads.xlsx "Acme Ltd" --days 60'),
    Verb("find", "Find", "Filter", find.Options, find.plan, 'leadsorted find leads.xlsx "ng acme"', writes=False),
)  # fmt: skip
"""In the order of a lead's way."""


BY_NAME: dict[str, Verb] = {verb.name: verb for verb in VERBS}


def act(
    workbook: Workbook, name: str, options: Any = None, *, clock: Clock = utc_now, progress: Progress = silent
) -> Result:
    """Do what the verb says, at once. Raises errors.LeadSortedError where it is refused; nothing is written then.

    Where a message names a command, it is one to type as it stands: BOOK is this workbook's address.
    """
    from leadsorted_sheets.session.work import Session

    verb = BY_NAME[name]
    wanted = verb.options() if options is None else options
    address = workbook.address

    def plan(book: Book, context: Context) -> Outcome:
        for tab in _TABS:
            if tab not in book:
                raise _without(address, tab, tuple(book))
        outcome = verb.plan(book, wanted, context)
        told = (dataclasses.replace(each, message=_addressed(each.message, address)) for each in outcome.findings)
        return dataclasses.replace(outcome, findings=tuple(told))

    try:
        return Session(workbook, clock=clock, progress=progress).carry_out(name, plan, apply=verb.writes)
    except errors.LeadSortedError as refusal:
        refusal.args = (_addressed(str(refusal), address),)
        raise


_TABS = ("Leads", "Activities", "Pipeline", "Registrations")
_COMMAND = re.compile(r"(leadsorted [a-z-]+) BOOK\b")


def _addressed(message: str, address: str) -> str:
    """
    >>> _addressed("Move it: leadsorted move BOOK L-1 New", "my leads.xlsx")
    "Move it: leadsorted move 'my leads.xlsx' L-1 New"
    """
    return _COMMAND.sub(lambda found: f"{found[1]} {shlex.quote(address)}", message)


def _without(address: str, tab: str, there: tuple[str, ...]) -> errors.BadInput:
    if "History" not in there:
        remedy = f"Make a workbook of it: leadsorted clean {address} --to leads.xlsx"
        return errors.NotATable(address, "one table has no place for activities and deals", remedy)
    return errors.NoSuchTab(address, tab, tuple(name for name in there if not name.startswith("_")))
