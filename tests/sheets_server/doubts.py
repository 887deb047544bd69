"""What nobody has measured on a live sheet: each answer is a switch, so that a client can be tried against both."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubts:
    """The defaults are the likelier answer, or the one that is harder on a client."""

    comment_update_state: bool = (
        True  # batchUpdate answers carry commentUpdateState (seen live in 2026, not in recordings)
    )
    strict_validation_refuses_writes: bool = False  # a strict data validation rule refuses writes by the API
    update_grows_grid: bool = False  # values.update from a single cell makes room for what it brings
    copied_row_takes_metadata: bool = False  # copying a row by hand copies its developer metadata
    metadata_lines_per_sheet: int = 1200  # rows and columns of a sheet that can carry metadata (measured: about 1200)
    metadata_value_length: int = 30_000  # 20,000 characters went in, 100,000 did not
