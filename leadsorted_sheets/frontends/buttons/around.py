"""The buttons around the operations: lists in, adopt, sync, the day, undo, history, settings, help."""

from __future__ import annotations

from leadsorted_sheets.frontends.buttons.nouns import Choice, Command, Question

TAKEN_BACK = "Ctrl+Z, or Undo on this tab, takes it back."
_LISTS = Question("lists", "open", "Which lists?")
CLEAN = Command(
    "clean", "clean", "Clean up lists", "Turn messy lists into a workbook",
    "Choose lists (CSV or Excel). They are read, normalised, freed of duplicates, assigned and scored, and written to a "
    "new workbook. The lists stay as they are; rows that cannot be used come back with the reason.",
    "GetExternalDataFromText",
    questions=(
        _LISTS, Question("to", "save", "Where shall the new workbook go?"),
        Question("owners", "ask", "Who gets the leads? Names with commas between; leave it empty for nobody."),
    ),
)  # fmt: skip
_IMPORT = Command(
    "import", "import", "Import", "Bring lists into this workbook",
    "Columns are mapped, values normalised, and each row is held against the leads that are there: what may be the same "
    f"person waits on the Review tab. Rows that cannot be used come back with the reason. {TAKEN_BACK}",
    "GetExternalDataFromText", questions=(_LISTS,), undo=True,
)  # fmt: skip
IMPORT = Choice.of(
    _IMPORT,
    Command(
        "import_preview", "import", "Preview import", "Show what the lists would bring", "Nothing is changed.",
        questions=(_LISTS,), preview=True,
    ),
    Command(
        "import_skip", "import", "Import: skip", "Import, and leave out who is there already",
        "Only new leads come in.", options=(("on_duplicate", "skip"),), questions=(_LISTS,), undo=True,
    ),
    Command(
        "import_update", "import", "Import: update", "Import, and fill in what was blank in leads that are there",
        "What stands in the workbook stays.", options=(("on_duplicate", "update"),), questions=(_LISTS,), undo=True,
    ),
    Command(
        "import_create", "import", "Import: create", "Import every row as a new lead",
        "Duplicates are not looked for.", options=(("on_duplicate", "create"),), questions=(_LISTS,), undo=True,
    ),
)  # fmt: skip
_ADOPT = Command(
    "adopt", "adopt", "Adopt", "Make this workbook a Lead Sorted one",
    "Finds the leads in the workbook in front of you and adds the tabs that are missing. Your columns, formulas and "
    "formats stay.",
    "Consolidate",
)  # fmt: skip
ADOPT = Choice.of(
    _ADOPT,
    Command(
        "adopt_preview", "adopt", "Preview adopt", "Show how your columns are understood", "Nothing is changed.",
        preview=True,
    ),
)  # fmt: skip
_SYNC = Command(
    "sync", "sync", "Sync", "Bring this workbook and its Google sheet together",
    "Changes of both sides are merged cell by cell. What both have changed is put on the Review tab.",
    "RefreshAll",
)  # fmt: skip
SYNC = Choice.of(
    _SYNC,
    Command(
        "sync_with", "sync", "With a sheet...", "Sync with a Google sheet for the first time",
        "Makes a new one or joins one that there is. The workbook remembers it.",
        questions=(Question("sheet", "ask", "The address of the Google sheet, or gsheet:NEW to make one"),),
    ),
    Command(
        "sync_allow_removals", "sync", "Allow removals...", "Sync though many rows are gone from one side",
        "For when a sync stopped and you meant it. It says how many rows there are.",
        questions=(Question("allow_removals", "ask", "How many rows may be removed?"),),
    ),
    Command(
        "sync_allow_changes", "sync", "Allow changes...", "Sync though many cells have changed in the sheet",
        "For when a sync stopped and you meant it. It says how many cells there are.",
        questions=(Question("allow_changes", "ask", "How many cells may be changed?"),),
    ),
)  # fmt: skip
_UNDO = Command(
    "undo", "undo", "Undo", "Take the last change back",
    "Cells that were edited since stay as they are, and are named.", "Undo",
)  # fmt: skip
UNDO = Choice.of(
    _UNDO,
    Command(
        "undo_with_later", "undo", "With later changes", "Take the last change back, and later ones to the same rows",
        "Undo names what it could not take back because of them.", options=(("with_later", True),),
    ),
)  # fmt: skip
HISTORY = Command(
    "history", "history", "History", "What was done, newest first", "Says also how far back undo reaches.", "Filter"
)
SETTINGS = Command(
    "settings", "settings", "Settings", "Go to the Settings tab",
    "Owners, rules, lists and preferences: what the buttons go by.", "PropertySheet",
)  # fmt: skip
HELP = Command("help", "help", "Help", "What each button does", "Opens the manual in your browser.", "Help")
_TODAY = Command(
    "today", "today", "Today", "What is due, overdue, late, quiet or without an owner",
    "One list a person. Nothing is changed.", "SortDialog",
)  # fmt: skip
_MY_DAY = Command("today_mine", "today", "My day", "What there is for you to do today", options=(("owner", "me"),))
TODAY = Choice.of(_TODAY, _MY_DAY)
