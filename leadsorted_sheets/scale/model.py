"""What is compared and which rows meet, in SQL that DuckDB and Spark both run: our comparisons and blocks, for Splink.

Two things are learnt from the list before anything is compared, as in `core.dedupe`: whose domain is whose, and which
mailboxes and phones many people share. A shared one is nobody's own: it neither blocks nor counts as proof.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Tier: TypeAlias = Literal["certain", "likely"]

SHARED_BY = 2
"""So many different initials on one mailbox or phone are still a person's own: a slip, a second first name."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """How an engine calls what the two call differently."""

    likeness: str
    slips: str
    meet: str


DUCKDB = Tongue(likeness="jaro_winkler_similarity", slips="damerau_levenshtein", meet="list_has_any")
SPARK = Tongue(likeness="jaro_winkler", slips="damerau_levenshtein", meet="arrays_overlap")

# what the list teaches ------------------------------------------------------------------------------------------------

_SHARERS = (
    "select {key}, count(distinct substr(first, 1, 1)) as people from keys where {key} is not null group by {key}"
)
_OWNERS = """
    select domain, company as owner from (
        select domain, company, row_number() over (partition by domain order by count(*) desc, company) as place
        from keys where domain is not null and company is not null group by domain, company
    ) as beside where place = 1
"""


def learnt() -> str:
    """The keys of every row with what the list as a whole says of them.

    `own_email` and `own_phone` are those that belong to one person; `firm` is the company, written or told by the domain.
    """
    return f"""
        select k.*, coalesce(k.company, o.owner) as firm,
            case when not k.role and coalesce(e.people, 1) <= {SHARED_BY} then k.email end as own_email,
            case when coalesce(p.people, 1) <= {SHARED_BY} then k.phone end as own_phone,
            case when length(k.local) >= 6 and not k.role then k.local end as long_local
        from keys as k
        left join ({_SHARERS.format(key="email")}) as e on k.email = e.email
        left join ({_SHARERS.format(key="phone")}) as p on k.phone = p.phone
        left join ({_OWNERS}) as o on k.domain = o.domain
    """


# which rows meet ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Block:
    """Rows with one key meet, where at most `cap` rows have it: no block can go quadratic."""

    name: str
    key: tuple[str, ...]
    cap: int = 40

    @property
    def sql(self) -> str:
        return " || '|' || ".join(self.key)

    def possible(self, known: frozenset[str]) -> bool:
        return frozenset(column for part in self.key for column in _OF.get(part, (part,))) <= known


_INITIAL = "substr(first, 1, 1)"
_EITHER_WAY = "least(given, last) || '|' || greatest(given, last)"
_NOBODY = "case when last is null then firm end"
_OF: dict[str, tuple[str, ...]] = {
    _INITIAL: ("first",),
    _EITHER_WAY: ("given", "last"),
    _NOBODY: ("company",),
    "own_email": ("email",),
    "own_phone": ("phone",),
    "long_local": ("local",),
    "firm": ("company",),
}
"""The keys that a part of a block is made of, where it is not one itself."""

BLOCKS: tuple[Block, ...] = (
    Block("mail", ("own_email",), 100),
    Block("mail_first", ("email", "given"), 60),
    Block("mail_last", ("email", "last_sound"), 60),
    Block("line", ("own_phone",), 60),
    Block("line_first", ("phone", "given"), 60),
    Block("line_last", ("phone", "last_sound"), 60),
    Block("rare_name", (_EITHER_WAY,), 20),
    Block("name_city", (_EITHER_WAY, "city")),
    Block("name_firm", (_EITHER_WAY, "firm")),
    Block("name_domain", (_EITHER_WAY, "domain")),
    Block("sound_firm", ("last_sound", "firm")),
    Block("first_firm", ("given", "firm")),
    Block("last_domain", ("last_sound", "domain")),
    Block("first_domain", ("given", "domain")),
    Block("mailbox_name", ("long_local",), 8),
    Block("sound_initial_city", ("last_sound", _INITIAL, "city")),
    Block("born", ("born",), 30),
    Block("born_last", ("born", "last_sound")),
    Block("born_initial", ("born", _INITIAL)),
    Block("postcode_last", ("postcode", "last_sound")),
    Block("postcode_first", ("postcode", "given")),
    Block("street", ("street",), 30),
    Block("house_postcode", ("house", "postcode"), 30),
    Block("number", ("number",), 30),
    Block("firm_alone", (_NOBODY,), 20),
    Block("firm_postcode", ("firm", "postcode"), 20),
    Block("firm_alone_city", (_NOBODY, "city"), 20),
)


def blocks(known: frozenset[str]) -> tuple[Block, ...]:
    """The blocks that a list with these keys has."""
    return tuple(block for block in BLOCKS if block.possible(known))


def blocked(chosen: Sequence[Block]) -> str:
    """The learnt rows with a column a block; a key that only one row has, or more than the cap, is left out."""
    columns = ", ".join(f"{block.name}.met as by_{block.name}" for block in chosen)
    joins = "\n".join(
        f"""left join (
            select {block.sql} as met from learnt where {block.sql} is not null
            group by {block.sql} having count(*) between 2 and {block.cap}
        ) as {block.name} on {_of_row(block)} = {block.name}.met"""
        for block in chosen
    )
    return f"select l.*, {columns} from learnt as l {joins}" if chosen else "select * from learnt"


def _of_row(block: Block) -> str:
    return f"({block.sql})"


# what is compared -----------------------------------------------------------------------------------------------------

Plain: TypeAlias = str | float | bool | None


@dataclass(frozen=True, slots=True)
class Level:
    """How two rows can agree or differ, and what that is worth in bits.

    With `rare_by`, a column, an agreement is worth the rarity of its value in this list, `most` bits at most, and `bits`
    are added. With `of_size`, the length of the list in bits is added: what only one person has outweighs any list.
    """

    label: str
    sql: str
    bits: float
    rare_by: str = ""
    most: float = 0.0
    of_size: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Levels, the first that holds counts; `silent` where nothing can be said, `differs` the bits where none holds."""

    name: str
    needs: tuple[str, ...]
    silent: str
    levels: tuple[Level, ...]
    differs: float


_SWAPPED = "(first_l = last_r and last_l = first_r and first_l <> last_l)"
_INITIAL_OF = "(least(length(first_l), length(first_r)) = 1 and substr(first_l, 1, 1) = substr(first_r, 1, 1))"
_SLIP_OF_FIRST = "({likeness}(first_l, first_r) >= 0.9 and {slips}(first_l, first_r) <= 1)"
_ONE_FIRST_NAME = f"(first_l = first_r or {_INITIAL_OF} or {{meet}}(forms_l, forms_r) or {_SLIP_OF_FIRST})"
_ONE_LAST_NAME = "(coalesce(last_l = last_r, true) or {slips}(last_l, last_r) <= 1)"
_SAME_MAIL = "coalesce(email_l = email_r, false)"
_SAME_FIRM = "coalesce(firm_l = firm_r, false)"
_SAME_LINE = "(phone_l = phone_r and coalesce(before_l = before_r, true))"
_SAME_BIRTHDAY = "coalesce(born_l = born_r, false)"

COMPARISONS: tuple[Comparison, ...] = (
    Comparison(
        "first_name", ("first", "last"), "first_l is null or first_r is null",
        (
            Level("first name and surname swapped", _SWAPPED, 14),
            Level("same initial", _INITIAL_OF, 3),
            Level("same first name", "first_l = first_r", 0, "first", 11),
            Level("short form", "{meet}(forms_l, forms_r)", -2, "first", 11),
            Level("first name with a slip", _SLIP_OF_FIRST, -2.5, "first", 11),
            Level("one the beginning of the other", "starts_with(first_l, first_r) or starts_with(first_r, first_l)", -4, "first", 11),
            Level("other first name, same birthday", _SAME_BIRTHDAY, -3),
        ),
        differs=-9,
    ),
    Comparison(
        "surname", ("first", "last"), f"last_l is null or last_r is null or coalesce({_SWAPPED}, false)",
        (
            Level("a household's", f"last_l = last_r and not {_ONE_FIRST_NAME} and not {_SAME_BIRTHDAY}", 0),
            Level("same surname", "last_l = last_r", -1, "last", 13),
            Level("surname with a slip", "{slips}(last_l, last_r) <= 1 and length(last_l) >= 4 or last_sound_l = last_sound_r and {likeness}(last_l, last_r) >= 0.9", -3, "last", 13),
            Level("part of a surname", "contains(' ' || last_l || ' ', ' ' || last_r || ' ') or contains(' ' || last_r || ' ', ' ' || last_l || ' ')", -2, "last", 13),
            Level("same initial of the surname", "least(length(last_l), length(last_r)) = 1 and substr(last_l, 1, 1) = substr(last_r, 1, 1)", 1.5),
            Level("other surname, same birthday", _SAME_BIRTHDAY, -3),
        ),
        differs=-6,
    ),
    Comparison(
        "email", ("email",), "email_l is null or email_r is null",
        (
            Level("same mailbox of one's own", "own_email_l = own_email_r", 6.5, of_size=True),
            Level("same shared mailbox", "email_l = email_r", -4, of_size=True),
            Level("mailbox with a slip", f"{{slips}}(email_l, email_r) <= 1 and domain_l = domain_r and {_ONE_LAST_NAME}", -2, of_size=True),
            Level("mailbox of the same name elsewhere", "long_local_l = long_local_r", 3),
            Level("two mailboxes at one company", "not free_l and not free_r and domain_l = domain_r", -3.5),
            Level("two mailboxes that anybody may have", "free_l and free_r", -2),
        ),
        differs=-0.7,
    ),
    Comparison(
        "phone", ("phone",), "phone_l is null or phone_r is null",
        (
            Level("same phone as the mailbox, other first name", f"{_SAME_LINE} and {_SAME_MAIL} and not coalesce({_ONE_FIRST_NAME}, true)", 0),
            Level("same phone of one's own", f"own_phone_l = own_phone_r and {_SAME_LINE}", 3.5, of_size=True),
            Level("same shared phone", _SAME_LINE, -3, of_size=True),
        ),
        differs=-0.8,
    ),
    Comparison(
        "company", ("company",), f"firm_l is null or firm_r is null or {_SAME_MAIL}",
        (
            Level("same company, told by the phone", f"firm_l = firm_r and coalesce({_SAME_LINE}, false)", 2),
            Level("same company", "firm_l = firm_r", -0.5, "firm", 11),
            Level("same domain", "domain_l = domain_r", -0.5, "domain", 11),
            Level("company nearly so spelt", "{likeness}(firm_l, firm_r) >= 0.93", 6),
            Level("company in short", "starts_with(firm_l, firm_r || ' ') or starts_with(firm_r, firm_l || ' ')", 3),
            Level("other company, told by a domain", "company_l is null or company_r is null", -0.5),
        ),
        differs=-1.5,
    ),
    Comparison(
        "city", ("city",), "city_l is null or city_r is null",
        (
            Level("same city, told by the company", f"city_l = city_r and {_SAME_FIRM}", -2, "city", 5.5),
            Level("same city", "city_l = city_r", -0.5, "city", 5.5),
            Level("city with a slip", "{slips}(city_l, city_r) <= 1", 1),
        ),
        differs=-1.5,
    ),
    Comparison(
        "street", ("street",), "street_l is null or street_r is null",
        (
            Level("same street", "street_l = street_r", 9),
            Level("street nearly so spelt", "{likeness}(street_l, street_r) >= 0.93", 7),
            Level("street rather alike", "{likeness}(street_l, street_r) >= 0.86", 3),
        ),
        differs=-2,
    ),
    Comparison(
        "postcode", ("postcode",), "postcode_l is null or postcode_r is null",
        (Level("same postcode", "postcode_l = postcode_r", 0, "postcode", 9), Level("postcode with a slip", "{slips}(postcode_l, postcode_r) <= 1", 2)),
        differs=-1.5,
    ),
    Comparison(
        "born", ("born",), "born_l is null or born_r is null",
        (
            Level("same date of birth", "born_l = born_r", 0, "born", 13),
            Level("date of birth with a slip", "{slips}(born_l, born_r) <= 1", 8),
            Level("date of birth with two slips", "{slips}(born_l, born_r) <= 2", 2.5),
        ),
        differs=-4,
    ),
    Comparison("number", ("number",), "number_l is null or number_r is null", (Level("same number", "number_l = number_r", 0, "number", 30),), differs=-1),
    Comparison("job_title", ("title",), "title_l is null or title_r is null", (Level("same job title", "title_l = title_r", -0.5, "title", 4),), differs=-1),
    Comparison("country", ("country",), "country_l is null or country_r is null", (Level("same country", "country_l = country_r", 0),), differs=-4),
    Comparison("generation", ("generation",), "generation_l is null or generation_r is null", (Level("both Junior, or both Senior", "generation_l = generation_r", 1),), differs=-30),
    Comparison(
        "middle_name", ("middle",), "middle_l is null or middle_r is null",
        (Level("same middle initial", "substr(middle_l, 1, 1) = substr(middle_r, 1, 1)", 2.5),), differs=-3.5,
    ),
)  # fmt: skip
"""The bits are those of `core.dedupe`, whose weights were measured on labelled lists."""


def comparisons(known: frozenset[str], rows: int, tongue: Tongue) -> Iterator[dict[str, object]]:
    """What can be compared on a list with these keys and so many rows, as Splink wants to be told."""
    for comparison in COMPARISONS:
        if frozenset(comparison.needs) <= known:
            levels = [*_levels(comparison, rows, tongue)]
            yield {"output_column_name": comparison.name, "comparison_levels": levels}


def prior(rows: int) -> float:
    """The chance that two rows at random are one person, where about every other row is there twice."""
    return 1 / (2 * max(rows, 16) + 1)


def _levels(comparison: Comparison, rows: int, tongue: Tongue) -> Iterator[dict[str, Plain]]:
    words = {"likeness": tongue.likeness, "slips": tongue.slips, "meet": tongue.meet}
    yield {
        "sql_condition": comparison.silent.format(**words),
        "label_for_charts": "says nothing",
        "is_null_level": True,
    }
    size = math.log2(max(rows, 16))
    for level in comparison.levels:
        told: dict[str, Plain] = {"sql_condition": level.sql.format(**words), "label_for_charts": level.label}
        if level.rare_by:
            told |= _by_rarity(level)
        else:
            told |= _weight(level.bits + (size if level.of_size else 0))
        yield told
    yield {"sql_condition": "ELSE", "label_for_charts": "differs", **_weight(comparison.differs)}


def _weight(bits: float) -> dict[str, Plain]:
    """A weight as Splink holds it: how often two rows of one person are so, beside any two rows."""
    usual = 0.5
    return {
        "m_probability": usual * 2 ** min(bits, 0),
        "u_probability": usual * 2 ** -max(bits, 0),
        "fix_m_probability": True,
        "fix_u_probability": True,
    }


def _by_rarity(level: Level) -> dict[str, Plain]:
    return _weight(level.bits) | {
        "m_probability": 2.0**level.bits if level.bits < 0 else 0.999,
        "u_probability": 2.0**-level.most,
        "tf_adjustment_column": level.rare_by,
        "tf_minimum_u_value": 2.0**-level.most,
        "disable_tf_exact_match_detection": True,
    }


LINES: dict[Tier, float] = {"certain": 12.0, "likely": 2.0}
"""The bits from which two rows are one person. Measured; docs/scale.md says on what."""
