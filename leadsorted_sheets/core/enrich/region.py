"""Which state, province or Land a lead is in, from its postcode or, in North America, the phone's area code.

Written as `normalise.regions` writes it. Only postcodes that lie in one region as a whole are in the tables.
"""

from __future__ import annotations

import functools
import re

from leadsorted_sheets.core.book import Row


def region_clue(row: Row, country: str) -> tuple[str, str] | None:
    """(region, the column that says so), or None where nothing does.

    >>> region_clue({"Postcode": "94105", "Phone": "+12125550123"}, "US"), region_clue({"Phone": "+12125550123"}, "US")
    (('CA', 'postcode'), ('NY', 'phone'))
    >>> region_clue({"Postcode": "80331"}, "DE"), region_clue({"Postcode": "SW1A 1AA"}, "GB")
    (('Bayern', 'postcode'), None)
    """
    postcode, phone = row.get("Postcode"), row.get("Phone")
    if isinstance(postcode, str) and (region := of_postcode(postcode.strip().upper(), country)):
        return region, "postcode"
    if country in ("US", "CA") and isinstance(phone, str) and (region := _AREAS.get((country, phone[2:5]), "")):
        return (region, "phone") if phone.startswith("+1") else None
    return None


@functools.lru_cache(maxsize=1 << 14)
def of_postcode(postcode: str, country: str) -> str:
    """
    >>> of_postcode("10001-1234", "US"), of_postcode("M5V 2T6", "CA"), of_postcode("2601", "AU"), of_postcode("14467", "DE")
    ('NY', 'ON', 'ACT', '')
    """
    match country:
        case "CA":
            return _PROVINCES.get(postcode[:1], "") if re.fullmatch(r"[A-Z][0-9][A-Z].*", postcode) else ""
        case "US" if re.fullmatch(r"[0-9]{5}(-[0-9]{4})?", postcode):
            return _within(_ZIPS, int(postcode[:3]))
        case "AU" if re.fullmatch(r"[0-9]{4}", postcode):
            return _within(_STATES, int(postcode))
        case "DE" if re.fullmatch(r"(D-)?[0-9]{5}", postcode):
            return _within(_LAENDER, int(postcode.removeprefix("D-")[:2]))
    return ""


def _within(spans: tuple[tuple[str, str], ...], number: int) -> str:
    return _spans(spans).get(number, "")


@functools.cache
def _spans(spans: tuple[tuple[str, str], ...]) -> dict[int, str]:
    found: dict[int, str] = {}
    for region, numbers in spans:
        for span in numbers.split():
            first, _, last = span.partition("-")
            found |= dict.fromkeys(range(int(first), int(last or first) + 1), region)
    return found


# fmt: off
_PROVINCES = {
    "A": "NL", "B": "NS", "C": "PE", "E": "NB", "G": "QC", "H": "QC", "J": "QC", "K": "ON", "L": "ON", "M": "ON", "N": "ON", "P": "ON",
    "R": "MB", "S": "SK", "T": "AB", "V": "BC", "Y": "YT",
}
_ZIPS: tuple[tuple[str, str], ...] = (  # the first three digits, by the United States Postal Service
    ("PR", "6-7 9"), ("VI", "8"), ("MA", "10-27"), ("RI", "28-29"), ("NH", "30-38"), ("ME", "39-49"), ("VT", "50-54 56-59"), ("CT", "60-62 64-69"),
    ("NJ", "70-89"), ("NY", "5 100-149"), ("PA", "150-196"), ("DE", "197-199"), ("DC", "200 202-205"), ("MD", "206-219"), ("VA", "201 220-246"),
    ("WV", "247-268"), ("NC", "270-289"), ("SC", "290-299"), ("GA", "300-319 398-399"), ("FL", "320-339 341-349"), ("AL", "350-369"),
    ("TN", "370-385"), ("MS", "386-397"), ("KY", "400-427"), ("OH", "430-459"), ("IN", "460-479"), ("MI", "480-499"), ("IA", "500-528"),
    ("WI", "530-549"), ("MN", "550-567"), ("SD", "570-577"), ("ND", "580-588"), ("MT", "590-599"), ("IL", "600-629"), ("MO", "630-658"),
    ("KS", "660-679"), ("NE", "680-693"), ("LA", "700-714"), ("AR", "716-729"), ("OK", "730-732 734-749"), ("TX", "733 750-799 885"),
    ("CO", "800-816"), ("WY", "820-831"), ("ID", "832-833 835-838"), ("UT", "840-847"), ("AZ", "850-865"), ("NM", "870-884"), ("NV", "889-898"),
    ("CA", "900-961"), ("HI", "967-968"), ("GU", "969"), ("OR", "970-979"), ("WA", "980-994"), ("AK", "995-999"),
)
_STATES: tuple[tuple[str, str], ...] = (
    ("NT", "800-999"), ("NSW", "1000-2599 2621-2899 2921-2999"), ("ACT", "200-299 2600-2617 2900-2920"), ("VIC", "3000-3999 8000-8999"),
    ("QLD", "4000-4999 9000-9999"), ("SA", "5000-5999"), ("WA", "6000-6999"), ("TAS", "7000-7999"),
)
_LAENDER: tuple[tuple[str, str], ...] = (  # the first two digits, where they lie in one Land
    ("Berlin", "10 12 13"), ("Schleswig-Holstein", "24 25"), ("Nordrhein-Westfalen", "40-42 44-47 50 52 58 59"), ("Hessen", "60 61"),
    ("Baden-Württemberg", "70-73 75"), ("Bayern", "80-87 90-95"), ("Sachsen", "9"), ("Thüringen", "99"),
)
_CODES = (  # area codes of the North American numbering plan, by libphonenumber
    "AB 368 403 587 780 825; AK 907; AL 205 251 256 334 659 938; AR 327 479 501 870; AZ 480 520 602 623 928; BC 236 250 257 604 672 778; CA 209 213 279 323 "
    "341 350 369 408 415 424 442 510 530 559 562 619 626 628 650 657 661 669 707 714 738 747 760 805 818 820 831 840 858 909 916 925 949 951; CO 303 719 "
    "720 748 970 983; CT 475 860 959; DC 202 771; DE 302; FL 239 305 321 324 352 386 407 448 561 645 656 689 727 728 754 772 786 813 850 863 904 941 954; "
    "GA 229 404 470 478 678 706 762 770 912 943; HI 808; IA 319 515 563 641 712; ID 208 986; IL 217 224 309 312 331 447 464 618 630 708 730 773 779 815 847 "
    "872; IN 219 260 317 463 574 765 812 930; KS 316 620 785 913; KY 270 364 502 606 859; LA 225 318 337 504 985; MA 339 351 413 508 617 774 781 857 978; "
    "MB 204 431 584; MD 227 240 301 410 443 667; ME 207; MI 231 248 269 313 517 586 616 734 810 906 947 989; MN 218 320 507 612 651 763 952; MO 235 314 417 "
    "557 573 636 660 816 975; MS 228 601 662 769; MT 406; NB 428 506; NC 252 336 472 704 743 828 910 919 980 984; ND 701; NE 308 402 531; NH 603; NJ 201 "
    "551 609 640 732 848 856 862 908 973; NL 709 879; NM 505 575; NV 702 725 775; NY 212 315 329 332 347 363 516 518 585 607 631 646 680 716 838 845 914 "
    "917 929 934; OH 216 220 234 283 326 330 380 419 440 513 567 614 740 937; OK 405 539 572 580 918; ON 226 249 289 343 365 382 416 437 519 548 613 647 "
    "683 705 742 753 807 942; OR 458 503 541 971; PA 215 223 267 272 412 445 484 570 582 610 717 724 814 835 878; QC 263 273 354 367 418 438 450 468 514 "
    "579 581 819 873; RI 401; SC 803 821 839 843 854 864; SD 605; SK 306 474 639; TN 423 615 629 731 865 901 931; TX 210 214 254 281 325 346 361 409 430 "
    "432 469 512 682 726 737 806 817 830 832 903 915 936 940 945 956 972 979; UT 385 435 801; VA 276 434 540 571 686 703 757 804 826 948; VT 802; WA 206 "
    "253 360 425 509 564; WI 262 274 353 414 534 608 715 920; WV 304 681; WY 307 "
)
# fmt: on
_CANADIAN = frozenset(_PROVINCES.values())
_AREAS: dict[tuple[str, str], str] = {
    ("CA" if region in _CANADIAN else "US", code): region
    for region, *codes in (entry.split() for entry in _CODES.split(";"))
    for code in codes
}
CANADIAN_OR_STATES: dict[str, str] = {code: country for country, code in _AREAS}
"""The country of an area code of North America."""
