"""The months in eight languages, with their usual short forms: name in small letters -> 1 to 12.

English, German, French, Spanish, Italian, Portuguese, Dutch and Polish, as Unicode CLDR has them.
Accents may be left out.
"""

from __future__ import annotations

import unicodedata

_NAMES: tuple[str, ...] = (
    "january jan januar jänner jän janvier janv enero ene gennaio gen janeiro januari styczeń stycznia sty",
    "february feb februar février févr fév febrero febbraio fevereiro fev februari luty lutego lut",
    "march mar märz mär mrz mars marzo março maart mrt marzec marca",
    "april apr avril avr abril abr aprile kwiecień kwietnia kwi",
    "may mai mayo may maggio mag maio mei maj maja",
    "june jun juni juin junio giugno giu junho czerwiec czerwca cze",
    "july jul juli juillet juil julio luglio lug julho lipiec lipca lip",
    "august aug août aoû agosto ago augustus sierpień sierpnia sie",
    "september sep sept septembre septiembre settembre set setembro wrzesień września wrz",
    "october oct oktober okt octobre octubre ottobre ott outubro out październik października paź",
    "november nov novembre noviembre novembro listopad listopada lis",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro grudzień grudnia gru",
)


def _bare(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))


MONTHS: dict[str, int] = {
    spelling: month
    for month, names in enumerate(_NAMES, 1)
    for name in names.split()
    for spelling in (name, _bare(name))
}
