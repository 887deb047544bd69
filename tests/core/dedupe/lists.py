"""A small list of leads that have nothing in common, for others to stand among."""

from __future__ import annotations

from leadsorted_sheets.core.book import Book, row_of
from leadsorted_sheets.core.cell import Cell

_FIRST = [
    "Olivia",
    "Noah",
    "Emma",
    "Liam",
    "Ava",
    "Lucas",
    "Mia",
    "Ethan",
    "Zoe",
    "Mason",
    "Ruby",
    "Logan",
    "Isla",
    "Owen",
    "Ivy",
    "Felix",
    "Clara",
    "Hugo",
    "Nora",
    "Oscar",
    "Jana",
    "Piotr",
    "Aisha",
    "Ravi",
    "Mei",
    "Kenji",
    "Fatima",
    "Dmitri",
    "Ingrid",
    "Matteo",
]
_LAST = [
    "Archer",
    "Bellamy",
    "Castle",
    "Draper",
    "Ellison",
    "Fletcher",
    "Gibbs",
    "Harlow",
    "Ibsen",
    "Jarvis",
    "Kemp",
    "Lovell",
    "Marsh",
    "Norris",
    "Orwell",
    "Pryce",
    "Quill",
    "Rudd",
    "Sayer",
    "Tate",
    "Udall",
    "Vance",
    "Webb",
    "Xenos",
    "Yates",
    "Zeller",
    "Novak",
    "Okafor",
    "Pereira",
    "Lindqvist",
]
_COMPANIES = ["Alder Foods", "Birch Media", "Cobalt Labs", "Dune Logistics", "Ember Dental", "Fjord Textiles"]
_CITIES = ["Leeds", "Bristol", "York", "Bath", "Derby"]


def strangers() -> dict[str, dict[str, Cell]]:
    """Sixty leads, no two of which are one person."""
    leads: dict[str, dict[str, Cell]] = {}
    for n in range(60):
        first, last, company = _FIRST[n % 30], _LAST[(n * 7 + n // 30) % 30], _COMPANIES[n % 6]
        leads[f"L-S{n:02}"] = {
            "Lead ID": f"L-S{n:02}",
            "First name": first,
            "Last name": last,
            "Company": company,
            "Email": f"{first}.{last}@{company.split()[0]}.co.uk".lower(),
            "Phone": f"+44 20 7{n:03} {(n * 137) % 10000:04}",
            "City": _CITIES[n % 5],
        }
    return leads


def book_of(*rows: dict[str, Cell], among: bool = True, **tabs: dict[str, dict[str, Cell]]) -> Book:
    """A book whose leads are `rows`, with ids L-1, L-2 … where they have none, among strangers."""
    leads: dict[str, dict[str, Cell]] = strangers() if among else {}
    for n, row in enumerate(rows, 1):
        key = str(row.get("Lead ID", f"L-{n}"))
        leads[key] = row_of({"Lead ID": key, **row})
    return {"Leads": leads, **tabs}
