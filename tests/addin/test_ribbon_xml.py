"""The Lead Sorted tab: that Excel takes it, and that it holds what the product does."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest

from leadsorted_sheets import resources
from leadsorted_sheets.addin.vba_project import module_of
from leadsorted_sheets.core.plan import Outcome
from leadsorted_sheets.exports import library
from leadsorted_sheets.frontends import buttons, ribbon_ui
from leadsorted_sheets.frontends.buttons import Choice, Command, Question
from leadsorted_sheets.operations import OPERATIONS, Operation
from leadsorted_sheets.session.verbs import VERBS
from tests.addin.ribbon_rules import complaints

COMMITTED = resources.ribbon_dir() / "customUI14.xml"
MODULES = {path.stem: module_of(path.read_text("utf-8"), "standard").code for path in COMMITTED.parent.glob("*.bas")}


def test_the_committed_file_is_what_would_be_made_now() -> None:
    assert COMMITTED.read_text("utf-8") == ribbon_ui.ribbon_xml(), (
        "run: python -m leadsorted_sheets.frontends.ribbon_ui"
    )


def test_one_command_writes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ribbon_ui, "ribbon_dir", lambda: tmp_path)
    ribbon_ui.main()
    assert (tmp_path / COMMITTED.name).read_bytes() == COMMITTED.read_bytes()


def test_excel_has_nothing_to_complain_about() -> None:
    assert complaints(COMMITTED.read_text("utf-8"), MODULES) == []


SPOILT = (
    ('keytip="S" insertAfterMso', 'keytip="SORT" insertAfterMso', "tab lsTab: the keytip is empty or too long"),
    ('id="ls_undo"', 'id="ls_help"', "ls_help is given twice"),
    ('tag="history"', 'tag="undo"', "undo is given twice"),
    ('size="large" imageMso="Help"', 'colour="red" imageMso="Help"', "button ls_help has no colour"),
    ('imageMso="Help"', 'imageMso="HappyFace"', "button ls_help: HappyFace is in no list of Excel's images"),
    ('itemSize="normal">', 'itemSize="normal"><group id="lsX" label="x"/>', "group may not stand in menu lsMenu_import"),
    ('LeadSorted.LS_RowsShown"', 'LeadSorted.LS_Run"', "lsRows: nothing answers getSelectedItemIndex=LeadSorted.LS_Run"),
    ('onAction="LeadSorted.LS_Run"', 'onAction="LeadSorted.LS_Gone"', "ls_clean: nothing answers onAction=LeadSorted.LS_Gone"),
    ('keytip="G" screentip="Go', 'keytip="ZZ" screentip="Go', ""),
    ('keytip="G" screentip="Go', 'keytip="H" screentip="Go', "the keytip H begins H"),
    ('supertip="Opens the', f'supertip="{"x" * 1100}Opens the', "button ls_help: the supertip is empty or too long"),
)  # fmt: skip


@pytest.mark.parametrize(("old", "new", "complaint"), SPOILT)
def test_the_rules_see_what_excel_would_refuse(old: str, new: str, complaint: str) -> None:
    good = COMMITTED.read_text("utf-8")
    assert old in good
    found = complaints(good.replace(old, new, 1), MODULES)
    assert complaint in found if complaint else found == []


def test_the_tab_is_in_the_order_of_the_work() -> None:
    assert [[item.name for item in group.items] for group in buttons.groups()] == [
        ["clean", "import", "adopt"],
        ["normalise", "dedupe", "enrich"],
        ["assign", "score", "follow_up", "quality"],
        ["today", "log", "qualify", "convert"],
        ["report", "export", "sync"],
        ["review", "undo", "history"],
        ["settings", "help"],
    ]
    assert [group.rows for group in buttons.groups()] == [False, False, True, False, False, False, False]


def test_every_operation_and_every_crm_has_its_buttons() -> None:
    names = {command.name for command in buttons.commands()}
    operations = {operation.name.replace("-", "_") for operation in OPERATIONS}
    assert operations | {f"{name}_preview" for name in operations} <= names
    assert {f"export_{crm.replace('-', '_')}" for crm in library.profiles()} <= names


def test_every_verb_on_a_lead_has_its_button_and_asks_for_the_row_first() -> None:
    made = {command.name: command for command in buttons.commands()}
    assert {verb.name for verb in VERBS} <= made.keys()
    selected = "Which lead or deal? Leave it empty for the one that is selected."
    assert made["log"].questions[0] == Question("lead", "ask", selected)
    assert (made["log"].undo, made["find"].undo) == (True, False)


def test_a_name_leads_back_to_what_it_stands_for() -> None:
    for command in buttons.commands():
        assert buttons.command_of(command.name) == command
    with pytest.raises(KeyError):
        buttons.command_of("nothing")


def test_the_options_of_a_command_are_options_of_its_operation() -> None:
    by_name = {operation.name: operation for operation in OPERATIONS}
    for command in buttons.commands():
        if command.verb in by_name:
            known = {option.name for option in dataclasses.fields(by_name[command.verb].options)}
            assert {name for name, _ in command.options} | {question.option for question in command.questions} <= known
            by_name[command.verb].options(**dict(command.options))


@dataclass(frozen=True, slots=True)
class _Told:
    pace: Literal["slow", "fast", "at once"] = field(default="slow", metadata={"help": "How fast. Slow is kinder."})
    loud: bool = field(default=False, metadata={"help": "Say so."})
    tidy: bool = field(default=True, metadata={"help": "Leave it tidy."})
    who: str | None = field(default=None, metadata={"help": "Who? Ann | Bob."})
    keys: tuple[str, ...] | None = field(default=None, metadata={"help": "Only these."})


def _plan(book, options, context) -> Outcome:
    """Greet every lead. In their own language.

    Says good morning
    until noon.

    Raises errors.WrongUsage at night.
    """
    return Outcome((), (), ())


GREET = Operation("greet", "Greet", "ReviewNewComment", _Told, _plan, "leadsorted greet leads.xlsx --apply")


def test_a_new_operation_is_on_the_tab_with_everything_it_can_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buttons.tab, "OPERATIONS", (*OPERATIONS, GREET))
    buttons.groups.cache_clear()
    try:
        assert complaints(ribbon_ui.ribbon_xml(), MODULES) == []
        (greet,) = (item for group in buttons.groups() for item in group.items if item.name == "greet")
    finally:
        buttons.groups.cache_clear()
    title, about = "Greet every lead. In their own language", "Says good morning until noon."
    told = f"{about} Ctrl+Z, or Undo on this tab, takes it back."
    pace, how_fast = "Greet: pace", "How fast. Slow is kinder."
    asked = (Question("who", "ask", "Who? Ann / Bob."),)
    assert greet == Choice(
        "greet", Command("greet", "greet", "Greet", title, told, "ReviewNewComment", undo=True),
        "Greet", "ReviewNewComment", title, about,
        (
            Command("greet_preview", "greet", "Preview greet", "Show what greet would do", "Nothing is changed.", preview=True),
            Command("greet_pace_fast", "greet", "Greet: fast", pace, how_fast, options=(("pace", "fast"),), undo=True),
            Command("greet_pace_at_once", "greet", "Greet: at once", pace, how_fast, options=(("pace", "at once"),), undo=True),
            Command("greet_loud", "greet", "Greet: loud", "Greet: loud", "Say so.", options=(("loud", True),), undo=True),
            Command("greet_not_tidy", "greet", "Greet: not tidy", "Greet: tidy", "Leave it tidy.", options=(("tidy", False),), undo=True),
            Command("greet_who", "greet", "Greet: who...", "Greet: who", "Who? Ann | Bob.", questions=asked, undo=True),
        ),
    )  # fmt: skip
    assert greet.behind[-1].tag == "greet_who|undo|ask:Who? Ann / Bob."


def test_names_are_words_that_the_addin_passes_on() -> None:
    letters = set("abcdefghijklmnopqrstuvwxyz_0123456789")
    assert [command.name for command in buttons.commands() if not set(command.name) <= letters] == []


def test_thirty_buttons_still_have_keytips_of_their_own() -> None:
    tips = list(ribbon_ui._keytips([f"aa{n}" for n in range(45)]).values())
    assert len(set(tips)) == 45
    assert not any(two.startswith(one) for one in tips for two in tips if one != two)
