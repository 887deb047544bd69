"""What others make of a list, for benchmarks/duplicates.py: each peer with the settings of somebody who knows it.

    PYTHON benchmarks/peers.py splink IN.csv OUT.csv        writes `row,cluster`, prints the seconds of the work as JSON

Runs by itself under an interpreter that has the peer (`pip install 'leadsorted-sheets[bench]'`); it imports nothing of ours.
Every peer but Remove Duplicates is given cells cleaned as an analyst would: lower case, no accents, titles, punctuation or
legal forms, the last nine digits of a phone. "Expert" also drops info@ and placeholder mailboxes and folds Gmail's dots.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

Row: TypeAlias = dict[str, str]
Labels: TypeAlias = list[int]

HEADERS = {
    "name": "name full_name", "first_name": "first_name fname_c1", "last_name": "last_name lname_c1", "email": "email", "phone": "phone mobile",
    "company": "company site_name", "city": "city", "postcode": "postcode", "address": "address street", "dob": "dob date_of_birth", "region": "state region",
}  # fmt: skip
_COLUMN_OF = {header: column for column, headers in HEADERS.items() for header in headers.split()}
_TITLE = re.compile(r"\b(dr|mr|mrs|ms|prof|phd|mba|md|cpa|jr|sr)\b\.?")
_LEGAL = re.compile(
    r"\b(inc|llc|ltd|limited|gmbh|corp|corporation|co|plc|sa|sas|sarl|srl|spa|bv|nv|ag|kg|pvt|pty|private|ab|ltda|llp)\b"
)
_ROLES = frozenset(
    [
        "info",
        "sales",
        "contact",
        "office",
        "hello",
        "admin",
        "support",
        "mail",
        "kontakt",
        "noemail",
        "none",
        "test",
        "na",
        "no",
        "unknown",
    ]
)


def main(peer: str, source: str, target: str) -> None:
    with open(source, encoding="utf-8-sig", newline="") as file:  # noqa: PTH123  # nothing but the file is wanted
        header, *cells = csv.reader(file)
    rows = [dict(zip((_column(name) for name in header), row, strict=False)) for row in cells]
    began = time.perf_counter()
    answers = PEERS[peer](rows)
    seconds = time.perf_counter() - began
    for threshold, labels in answers.items():
        path = target if threshold == MAIN else f"{target}@{threshold}"
        with open(path, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123
            csv.writer(file).writerows([("row", "cluster"), *enumerate(labels)])
    print(json.dumps({"seconds": seconds, "thresholds": [each for each in answers if each != MAIN]}))


MAIN = 0.95
"""Splink's usual line; at the others its best is looked for, with the truth in hand."""


def _column(header: str) -> str:
    name = re.sub(r"\W+", "_", header.strip().casefold())
    return _COLUMN_OF.get(name, name)


# cleaning -------------------------------------------------------------------------------------------------------------


def cleaned(rows: list[Row], *, expert: bool = False) -> list[dict[str, str | None]]:
    return [_clean(row, expert=expert) for row in rows]


def _clean(row: Row, *, expert: bool) -> dict[str, str | None]:
    first, last, whole = (
        re.sub(r"\s+", " ", _TITLE.sub("", _folded(row.get(column, ""))).replace(".", " ")).strip(" ,")
        for column in ("first_name", "last_name", "name")
    )
    if not first and not last and whole:
        if "," in whole:
            last, first = (part.strip() for part in whole.split(",", 1))
        else:
            first, _, last = whole.partition(" ")
            last = last.rpartition(" ")[2]
    digits = re.sub(r"\D", "", row.get("phone", "").split("x")[0].split("/")[0])[-9:]
    found = {
        "first_name": first.split(" ")[0],
        "last_name": last,
        "email": _email(row.get("email", ""), expert=expert),
        "phone": digits if len(digits) >= 7 and len(set(digits)) > 1 else "",
        "company": _LEGAL.sub("", _plain(row.get("company", ""))).strip(),
    }
    found |= {column: _plain(row.get(column, "")) for column in ("city", "postcode", "address", "dob", "region")}
    return {column: value or None for column, value in found.items()}


def _email(text: str, *, expert: bool) -> str:
    address = text.strip(" <>;,.").lower().replace("mailto:", "")
    local, at, domain = address.partition("@")
    if not at or not local:
        return ""
    if expert:
        local = local.split("+")[0]
        if domain in {"gmail.com", "googlemail.com"}:
            local, domain = local.replace(".", ""), "gmail.com"
        if local in _ROLES:
            return ""
    return f"{local}@{domain}"


def _folded(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(sign))


def _plain(text: str) -> str:
    return re.sub(r"[^\w ]", "", _folded(text)).strip()


def _joined(count: int, pairs: Iterable[tuple[int, int]]) -> Labels:
    """The first row of each group that pairs make."""
    parent = list(range(count))

    def root(row: int) -> int:
        while parent[row] != row:
            parent[row] = row = parent[parent[row]]
        return row

    for one, other in pairs:
        a, b = root(one), root(other)
        parent[max(a, b)] = min(a, b)
    return [root(row) for row in range(count)]


# peers ----------------------------------------------------------------------------------------------------------------


def remove_duplicates(rows: list[Row]) -> dict[float, Labels]:
    """Excel's button, over every column a person would tick: all equal, but for case."""
    seen: dict[tuple[str, ...], int] = {}
    keys = [tuple(row.get(column, "").casefold() for column in HEADERS) for row in rows]
    return {MAIN: [seen.setdefault(key, row) for row, key in enumerate(keys)]}


def exact_contact(rows: list[Row]) -> dict[float, Labels]:
    """What importers of CRMs do: one e-mail or one phone is one person."""
    pairs: list[tuple[int, int]] = []
    for column in ("email", "phone"):
        seen: dict[str, int] = {}
        for row, cells in enumerate(rows):
            text = cells.get(column, "").strip().lower()
            key = text if column == "email" else re.sub(r"\D", "", text)
            if (column == "email" and "@" in key) or (column == "phone" and len(key) >= 7):
                pairs.append((seen.setdefault(key, row), row))
    return {MAIN: _joined(len(rows), pairs)}


def leadmatch(rows: list[Row]) -> dict[float, Labels]:
    from leadmatch import Lead, MatchConfig, dedupe_leads

    leads = []
    for n, row in enumerate(rows):
        first, last = row.get("first_name", ""), row.get("last_name", "")
        if not first and not last:
            first, _, last = row.get("name", "").partition(" ")
            last = last.rpartition(" ")[2]
        cells = {column: row.get(column, "") for column in ("email", "phone", "company", "city")}
        leads.append(Lead(str(n), first_name=first, last_name=last, zip=row.get("postcode", ""), **cells))
    found = dedupe_leads(leads, MatchConfig(threshold=0.85)).assignment
    first_of: dict[str, int] = {}
    return {MAIN: [first_of.setdefault(str(found.get(str(n), f"alone {n}")), n) for n in range(len(rows))]}


def recordlinkage_ecm(rows: list[Row]) -> dict[float, Labels]:
    import pandas as pd
    import recordlinkage as rl
    from jellyfish import metaphone

    table = pd.DataFrame(cleaned(rows))
    known = {column for column in table if table[column].notna().any()}
    table["sound"] = [metaphone(name.split(" ")[-1]) if name else None for name in table["last_name"]]
    table["initial"] = table["first_name"].str[:1]
    blocks = [("sound", "initial"), ("email",), ("phone",), ("address",), ("dob",), ("postcode", "initial"), ("company", "sound"), ("company", "city")]  # fmt: skip
    pairs = None
    for block in blocks:
        if not set(block) <= known | {"sound", "initial"}:
            continue
        rows_of = table[list(block)].dropna()
        if rows_of.empty:
            continue
        sizes = rows_of.groupby(list(block))[block[0]].transform("size")
        index = rl.Index()
        index.block(list(block))
        found = index.index(rows_of[sizes.between(2, 200)])
        pairs = found if pairs is None else pairs.union(found)
    compare = rl.Compare()
    for column in ("first_name", "last_name", "company", "address"):
        if column in known:
            cut = 0.9 if column.endswith("name") else 0.88
            compare.string(column, column, method="jarowinkler", threshold=cut, missing_value=0, label=column)
    for column in ("email", "phone", "city", "dob", "postcode", "region"):
        if column in known:
            compare.exact(column, column, missing_value=0, label=column)
    vectors = compare.compute(pairs, table).astype(int)
    vectors = vectors.loc[:, vectors.nunique() > 1]
    classifier = rl.ECMClassifier(binarize=None)
    classifier.fit(vectors)
    chances = classifier.prob(vectors)
    return {MAIN: _joined(len(rows), chances[chances > 0.5].index)}


def splink(rows: list[Row], *, frequencies: bool, expert: bool = False) -> dict[float, Labels]:
    import logging

    import pyarrow as pa
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    table = [{"unique_id": n, **row} for n, row in enumerate(cleaned(rows, expert=expert))]
    known = {column for column in table[0] if any(row[column] is not None for row in table)}
    table = [{column: value for column, value in row.items() if column in known} for row in table]
    blocks = [
        ("email",), ("phone",), ("dob", "substr(last_name,1,1)"), ("dob", "substr(first_name,1,1)"), ("postcode", "substr(last_name,1,2)"), ("address",),
        ("first_name", "last_name"), ("last_name", "substr(company,1,4)"), ("first_name", "substr(company,1,4)"), ("last_name", "city"),
        ("split_part(email,'@',1)",), ("company", "city"), ("company", "postcode"),
    ]  # fmt: skip
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=_comparisons(known, frequencies=frequencies),
        blocking_rules_to_generate_predictions=[block_on(*block) for block in _possible(blocks, known)],
    )
    linker = Linker(DuckDBAPI().register(pa.Table.from_pylist(table)), settings)
    sure = _possible(
        [("email",), ("phone", "last_name"), ("first_name", "last_name", "dob"), ("company", "phone")], known
    )
    linker.training.estimate_probability_two_random_records_match([block_on(*rule) for rule in sure], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6)
    for rule in _possible([("email",), ("first_name", "last_name"), ("phone",), ("dob",), ("company", "last_name"), ("company", "postcode")], known):  # fmt: skip
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
        except Exception as why:  # noqa: BLE001  # too few pairs in this block: Splink says so by many kinds of error
            print(f"no training on {rule}: {str(why)[:80]}", file=sys.stderr)
    predicted = linker.inference.predict(threshold_match_probability=0.5)
    answers: dict[float, Labels] = {}
    for threshold in (MAIN, 0.5, 0.8, 0.99, 0.999):
        found = linker.clustering.cluster_pairwise_predictions_at_threshold(
            predicted, threshold_match_probability=threshold
        )
        records = found.as_record_list()
        first_of: dict[Any, int] = {}
        cluster = {int(record["unique_id"]): record["cluster_id"] for record in records}
        answers[threshold] = [first_of.setdefault(cluster.get(n, f"alone {n}"), n) for n in range(len(rows))]
    return answers


def _possible(rules: list[tuple[str, ...]], known: set[str]) -> list[tuple[str, ...]]:
    """The rules all of whose columns the list has."""
    named = [(rule, {re.sub(r"^\w+\(|[,)].*$", "", part) for part in rule}) for rule in rules]
    return [rule for rule, columns in named if columns <= known]


def _comparisons(known: set[str], *, frequencies: bool) -> list[Any]:
    import splink.comparison_library as cl

    def near(column: str, *cuts: float, by_frequency: bool = False) -> Any:
        return cl.JaroWinklerAtThresholds(column, list(cuts)).configure(term_frequency_adjustments=by_frequency)

    found: list[Any] = []
    if {"first_name", "last_name"} <= known:
        names = [near(column, 0.92, 0.85, by_frequency=True) for column in ("first_name", "last_name")]
        found += names if frequencies else [cl.ForenameSurnameComparison("first_name", "last_name")]
    if "email" in known:
        found.append(near("email", 0.94, by_frequency=True) if frequencies else cl.EmailComparison("email"))
    for column in ("phone", "city"):
        if column in known:
            found.append(cl.ExactMatch(column).configure(term_frequency_adjustments=True))
    if "company" in known:
        found.append(near("company", 0.9))
    if "dob" in known:
        found.append(cl.DamerauLevenshteinAtThresholds("dob", [1, 2]))
    if "postcode" in known:
        found.append(cl.ExactMatch("postcode"))
    if "address" in known:
        found.append(near("address", 0.9))
    return found


PEERS: dict[str, Callable[[list[Row]], dict[float, Labels]]] = {
    "remove": remove_duplicates,
    "exact": exact_contact,
    "leadmatch": leadmatch,
    "recordlinkage": recordlinkage_ecm,
    "splink": lambda rows: splink(rows, frequencies=False),
    "splink-tf": lambda rows: splink(rows, frequencies=True),
    "splink-expert": lambda rows: splink(rows, frequencies=True, expert=True),
}

if __name__ == "__main__":
    main(*sys.argv[1:])
