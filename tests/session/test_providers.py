"""A provider of the user's own: asked by name only, told little, and never believed blindly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.metadata import EntryPoint, EntryPoints
from typing import Any

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.enrich import Options
from leadsorted_sheets.session import Session, providers
from leadsorted_sheets.workbook.memory import MemoryWorkbook
from tests.core.followup.books import a_book

TOLD: list[dict[str, str]] = []


def knows_industries(leads: list[dict[str, str]]) -> Iterable[Mapping[str, Cell]]:
    TOLD.extend(leads)
    return [{"Lead ID": lead["Lead ID"], "Industry": "Steel"} for lead in leads] + [
        {"Lead ID": "L-9", "Industry": "Wood"}
    ]


def stops(leads: list[dict[str, str]]) -> Iterable[Mapping[str, Cell]]:
    yield {"Lead ID": leads[0]["Lead ID"], "Industry": "Steel"}
    raise OSError("no network")


def answers_nonsense(_leads: list[dict[str, str]]) -> Any:
    return [{"Lead ID": "L-1", "Industry": ["Steel"]}]


def without_an_id(_leads: list[dict[str, str]]) -> Any:
    return [{"Industry": "Steel"}]


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    TOLD.clear()
    names = ("knows_industries", "stops", "answers_nonsense", "without_an_id", "missing")
    found = EntryPoints(EntryPoint(name, f"tests.session.test_providers:{name}", providers.GROUP) for name in names)
    monkeypatch.setattr(providers, "entry_points", lambda group: found.select(group=group))


def a_workbook() -> MemoryWorkbook:
    return MemoryWorkbook(
        a_book(
            {
                "L-1": {"Last name": "Ng", "Notes": "ill", "Email": "ng@acme.example"},
                "L-2": {"Last name": "Ode", "Do not contact": "yes"},
                "L-3": {"Last name": "Pal", "Country": "GB"},
            }
        )
    )


def test_a_provider_is_told_of_leads_with_blanks_and_its_answers_are_filled_in() -> None:
    result = Session(a_workbook()).run("enrich", Options(provider="knows_industries"))
    assert TOLD == [
        {"Lead ID": "L-1", "Last name": "Ng", "Email": "ng@acme.example"},
        {"Lead ID": "L-3", "Last name": "Pal", "Country": "GB"},
    ]
    given = {
        (change.key, change.field): change.after
        for change in result.changes
        if change.tab == "Leads" and change.field == "Industry"
    }  # type: ignore[union-attr]  # edits
    assert given == {("L-1", "Industry"): "Steel", ("L-3", "Industry"): "Steel"}


def test_without_a_name_nobody_is_asked() -> None:
    Session(a_workbook()).run("enrich", Options())
    assert TOLD == []


def test_only_the_leads_of_the_filter_are_told() -> None:
    Session(a_workbook()).run("enrich", Options(provider="knows_industries"), where="last name=Pal")
    assert [lead["Lead ID"] for lead in TOLD] == ["L-3"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("stops", "it stopped with OSError: no network"),
        ("answers_nonsense", "it stopped with TypeError: ['Steel'] is neither text nor a number"),
        ("without_an_id", "it stopped with KeyError: 'Lead ID'"),
        (
            "missing",
            "it cannot be loaded (AttributeError: module 'tests.session.test_providers' has no attribute 'missing')",
        ),
    ],
)
def test_a_provider_that_fails_stops_the_run_and_nothing_is_written(name: str, why: str) -> None:
    workbook = a_workbook()
    with pytest.raises(errors.ProviderFailed) as failed:
        Session(workbook).run("enrich", Options(provider=name), apply=True)
    assert str(failed.value) == (
        f"The provider {name} gave no answers: {why}. Nothing was written. "
        "Ask whoever made it, or run without it: leadsorted enrich BOOK"
    )
    assert workbook.peek() == "0"


def test_a_name_nobody_has_is_refused_with_those_there_are() -> None:
    with pytest.raises(
        errors.WrongUsage, match=r"There is no provider 'acme'\. Known: answers_nonsense, knows_industries"
    ):
        Session(a_workbook()).run("enrich", Options(provider="acme"))
