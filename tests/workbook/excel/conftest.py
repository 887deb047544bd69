from __future__ import annotations

from tests.calc.conftest import calc, open_book

__all__ = ["calc", "open_book"]
