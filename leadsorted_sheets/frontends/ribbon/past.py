"""Taking back, and what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadsorted_sheets.errors import BadInput
from leadsorted_sheets.frontends.ribbon import boxes, recent
from leadsorted_sheets.frontends.ribbon.words import joined

if TYPE_CHECKING:
    from leadsorted_sheets.frontends.ribbon.commands import Click, Said


def undo(click: Click) -> Said:
    """The last change, with or without later ones to the same rows."""
    return _taken_back(click, "", with_later=bool(dict(click.command.options).get("with_later")))


def undo_click(click: Click) -> Said:
    """Ctrl+Z: what that very click did, and nothing older. Its answer is the click's name."""
    from leadsorted_sheets.frontends.ribbon.commands import Said

    if len(click.answers) != 1:
        raise BadInput("Which click to take back did not arrive. Nothing was changed. Use Undo on the Lead Sorted tab.")
    made = recent.made_by(click.answers[0])
    if made is None:
        return Said(
            "What that click did is not known any more. To take the last change back: Undo on the Lead Sorted tab."
        )
    change_id, book = made
    if not change_id:
        return Said("That click changed nothing, so there is nothing to take back.")
    if book != click.front.name:
        return Said(f"That was done in {book}. Bring it to the front and use Undo on the Lead Sorted tab there.")
    return _taken_back(click, change_id)


def history(click: Click) -> Said:
    """What was done to the workbook, newest first."""
    from leadsorted_sheets.frontends.ribbon.commands import Said, arrived

    news = arrived(click, only_look=True)
    return Said(joined(boxes.history(*click.session().history()), news))


def _taken_back(click: Click, change_id: str, *, with_later: bool = False) -> Said:
    from leadsorted_sheets.frontends.ribbon.commands import Said, arrived

    news = arrived(click, only_look=True)
    result = click.session().undo(change_id, with_later=with_later)
    return Said(joined(boxes.undone(result), news), result.change_id)
