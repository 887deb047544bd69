"""Next actions that say nothing one could do: "follow up" is none, "Send revised proposal by Friday" is one."""

from __future__ import annotations

import functools


@functools.lru_cache(maxsize=1 << 14)
def is_vague(action: str) -> bool:
    """Whether an action says neither what to do nor what about.

    >>> [is_vague(text) for text in ("Follow up!", "follow-up next week", "Touch base with her again", "call", "???")]
    [True, True, True, True, True]
    >>> [is_vague(text) for text in ("Send revised proposal", "Follow up on the quote of 3 March", "Call to introduce ourselves")]
    [False, False, False]
    """
    text = "".join(letter if letter.isalnum() else " " for letter in action.casefold())
    words = [word for word in text.split() if word not in _FILLING]
    return not words or " ".join(words) in _EMPTY


# fmt: off
_FILLING = frozenset(
    ["again", "asap", "soon", "please", "him", "her", "them", "client", "customer", "lead", "prospect", "contact", "person", "with", "to", "the", "a", "an", "this", "that", "later", "next", "week", "month", "monday", "tuesday", "wednesday", "thursday", "friday", "today", "tomorrow", "now", "if", "needed", "tbc", "pls", "nochmal", "bald", "wieder", "kunde", "kunden", "morgen", "heute", "nächste", "woche", "encore", "client", "lui", "demain", "de", "nuevo", "cliente", "mañana"]
)
_EMPTY = frozenset((
    "follow up", "followup", "follow", "fu", "f u", "followed up", "following up", "check in", "check", "checkin", "touch base", "ping", "chase", "nudge", "remind",
    "reminder", "contact", "get in touch", "reach out", "call", "phone", "ring", "email", "e mail", "mail", "message", "write", "dm", "tbd", "todo",
    "do", "wait", "waiting", "pending", "open", "in progress", "ongoing", "action", "next step", "step", "see notes", "notes", "na", "n", "none", "nothing",
    "keep", "keep touch", "keep in touch", "stay in touch", "stay touch", "in touch", "circle back", "get back", "revert", "think about it",
    "nachfassen", "nachhaken", "anrufen", "melden", "kontaktieren", "dranbleiben", "wiedervorlage", "offen", "erinnern", "mailen",
    "relancer", "relance", "rappeler", "contacter", "suivi", "seguimiento", "contactar", "llamar", "ricontattare", "richiamare", "contattare",
    "opvolgen", "bellen", "contact opnemen", "retomar", "acompanhar", "ligar", "zadzwonić", "kontakt", "odezwać się",
))
# fmt: on
