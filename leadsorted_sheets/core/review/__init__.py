"""The Review tab: what a person must decide, with the evidence, and what follows from the decision.

`raised` puts doubts on the tab, once each, and takes off what is no longer doubtful; those that are alike are led by
a row that decides for all of them. `plan` does what was decided: it writes the suggestion, merges the pair or keeps
it apart, and remembers, so that nobody is asked twice.
"""

from leadsorted_sheets.core.review.decided import Options, as_kind, plan
from leadsorted_sheets.core.review.doubts import DECIDED, already_decided, pair_key, raised, summary

__all__ = ["DECIDED", "Options", "already_decided", "as_kind", "pair_key", "plan", "raised", "summary"]
