"""Which e-mail domains say where somebody works, and which only say who carries their mail."""

from __future__ import annotations


def domain_of(email: str) -> str:
    """The domain of an address in lower case; "" where there is none.

    >>> domain_of("Ana.Ng@Example.com"), domain_of("ana.ng"), domain_of("ana@nowhere")
    ('example.com', '', '')
    """
    box, at, domain = email.strip().rpartition("@")
    domain = domain.casefold()
    return domain if at and box and "." in domain else ""


def is_free(domain: str) -> bool:
    """Whether anybody can have a mailbox there.

    >>> is_free("gmail.com"), is_free("yahoo.co.uk"), is_free("live.nation.com"), is_free("acme.com")
    (True, True, False, False)
    """
    if domain in FREE_DOMAINS:
        return True
    name, _, country = domain.partition(".")
    return name in FREE_FAMILIES and all(len(label) <= 3 for label in country.split("."))


def business_domain(email: str) -> str:
    """The domain of the company somebody writes from; "" for a free mailbox, an invented one or no address.

    >>> business_domain("ana@acme.example"), business_domain("ana@gmail.com"), business_domain("none@example.com")
    ('acme.example', '', '')
    """
    domain = domain_of(email)
    return "" if not domain or domain in NOBODYS_DOMAINS or is_free(domain) else domain


NOBODYS_DOMAINS: frozenset[str] = frozenset(
    {
        *("example.com", "example.net", "example.org"),  # reserved by RFC 2606
        *("domain.com", "mail.invalid", "no.com", "noemail.com", "nomail.com", "none.com", "test.com", "test.de"),
    }
)
"""What people type where a form insists on an address."""

FREE_FAMILIES: frozenset[str] = frozenset({"aol", "gmx", "hotmail", "live", "outlook", "yahoo", "yandex", "ymail"})
"""Providers with a domain in every country: yahoo.fr, hotmail.co.uk, gmx.at."""

_DOMAINS = (
    # worldwide
    "gmail.com googlemail.com icloud.com me.com mac.com msn.com rocketmail.com proton.me protonmail.com pm.me "
    "mail.com email.com zohomail.com fastmail.com hushmail.com tutanota.com tuta.io hey.com duck.com "
    # British Isles, North America, Australia
    "btinternet.com btopenworld.com sky.com talktalk.net virginmedia.com ntlworld.com blueyonder.co.uk eircom.net "
    "comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net juno.com "
    "rogers.com shaw.ca sympatico.ca videotron.ca bigpond.com bigpond.net.au optusnet.com.au xtra.co.nz "
    # German, Dutch and French
    "web.de t-online.de freenet.de arcor.de posteo.de mailbox.org online.de bluewin.ch hispeed.ch sunrise.ch aon.at "
    "chello.at chello.nl ziggo.nl kpnmail.nl planet.nl home.nl hetnet.nl xs4all.nl telenet.be skynet.be proximus.be "
    "orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr numericable.fr "
    # southern Europe and Latin America
    "libero.it virgilio.it tiscali.it alice.it tin.it fastwebnet.it terra.es telefonica.net sapo.pt "
    "uol.com.br bol.com.br terra.com.br ig.com.br globo.com prodigy.net.mx "
    # northern and eastern Europe
    "telia.com comhem.se online.no luukku.com wp.pl o2.pl onet.pl op.pl interia.pl gazeta.pl seznam.cz centrum.cz "
    "azet.sk freemail.hu citromail.hu abv.bg mail.bg mail.ru bk.ru inbox.ru list.ru rambler.ru ukr.net "
    # Asia
    "qq.com 163.com 126.com sina.com foxmail.com naver.com hanmail.net daum.net rediffmail.com docomo.ne.jp"
)
FREE_DOMAINS: frozenset[str] = frozenset(_DOMAINS.split())
"""Providers of mailboxes for anybody, or for their own subscribers."""
