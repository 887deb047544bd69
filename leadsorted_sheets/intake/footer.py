"""Where the rows end: totals, and lines about the list itself, are no leads."""

from __future__ import annotations

import re
from collections.abc import Sequence

from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.intake.evidence import looks_like_value
from leadsorted_sheets.intake.table import Grid, is_filled, row_texts, row_width, shortened


def end_of_rows(grid: Grid, start: int, width: int) -> tuple[int, list[str]]:
    """Where the rows end, and a note on what stands below: totals, and lines about the list itself.

    A line of one cell is a remark where a total stands above it; without one it may be a lead of few words.
    """
    end = len(grid.rows)
    block = _last_block(grid, start)
    if (
        width > 2
        and all(row_width(row) == 1 for row in grid.rows[block:])
        and any(map(_is_signature, grid.rows[block:]))
    ):
        end = block
    for n in range(end - 1, max(start, len(grid.rows) - _LOOK) - 1, -1):
        row = grid.rows[n]
        if is_total(row, width):
            end = n
        elif not any(map(is_filled, row)) or (_is_remark(row, width) and _is_signature(row)):
            end = n if end == n + 1 else end
        elif not _is_remark(row, width):
            break
    return end, left_out(grid.rows[end:], "below the rows")


def left_out(rows: Sequence[Sequence[Cell]], where: str) -> list[str]:
    """A note on the rows that are no leads; none where they hold nothing."""
    texts = [shortened(" ".join(filter(None, row_texts(row)))) for row in rows]
    said = ", ".join(f'"{text}"' for text in texts if text)
    return [f"Left out {where}: {said}."] if said else []


def is_total(row: Sequence[Cell], width: int) -> bool:
    """ "Total" and numbers, nothing that a person has. (A company may be called Total, and have a phone.)"""
    filled = [cell for cell in row if is_filled(cell)]
    if not 0 < len(filled) <= max(2, width / 2):
        return False
    word = shown(filled[0])
    return (
        len(word) <= _LONGEST
        and _TOTAL.fullmatch(" ".join(_FIGURES.sub(" ", word).split())) is not None
        and all(map(_is_amount, filled[1:]))
    )


_LOOK = 40  # rows looked at from the end
_LONGEST = 80  # characters of a label or a number
_SUM = (
    r"(?:grand |sub)?totals?|sum|summe|gesamt(?:summe|ergebnis|betrag|zahl|anzahl|wert)?|insgesamt|zwischensumme|total g[ée]n[ée]ral|"
    r"sous-total|somme|suma(?: total)?|totale(?: generale)?|subtotale|total geral|soma|(?:eind|sub)?totaal|totaal generaal|razem|łącznie|"
    r"ogółem|count|anzahl|zahl|average|durchschnitt|number|nombre(?: total)?|número(?: total)?|numero(?: totale)?|aantal|totaal aantal|liczba|"
    r"total number"
)
_OF = r"(?:of|der|de|des|di|dei|degli|do|dos|das|van|aller|d['’])"
# What a list may count or add up. A word that is not here may be the rest of a company's name: "Total Energies".
_THINGS = (
    r"leads?|contacts?|rows?|records?|entries|scans?|people|persons?|companies|customers?|clients?|prospects?|visitors?|attendees|"
    r"registrations|deals?|value|amount|revenue|budget|pipeline|kontakte|zeilen|datens[äa]tze|eintr[äa]ge|firmen|kunden|personen|besucher|"
    r"wert|betrag|umsatz|lignes|fiches|soci[ée]t[ée]s|personnes|montant|valeur|contactos?|filas|registros?|empresas|importe|valor|"
    r"contatti|righe|aziende|clienti|valore|importo|contatos|linhas|clientes|contacten|rijen|bedrijven|klanten|waarde|bedrag|"
    r"kontakt[óo]w|wierszy|rekord[óo]w|firm|klient[óo]w|warto[śs][ćc]"
)
_TOTAL = re.compile(rf"(?:{_SUM})(?: (?:{_OF} ?)?(?:{_THINGS}))?", re.IGNORECASE)
_FIGURES = re.compile(r"[\d.,:=]+| [-–] ")
_NUMBER = re.compile(r"[-+(]?[\W\d]*\d[\d.,\s]*[%€$£)]?|[A-Z]{3}")
_PLAIN_NUMBER = re.compile(r"-?(?!0\d)(?:\d{1,3}(?:[ .,'’\u00a0\u202f]\d{3})+|\d+)(?:[.,]\d{1,2})?")
_SIGNATURE = re.compile(
    r"generated (?:by|on)|exported (?:by|on|from)|printed (?:by|on)|report (?:generated|created)|confidential|copyright|©|\(c\) |"
    r"page \d+|as of \d|end of (?:the )?(?:report|list|file|export)|source:|\*+(?=\s*\D)|\*{2,}|-{3,}|={3,}|"
    r"seite \d+|erstellt (?:am|von)|exportiert (?:am|von|aus)|gedruckt (?:am|von)|vertraulich|stand:? \d|ende (?:der|des) |quelle:|"
    r"g[ée]n[ée]r[ée] (?:le|par)|export[ée] (?:le|par|de)|confidentiel|fin (?:de la liste|du fichier|de l['’]export)|"
    r"generado (?:el|por)|exportado (?:el|em|por|de)|confidencial|fin de(?: la lista|l archivo)|fim d[ao] |"
    r"generato (?:il|da)|esportato (?:il|da)|riservato|fine (?:della lista|dell['’]elenco|del file)|gerado (?:em|por)|p[áa]gina \d+|pagina \d+|"
    r"gegenereerd (?:op|door)|ge[ëe]xporteerd (?:op|door)|vertrouwelijk|einde van |"
    r"wygenerowano|wyeksportowano|poufne|strona \d+|koniec (?:listy|pliku)|"
    r"\d[\d,. ]* (?:rows|records|leads|entries|contacts|zeilen|datens[äa]tze|kontakte|lignes|registros|righe|rijen|wierszy)\b",
    re.IGNORECASE,
)


def _last_block(grid: Grid, start: int) -> int:
    """Where the rows after the last blank line begin; the end where there is none near it."""
    last = len(grid.rows)
    return next(
        (n for n in range(last - 1, max(start, last - _LOOK), -1) if grid.lines[n] > grid.lines[n - 1] + 1), last
    )


def _is_amount(cell: Cell) -> bool:
    """A number, and not one to be dialled: neither +44 20 7946 0018 nor 020 7946 0018, but 1 234 567."""
    text = shown(cell).strip()
    if len(text) > _LONGEST or _NUMBER.fullmatch(text) is None:
        return False
    return not isinstance(cell, str) or not looks_like_value(cell) or _PLAIN_NUMBER.fullmatch(text) is not None


def _is_remark(row: Sequence[Cell], width: int) -> bool:
    """One cell with words in it, in a table of several columns."""
    filled = [cell for cell in row if is_filled(cell)]
    return width > 2 and len(filled) == 1 and not looks_like_value(filled[0])


def _is_signature(row: Sequence[Cell]) -> bool:
    return _SIGNATURE.match(" ".join(row_texts(row)).strip()) is not None
