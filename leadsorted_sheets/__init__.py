"""Keep a small sales team's leads in a spreadsheet: clean, without duplicates, each with an owner and a next action."""

__version__ = "0.1.0"
