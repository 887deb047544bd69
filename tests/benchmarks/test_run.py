"""The measuring itself: every step runs, the table has a row for each, and says what machine it was."""

import pytest

from benchmarks.generate import main as generate
from benchmarks.run import FIRST, PEERS, ROWS, Cost, Size, machine, table
from benchmarks.steps import STEPS


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A list of forty leads, and the workbook that the first step makes of it."""
    folder = tmp_path_factory.mktemp("bench")
    generate(["--rows", "40", "--out", str(folder / "leads.csv"), "--without-truth"])
    STEPS[FIRST](folder)()
    return folder


def test_every_step_has_a_row_in_the_table_and_every_row_a_step():
    assert sorted(name for name, _ in ROWS) == sorted(STEPS)
    assert {FIRST, *PEERS} <= set(STEPS)


@pytest.mark.parametrize("name", [name for name in STEPS if name != FIRST])
def test_a_step_runs_on_a_small_list(folder, name):
    STEPS[name](folder)()


@pytest.mark.parametrize(
    ("name", "file"), [("write", "written.xlsx"), ("patch", "edited.xlsx"), ("pandas_clean", "pandas.xlsx")]
)
def test_a_step_that_writes_leaves_its_file(folder, name, file):
    (folder / file).unlink(missing_ok=True)
    STEPS[name](folder)()
    assert (folder / file).stat().st_size > 0


def test_the_table_has_a_column_for_each_size():
    costs = {Size(1_000, 14): {"read": Cost(0.1234, 45.6)}, Size(100_000, 26): {"read": Cost(12, 1234.5)}}
    assert list(table([("read", "read the list")], costs)) == [
        "| | 1,000 × 14 | 100,000 × 26 |",
        "|---|---:|---:|",
        "| read the list | 0.12 s, 46 MB | 12.00 s, 1,234 MB |",
    ]


def test_the_machine_is_named():
    assert "Python 3." in machine()
    assert "cores" in machine()
