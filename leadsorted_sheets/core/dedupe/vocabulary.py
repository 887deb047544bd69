"""Words that mean something to a comparison: free mail, role mailboxes, titles, legal forms, placeholders.

Plain data. A word missing here costs a little accuracy and never a wrong merge: what a mailbox or a
phone is shared by is judged by the list itself, not by these words alone.
"""

from __future__ import annotations

import functools
import string


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# fmt: off
FREE_MAIL = _words("""
    gmail.com googlemail.com icloud.com me.com mac.com aol.com msn.com mail.com email.com zoho.com fastmail.com hey.com
    proton.me protonmail.com pm.me tutanota.com
    yahoo.com ymail.com rocketmail.com yahoo.co.uk yahoo.fr yahoo.de yahoo.es yahoo.it yahoo.ca yahoo.in yahoo.com.br
    yahoo.co.in yahoo.com.au yahoo.co.jp yahoo.com.mx yahoo.com.ar yahoo.com.sg
    hotmail.com hotmail.co.uk hotmail.fr hotmail.de hotmail.es hotmail.it hotmail.nl hotmail.be hotmail.ca hotmail.com.br
    outlook.com outlook.de outlook.fr outlook.es outlook.it outlook.pt outlook.co.uk outlook.com.br outlook.com.au
    live.com live.co.uk live.fr live.de live.nl live.it live.ca live.com.au windowslive.com
    gmx.de gmx.net gmx.com gmx.at gmx.ch web.de t-online.de freenet.de arcor.de posteo.de mailbox.org bluewin.ch
    orange.fr wanadoo.fr free.fr sfr.fr laposte.net neuf.fr libero.it virgilio.it alice.it tiscali.it tin.it
    btinternet.com sky.com virginmedia.com ntlworld.com talktalk.net blueyonder.co.uk tiscali.co.uk eircom.net
    comcast.net verizon.net att.net sbcglobal.net cox.net bellsouth.net charter.net earthlink.net optonline.net juno.com
    rediffmail.com uol.com.br bol.com.br terra.com.br ig.com.br ziggo.nl kpnmail.nl planet.nl home.nl xs4all.nl skynet.be
    telenet.be telia.com bigpond.com optusnet.com.au xtra.co.nz shaw.ca rogers.com sympatico.ca telus.net
    mail.ru yandex.ru rambler.ru qq.com 163.com 126.com sina.com naver.com hanmail.net daum.net docomo.ne.jp
    wp.pl o2.pl onet.pl interia.pl seznam.cz centrum.cz abv.bg freemail.hu sapo.pt
""")
"""Domains where anybody has a mailbox: such a domain says nothing about the company."""

COMMON_MAIL: tuple[str, ...] = ("gmail.com", "hotmail.com", "yahoo.com", "outlook.com", "icloud.com")
"""The ones people mistype often enough to be worth repairing."""

ROLES = _words("""
    info sales contact office hello hi admin administrator support mail email enquiries enquiry inquiries inquiry help service
    services team marketing billing accounts accounting invoice hr jobs careers recruitment press media webmaster postmaster
    hostmaster noreply no-reply donotreply newsletter orders order privacy legal finance it tech helpdesk customerservice
    customercare care welcome general secretary management reception booking bookings reservations shop store
    kontakt buero verwaltung vertrieb verkauf bestellung rechnung zentrale post contacto ventas administracion contato vendas
    comercial atendimento commercial accueil direction contatti vendite segreteria amministrazione ordini verkoop
""")
"""Mailboxes of a role, read by whoever is on duty."""

JUNK_MAILBOXES = _words("noemail nomail none na n/a test no unknown null nil email example asdf abc xxx noone nobody")
JUNK_DOMAINS = _words("""
    example.com example.org example.net test.com none.com na.com no.com noemail.com nomail.com domain.com
    xxx.com null.com abc.com asdf.com
""")

TITLES = _words("""
    mr mrs ms miss mx dr prof sir dame lord lady rev herr frau hr fr mme mlle monsieur madame sra dott ing dipl mag univ
    senor senora don dona signor signora
""")
DEGREES = _words("phd mba md cpa esq cfa pmp rn dds jd bsc msc ma ba mp obe mbe cbe llb llm dphil frcs")
GENERATIONS: dict[str, str] = {"jr": "jr", "jnr": "jr", "junior": "jr", "ii": "jr", "sr": "sr", "snr": "sr", "senior": "sr", "iii": "iii", "iv": "iv"}
ELDER_AND_YOUNGER: dict[str, str] = {"sen": "sr", "jun": "jr"}
"""German for Senior and Junior, behind a surname only: by themselves they are names of people."""
"""What tells a father from his son. Junior and II are one, since a list uses either."""
PARTICLES = _words("van von vom der den de la le di da del della dos das du ten ter el al bin ibn abu mc mac st san zu zum y e")
"""Small words that belong to the surname that follows them."""
NO_NAME = _words("na none unknown test null anonymous customer lead contact user name firstname lastname nn xx xxx asdf")

LEGAL_FORMS = _words("""
    inc incorporated llc ltd limited gmbh corp corporation co company plc sa sas sarl srl spa bv nv ag kg ug pvt pty private
    ab ltda llp lp sl slu oy oyj as asa aps kft sro zoo mbh ohg eurl cie holding cv se eg ev doo ood bvba sprl pte sdn bhd
    the and und et y e
""")
"""What a company may add or drop without being another company."""

CITY_NAMES: dict[str, str] = {
    "nyc": "new york", "new york city": "new york", "la": "los angeles", "l a": "los angeles", "sf": "san francisco",
    "san fran": "san francisco", "vegas": "las vegas", "philly": "philadelphia", "washington dc": "washington",
    "washington d c": "washington", "saint louis": "st louis", "greater london": "london",
    "munich": "munchen", "muenchen": "munchen", "cologne": "koln", "koeln": "koln", "nuremberg": "nurnberg",
    "nuernberg": "nurnberg", "duesseldorf": "dusseldorf", "frankfurt am main": "frankfurt", "frankfurt m": "frankfurt",
    "hanover": "hannover", "brunswick": "braunschweig", "vienna": "wien", "zuerich": "zurich", "geneva": "geneve", "genf": "geneve",
    "rome": "roma", "milan": "milano", "naples": "napoli", "turin": "torino", "florence": "firenze", "venice": "venezia",
    "genoa": "genova", "seville": "sevilla", "lisbon": "lisboa", "the hague": "den haag", "s gravenhage": "den haag",
    "antwerp": "antwerpen", "brussels": "bruxelles", "brussel": "bruxelles", "copenhagen": "kobenhavn", "gothenburg": "goteborg",
    "prague": "praha", "warsaw": "warszawa", "cracow": "krakow", "moscow": "moskva", "bangalore": "bengaluru", "bombay": "mumbai",
    "calcutta": "kolkata", "madras": "chennai", "peking": "beijing",
}
"""A city's other spellings, both sides folded."""

STREET_WORDS: dict[str, str] = {
    "street": "st", "str": "st", "strasse": "st", "avenue": "ave", "av": "ave", "road": "rd", "drive": "dr", "boulevard": "blvd",
    "lane": "ln", "place": "pl", "court": "ct", "crescent": "cres", "cr": "cres", "circuit": "cct", "close": "cl", "square": "sq",
    "terrace": "tce", "ter": "tce", "parade": "pde", "highway": "hwy", "apartment": "apt", "suite": "ste", "north": "n",
    "south": "s", "east": "e", "west": "w", "saint": "st",
}
PLACE_WORDS = _words("""
    school sch academy center centre ctr church college university hospital clinic store shop market restaurant cafe coffee bar hotel inn
    motel group day care daycare child children development learning preschool nursery elementary elem high library pharmacy bank salon
    garage bakery dental auto repair services service svcs system park house home homes agency association foundation institute office
    station club gym fitness theatre theater museum gallery farm garden gardens supply supplies hardware grocery foods kitchen grill
    schule kindergarten apotheke baeckerei backerei praxis verein kita ecole lycee college pharmacie boulangerie escuela colegio farmacia
    panaderia scuola liceo
""") | (LEGAL_FORMS - _words("the and und et y e co as se eg ev"))
"""Words of which a place's name usually has one, and a person's hardly ever."""

SHORT_WORDS: dict[str, str] = {
    "elem": "elementary", "sch": "school", "ctr": "center", "centre": "center", "cntr": "center", "dev": "development", "devel": "development",
    "svcs": "services", "svc": "services", "service": "services", "comm": "community", "acad": "academy", "hs": "high", "st": "saint",
    "ch": "church", "hosp": "hospital", "univ": "university", "dept": "department", "assoc": "association", "assn": "association",
    "intl": "international", "natl": "national", "mfg": "manufacturing", "mkt": "market", "rest": "restaurant", "pharm": "pharmacy",
    "childrens": "child", "children": "child", "bros": "brothers", "mt": "mount", "ft": "fort", "n": "north", "s": "south", "w": "west",
}
"""How the words of a place's name are shortened."""

SOCIAL_SITES = _words("linkedin.com facebook.com twitter.com x.com instagram.com xing.com youtube.com tiktok.com google.com wixsite.com")
"""Websites whose address names the person's page, not the company's."""
# fmt: on


@functools.cache
def mistyped_domains() -> dict[str, str]:
    """A slip of one key in a well-known mail domain -> the domain meant. A domain that exists is never taken for a slip."""
    slips = {"googlemail.com": "gmail.com", "gmx.ed": "gmx.de"}
    for meant in COMMON_MAIL:
        name = meant.removesuffix(".com")
        endings = (".con", ".cm", ".co", ".om", ".comm", ".cmo", ".vom", ".xom", ".ocm", "com")
        for slip in [*(name + ending for ending in endings), *(spelt + ".com" for spelt in one_slip_from(name))]:
            if slip not in FREE_MAIL:
                slips.setdefault(slip, meant)
    return slips


def one_slip_from(word: str) -> list[str]:
    """Every spelling one key away: a letter left out, doubled, replaced, or two swapped.

    >>> sorted(slip for slip in one_slip_from("ab") if len(slip) != 2), "ba" in one_slip_from("ab")
    (['a', 'aab', 'abb', 'b'], True)
    """
    spelt = []
    for n in range(len(word)):
        before, letter, after = word[:n], word[n], word[n + 1 :]
        spelt += [before + after, before + letter + letter + after]
        spelt += [before + other + after for other in string.ascii_lowercase if other != letter]
        if after:
            spelt.append(before + after[0] + letter + after[1:])
    return [slip for slip in spelt if slip != word]
