"""A provider of the user's own: found by its entry point, told of leads with blanks, and its answers brought to the plan.

A provider is whatever an installed package names in the group `leadsorted.providers`: a function that is given a list
of leads, each a mapping of our columns to text, and answers with mappings that have a Lead ID and what it knows. It is
asked only by name, and never of anybody who asked not to be contacted. docs/enrichment.md has an example.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from leadsorted_sheets.core.book import Book, Key, has_id
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.enrich.provider import ANSWERS, FILLED, answers_of, asked
from leadsorted_sheets.core.records import is_yes
from leadsorted_sheets.errors import ProviderFailed, WrongUsage

if TYPE_CHECKING:
    from importlib.metadata import EntryPoints

Provider: TypeAlias = Callable[[list[dict[str, str]]], Iterable[Mapping[str, Cell]]]
GROUP = "leadsorted.providers"


def with_answers(book: Book, options: Any) -> Book:
    """The book with what the provider named in the options says; the book itself where none is named.

    Raises errors.WrongUsage where no provider has that name, errors.ProviderFailed where it stops or answers nonsense.
    """
    name: str = getattr(options, "provider", "")
    if not name:
        return book
    provider = provider_named(name)
    keys: tuple[Key, ...] | None = options.keys
    scope = None if keys is None else frozenset(keys)
    told = [
        {**asked(row), "Lead ID": key}
        for key, row in book.get("Leads", {}).items()
        if has_id(key)
        and (scope is None or key in scope)
        and not is_yes(row.get("Do not contact"))
        and any(row.get(column) is None for column in FILLED)
    ]
    return {**book, ANSWERS: answers_of(_answers(name, provider, told))}


def entry_points(*, group: str) -> EntryPoints:
    """What installed packages offer. Reading that is loaded only when asked for: a click without a provider needs none."""
    from importlib import metadata

    return metadata.entry_points(group=group)


def provider_named(name: str) -> Provider:
    """Raises errors.WrongUsage, with those there are, where none has that name."""
    found = {each.name: each for each in entry_points(group=GROUP)}
    if name not in found:
        known = ", ".join(sorted(found)) or "none is installed"
        raise WrongUsage(f"There is no provider {name!r}. Known: {known}. docs/enrichment.md says how to add one.")
    try:
        provider: Provider = found[name].load()
    except Exception as failure:  # it is somebody else's code
        raise ProviderFailed(name, f"it cannot be loaded ({type(failure).__name__}: {failure})") from failure
    return provider


def _answers(name: str, provider: Provider, told: list[dict[str, str]]) -> dict[Key, dict[str, Cell]]:
    known = {lead["Lead ID"] for lead in told}
    answers: dict[Key, dict[str, Cell]] = {}
    try:
        for answer in provider(told):
            key = answer["Lead ID"]
            if key in known and isinstance(key, str):
                answers[key] = {column: _cell(cell) for column, cell in answer.items() if column != "Lead ID"}
    except Exception as failure:  # it is somebody else's code
        raise ProviderFailed(name, f"it stopped with {type(failure).__name__}: {failure}") from failure
    return answers


def _cell(value: Cell) -> Cell:
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"{value!r} is neither text nor a number")
