"""Countries: whatever people call them, their ISO 3166-1 alpha-2 code.

Codes of two and three letters, the names this table has, and every name that the phonenumbers
package knows in some hundred languages (the Java locale names it ships, loaded only when needed).
"Georgia" is the country here; a column called Region is for the state.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.normalise.verdict import Verdict, kept

WHY = "country: written as its ISO 3166 code"


def read_country(cell: Cell) -> Verdict | None:
    """The cell as a code, or None where it is one already.

    >>> read_country("Deutschland")
    Verdict(value='DE', why='country: written as its ISO 3166 code', doubt=None, beside=())
    >>> read_country("Atlantis").doubt.message
    '"Atlantis" is no country we know. Left as it is.'
    """
    code = country_code(shown(cell))
    if code == cell:
        return None
    return Verdict(code, WHY) if code else kept(cell, f'"{shown(cell)}" is no country we know.')


@functools.lru_cache(maxsize=4096)
def country_code(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of a country, in capitals, or None.

    >>> [country_code(text) for text in ("gb", "UK", "England", "U.S.A.", "Holland", "CHE", "Österreich", "The Netherlands", "Italie")]
    ['GB', 'GB', 'GB', 'US', 'NL', 'CH', 'AT', 'NL', 'IT']
    >>> country_code("Narnia")
    """
    name = _plain(text)
    if not name:
        return None
    code = _CODES.get(name.upper()) or _ALIASES.get(name) or _ALIASES.get(name.replace(" ", ""))
    if code is None and (len(name) > 3 or not name.isascii()):
        code = _names().get(name) or _names().get(name.removeprefix("the "))
    return code


@functools.cache
def country_name(code: str, language: str = "en") -> str:
    """What a country is called in a language (ISO 639-1); the code itself where nobody says.

    >>> country_name("DE"), country_name("DE", "fr"), country_name("ZZ")
    ('Germany', 'Allemagne', 'ZZ')
    """
    names = _locales().get(code, {})
    name = names.get(language) or names.get("en", code)
    return names.get(name[1:], code) if name.startswith("*") else name


def _plain(text: str) -> str:
    """The name without case, accents, dots and what stands in brackets."""
    text = _BRACKETS.sub(" ", text).replace("&", " and ").replace(".", "").replace("’", "'")
    if not text.isascii():
        text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return " ".join(text.casefold().replace("-", " ").split())


@functools.cache
def _locales() -> dict[str, dict[str, str]]:
    """What countries are called, by code and language.

    The module is found by itself: its package would load every area code of the world first, two seconds and 100 MB.
    """
    import importlib.machinery
    import importlib.util

    import phonenumbers

    folder = f"{phonenumbers.__path__[0]}/geodata"
    spec = importlib.machinery.PathFinder.find_spec("phonenumbers.geodata.locale", [folder])
    if spec is None or spec.loader is None:
        raise ImportError("phonenumbers without its names of countries")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    data: dict[str, dict[str, str]] = module.LOCALE_DATA
    return data


@functools.cache
def _names() -> dict[str, str]:
    """Every name in every language that means one country only."""
    found: dict[str, set[str]] = {}
    for code, names in _locales().items():
        for name in names.values():
            if not name.startswith("*"):  # "*fr": as in French
                found.setdefault(_plain(name), set()).add(code)
    return {name: min(codes) for name, codes in found.items() if len(codes) == 1 and name}


_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")

# fmt: off
_ISO = (  # ISO 3166-1: alpha-2 and alpha-3; XK is what everybody uses for Kosovo
    "AD AND AE ARE AF AFG AG ATG AI AIA AL ALB AM ARM AO AGO AQ ATA AR ARG AS ASM AT AUT AU AUS AW ABW AX ALA AZ AZE BA BIH BB BRB BD "
    "BGD BE BEL BF BFA BG BGR BH BHR BI BDI BJ BEN BL BLM BM BMU BN BRN BO BOL BQ BES BR BRA BS BHS BT BTN BV BVT BW BWA BY BLR BZ BLZ "
    "CA CAN CC CCK CD COD CF CAF CG COG CH CHE CI CIV CK COK CL CHL CM CMR CN CHN CO COL CR CRI CU CUB CV CPV CW CUW CX CXR CY CYP CZ "
    "CZE DE DEU DJ DJI DK DNK DM DMA DO DOM DZ DZA EC ECU EE EST EG EGY EH ESH ER ERI ES ESP ET ETH FI FIN FJ FJI FK FLK FM FSM FO FRO "
    "FR FRA GA GAB GB GBR GD GRD GE GEO GF GUF GG GGY GH GHA GI GIB GL GRL GM GMB GN GIN GP GLP GQ GNQ GR GRC GS SGS GT GTM GU GUM GW "
    "GNB GY GUY HK HKG HM HMD HN HND HR HRV HT HTI HU HUN ID IDN IE IRL IL ISR IM IMN IN IND IO IOT IQ IRQ IR IRN IS ISL IT ITA JE JEY "
    "JM JAM JO JOR JP JPN KE KEN KG KGZ KH KHM KI KIR KM COM KN KNA KP PRK KR KOR KW KWT KY CYM KZ KAZ LA LAO LB LBN LC LCA LI LIE LK "
    "LKA LR LBR LS LSO LT LTU LU LUX LV LVA LY LBY MA MAR MC MCO MD MDA ME MNE MF MAF MG MDG MH MHL MK MKD ML MLI MM MMR MN MNG MO MAC "
    "MP MNP MQ MTQ MR MRT MS MSR MT MLT MU MUS MV MDV MW MWI MX MEX MY MYS MZ MOZ NA NAM NC NCL NE NER NF NFK NG NGA NI NIC NL NLD NO "
    "NOR NP NPL NR NRU NU NIU NZ NZL OM OMN PA PAN PE PER PF PYF PG PNG PH PHL PK PAK PL POL PM SPM PN PCN PR PRI PS PSE PT PRT PW PLW "
    "PY PRY QA QAT RE REU RO ROU RS SRB RU RUS RW RWA SA SAU SB SLB SC SYC SD SDN SE SWE SG SGP SH SHN SI SVN SJ SJM SK SVK SL SLE SM "
    "SMR SN SEN SO SOM SR SUR SS SSD ST STP SV SLV SX SXM SY SYR SZ SWZ TC TCA TD TCD TF ATF TG TGO TH THA TJ TJK TK TKL TL TLS TM TKM "
    "TN TUN TO TON TR TUR TT TTO TV TUV TW TWN TZ TZA UA UKR UG UGA UM UMI US USA UY URY UZ UZB VA VAT VC VCT VE VEN VG VGB VI VIR VN "
    "VNM VU VUT WF WLF WS WSM YE YEM YT MYT ZA ZAF ZM ZMB ZW ZWE "
    "XK XKX"
)
_ALIASES: dict[str, str] = {
    alias: code
    for code, aliases in (
        ("GB", "uk, great britain, britain, england, scotland, wales, northern ireland, united kingdom, gb uk, vereinigtes konigreich, grossbritannien, großbritannien, royaume uni, angleterre, reino unido, inglaterra, regno unito, inghilterra, verenigd koninkrijk, engeland, wielka brytania"),
        ("US", "usa, us of a, united states, united states of america, the united states, america, the us, estados unidos, eeuu, ee uu, etats unis, stati uniti, vereinigte staaten, verenigde staten, eua, stany zjednoczone"),
        ("DE", "germany, deutschland, allemagne, alemania, germania, duitsland, alemanha, niemcy, brd, d, ger, federal republic of germany"),
        ("FR", "france, frankreich, francia, frankrijk, franca, francja, f"), ("ES", "spain, espana, espagne, spanien, spagna, spanje, espanha, hiszpania"),
        ("IT", "italy, italia, italien, italie, wlochy"), ("NL", "netherlands, the netherlands, holland, nederland, niederlande, pays bas, paises bajos, paesi bassi, holandia, hol"),
        ("BE", "belgium, belgie, belgique, belgien, belgica, belgio"), ("AT", "austria, osterreich, oesterreich, autriche, oostenrijk"),
        ("CH", "switzerland, schweiz, suisse, svizzera, suiza, zwitserland, suica, helvetia, swiss, sui"), ("IE", "ireland, republic of ireland, eire, irland, irlande, irlanda, ierland, roi"),
        ("PT", "portugal, por"), ("PL", "poland, polska, polen, pologne, polonia"), ("CZ", "czech republic, czechia, tschechien, cesko, ceska republika"),
        ("DK", "denmark, danmark, danemark, denemarken, den"), ("SE", "sweden, sverige, schweden, suede, suecia, svezia, zweden"), ("NO", "norway, norge, norwegen, norvege, noruega, noorwegen"),
        ("FI", "finland, suomi, finnland, finlande, finlandia"), ("GR", "greece, el, hellas, griechenland, grece, grecia, griekenland, gre"), ("CA", "canada, kanada, can"),
        ("AU", "australia, australien, australie"), ("NZ", "new zealand, aotearoa, neuseeland, nouvelle zelande"), ("IN", "india, bharat, indien, inde"),
        ("CN", "china, prc, peoples republic of china, people's republic of china, mainland china, chine"), ("JP", "japan, nippon, japon, giappone"),
        ("KR", "south korea, korea, republic of korea, s korea, sudkorea, coree du sud"), ("KP", "north korea, dprk"), ("TW", "taiwan, roc, republic of china"), ("HK", "hong kong, hongkong, hong kong sar"),
        ("SG", "singapore, singapur"), ("AE", "uae, united arab emirates, emirates, dubai, abu dhabi"), ("SA", "saudi arabia, ksa, saudi"), ("IL", "israel"), ("TR", "turkey, turkiye, turkei, turquie"),
        ("RU", "russia, russian federation, russland, russie, rusia"), ("UA", "ukraine, ukraina"), ("BR", "brazil, brasil, brasilien, bresil"), ("MX", "mexico, mexiko, mejico, mexique"),
        ("AR", "argentina, argentinien"), ("ZA", "south africa, rsa, sudafrika, suid afrika"), ("NG", "nigeria"), ("EG", "egypt"), ("VN", "vietnam, viet nam"), ("PH", "philippines, the philippines"),
        ("MK", "macedonia, north macedonia, fyrom"), ("MD", "moldova"), ("SK", "slovakia, slovensko, slovak republic"), ("SI", "slovenia, slovenija"), ("HR", "croatia, hrvatska, kroatien"),
        ("RO", "romania, rumanien, roumanie"), ("HU", "hungary, magyarorszag, ungarn, hongrie"), ("BG", "bulgaria"), ("LU", "luxembourg, luxemburg"), ("CD", "drc, democratic republic of the congo"),
        ("CI", "ivory coast, cote d'ivoire"), ("IR", "iran"), ("SY", "syria"), ("LA", "laos"), ("BO", "bolivia"), ("VE", "venezuela"), ("TZ", "tanzania"), ("VA", "vatican, vatican city, holy see"),
        ("SZ", "swaziland, eswatini"), ("MM", "burma, myanmar"), ("CV", "cape verde"), ("TL", "east timor"), ("PS", "palestine"), ("BN", "brunei"), ("GE", "georgia"), ("XK", "kosovo"),
    )
    for alias in aliases.split(", ")
}
# fmt: on
_CODES: dict[str, str] = {
    code: alpha_2
    for alpha_2, alpha_3 in zip(_ISO.split()[::2], _ISO.split()[1::2], strict=True)
    for code in (alpha_2, alpha_3)
}
