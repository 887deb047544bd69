"""Which product a list came from: what its columns are, which of them hold its ids, and how its values are called here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

OURS = "leadsorted"
"""The system whose ids are our own: a list that once left this book, or another of ours."""


@dataclass(frozen=True, slots=True)
class Origin:
    """`name` is what people call the product, `system` how its ids are marked under External IDs.

    `fields` says of headers, as they stand, which field they are (None: nothing worth keeping); `ids` are the headers
    with the product's own record ids, `own_ids` those with ours. `values` translates cells of a column, by their folded
    text; `before` is the beginning that its cells carry and that means nothing here (`p:+44...`). `joined` names the column
    whose text goes before another's (a calling code, then the number). `source` is where its leads came from, `rows` what the
    product keeps in such a list.
    """

    name: str
    system: str
    fields: Mapping[str, str | None] = field(default_factory=dict)
    ids: frozenset[str] = frozenset()
    own_ids: frozenset[str] = frozenset()
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)
    joined: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    rows: Literal["leads", "companies", "deals", "activities"] = "leads"

    def system_of(self, header: str) -> str:
        """The mark that ids under this header get; "" where the header itself has to say."""
        if header in self.own_ids:
            return OURS
        return self.system if header in self.ids else ""
