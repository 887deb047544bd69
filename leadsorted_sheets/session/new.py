"""A fresh workbook, or the list to fill in and import."""

from __future__ import annotations

from pathlib import Path

from leadsorted_sheets import errors
from leadsorted_sheets.core.changes import Edit
from leadsorted_sheets.resources import import_template_path, template_path
from leadsorted_sheets.session.clean import Wishes, clean, owners_of, wished
from leadsorted_sheets.session.context import mint
from leadsorted_sheets.session.demo import OWNERS, example_lists
from leadsorted_sheets.session.record import named
from leadsorted_sheets.workbook import files
from leadsorted_sheets.workbook.port import Batch


def new(to: str, *, country: str = "", currency: str = "", example: bool = False, force: bool = False) -> None:
    """Write a new workbook (.xlsx) or import list (.csv) at `to`, in one step.

    Raises errors.WouldOverwrite where it exists and `force` is not set, errors.WrongUsage for any other ending.
    """
    target = Path(to)
    if target.exists() and not force:
        raise errors.WouldOverwrite(to)
    wishes = Wishes(country=country, currency=currency, owners=owners_of(OWNERS) if example else (), force=force)
    match target.suffix.lower():
        case ".csv":
            files.replace(target, import_template_path().read_bytes())
        case ".xlsx" if example:
            clean([str(path) for path in example_lists()], to, wishes)
        case ".xlsx":
            _write(target, wishes)
        case _:
            raise errors.WrongUsage(f"{to}: a new book ends in .xlsx, an import list in .csv.")


def _write(target: Path, wishes: Wishes) -> None:
    from leadsorted_sheets.workbook.xlsx import XlsxWorkbook

    with files.replacing(target) as temporary:
        temporary.write_bytes(template_path().read_bytes())
        workbook = XlsxWorkbook(temporary, backup=False)
        reading = workbook.read()
        changes: list[Edit] = [change for change in wished(wishes, reading.book) if isinstance(change, Edit)]
        workbook.write(Batch(changes, named(reading.hidden, mint("B"))), expect=reading.revision)
