"""What happens to a value on its way into a list: typing, pasting, exporting, and Excel."""

from __future__ import annotations

from benchmarks.dice import Dice
from benchmarks.people import Company, Number, folded
from benchmarks.words import DOMAIN_TYPOS, KEYS_BESIDE

PHONES_OF_ONE_PLAN = (
    "({0}) {1}-{2}",
    "{0}-{1}-{2}",
    "{0}.{1}.{2}",
    "{0}{1}{2}",
    "+1 {0} {1} {2}",
    "1-{0}-{1}-{2}",
    "+1{0}{1}{2}",
    "+1 ({0}) {1}-{2}",
    "{0} {1} {2}",
    "001{0}{1}{2}",
)
"""North America: area, exchange, line; the usual ones first."""

PHONES_WITH_TRUNK = (
    "{trunk}{grouped}",
    "+{calling} {grouped}",
    "{trunk}{digits}",
    "+{calling}{digits}",
    "+{calling} ({trunk}){grouped}",
    "00{calling}{digits}",
    "00{calling} {grouped}",
    "{trunk}{dotted}",
    "{trunk}{dashed}",
    "{trunk}{area}/{rest}",
    "({trunk}{area}) {rest}",
)
"""Elsewhere: the national form with its trunk digit (none in some countries), the international one, and mixtures."""


def typo(dice: Dice, text: str) -> str:
    """One slip of the finger: the key beside, two letters the wrong way round, one lost, one doubled."""
    if len(text) < 3:
        return text
    place, slip = dice.whole(0, len(text) - 1), dice.random()
    if slip < 0.3 and (beside := KEYS_BESIDE.get(text[place].lower())):
        return text[:place] + dice.pick(beside) + text[place + 1 :]
    if slip < 0.55:
        place = min(place, len(text) - 2)
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    if slip < 0.8:
        return text[:place] + text[place + 1 :]
    return text[:place] + text[place] + text[place:]


def plain_letters(dice: Dice, text: str, *, german: bool) -> str:
    """A name with accents as a form, an old program or a wrong encoding leaves it; mostly as it was."""
    if text.isascii():
        return text
    fate = dice.random()
    if fate < 0.35:
        return folded(text)
    if fate < 0.5 and german:
        return folded(text, german=True)
    if fate < 0.54:
        try:
            return text.encode().decode("cp1252")  # the mojibake of UTF-8 read as cp1252
        except UnicodeDecodeError:
            return text
    return text


def written_phone(dice: Dice, number: Number) -> str:
    text = _plain_phone(dice, number)
    fate = dice.random()
    if fate < 0.02:
        return text + dice.pick((" ext ", " x", " ext. ", "x")) + dice.fill("###")
    if fate < 0.035:
        return _digits(text) + ".0"  # a column with gaps became one of floats
    if fate < 0.055 and text.startswith("0") and not text.startswith("00"):
        return _digits(text)[1:]  # Excel ate the zero
    if fate < 0.062:
        return f"'{text}"
    if fate < 0.072:
        return f"{text} "
    if fate < 0.08:
        return dice.pick(("tel: ", "Mob ", "T: ", "(m) ")) + text
    if fate < 0.086 and len(text) > 6:
        place = dice.whole(4, len(text) - 1)
        return text[:place] + dice.fill("#") + text[place + 1 :] if text[place].isdigit() else text
    return text


def _plain_phone(dice: Dice, number: Number) -> str:
    country, parts = number.country, number.grouped.split(" ")
    if country.calling == "1":
        return dice.early(PHONES_OF_ONE_PLAN).format(*parts)
    return dice.early(PHONES_WITH_TRUNK, bend=1.4).format(
        calling=country.calling,
        trunk=country.trunk,
        grouped=number.grouped,
        digits=number.digits,
        dotted=".".join(parts),
        dashed="-".join(parts),
        area=parts[0],
        rest=" ".join(parts[1:]),
    )


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def written_email(dice: Dice, email: str) -> str:
    name, domain = email.rsplit("@", 1)
    if domain == "gmail.com":
        name, domain = _gmail_habits(dice, name)
    elif dice.chance(0.01):
        name += "+" + dice.pick(("news", "crm"))
    fate = dice.random()
    if fate < 0.018 and domain in DOMAIN_TYPOS:
        domain = dice.pick(DOMAIN_TYPOS[domain])
    elif fate < 0.03:
        name = typo(dice, name)
    email = f"{name}@{domain}"
    if dice.chance(0.1):
        email = dice.pick((email.upper(), email.capitalize(), email.title()))
    fate = dice.random()
    if fate < 0.012:
        return f"mailto:{email}"
    if fate < 0.03:
        return dice.pick((" {}", "{} ", "{};", "{}.", "<{}>", "{},")).format(email)
    return email


def _gmail_habits(dice: Dice, name: str) -> tuple[str, str]:
    """Dots and tags that Gmail does not look at, and its older name."""
    domain, fate = "gmail.com", dice.random()
    if fate < 0.08 and len(name) > 4:
        place = dice.whole(1, len(name) - 2)
        if "." not in name[place - 1 : place + 1]:
            name = f"{name[:place]}.{name[place:]}"
    elif fate < 0.12:
        name = name.replace(".", "")
    elif fate < 0.14:
        domain = "googlemail.com"
    if dice.chance(0.05):
        name += "+" + dice.pick(("news", "promo", "event", "crm", "linkedin", "x1"))
    return name, domain


def written_company(dice: Dice, company: Company) -> str:
    name, legal_form, fate = company.name, company.legal_form, dice.random()
    if fate < 0.35:
        legal_form = ""
    elif fate < 0.5:
        legal_form = dice.pick(company.country.legal_forms)
    if dice.chance(0.05):
        name = typo(dice, name)
    if dice.chance(0.06):
        name = name.replace("&", "and")
    if dice.chance(0.03):
        name = f"The {name}"
    if dice.chance(0.025):
        name = "".join(word[0] for word in name.split() if word[0].isalpha()).upper()
    if legal_form:
        name += legal_form if legal_form.startswith(",") else f" {legal_form}"
    fate = dice.random()
    return name.upper() if fate < 0.07 else name.lower() if fate < 0.1 else name
