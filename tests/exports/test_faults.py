"""The checkers have teeth: of the faults planted in a profile, at least twenty are seen by the checker of its CRM."""

from __future__ import annotations

import pytest

from leadsorted_sheets.exports import export, load, profiles
from tests.exports import books
from tests.exports.faults import planted, troubled
from tests.exports.test_checked import CHECKERS

LONGEST = {"hubspot": 66_000}
"""How long a text has to be so that no field of the CRM holds it."""
FEWEST = 20


def complaints(name: str, files: dict[str, bytes]) -> list[str]:
    try:
        return CHECKERS[name](files, books.USERS)
    except (KeyError, AssertionError, ValueError) as unread:
        return [f"the files cannot even be read: {unread!r}"]


@pytest.mark.parametrize("name", profiles())
def test_twenty_planted_faults_are_seen(name: str) -> None:
    book = troubled(LONGEST.get(name, 400))
    sound = export(book, load(name), context=books.context(), skip_bad=True)
    assert complaints(name, books.files(sound)) == []
    seen: list[str] = []
    for what, faulty in planted(name):
        made = export(book, faulty, context=books.context(), skip_bad=True)
        if complaints(name, books.files(made)):
            seen.append(what)
        if len(seen) == FEWEST:  # a checker that sees these is no blind one, and all of them take a minute a CRM
            break
    assert len(seen) == FEWEST
