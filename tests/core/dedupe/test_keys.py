"""A column read at once gives what its cells give one by one."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from leadsorted_sheets.core.dedupe import keys

_CELLS = st.one_of(
    st.text(max_size=30),
    st.text("ab.@+-_%9 ÉİΣ\0<>;", max_size=30),
    st.from_regex(r"[A-Za-z.+]{1,8}@(gmial|gmail|acme|example)\.(com|de)", fullmatch=True),
)


@given(st.lists(_CELLS, max_size=8))
@example(["Ann@x.de", "bob@x.de\0carl@x.de"])
@example([f"{'a' * 260}@x.de", "info@acme.de", "noemail@example.com"])
def test_plain_addresses_of_a_column_are_the_mailboxes_of_its_cells(column: list[str]) -> None:
    together = [
        (box,) if box else keys.mailboxes(text) for text, box in zip(column, keys.plain_mailboxes(column), strict=True)
    ]
    assert together == [keys.mailboxes(text) for text in column]
