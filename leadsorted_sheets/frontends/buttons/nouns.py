"""What a tab or a toolbar is made of: questions, commands, commands behind others, and groups of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


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

    @classmethod
    def of(cls, face: Command, *behind: Command) -> Choice:
        """A button that does something itself, called as its face is."""
        return cls(face.name, face, face.label, face.icon, face.title, face.about, behind)


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    label: str
    icon: str
    items: tuple[Command | Choice, ...]
    rows: bool = False
    """Whether the choice of rows stands here."""
