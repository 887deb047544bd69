"""A CRM as data: which files it takes, in which order, with which columns, formats and limits.

A profile is a TOML file (`profiles/*.toml`, or one of the user's own) and this is its grammar.
Each fact may name its `source` and carry a `mark`: "U" where we could not confirm it, "C" where the
sources contradict one another. The marks travel into the import guide and `leadsorted crm show`.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Mark: TypeAlias = Literal["", "U", "C"]
Kind: TypeAlias = Literal[
    "text",  # one line
    "long",  # several lines
    "email",
    "phone",  # E.164
    "url",
    "country",  # a name or an ISO 3166 code, as [formats] says
    "date",
    "moment",
    "number",
    "whole",
    "national phone",  # the digits after the calling code
    "flag",
    "pick",  # one of a picklist
    "several",  # "; " between the values
    "owner",  # a user of the CRM
    "id",
]
Make: TypeAlias = Literal[
    "full name",
    "lead title",  # "Acme - Ann Lee lead"
    "address",  # in one line: 1 High Street, Leeds, LS1 4DY, United Kingdom
    "notes",  # the notes, then every value that has no column of its own, a line each
    "company name",
    "company domain",
    "company url",
    "company id",  # the same company has the same id in every export
    "phone region",  # GB
    "phone calling code",  # +44
    "external id",  # the id in the form the CRM's importer asks for, such as leadsorted.lead_7k3qz9m2xa
    "their id",  # the record's id in the CRM, where External IDs has it, such as suitecrm:5f3a
    "activity title",  # Call: Wants a demo
    "activity status",  # Planned or Done
]
Companion: TypeAlias = Literal["hubspot import request", "data loader mapping", "espocrm import parameters"]
RowsOf: TypeAlias = Literal["leads", "companies", "deals", "activities"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Update(_Part):
    """Of a CRM that updates by its own ids alone: leads whose id there is known go into a file of their own, with it.

    The id is what External IDs says of this CRM; `header` is the column it stands in, `steps` how that file is imported.
    """

    header: str = Field(min_length=1)
    api: str = ""
    steps: tuple[str, ...] = Field(min_length=1)


class Link(_Part):
    """A column that points at a row of another file: HubSpot's association types are numbers."""

    file: str
    column: str
    association: int = 0


class Condition(_Part):
    """True of a row whose `column` is one of `values`."""

    column: str
    values: tuple[str, ...] = Field(min_length=1)


class Column(_Part):
    """One column of a file. Exactly one of `take` (written `from`), `make` and `value` says what stands in it.

    `take` is a column of the row's tab, or "Lead.Email" for the lead of a deal or an activity; of several the
    first filled one counts. `item` takes the n-th of several values. `when_bad` says what becomes of a value that
    the CRM would refuse: the row is refused, or the value goes into the notes. `create` is what a custom
    field has to be created as before the import.
    """

    header: str = Field(min_length=1)
    api: str = ""
    take: tuple[str, ...] = Field(default=(), alias="from")
    item: int = Field(default=0, ge=0)
    make: Make | None = None
    value: str | None = None
    type: Kind = "text"
    by: Literal["", "name", "email", "id"] = ""
    picklist: str = ""
    longest: int | None = Field(default=None, ge=1)
    most: int | None = None
    required: bool = False
    required_if: Condition | None = None
    when_blank: str = ""
    when_bad: Literal["refuse", "notes"] = "refuse"
    only_if_filled: bool = False
    create: str = ""
    identifies: bool = False
    link: Link | None = None
    mark: Mark = ""
    source: str = ""
    note: str = ""

    @field_validator("take", mode="before")
    @classmethod
    def _one_or_several(cls, given: object) -> object:
        return (given,) if isinstance(given, str) else given

    @model_validator(mode="after")
    def _says_one_thing(self) -> Column:
        said = [bool(self.take), self.make is not None, self.value is not None]
        if sum(said) != 1:
            raise ValueError('says what stands in it with exactly one of "from", "make" and "value"')
        if (self.type == "pick") != bool(self.picklist):
            raise ValueError('needs both type = "pick" and a picklist, or neither')
        if (self.type == "owner") != bool(self.by):
            raise ValueError('needs both type = "owner" and by = "name", "email" or "id", or neither')
        return self

    @property
    def field(self) -> str | None:
        """The column of ours that a finding about this one should point at."""
        if self.take:
            return "Lead ID" if self.take[0].startswith("Lead.") else self.take[0]
        return _FIELD_OF.get(self.make) if self.make else None


_FIELD_OF: dict[str, str] = {
    "full name": "Last name",
    "lead title": "Company",
    "address": "Street",
    "notes": "Notes",
    "company name": "Company",
    "company domain": "Website",
    "company url": "Website",
    "company id": "Company",
    "phone region": "Phone",
    "phone calling code": "Phone",
    "their id": "External IDs",
    "activity title": "Summary",
    "activity status": "Done",
}


class File(_Part):
    """One file of the import. `unique` are the CRM's own keys: rows alike in one of them would be merged there.

    `only` picks leads by whether they were converted (their status says so, or a deal names them). Rows blank
    in a column of `skip_without` are left out and counted. `leave_out` are fields of ours that are
    deliberately not sent. `known` picks leads by whether External IDs has their id in this CRM. `external_id` is the
    column with our id, by which a second export updates; only a file
    marked `once`, whose second import would double its rows, goes without.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: str = Field(min_length=1)
    rows: RowsOf
    only: Literal["all", "unconverted", "converted"] = "all"
    object: str = ""
    external_id: str = ""
    unique: tuple[tuple[str, ...], ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    skip_without: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    once: bool = False
    update: Update | None = None
    known: Literal["all", "new", "known"] = "all"
    steps: tuple[str, ...] = ()
    columns: tuple[Column, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _holds_together(self) -> File:
        headers = [column.header for column in self.columns]
        repeated = sorted({header for header in headers if headers.count(header) > 1})
        if repeated:
            raise ValueError(f"has two columns called {repeated[0]!r}")
        if not self.external_id and not self.once:
            raise ValueError("needs an external_id, the column with our id, or a second import makes second records")
        conditions = {column.required_if.column for column in self.columns if column.required_if}
        named = {self.external_id, *self.skip_without, *conditions}.union(*self.unique, *self.one_of)
        missing = sorted(named - {"", *headers})
        if missing:
            raise ValueError(f"names {missing[0]!r}, which is none of its columns")
        return self

    def column(self, header: str) -> Column:
        return next(column for column in self.columns if column.header == header)

    @property
    def notes(self) -> Column | None:
        return next((column for column in self.columns if column.make == "notes"), None)


class Picklist(_Part):
    """The values a CRM's drop-down has, and which of ours become which of theirs.

    A row of Settings ("CRM owners and values", of this `kind`) goes first, then `by_name`, then an equal value,
    then `by_kind` (of our statuses and stages), then `otherwise`. `unmapped` says what becomes of the rest.
    Of several names for one of theirs the first is its equal. What the others really were goes into the notes too,
    unless the list is `coarse` by design and another column says it exactly.
    """

    kind: Literal[
        "status", "stage", "source", "rating", "lost reason", "industry", "country", "activity type", "activity status"
    ]
    values: tuple[str, ...] = Field(min_length=1)
    by_kind: dict[str, str] = {}
    by_name: dict[str, str] = {}
    otherwise: str = ""
    unmapped: Literal["refuse", "notes"] = "refuse"
    coarse: bool = False
    mark: Mark = ""
    source: str = ""
    note: str = ""

    @model_validator(mode="after")
    def _maps_onto_itself(self) -> Picklist:
        for theirs in (*self.by_kind.values(), *self.by_name.values(), *filter(None, [self.otherwise])):
            if theirs not in self.values:
                raise ValueError(f"maps onto {theirs!r}, which is none of its values")
        return self


class Dialect(_Part):
    """How the CSV is spelt. Always UTF-8 and RFC 4180 quoting."""

    bom: bool = False
    delimiter: Literal[",", ";", "\t", "|"] = ","
    line_end: Literal["crlf", "lf"] = "crlf"


class Formats(_Part):
    """How values are spelt. Tokens of dates: YYYY MM DD hh mm ss; a final Z means UTC, else the book's own zone.

    `several` stands between the values of one cell; "json" writes a JSON list. `phone_extension` says how
    an extension follows the number ("{}" is the digits); blank where the CRM takes none.
    """

    date: str = "YYYY-MM-DD"
    moment: str = "YYYY-MM-DD hh:mm:ss"
    yes: str = "true"
    no: str = "false"
    several: str = ";"
    country: Literal["name", "code"] = "name"
    phone_extension: str = " x{}"


class Limits(_Part):
    """What one file may hold. `rows` counts data rows, without the header."""

    rows: int = Field(default=1_048_575, ge=1)
    bytes: int = Field(default=1_000_000_000, ge=1_000)
    columns: int = Field(default=1_000, ge=1)


class Guide(_Part):
    """What to do by hand, in order. `{file}` and `{rows}` stand for a file's name and number of rows."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    again: str = ""
    undo: str = ""


class Note(_Part):
    """A fact about the CRM that no column says."""

    text: str
    mark: Mark = ""
    source: str = ""


class Profile(_Part):
    """Everything there is to know about one CRM's import. `refuses` are pieces of text that it takes in no field."""

    format: Literal[1]
    name: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    label: str = Field(min_length=1)
    summary: str = ""
    formula_guard: Literal["unaltered", "apostrophe"] = "unaltered"
    do_not_contact: Literal["leave out", "flag"] = "leave out"
    companions: tuple[Companion, ...] = ()
    refuses: tuple[str, ...] = ()
    dialect: Dialect = Dialect()
    formats: Formats = Formats()
    limits: Limits = Limits()
    files: tuple[File, ...] = Field(min_length=1)
    picklists: dict[str, Picklist] = {}
    guide: Guide = Guide()
    notes: tuple[Note, ...] = ()
    sources: dict[str, str] = {}

    @field_validator("files", mode="after")
    @classmethod
    def _with_updates(cls, files: tuple[File, ...]) -> tuple[File, ...]:
        """A file with `update` becomes two: leads that are new there, and those it has already."""
        return tuple(part for file in files for part in _parts(file))

    @model_validator(mode="after")
    def _holds_together(self) -> Profile:
        names = [file.name for file in self.files]
        if len(set(names)) < len(names):
            raise ValueError("has two files of one name")
        for file in self.files:
            self._check_columns(file, names)
        columns = [column for file in self.files for column in file.columns]
        quoted = {part.source for part in self.notes} | {part.source for part in self.picklists.values()}
        unknown = sorted((quoted | {column.source for column in columns}) - {"", *self.sources})
        if unknown:
            raise ValueError(f"quotes the source {unknown[0]!r}, which [sources] does not have")
        return self

    def _check_columns(self, file: File, names: list[str]) -> None:
        if len(file.columns) > self.limits.columns:
            raise ValueError(f"file {file.name!r} has more columns than [limits] allows")
        for column in file.columns:
            if column.picklist and column.picklist not in self.picklists:
                raise ValueError(
                    f"column {column.header!r} of file {file.name!r} names the picklist {column.picklist!r}, which is not there"
                )
            if column.link and column.link.file not in names:
                raise ValueError(
                    f"column {column.header!r} of file {file.name!r} links to the file {column.link.file!r}, which is not there"
                )
        flagged = any("Do not contact" in column.take for column in file.columns)
        if self.do_not_contact == "flag" and file.rows == "leads" and not flagged:
            raise ValueError(
                f'do_not_contact = "flag" needs a column from "Do not contact" in the file {file.name!r}; '
                'without one say "leave out"'
            )


def _parts(file: File) -> tuple[File, ...]:
    if file.update is None:
        return (file,)
    theirs = Column(
        header=file.update.header, api=file.update.api, make="their id", type="id", required=True, identifies=True
    )
    has_already = {
        "name": f"{file.name}-update",
        "title": f"{file.title} that are there already",
        "known": "known",
        "unique": ((theirs.header,), *file.unique),
        "steps": file.update.steps,
        "columns": (theirs, *file.columns),
        "update": None,
    }
    return file.model_copy(update={"known": "new", "update": None}), file.model_copy(update=has_already)
