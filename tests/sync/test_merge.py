"""The merge of one tab: a table of what people did and what becomes of it, and the laws behind the table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core.book import Row, Table, row_of, same_book
from leadsorted_sheets.core.cell import Cell, Error, Formula, canon
from leadsorted_sheets.core.changes import AddRow, Change, Edit, RemoveRow, apply
from leadsorted_sheets.sync.merge import Conflict, Held, Merged, Revived, merge
from leadsorted_sheets.sync.sides import Names
from leadsorted_sheets.sync.terms import rules_for

NAMES = Names("leads.xlsx", "the Google sheet")
FIELDS = ("Email", "Owner", "Phone", "Score", "Created", "Shoe size")
KEY = "L-0000000001"
LONG = "x" * 32_768


def rules(**policies: str) -> object:
    return rules_for("Leads", FIELDS, {("leads", name.lower()): policy for name, policy in policies.items()})


def merged(base: Table, here: Table, there: Table, **policies: str) -> Merged:
    return merge(rules(**policies), base, here, there, names=NAMES)  # type: ignore[arg-type]


def one(cells: Mapping[str, Cell] | None) -> Table:
    return {} if cells is None else {KEY: row_of({"Lead ID": KEY, **cells})}


ROWS: list[tuple[str, Row | None, Row | None, Row | None, tuple[str, ...], tuple[str, ...], Row | None]] = [
    # what people did | base | here | there | changes here | changes there | agreed afterwards
    ("nobody did anything", {"Email": "a"}, {"Email": "a"}, {"Email": "a"}, (), (), {"Email": "a"}),
    ("edited here", {"Email": "a"}, {"Email": "b"}, {"Email": "a"}, (), ("Email=b",), {"Email": "b"}),
    ("edited there", {"Email": "a"}, {"Email": "a"}, {"Email": "b"}, ("Email=b",), (), {"Email": "b"}),
    ("the same edit on both sides", {"Email": "a"}, {"Email": "b"}, {"Email": "b"}, (), (), {"Email": "b"}),
    ("different edits: the sheet wins", {"Email": "a"}, {"Email": "b"}, {"Email": "c"}, ("Email=c",), (), {"Email": "c"}),
    ("emptied here", {"Email": "a"}, {}, {"Email": "a"}, (), ("Email=None",), {}),
    ("emptied there", {"Email": "a"}, {"Email": "a"}, {}, ("Email=None",), (), {}),
    ("emptied here, edited there", {"Email": "a"}, {}, {"Email": "c"}, ("Email=c",), (), {"Email": "c"}),
    ("edited here, emptied there", {"Email": "a"}, {"Email": "b"}, {}, ("Email=None",), (), {}),
    ("emptied on both sides", {"Email": "a"}, {}, {}, (), (), {}),
    ("filled in here", {}, {"Email": "b"}, {}, (), ("Email=b",), {"Email": "b"}),
    ("filled in there", {}, {}, {"Email": "b"}, ("Email=b",), (), {"Email": "b"}),
    ("filled in on both sides", {}, {"Email": "b"}, {"Email": "c"}, ("Email=c",), (), {"Email": "c"}),
    ("different cells edited", {"Email": "a", "Owner": "o"}, {"Email": "b", "Owner": "o"}, {"Email": "a", "Owner": "p"},
     ("Owner=p",), ("Email=b",), {"Email": "b", "Owner": "p"}),
    ("a new row here", None, {"Email": "a"}, None, (), ("+",), {"Email": "a"}),
    ("a new row there", None, None, {"Email": "a"}, ("+",), (), {"Email": "a"}),
    ("the same row is new on both", None, {"Email": "a"}, {"Email": "a"}, (), (), {"Email": "a"}),
    ("both have it, nobody knows since when", None, {"Email": "a", "Owner": "o"}, {"Email": "a", "Phone": "1"},
     ("Phone=1",), ("Owner=o",), {"Email": "a", "Owner": "o", "Phone": "1"}),
    ("both have it and differ", None, {"Email": "a"}, {"Email": "b"}, ("Email=b",), (), {"Email": "b"}),
    ("removed there", {"Email": "a"}, {"Email": "a"}, None, ("-",), (), None),
    ("removed there, edited here", {"Email": "a"}, {"Email": "b"}, None, (), ("+",), {"Email": "b"}),
    ("removed there, emptied here", {"Email": "a", "Owner": "o"}, {"Owner": "o"}, None, (), ("+",), {"Owner": "o"}),
    ("removed there, filled in here", {"Email": "a"}, {"Email": "a", "Owner": "o"}, None, (), ("+",),
     {"Email": "a", "Owner": "o"}),
    ("removed here", {"Email": "a"}, None, {"Email": "a"}, (), ("-",), None),
    ("removed here, edited there", {"Email": "a"}, None, {"Email": "b"}, ("+",), (), {"Email": "b"}),
    ("removed on both sides", {"Email": "a"}, None, None, (), (), None),
    # what is mere form is no edit
    ("spaces around a text", {"Email": "a"}, {"Email": " a"}, {"Email": "a\n"}, (), (), {"Email": "a"}),
    ("a cell of spaces is blank", {}, {"Email": "  "}, {}, (), (), {}),
    ("emptied there, spaces here", {"Email": "a"}, {"Email": " "}, {}, (), (), {}),
    ("a phone that a program made a number", {"Phone": "4420"}, {"Phone": "4420"}, {"Phone": 4420}, (), (), {"Phone": "4420"}),
    ("a number typed into a text column", {"Phone": "1"}, {"Phone": "1"}, {"Phone": 4420}, ("Phone=4420",), (),
     {"Phone": "4420"}),
    ("a text in a number column is another thing", {"Score": 7}, {"Score": "7"}, {"Score": 7}, (), ("Score=7",),
     {"Score": "7"}),
    ("a time of day is a part of a day elsewhere", {"Shoe size": dt.time(9, 30)}, {"Shoe size": dt.time(9, 30)},
     {"Shoe size": canon(9.5 / 24)}, (), (), {"Shoe size": dt.time(9, 30)}),
    ("yes is not 1", {"Shoe size": 1}, {"Shoe size": True}, {"Shoe size": 1}, (), ("Shoe size=True",),
     {"Shoe size": True}),
    # what a program computes is nobody's to merge
    ("a formula here", {"Score": 1}, {"Score": Formula("=1")}, {"Score": 1}, (), (), {"Score": 1}),
    ("a formula there", {"Score": 1}, {"Score": 1}, {"Score": Formula("=1")}, (), (), {"Score": 1}),
    ("a formula here, edited there", {"Score": 1}, {"Score": Formula("=1")}, {"Score": 2}, (), (), {"Score": 1}),
    ("a formula there, edited here", {"Score": 1}, {"Score": 2}, {"Score": Error("#N/A")}, (), (), {"Score": 1}),
    ("a new row with a formula", None, {"Email": "a", "Score": Formula("=1")}, None, (), ("+",), {"Email": "a"}),
    ("removed there, a formula here since", {"Score": 1}, {"Score": Formula("=1")}, None, ("-",), (), None),
    # what Excel cannot hold stays in the sheet
    ("a long text there", {"Email": "a"}, {"Email": "a"}, {"Email": LONG}, (), (), {"Email": "a"}),
    ("a long text here", {"Email": "a"}, {"Email": LONG}, {"Email": "a"}, (), (), {"Email": "a"}),
    ("a long text here, an edit there", {"Email": "a"}, {"Email": LONG}, {"Email": "b"}, (), (), {"Email": "a"}),
    ("a new row with a long text", None, None, {"Owner": "o", "Email": LONG}, ("+",), (), {"Owner": "o"}),
    # what does not take part
    ("another column", {"Email": "a"}, {"Email": "a", "Notes": "n"}, {"Email": "a", "Notes": "m"}, (), (), {"Email": "a"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("did", "base", "here", "there", "to_here", "to_there", "agreed"), ROWS, ids=[r[0] for r in ROWS]
)
def test_what_becomes_of_a_row(
    did: str,
    base: Row | None,
    here: Row | None,
    there: Row | None,
    *,
    to_here: tuple[str, ...],
    to_there: tuple[str, ...],
    agreed: Row | None,
) -> None:
    out = merged(one(base), one(here), one(there))
    assert (tuple(map(short, out.to_here)), tuple(map(short, out.to_there))) == (to_here, to_there)
    if agreed is None:
        assert out.agreed == {}
    else:
        assert out.agreed == {KEY: {"Lead ID": KEY, **agreed}}
    for change in out.to_here:
        if isinstance(change, RemoveRow):
            assert change.row == one(here)[KEY]


def short(change: Change) -> str:
    match change:
        case Edit():
            return f"{change.field}={change.after}"
        case AddRow():
            return "+"
        case RemoveRow():
            return "-"


def test_a_conflict_tells_all_three_values_and_who_won() -> None:
    out = merged(one({"Email": "a"}), one({"Email": "b"}), one({"Email": "c"}))
    assert out.conflicts == [Conflict("Leads", KEY, "Email", "a", "b", "c", "there")]
    assert (out.conflicts[0].kept, out.conflicts[0].lost) == ("c", "b")


def test_a_policy_lets_the_file_win() -> None:
    out = merged(one({"Email": "a"}), one({"Email": "b"}), one({"Email": "c"}), Email="file wins")
    assert out.conflicts == [Conflict("Leads", KEY, "Email", "a", "b", "c", "here")]
    assert out.to_here == []
    assert out.to_there == [Edit("Leads", KEY, "Email", "c", "b", "sync: changed on both sides")]
    assert out.agreed[KEY]["Email"] == "b"


@pytest.mark.parametrize(
    ("base", "here", "there"),
    [("a", "b", "a"), ("a", "a", "b"), ("a", "b", "b"), (None, "b", None), (None, None, "b"), ("a", None, None)],
)
def test_one_party_makes_no_conflict(base: Cell, here: Cell, there: Cell) -> None:
    assert merged(one({"Email": base}), one({"Email": here}), one({"Email": there})).conflicts == []


def test_an_edit_that_is_held_back_is_told() -> None:
    formula = Formula("=1")
    assert merged(one({"Score": 1}), one({"Score": formula}), one({"Score": 2})).held == [
        Held("Leads", KEY, "Score", "there", "computed")
    ]
    assert merged(one({"Score": 1}), one({"Score": 2}), one({"Score": formula})).held == [
        Held("Leads", KEY, "Score", "here", "computed")
    ]
    assert merged(one({"Score": 1}), one({"Score": formula}), one({"Score": 1})).held == []
    assert merged(one({}), one({}), one({"Email": LONG})).held == [Held("Leads", KEY, "Email", "there", "long")]
    assert merged(one(None), one(None), one({"Email": LONG})).held == [Held("Leads", KEY, "Email", "there", "long")]


def test_a_row_that_is_put_back_is_told() -> None:
    assert merged(one({"Email": "a"}), one({"Email": "b"}), {}).revived == [Revived("Leads", KEY, "there")]
    assert merged(one({"Email": "a"}), {}, one({"Email": "b"})).revived == [Revived("Leads", KEY, "here")]


def test_every_change_says_why() -> None:
    out = merged(
        one({"Email": "a", "Owner": "o", "Phone": "1"}),
        one({"Email": "b", "Owner": "o", "Phone": "2"}),
        one({"Email": "a", "Owner": "p", "Phone": "3"}),
    )
    assert [change.why for change in out.to_there] == ["sync: changed in leads.xlsx"]
    assert [change.why for change in out.to_here] == [
        "sync: changed in the Google sheet",
        "sync: changed on both sides",
    ]


def test_a_row_without_an_id_takes_no_part() -> None:
    row = {"#7": row_of({"Email": "a"})}
    assert merged({}, row, row) == Merged()


def test_what_the_sheet_would_not_take_stays_on_both_sides() -> None:
    base, here, there = one({"Email": "a"}), one({"Email": "b"}), one({"Email": "a"})
    new = {"L-0000000002": row_of({"Lead ID": "L-0000000002"})}
    stuck: set[tuple[str, str, str | None]] = {("Leads", KEY, "Email"), ("Leads", "L-0000000002", None)}
    out = merge(rules(), base, {**here, **new}, there, names=NAMES, stuck=stuck)  # type: ignore[arg-type]
    assert (out.to_here, out.to_there, out.agreed) == ([], [], base)
    removed = merge(rules(), base, {}, there, names=NAMES, stuck={("Leads", KEY, None)})  # type: ignore[arg-type]
    assert (removed.to_here, removed.to_there, removed.agreed) == ([], [], base)


# laws

plain = st.sampled_from(["a", "b", " a", 1, 2, True, dt.date(2026, 1, 2), dt.datetime(2026, 1, 2, 3, 4)])
any_cell = plain | st.sampled_from([Formula("=A1"), Error("#N/A")])


def tables(cells: st.SearchStrategy[Cell]) -> st.SearchStrategy[Table]:
    rows = st.dictionaries(st.sampled_from(FIELDS), cells, max_size=4)
    keyed = st.dictionaries(st.sampled_from(["L-1", "L-2", "L-3"]), rows, max_size=3)
    return keyed.map(lambda table: {key: row_of({"Lead ID": key, **row}) for key, row in table.items()})


three = st.tuples(tables(plain), tables(any_cell), tables(any_cell))
three_plain = st.tuples(tables(plain), tables(plain), tables(plain))


def after(out: Merged, here: Table, there: Table) -> tuple[Table, Table]:
    return (
        apply({"Leads": here}, out.to_here).get("Leads", {}),
        apply({"Leads": there}, out.to_there).get("Leads", {}),
    )


def says_the_same(a: Table, b: Table) -> bool:
    """Nothing to do between two sides that have agreed on one of them."""
    out = merged(a, a, b)
    return not (out.to_here or out.to_there)


@given(three_plain)
def test_law_both_sides_say_the_same_afterwards(sides: tuple[Table, Table, Table]) -> None:
    base, here, there = sides
    out = merged(base, here, there)
    now_here, now_there = after(out, here, there)
    assert now_here.keys() == now_there.keys() == out.agreed.keys()
    assert says_the_same(out.agreed, now_here)
    assert says_the_same(out.agreed, now_there)


@given(three)
def test_law_a_second_merge_does_nothing(sides: tuple[Table, Table, Table]) -> None:
    base, here, there = sides
    out = merged(base, here, there)
    again = merged(out.agreed, *after(out, here, there))
    assert (again.to_here, again.to_there, again.conflicts) == ([], [], [])
    assert again.agreed == out.agreed


@given(three)
def test_law_no_edit_is_lost_in_silence(sides: tuple[Table, Table, Table]) -> None:
    """A value that a side had and has no more: the other side knew it, or it is in a conflict, or its row is kept whole."""
    base, here, there = sides
    out = merged(base, here, there)
    lost = {(c.key, c.field): c.lost for c in out.conflicts}
    for before, now, changes in zip((here, there), after(out, here, there), (out.to_here, out.to_there), strict=True):
        removed = {c.key for c in changes if isinstance(c, RemoveRow)}
        for key, row in before.items():
            for name, value in row.items():
                if name == "Lead ID" or now.get(key, {}).get(name) == value:
                    continue
                known = merged(base, {key: base.get(key, {})}, {key: row_of({**base.get(key, {}), name: value})})
                assert not known.to_here or lost.get((key, name)) == value or key in removed, (key, name, value)


@given(three)
def test_law_a_removed_row_was_touched_by_nobody(sides: tuple[Table, Table, Table]) -> None:
    base, here, there = sides
    out = merged(base, here, there)
    for change, table in ((c, t) for cs, t in ((out.to_here, here), (out.to_there, there)) for c in cs):
        if isinstance(change, RemoveRow):
            untouched = merged(base, {change.key: table[change.key]}, {change.key: base[change.key]})
            assert (untouched.to_here, untouched.to_there) == ([], [])


@given(three)
def test_law_a_computed_cell_is_never_written(sides: tuple[Table, Table, Table]) -> None:
    base, here, there = sides
    out = merged(base, here, there)
    for changes in (out.to_here, out.to_there):
        for change in changes:
            cells = [change.before, change.after] if isinstance(change, Edit) else list(change.row.values())
            if not isinstance(change, RemoveRow):
                assert not any(isinstance(cell, (Formula, Error)) for cell in cells)
    assert not any(isinstance(cell, (Formula, Error)) for row in out.agreed.values() for cell in row.values())


@given(three_plain)
def test_law_it_is_the_same_from_either_side_but_for_who_wins(sides: tuple[Table, Table, Table]) -> None:
    base, here, there = sides
    one_way = merged(base, here, there)
    all_win = {name.lower(): "file wins" for name in FIELDS}
    other = merge(
        rules_for("Leads", FIELDS, {("leads", name): policy for name, policy in all_win.items()}),
        base,
        there,
        here,
        names=NAMES,
    )
    assert places(one_way.to_here) == places(other.to_there)
    assert places(one_way.to_there) == places(other.to_here)
    assert same_book({"Leads": levelled(one_way.agreed)}, {"Leads": levelled(other.agreed)})


def places(changes: list[Change]) -> set[tuple[str, str, str]]:
    return {(type(c).__name__, c.key, c.field if isinstance(c, Edit) else "") for c in changes}


def levelled(table: Table) -> Table:
    from leadsorted_sheets.core.schema import LEADS
    from leadsorted_sheets.sync.cells import levelled as level

    kinds = {column.name: column.kind for column in LEADS.columns}
    return {key: row_of({n: level(v, kinds.get(n)) for n, v in row.items()}) for key, row in table.items()}
