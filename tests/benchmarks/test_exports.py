"""The measure of an export, on a list small enough to run with the tests."""

from __future__ import annotations

import pytest

from benchmarks import exports


def test_a_target_is_measured_and_all_its_leads_are_accounted_for(capsys: pytest.CaptureFixture[str]) -> None:
    exports.main(["--rows", "30", "--only", "csv"])
    (line,) = [one for one in capsys.readouterr().out.splitlines() if one.startswith("| csv ")]
    rows, rejected = line.strip("| ").split(" | ")[3:5]
    assert int(rows) + int(rejected) == 30 + 3 + 3
