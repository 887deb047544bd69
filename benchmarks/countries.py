"""Where the invented leads live: how a country writes its name, its phones, its companies and its mailboxes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Country:
    """`mobiles` and `landlines` are patterns (`Dice.fill`) of the number after the trunk digit, grouped as people write it.

    `share` is how many leads in a hundred live there; `cities` are (city, region).
    """

    code: str
    share: float
    locale: str
    spellings: tuple[str, ...]
    calling: str
    trunk: str
    mobiles: tuple[str, ...]
    landlines: tuple[str, ...]
    legal_forms: tuple[str, ...]
    mailboxes: tuple[str, ...]
    domain: str
    postcode: str
    cities: tuple[tuple[str, str], ...]


def _places(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((city, region) for city, _, region in (place.partition("/") for place in text.split("|")))


_US_AREAS = (
    "212",
    "310",
    "312",
    "415",
    "617",
    "713",
    "206",
    "303",
    "404",
    "512",
    "602",
    "702",
    "305",
    "919",
    "503",
    "216",
    "313",
    "614",
)
_CA_AREAS = ("416", "604", "514", "403", "613", "780", "204", "418")

# fmt: off
COUNTRIES: tuple[Country, ...] = (
    Country("US", 45, "en_US", ("US", "USA", "United States", "United States of America", "U.S."), "1", "",
            tuple(f"{area} N## ####" for area in _US_AREAS), tuple(f"{area} N## ####" for area in _US_AREAS),
            ("", "Inc", "Inc.", "LLC", "Corp", "Corporation", "Co.", ", Inc.", ", LLC"),
            ("gmail.com", "gmail.com", "gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "icloud.com", "aol.com", "comcast.net"), "com", "#####",
            _places("New York/NY|Los Angeles/CA|Chicago/IL|Houston/TX|Phoenix/AZ|Philadelphia/PA|San Antonio/TX|San Diego/CA|Dallas/TX|San Jose/CA|Austin/TX|Columbus/OH|Charlotte/NC|San Francisco/CA|Indianapolis/IN|Seattle/WA|Denver/CO|Washington/DC|Boston/MA|Nashville/TN|Detroit/MI|Portland/OR|Las Vegas/NV|Memphis/TN|Baltimore/MD|Milwaukee/WI|Albuquerque/NM|Tucson/AZ|Fresno/CA|Sacramento/CA|Kansas City/MO|Atlanta/GA|Omaha/NE|Miami/FL|Raleigh/NC|Minneapolis/MN|Tampa/FL|New Orleans/LA|Cleveland/OH|Springfield/IL|Salem/OR|Madison/WI|Boise/ID|Richmond/VA|Des Moines/IA|Salt Lake City/UT|Buffalo/NY|Orlando/FL")),
    Country("GB", 14, "en_GB", ("UK", "GB", "United Kingdom", "England", "Great Britain"), "44", "0",
            ("7400 ######", "7500 ######", "7711 ######", "7800 ######", "7890 ######", "7912 ######"),
            ("20 7N## ####", "20 8N## ####", "121 N## ####", "161 N## ####", "131 N## ####", "113 N## ####"),
            ("", "Ltd", "Ltd.", "Limited", "PLC", "LLP"),
            ("gmail.com", "gmail.com", "hotmail.co.uk", "yahoo.co.uk", "outlook.com", "btinternet.com", "icloud.com"), "co.uk", "@N# #@@",
            _places("London/Greater London|Birmingham/West Midlands|Manchester/Greater Manchester|Leeds/West Yorkshire|Glasgow/Scotland|Liverpool/Merseyside|Bristol/Avon|Sheffield/South Yorkshire|Edinburgh/Scotland|Leicester/Leicestershire|Cardiff/Wales|Nottingham/Nottinghamshire|Reading/Berkshire|Oxford/Oxfordshire|Cambridge/Cambridgeshire|Brighton/East Sussex|York/North Yorkshire|Bath/Somerset|Norwich/Norfolk|Exeter/Devon")),
    Country("DE", 8, "de_DE", ("Germany", "DE", "Deutschland", "GER"), "49", "0",
            ("151 ########", "160 #######", "170 #######", "171 #######", "172 #######", "175 #######", "176 ########", "177 #######", "179 #######"),
            ("30 N######", "40 N######", "89 N######", "221 N######", "69 N######", "711 N######"),
            ("", "GmbH", "AG", "GmbH & Co. KG", "KG", "UG"),
            ("gmx.de", "web.de", "gmail.com", "t-online.de", "gmx.net", "outlook.de"), "de", "#####",
            _places("Berlin/BE|Hamburg/HH|München/BY|Köln/NW|Frankfurt am Main/HE|Stuttgart/BW|Düsseldorf/NW|Leipzig/SN|Dortmund/NW|Nürnberg/BY|Bremen/HB|Hannover/NI|Münster/NW|Würzburg/BY")),
    Country("FR", 6, "fr_FR", ("France", "FR"), "33", "0",
            ("6 N# ## ## ##", "7 6# ## ## ##"), ("1 4# ## ## ##", "2 4# ## ## ##", "3 2# ## ## ##", "4 7# ## ## ##", "5 5# ## ## ##"),
            ("", "SARL", "SAS", "S.A.S.", "SA"), ("gmail.com", "orange.fr", "free.fr", "hotmail.fr", "laposte.net"), "fr", "#####",
            _places("Paris/Île-de-France|Marseille/PACA|Lyon/Rhône|Toulouse/Occitanie|Nice/PACA|Nantes/Loire|Montpellier/Occitanie|Strasbourg/Alsace|Bordeaux/Gironde|Lille/Nord|Orléans/Loiret|Besançon/Doubs")),
    Country("IN", 6, "en_IN", ("India", "IN"), "91", "0",
            ("98### #####", "99### #####", "97### #####", "90### #####", "88### #####", "70### #####"), ("22 2### ####", "11 2### ####", "80 2### ####", "44 2### ####"),
            ("", "Pvt Ltd", "Pvt. Ltd.", "Private Limited", "Ltd"), ("gmail.com", "gmail.com", "rediffmail.com", "yahoo.co.in"), "in", "######",
            _places("Mumbai/MH|Delhi/DL|Bengaluru/KA|Hyderabad/TG|Ahmedabad/GJ|Chennai/TN|Kolkata/WB|Pune/MH|Jaipur/RJ")),
    Country("ES", 4, "es_ES", ("Spain", "ES", "España"), "34", "",
            ("6## ### ###",), ("91N ### ###", "93N ### ###", "96N ### ###", "95N ### ###"),
            ("", "S.L.", "SL", "S.A.", "SA"), ("gmail.com", "hotmail.es", "yahoo.es"), "es", "#####",
            _places("Madrid/Madrid|Barcelona/Cataluña|Valencia/Valencia|Sevilla/Andalucía|Zaragoza/Aragón|Málaga/Andalucía|Murcia/Murcia|Bilbao/País Vasco|Córdoba/Andalucía|A Coruña/Galicia")),
    Country("NL", 4, "nl_NL", ("Netherlands", "NL", "The Netherlands", "Holland"), "31", "0",
            ("6 N#######",), ("20 N######", "10 N######", "70 N######", "30 N######"),
            ("", "B.V.", "BV", "N.V."), ("gmail.com", "ziggo.nl", "kpnmail.nl", "hotmail.nl"), "nl", "#### @@",
            _places("Amsterdam/Noord-Holland|Rotterdam/Zuid-Holland|Den Haag/Zuid-Holland|Utrecht/Utrecht|Eindhoven/Noord-Brabant|Groningen/Groningen|Tilburg/Noord-Brabant|Almere/Flevoland")),
    Country("CA", 4, "en_US", ("Canada", "CA"), "1", "",
            tuple(f"{area} N## ####" for area in _CA_AREAS), tuple(f"{area} N## ####" for area in _CA_AREAS),
            ("", "Inc.", "Ltd.", "Corp."), ("gmail.com", "gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "icloud.com"), "ca", "@#@ #@#",
            _places("Toronto/ON|Montréal/QC|Vancouver/BC|Calgary/AB|Ottawa/ON|Edmonton/AB|Québec/QC|Winnipeg/MB")),
    Country("IT", 3, "it_IT", ("Italy", "IT", "Italia"), "39", "",
            ("320 #######", "328 #######", "333 #######", "335 #######", "340 #######", "347 #######", "392 #######"), ("06 N#######", "02 N#######", "011 N######", "081 N######"),
            ("", "S.r.l.", "Srl", "S.p.A.", "SpA"), ("gmail.com", "libero.it", "hotmail.it"), "it", "#####",
            _places("Roma/RM|Milano/MI|Napoli/NA|Torino/TO|Palermo/PA|Genova/GE|Bologna/BO|Firenze/FI|Verona/VR|Forlì/FC")),
    Country("AU", 3, "en_GB", ("Australia", "AU"), "61", "0",
            ("4## ### ###",), ("2 9### ####", "3 9### ####", "7 3### ####", "8 9### ####"),
            ("", "Pty Ltd", "Pty. Ltd."), ("gmail.com", "bigpond.com", "outlook.com"), "com.au", "N###",
            _places("Sydney/NSW|Melbourne/VIC|Brisbane/QLD|Perth/WA|Adelaide/SA|Canberra/ACT")),
    Country("BR", 2, "pt_BR", ("Brazil", "BR", "Brasil"), "55", "0",
            ("11 9N### ####", "21 9N### ####", "31 9N### ####", "41 9N### ####"), ("11 3### ####", "21 2### ####", "31 3### ####", "41 3### ####"),
            ("", "Ltda", "Ltda.", "S.A."), ("gmail.com", "uol.com.br", "bol.com.br"), "com.br", "#####-###",
            _places("São Paulo/SP|Rio de Janeiro/RJ|Brasília/DF|Salvador/BA|Curitiba/PR|Goiânia/GO")),
    Country("SE", 1, "sv_SE", ("Sweden", "SE", "Sverige"), "46", "0",
            ("70 ### ## ##", "72 ### ## ##", "73 ### ## ##", "76 ### ## ##"), ("8 N## ## ##", "31 N## ## ##", "40 N## ## ##"),
            ("", "AB"), ("gmail.com", "telia.com"), "se", "### ##",
            _places("Stockholm/Stockholm|Göteborg/Västra Götaland|Malmö/Skåne|Uppsala/Uppsala")),
)

CITY_ALIASES: dict[str, tuple[str, ...]] = {
    "New York": ("NYC", "New York City", "new york"), "Los Angeles": ("LA", "L.A."), "San Francisco": ("SF", "San Fran"), "Las Vegas": ("Vegas",),
    "Washington": ("Washington DC", "Washington, D.C."), "München": ("Munich", "Muenchen"), "Köln": ("Cologne", "Koeln"), "Nürnberg": ("Nuremberg",),
    "Frankfurt am Main": ("Frankfurt", "Frankfurt/M"), "Roma": ("Rome",), "Milano": ("Milan",), "Napoli": ("Naples",), "Torino": ("Turin",), "Firenze": ("Florence",),
    "Sevilla": ("Seville",), "Den Haag": ("The Hague", "'s-Gravenhage"), "Bengaluru": ("Bangalore",), "Mumbai": ("Bombay",), "Göteborg": ("Gothenburg",), "London": ("Greater London", "LONDON"),
}
# fmt: on
