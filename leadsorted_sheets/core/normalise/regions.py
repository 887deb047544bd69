"""States, provinces and Länder, as addresses in that country write them.

    US, CA, AU, BR, CH    the code, as on an envelope: CA, ON, NSW, SP, ZH
    DE, AT                the name in full, as nobody writes the code: Bayern, Tirol

Both from ISO 3166-2, with the English names and common short forms read too. A region of a
country that is not in the table is left alone, and so is one the table does not have: it may be a county.
"""

from __future__ import annotations

import functools
import unicodedata

from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.normalise.verdict import Verdict

WHY_CODE = "region: written as its postal code"
WHY_NAME = "region: written as its name in full"


def read_region(cell: Cell, country: str) -> Verdict | None:
    """The cell as its country writes it, or None where it is so already or not known.

    >>> read_region("California", "US").value, read_region("Bavaria", "DE").value, read_region("Kent", "GB")
    ('CA', 'Bayern', None)
    """
    if not isinstance(cell, str) or country not in _REGIONS:
        return None
    written = region(cell, country)
    if written is None or written == cell:
        return None
    return Verdict(written, WHY_NAME if country in _IN_FULL else WHY_CODE)


def region(text: str, country: str) -> str | None:
    """A region in its one spelling, or None where `country` (alpha-2) has none of that name.

    >>> region("calif.", "US"), region("US-CA", "US"), region("québec", "CA"), region("BY", "DE"), region("Narnia", "US")
    ('CA', 'CA', 'QC', 'Bayern', None)
    """
    return _names_in(country).get(_plain(text.strip().upper().removeprefix(f"{country}-")))


@functools.cache
def _names_in(country: str) -> dict[str, str]:
    """Every name of every region of the country, to its one spelling."""
    found: dict[str, str] = {}
    for entry in filter(None, (line.strip() for line in _REGIONS.get(country, "").replace("\n", ";").split(";"))):
        code, name, *others = entry.split("/")
        for spelling in (code, name, *others):
            found[_plain(spelling)] = name if country in _IN_FULL else code
    return found


def _plain(text: str) -> str:
    if not text.isascii():
        text = text.replace("ß", "ss")
        text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return "".join(letter for letter in text.casefold() if letter.isalpha())


_IN_FULL = frozenset({"DE", "AT"})

# fmt: off
_REGIONS: dict[str, str] = {  # code/name/other names
    "US": """AL/Alabama/Ala; AK/Alaska; AZ/Arizona/Ariz; AR/Arkansas/Ark; CA/California/Calif/Cali; CO/Colorado/Colo; CT/Connecticut/Conn; DE/Delaware/Del
        DC/District of Columbia/Washington DC/Washington D.C.; FL/Florida/Fla; GA/Georgia; HI/Hawaii; ID/Idaho; IL/Illinois/Ill; IN/Indiana/Ind; IA/Iowa; KS/Kansas/Kans
        KY/Kentucky; LA/Louisiana; ME/Maine; MD/Maryland; MA/Massachusetts/Mass; MI/Michigan/Mich; MN/Minnesota/Minn; MS/Mississippi/Miss; MO/Missouri; MT/Montana/Mont
        NE/Nebraska/Nebr; NV/Nevada/Nev; NH/New Hampshire; NJ/New Jersey; NM/New Mexico; NY/New York/New York State/NY State; NC/North Carolina/N Carolina; ND/North Dakota/N Dakota
        OH/Ohio; OK/Oklahoma/Okla; OR/Oregon/Ore; PA/Pennsylvania/Penn/Penna; RI/Rhode Island; SC/South Carolina/S Carolina; SD/South Dakota/S Dakota; TN/Tennessee/Tenn
        TX/Texas/Tex; UT/Utah; VT/Vermont; VA/Virginia; WA/Washington/Wash/Washington State; WV/West Virginia/W Virginia; WI/Wisconsin/Wis/Wisc; WY/Wyoming/Wyo
        PR/Puerto Rico; GU/Guam; VI/Virgin Islands/US Virgin Islands; AS/American Samoa; MP/Northern Mariana Islands""",
    "CA": """AB/Alberta/Alta; BC/British Columbia/Colombie-Britannique; MB/Manitoba; NB/New Brunswick/Nouveau-Brunswick; NL/Newfoundland and Labrador/Newfoundland/Terre-Neuve-et-Labrador
        NS/Nova Scotia/Nouvelle-Écosse; NT/Northwest Territories/Territoires du Nord-Ouest; NU/Nunavut; ON/Ontario/Ont; PE/Prince Edward Island/PEI/Île-du-Prince-Édouard
        QC/Quebec/Québec/Que/PQ; SK/Saskatchewan/Sask; YT/Yukon/Yukon Territory""",
    "AU": """ACT/Australian Capital Territory; NSW/New South Wales; NT/Northern Territory; QLD/Queensland/Qld; SA/South Australia; TAS/Tasmania/Tas; VIC/Victoria/Vic; WA/Western Australia""",
    "CH": """AG/Aargau/Argovie; AR/Appenzell Ausserrhoden; AI/Appenzell Innerrhoden; BL/Basel-Landschaft/Baselland/Bâle-Campagne; BS/Basel-Stadt/Bâle-Ville; BE/Bern/Berne/Berna; FR/Fribourg/Freiburg
        GE/Genève/Geneva/Genf/Ginevra; GL/Glarus; GR/Graubünden/Grisons/Grigioni; JU/Jura; LU/Luzern/Lucerne; NE/Neuchâtel/Neuenburg; NW/Nidwalden; OW/Obwalden; SG/St. Gallen/Sankt Gallen/Saint-Gall
        SH/Schaffhausen; SZ/Schwyz; SO/Solothurn/Soleure; TG/Thurgau/Thurgovie; TI/Ticino/Tessin; UR/Uri; VD/Vaud/Waadt; VS/Valais/Wallis; ZG/Zug; ZH/Zürich/Zurich/Zuerich""",
    "BR": """AC/Acre; AL/Alagoas; AP/Amapá; AM/Amazonas; BA/Bahia; CE/Ceará; DF/Distrito Federal; ES/Espírito Santo; GO/Goiás; MA/Maranhão; MT/Mato Grosso; MS/Mato Grosso do Sul
        MG/Minas Gerais; PA/Pará; PB/Paraíba; PR/Paraná; PE/Pernambuco; PI/Piauí; RJ/Rio de Janeiro; RN/Rio Grande do Norte; RS/Rio Grande do Sul; RO/Rondônia; RR/Roraima
        SC/Santa Catarina; SP/São Paulo; SE/Sergipe; TO/Tocantins""",
    "DE": """BW/Baden-Württemberg/Baden-Wuerttemberg; BY/Bayern/Bavaria/Bavière; BE/Berlin; BB/Brandenburg; HB/Bremen; HH/Hamburg; HE/Hessen/Hesse; MV/Mecklenburg-Vorpommern/Mecklenburg-Western Pomerania
        NI/Niedersachsen/Lower Saxony; NW/Nordrhein-Westfalen/NRW/North Rhine-Westphalia; RP/Rheinland-Pfalz/Rhineland-Palatinate; SL/Saarland; SN/Sachsen/Saxony; ST/Sachsen-Anhalt/Saxony-Anhalt
        SH/Schleswig-Holstein; TH/Thüringen/Thueringen/Thuringia""",
    "AT": """1/Burgenland; 2/Kärnten/Kaernten/Carinthia; 3/Niederösterreich/Niederoesterreich/Lower Austria; 4/Oberösterreich/Oberoesterreich/Upper Austria; 5/Salzburg
        6/Steiermark/Styria; 7/Tirol/Tyrol; 8/Vorarlberg; 9/Wien/Vienna""",
}
# fmt: on
