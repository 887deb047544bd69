"""The world's numbering plans, as the phonenumbers package (Google's libphonenumber) knows them.

`is_valid` asks the package itself, 40 microseconds a number. `plain` answers for ordinary numbers in two:
it builds one pattern for each country from the package's own tables, and where any of the package's
finer rules could apply (carrier codes, rewritten prefixes, a country code without its plus) it says
nothing, so that what it does say is what the package says. A test holds the two side by side.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phonenumbers.phonemetadata import PhoneMetadata


@functools.lru_cache(maxsize=1 << 15)
def is_valid(text: str, country: str) -> str:
    """The number in E.164 where it is valid there, else "". `country` ("" or alpha-2) is for national forms.

    >>> is_valid("020 7946 0018", "GB"), is_valid("020 7946 0018", "US")
    ('+442079460018', '')
    """
    import phonenumbers

    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def plain(text: str, country: str) -> str | None:
    """The number in E.164, or "" where it is none there; None where that needs a closer look.

    >>> plain("+44 20 7946 0018", ""), plain("(020) 7946-0018", "GB"), plain("020 7946 0018", "US"), plain("020 7946 0018", "")
    ('+442079460018', '+442079460018', '', '')
    >>> plain("442079460018", "GB"), plain("00442079460018", "GB") is None
    ('+442079460018', True)
    """
    if not _PLAIN.fullmatch(text):
        return None
    digits = text.translate(_SEPARATORS)
    if digits[0] == "+":
        return _international(digits)
    plan = _plan(country) if country else None
    if plan is None:
        return None if country else ""
    if digits.startswith(plan.code):
        return plan.without_code(digits) if country == _regions()[plan.code][0] else None
    if plan.dials_abroad(digits):
        return None
    national = plan.without_prefix(digits)
    if national and plan.valid.fullmatch(national):
        return f"+{plan.code}{national}"
    return "" if national and not plan.possible.fullmatch(national) and not plan.possible.fullmatch(digits) else None


def digits_of(text: str) -> str:
    """The digits alone.

    >>> digits_of("(020) 7946-0018")
    '02079460018'
    """
    return "".join(filter(str.isdecimal, text))


def national_part(number: str) -> str:
    """The digits of an E.164 number behind its calling code, without an extension.

    >>> national_part("+442079460018;ext=12"), national_part("")
    ('2079460018', '')
    """
    return number.partition(";")[0][len(_code_of(number)) + 1 :]


def country_of(number: str) -> str:
    """The country whose calling code an E.164 number has; where several share one, the largest of them. "" for none.

    >>> country_of("+442079460018"), country_of("+14165550123"), country_of("+999")
    ('GB', 'US', '')
    """
    code = _code_of(number)
    return _regions()[code][0] if code else ""


def _international(digits: str) -> str | None:
    code = _code_of(digits)
    plan = _plan(_regions()[code][0]) if code else None
    if plan is None:
        return None
    typed = digits[len(code) + 1 :]
    national = plan.without_prefix(typed)
    if national and plan.valid.fullmatch(national):
        return f"+{code}{national}"
    return "" if national and not plan.possible.fullmatch(national) and not plan.possible.fullmatch(typed) else None


@dataclass(frozen=True, slots=True)
class _Plan:
    """One country's plan: its calling code, and patterns over what follows it.

    `valid` numbers are surely valid; those that are not even `possible` surely are not.
    """

    code: str
    valid: re.Pattern[str]
    possible: re.Pattern[str]
    general: re.Pattern[str]
    prefix: re.Pattern[str] | None
    abroad: re.Pattern[str] | None

    def dials_abroad(self, digits: str) -> bool:
        return self.abroad is not None and self.abroad.match(digits) is not None

    def without_code(self, digits: str) -> str | None:
        """What a number means that begins with the country's own code, without a plus: that code, where it cannot be local."""
        national = self.without_prefix(digits[len(self.code) :])
        is_abroad = national and self.valid.fullmatch(national) and not self.general.fullmatch(digits)
        return f"+{self.code}{national}" if is_abroad else None

    def without_prefix(self, digits: str) -> str:
        """What is left after the trunk prefix, "" where the prefix carries more than itself."""
        match = self.prefix.match(digits) if self.prefix else None
        if match is None:
            return digits
        rest = digits[match.end() :]
        if any(match.groups()):
            return ""
        return digits if self.general.fullmatch(digits) and not self.general.fullmatch(rest) else rest


@functools.cache
def _plan(region: str) -> _Plan | None:
    from phonenumbers import PhoneMetadata

    facts: PhoneMetadata | None = PhoneMetadata.metadata_for_region(region, None)
    if facts is None or facts.general_desc is None:
        return None
    code = str(facts.country_code)
    if facts.leading_digits is not None:
        return None
    # Regions that share a code are told apart by their patterns, but for those that have leading digits to go by.
    sharing = [each for name in _regions()[code] if (each := PhoneMetadata.metadata_for_region(name, None)) is not None]
    return _Plan(
        code,
        re.compile("|".join(_pattern(each) for each in sharing if each.leading_digits is None)),
        re.compile("|".join(_pattern(each) for each in sharing)),
        re.compile(facts.general_desc.national_number_pattern or ""),
        re.compile(facts.national_prefix_for_parsing) if facts.national_prefix_for_parsing else None,
        re.compile(facts.international_prefix) if facts.international_prefix else None,
    )


def _pattern(facts: PhoneMetadata) -> str:
    """One pattern for every type of number the country has, each within its possible lengths."""
    types = (
        facts.fixed_line,
        facts.mobile,
        facts.toll_free,
        facts.premium_rate,
        facts.shared_cost,
        facts.voip,
        facts.personal_number,
        facts.pager,
        facts.uan,
        facts.voicemail,
    )
    found = [
        f"(?={'|'.join(f'.{{{n}}}$' for n in kind.possible_length)})(?:{kind.national_number_pattern})$"
        if kind.possible_length
        else f"(?:{kind.national_number_pattern})$"
        for kind in types
        if kind is not None and kind.national_number_pattern
    ]
    general = facts.general_desc
    lengths = "|".join(f".{{{n}}}$" for n in general.possible_length) if general else ""
    return f"(?={general.national_number_pattern if general else ''}$)(?={lengths})(?:{'|'.join(dict.fromkeys(found))})"


@functools.cache
def _regions() -> dict[str, tuple[str, ...]]:
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    return {str(code): regions for code, regions in COUNTRY_CODE_TO_REGION_CODE.items()}


def _code_of(number: str) -> str:
    """The calling code an E.164 number begins with: no code is the beginning of another."""
    regions = _regions()
    return next((number[1:end] for end in (2, 3, 4) if number[1:end] in regions), "")


_PLAIN = re.compile(r"\+?\(?[0-9][0-9 ()./-]{5,22}", re.ASCII)
_SEPARATORS = str.maketrans("", "", " ()./-")
