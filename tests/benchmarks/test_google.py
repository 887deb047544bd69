"""The measure of a sync, on a list small enough to run with the tests."""

from __future__ import annotations

import pytest

from benchmarks import google


def test_every_way_is_measured_and_ours_is_bounded(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(google, "LATENCY", 0.0)
    monkeypatch.setattr(google, "BY_ROW", 5)
    monkeypatch.setenv("LEADSORTED_GOOGLE_URL", "")
    monkeypatch.setenv("LEADSORTED_STATE_DIR", "")
    google.main(["--rows", "20"])
    lines = [line.strip("| ").split(" | ") for line in capsys.readouterr().out.splitlines() if line.startswith("| 20 ")]
    requests = {what: (int(reads), int(writes)) for _, what, reads, writes, *_ in lines}
    assert requests.pop("**first push**, a new sheet set up")[1] <= 5
    assert requests == {
        "the sync after it": (0, 0),
        "**nothing changed**": (0, 0),
        "**1 cell changed here**": (2, 3),
        "**700 cells changed here**, in 700 rows": (2, 3),
        "1 cell changed there": (2, 0),
        "gspread: clear and write all again, for any change": (0, 2),
        "gspread: read all, to see whether anything changed": (1, 0),
        "gspread: append_row for each lead (reckoned)": (0, 20),
        "gspread: update for each of 700 cells (reckoned)": (0, 700),
    }
