from __future__ import annotations

from tests.calc.conftest import calc, office_context, open_book

__all__ = ["calc", "office_context", "open_book"]
