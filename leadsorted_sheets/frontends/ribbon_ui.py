"""The Lead Sorted tab of Excel's ribbon, as data and as XML: made from OPERATIONS, the CRMs and the verbs around them.

python -m leadsorted_sheets.frontends.ribbon_ui        rewrite ribbon/customUI14.xml

A new operation is on the tab after that, with its previews and choices: nothing else has to be written. The tag of a
button is a command's name, then "undo" where Ctrl+Z can take it back, then the questions that are asked first. What
the add-in hands to Python is the name; `command_of` finds what it stands for.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import re
import typing
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from leadsorted_sheets.operations import OPERATIONS, Operation
from leadsorted_sheets.resources import ribbon_dir

if TYPE_CHECKING:
    from leadsorted_sheets.session.verbs import Verb

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
MODULE = "LeadSorted"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked before a command runs: a text, files to read, or a file to write. Answers come in this order."""

    option: str
    kind: Literal["ask", "open", "save"]
    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """A button, and what a click on it means: the verb with these options, and the answers to the questions."""

    name: str
    verb: str
    label: str
    title: str
    about: str = ""
    icon: str = ""
    options: tuple[tuple[str, str | bool], ...] = ()
    questions: tuple[Question, ...] = ()
    preview: bool = False
    undo: bool = False

    @property
    def tag(self) -> str:
        asked = (f"{question.kind}:{question.text}" for question in self.questions)
        return "|".join((self.name, *(["undo"] if self.undo else []), *asked))


@dataclass(frozen=True, slots=True)
class Choice:
    """A button with others behind it. Without a `face` it opens the list and does nothing itself."""

    name: str
    face: Command | None
    label: str
    icon: str
    title: str
    about: str
    behind: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    label: str
    icon: str
    items: tuple[Command | Choice, ...]
    rows: bool = False
    """Whether the choice of rows stands here."""


_TAKEN_BACK = "Ctrl+Z, or Undo on this tab, takes it back."
_LISTS = Question("lists", "open", "Which lists?")
_CLEAN = Command(
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
    f"person waits on the Review tab. Rows that cannot be used come back with the reason. {_TAKEN_BACK}",
    "GetExternalDataFromText", questions=(_LISTS,), undo=True,
)  # fmt: skip
_IMPORT_CHOICE = Choice(
    "import", _IMPORT, _IMPORT.label, _IMPORT.icon, _IMPORT.title, _IMPORT.about,
    (
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
    ),
)  # fmt: skip
_ADOPT = Command(
    "adopt", "adopt", "Adopt", "Make this workbook a Lead Sorted one",
    "Finds the leads in the workbook in front of you and adds the tabs that are missing. Your columns, formulas and "
    "formats stay.",
    "Consolidate",
)  # fmt: skip
_ADOPT_CHOICE = Choice(
    "adopt", _ADOPT, _ADOPT.label, _ADOPT.icon, _ADOPT.title, _ADOPT.about,
    (
        Command(
            "adopt_preview", "adopt", "Preview adopt", "Show how your columns are understood", "Nothing is changed.",
            preview=True,
        ),
    ),
)  # fmt: skip
_SYNC = Command(
    "sync", "sync", "Sync", "Bring this workbook and its Google sheet together",
    "Changes of both sides are merged cell by cell. What both have changed is put on the Review tab.",
    "RefreshAll",
)  # fmt: skip
_SYNC_CHOICE = Choice(
    "sync", _SYNC, _SYNC.label, _SYNC.icon, _SYNC.title, _SYNC.about,
    (
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
    ),
)  # fmt: skip
_UNDO = Command(
    "undo", "undo", "Undo", "Take the last change back",
    "Cells that were edited since stay as they are, and are named.", "Undo",
)  # fmt: skip
_UNDO_CHOICE = Choice(
    "undo", _UNDO, _UNDO.label, _UNDO.icon, _UNDO.title, _UNDO.about,
    (
        Command(
            "undo_with_later", "undo", "With later changes", "Take the last change back, and later ones to the same rows",
            "Undo names what it could not take back because of them.", options=(("with_later", True),),
        ),
    ),
)  # fmt: skip
_HISTORY = Command(
    "history", "history", "History", "What was done, newest first", "Says also how far back undo reaches.", "Filter"
)
_SETTINGS = Command(
    "settings", "settings", "Settings", "Go to the Settings tab",
    "Owners, rules, lists and preferences: what the buttons go by.", "PropertySheet",
)  # fmt: skip
_HELP = Command("help", "help", "Help", "What each button does", "Opens the manual in your browser.", "Help")

_TODAY = Command(
    "today", "today", "Today", "What is due, overdue, late, quiet or without an owner",
    "One list a person. Nothing is changed.", "SortDialog",
)  # fmt: skip
_MY_DAY = Command("today_mine", "today", "My day", "What there is for you to do today", options=(("owner", "me"),))
_FACES = ("log", "qualify", "convert")
"""The verbs on one lead that have a button of their own; the others stand behind one of them."""
_BEHIND = {"register": "qualify", "move": "convert", "close": "convert"}
"""Behind which; one that is not named here stands behind the first."""
_SELECTED = " Leave it empty for the one that is selected."

_PLACES = {"normalise": "tidy", "dedupe": "tidy", "enrich": "tidy", "report": "share", "review": "back"}
"""The group of an operation; one that is not named here stands in "work"."""


@functools.cache
def groups() -> tuple[Group, ...]:
    """The tab, from left to right, in the order of the work."""
    placed: dict[str, list[Command | Choice]] = {"tidy": [], "work": [], "share": [], "back": []}
    for operation in OPERATIONS:
        placed[_PLACES.get(operation.name, "work")].append(_of_operation(operation))
    return (
        Group("bring", "Bring in", "GetExternalDataFromText", (_CLEAN, _IMPORT_CHOICE, _ADOPT_CHOICE)),
        Group("tidy", "Tidy", "ReplaceDialog", tuple(placed["tidy"])),
        Group("work", "Work", "ReviewAllowUsersToEditRanges", tuple(placed["work"]), rows=True),
        Group("day", "The day", "SortDialog", (_of_today(), *_of_verbs())),
        Group("share", "Report and share", "PivotTableInsert", (*placed["share"], _exports(), _SYNC_CHOICE)),
        Group("back", "Decide and undo", "Undo", (*placed["back"], _UNDO_CHOICE, _HISTORY)),
        Group("help", "Set up", "PropertySheet", (_SETTINGS, _HELP)),
    )


def command_of(name: str) -> Command:
    """What the command of that name stands for. Raises KeyError where no button has it.

    The verbs, and the profiles of the CRMs, which take longest to read, are read only for one of theirs.
    """
    items: tuple[Command | Choice, ...] = (
        _CLEAN,
        _IMPORT_CHOICE,
        _ADOPT_CHOICE,
        _SYNC_CHOICE,
        _UNDO_CHOICE,
        _HISTORY,
        _SETTINGS,
        _HELP,
        *map(_of_operation, OPERATIONS),
    )
    for found in itertools.chain(commands_of(items), _commands_of_the_day(), commands()):
        if found.name == name:
            return found
    raise KeyError(name)


def _commands_of_the_day() -> Iterator[Command]:
    yield from commands_of((_of_today(), *_of_verbs()))


def commands() -> Iterator[Command]:
    """Every button of the tab once."""
    for group in groups():
        yield from commands_of(group.items)


def commands_of(items: Iterable[Command | Choice]) -> Iterator[Command]:
    """The buttons of these, those behind others too."""
    for item in items:
        match item:
            case Command():
                yield item
            case Choice(face=face, behind=behind):
                yield from (face,) if face else ()
                yield from behind


def _of_operation(operation: Operation) -> Choice:
    """An operation with its preview behind it, and one button for everything it can be told in a word."""
    title, about = _told(operation.help)
    name = _word(operation.name)
    face = Command(
        name,
        operation.name,
        operation.label,
        title,
        f"{about} {_TAKEN_BACK}".strip(),
        operation.icon,
        undo=True,
    )
    preview = Command(
        f"{name}_preview", operation.name, f"Preview {operation.label.lower()}",
        f"Show what {operation.label.lower()} would do", "Nothing is changed.", preview=True,
    )  # fmt: skip
    return Choice(name, face, operation.label, operation.icon, title, about, (preview, *_told_otherwise(operation)))


def _told_otherwise(operation: Operation) -> Iterator[Command]:
    """The operation's options as buttons: one for each word of a choice, one that asks for each text."""
    hints = typing.get_type_hints(operation.options)
    for option in dataclasses.fields(operation.options):
        kind: Any = hints[option.name]
        words = option.name.replace("_", " ")
        told = {"title": f"{operation.label}: {words}", "about": option.metadata.get("help", ""), "undo": True}
        if typing.get_origin(kind) is Literal:
            for value in typing.get_args(kind):
                if value != option.default:
                    name, label = f"{_word(operation.name)}_{option.name}_{_word(value)}", f"{operation.label}: {value}"
                    yield Command(name, operation.name, label, options=((option.name, value),), **told)
        elif kind is bool:
            name = f"{_word(operation.name)}_{'not_' if option.default else ''}{option.name}"
            label = f"{operation.label}: {'not ' if option.default else ''}{words}"
            yield Command(name, operation.name, label, options=((option.name, not option.default),), **told)
        elif kind is str or set(typing.get_args(kind)) == {str, type(None)}:
            name, label = f"{_word(operation.name)}_{option.name}", f"{operation.label}: {words}..."
            question = Question(option.name, "ask", _plain(option.metadata.get("help", words)))
            yield Command(name, operation.name, label, questions=(question,), **told)


def _of_today() -> Choice:
    return Choice(
        "today", _TODAY, _TODAY.label, _TODAY.icon, _TODAY.title, _TODAY.about, (_MY_DAY,),
    )  # fmt: skip


def _of_verbs() -> Iterator[Choice]:
    """The verbs on one lead or deal; each asks what its options say."""
    from leadsorted_sheets.session.verbs import VERBS

    made = {verb.name: _of_verb(verb) for verb in VERBS}
    for name in _FACES:
        face = made[name]
        behind = tuple(
            each for other, each in made.items() if other not in _FACES and _BEHIND.get(other, _FACES[0]) == name
        )
        yield Choice(name, face, face.label, face.icon, face.title, face.about, behind)


def _of_verb(verb: Verb) -> Command:
    title, about = _told(verb.help)
    questions = tuple(
        Question(option.name, "ask", _plain(option.metadata["ask"]) + (_SELECTED if is_row(option) else ""))
        for option in dataclasses.fields(verb.options)
        if "ask" in option.metadata
    )
    told = f"{about} {_TAKEN_BACK}".strip() if verb.writes else about
    return Command(verb.name, verb.name, verb.label, title, told, verb.icon, (), questions, undo=verb.writes)


def is_row(option: dataclasses.Field[Any]) -> bool:
    """Whether the option names a lead or a deal, so that the selected one can stand for it."""
    return not {"LEAD", "DEAL"}.isdisjoint(str(option.metadata.get("argument", "")).split("|"))


def _exports() -> Choice:
    """A button for each CRM we have a profile for, and one for a profile of the user's own."""
    from leadsorted_sheets.exports import library

    icon, title = "FileSaveAs", "Files that your CRM imports"
    about = "Every row is checked against the rules of the CRM first. The files go into a folder beside the workbook."
    ours = [
        Command(
            f"export_{_word(name)}", "export", profile.label, f"Export for {profile.label}", profile.summary,
            options=(("crm", name),),
        )
        for name, profile in ((name, library.load(name)) for name in library.profiles())
    ]  # fmt: skip
    own = Command(
        "export_own", "export", "A profile of your own...", "Export with a profile of your own",
        "Choose its .toml file. To begin one: leadsorted crm new my-crm.toml",
        questions=(Question("crm", "ask", "The path of the profile, such as C:\\Leads\\my-crm.toml"),),
    )  # fmt: skip
    return Choice("export", None, "Export", icon, title, about, (*ours, own))


def _told(help_text: str) -> tuple[str, str]:
    """The first sentence of a docstring, and the rest as one paragraph without what only a programmer needs."""
    first, *others = help_text.strip().split("\n\n")
    sentence = " ".join(first.split())
    rest = [" ".join(each.split()) for each in others if not each.strip().startswith("Raises")]
    return sentence.removesuffix("."), " ".join(rest)


def _word(text: str) -> str:
    """The text as a part of a command's name: the add-in passes on a-z, 0-9 and _ only."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower())


def _plain(text: str) -> str:
    """The text as a part of a tag, where | is the sign between two parts."""
    return text.replace("|", "/")


def ribbon_xml() -> str:
    """The customUI part. Every callback is in the module LeadSorted of the add-in."""
    tips = _keytips([*_tipped(groups()), "rows"])
    lines = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>']
    lines.append("<!-- made by python -m leadsorted_sheets.frontends.ribbon_ui, checked by a test -->")
    lines += [f'<customUI xmlns="{NAMESPACE}" onLoad="{MODULE}.LS_OnLoad">', "  <ribbon>", "    <tabs>"]
    lines.append('      <tab id="lsTab" label="Lead Sorted" keytip="S" insertAfterMso="TabData">')
    for group in groups():
        lines.append(_element("group", 8, id=f"lsGroup_{group.name}", label=group.label, imageMso=group.icon))
        for item in group.items:
            match item:
                case Command():
                    lines.append(_button(item, 10, size="large", keytip=tips[item.name]))
                case Choice():
                    lines += _choice(item, tips[item.name])
        if group.rows:
            lines += _rows(tips["rows"])
        lines.append("        </group>")
    return "\n".join([*lines, "      </tab>", "    </tabs>", "  </ribbon>", "</customUI>", ""])


def _tipped(all_groups: Iterable[Group]) -> list[str]:
    return [item.name for group in all_groups for item in group.items]


def _choice(choice: Choice, keytip: str) -> list[str]:
    words = [command.label.rpartition(": ")[2] for command in choice.behind]
    tips = _keytips(words)
    indent = 14 if choice.face else 12
    entries = [_button(command, indent, keytip=tips[word]) for command, word in zip(choice.behind, words, strict=True)]
    if choice.face is None:
        opening = _element(
            "menu", 10, id=f"lsMenu_{choice.name}", label=choice.label, size="large", imageMso=choice.icon,
            keytip=keytip, screentip=choice.title, supertip=choice.about,
        )  # fmt: skip
        return [opening, *entries, "          </menu>"]
    return [
        _element("splitButton", 10, id=f"lsSplit_{choice.name}", size="large", keytip=keytip),
        _button(choice.face, 12),
        _element("menu", 12, id=f"lsMenu_{choice.name}", itemSize="normal"),
        *entries,
        "            </menu>",
        "          </splitButton>",
    ]


def _rows(keytip: str) -> list[str]:
    opening = _element(
        "dropDown", 10, id="lsRows", label="Rows:", keytip=keytip, screentip="Which rows the buttons work on",
        supertip="All rows, those a filter shows, or those you have selected.", onAction=f"{MODULE}.LS_RowsChosen",
        getSelectedItemIndex=f"{MODULE}.LS_RowsShown",
    )  # fmt: skip
    items = (("all", "All rows"), ("visible", "Visible rows"), ("selected", "Selected rows"))
    entries = [_element("item", 12, closed=True, id=f"lsRows_{name}", label=label) for name, label in items]
    return [opening, *entries, "          </dropDown>"]


def _button(command: Command, indent: int, *, size: str = "", keytip: str = "") -> str:
    return _element(
        "button", indent, closed=True, id=f"ls_{command.name}", tag=command.tag, label=command.label, size=size,
        imageMso=command.icon, keytip=keytip, screentip=command.title, supertip=command.about,
        onAction=f"{MODULE}.LS_Run",
    )  # fmt: skip


def _element(name: str, indent: int, *, closed: bool = False, **attributes: str) -> str:
    told = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items() if value)
    return f"{' ' * indent}<{name}{told}{'/' if closed else ''}>"


def _keytips(names: Iterable[str]) -> dict[str, str]:
    """The letters to press: the first free letter of each name, else any free one, else Z and a letter."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXY"
    free = [*letters, *(f"Z{letter}" for letter in letters)]
    tips: dict[str, str] = {}
    for name in names:
        own = [letter for letter in name.upper() if letter in free and letter in letters]
        tips[name] = own[0] if own else free[0]
        free.remove(tips[name])
    return tips


def main() -> None:
    """Rewrite the committed file."""
    (ribbon_dir() / "customUI14.xml").write_text(ribbon_xml(), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
