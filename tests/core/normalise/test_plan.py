"""The whole operation: what it changes and why, what it leaves to a person, and that it is done when it is done."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import row_of
from leadsorted_sheets.core.cell import Error, Formula, same
from leadsorted_sheets.core.changes import Edit, apply, rebase
from leadsorted_sheets.core.normalise import Options, plan
from leadsorted_sheets.core.normalise.rules import RULES, missing_sources
from leadsorted_sheets.core.plan import Figures
from leadsorted_sheets.core.state import DECISIONS
from leadsorted_sheets.errors import WrongUsage

BOOK = {
    "Leads": {
        "L-1": {
            "First name": "Mr JOHN",
            "Last name": "MCDONALD",
            "Company": "acme gmbh",
            "Job title": "sr. vp sales",
            "Email": "John@ACME.com; j@x.io",
            "Phone": "030 901821",
            "Source": "webseite",
            "Status": "neu",
            "Owner": "ann",
            "Country": "Germany",
            "Website": "acme.com",
            "Created": "25/12/2025",
            "Deal value": "€ 1.200,50",
            "Do not contact": "ja",
            "Tags": "vip,berlin",
            "Employees": "11-50",
        },
        "L-2": {
            "First name": "Ann",
            "Last name": "Ng",
            "Phone": "030 901820",
            "Country": "DE",
            "Created": "03/04/2026",
            "Notes": "MÃ¼ller\nrang an",
        },
        "L-3": {
            "First name": "Bob",
            "Last name": "Ray",
            "Phone": "020 7946 0018",
            "Email": "bob@gmial.com",
            "Source": "Skywriting",
            "Owner": "Zoe",
        },
    },
    "Preferences": {"Country": {"Value": "GB"}, "Currency": {"Value": "EUR"}},
    "Owners": {"Ann Ng": {"Owner": "Ann Ng", "Email": "ann@us.com"}},
    "Statuses": {"New": {"Status": "New", "Kind": "open"}},
    "Sources": {"Website form": {"Source": "Website form"}},
}


def only(rows, **tabs):
    return {"Leads": {key: row_of(row) for key, row in rows.items()}, **tabs}


# fmt: off
def test_every_change_says_why(context):
    outcome = plan(BOOK, Options(), context)
    assert {(edit.key, edit.field): (edit.after, edit.why) for edit in outcome.changes} == {
        ("L-1", "First name"): ("John", "name: form of address (Mr, Frau, Mme) taken off"),
        ("L-1", "Last name"): ("McDonald", "name: capitals as in print"),
        ("L-1", "Company"): ("Acme GmbH", "company: capitals as in print"),
        ("L-1", "Job title"): ("Senior VP Sales", "job title: capitals and abbreviations as usual"),
        ("L-1", "Seniority"): ("VP", "seniority: from the job title"),
        ("L-1", "Email"): ("john@acme.com", "e-mail: one address a cell, the others moved to Other emails"),
        ("L-1", "Other emails"): ("j@x.io", "e-mail: one address a cell, the others moved to Other emails"),
        ("L-1", "Source"): ("Website form", "list: another word for an entry of the list"),
        ("L-1", "Status"): ("New", "list: another word for an entry of the list"),
        ("L-1", "Owner"): ("Ann Ng", "list: the only owner of that name"),
        ("L-1", "Country"): ("DE", "country: written as its ISO 3166 code"),
        ("L-1", "Website"): ("https://acme.com", "website: written as an address that opens"),
        ("L-1", "Created"): (dt.date(2025, 12, 25), "date: read as a date, in the only way it can be"),
        ("L-1", "Deal value"): (1200.5, "number: text read as the number it is"),
        ("L-1", "Do not contact"): ("yes", "yes or blank: another word for yes"),
        ("L-1", "Tags"): ("vip; berlin", 'tags: "; " between them, each once'),
        ("L-1", "Employees"): (11, "number: the lower end of the range"),
        ("L-1", "Phone"): ("+4930901821", "phone: written internationally (DE from the row's country)"),
        ("L-2", "Phone"): ("+4930901820", "phone: written internationally (DE from the row's country)"),
        ("L-2", "Created"): (dt.date(2026, 4, 3), "date: day before month, as in the rest of the column"),
        ("L-2", "Notes"): ("Müller\nrang an", "text: letters mended that a wrong encoding had broken"),
        ("L-3", "Phone"): ("+442079460018", "phone: written internationally (GB from Preferences)"),
    }


def test_what_is_doubtful_is_said_and_left(context):
    outcome = plan(BOOK, Options(), context)
    assert [(finding.severity, finding.key, finding.field, finding.rule, finding.found, finding.suggestion) for finding in outcome.findings] == [
        ("review", "L-3", "Email", "normalise.email", "bob@gmial.com", "bob@gmail.com"),
        ("warning", None, "Source", "normalise.list", "Skywriting", None),
        ("warning", None, "Owner", "normalise.list", "Zoe", None),
    ]
# fmt: on


def test_the_figures_count_what_changes_and_what_to_look_at(context):
    outcome = plan(only({"L-1": {"Email": "Ann@acme.com"}, "L-2": {"Email": "ann@"}}), Options(), context)
    assert outcome.figures == (Figures("Normalised", ("Column", "Changed", "To look at"), (("Leads: Email", 1, 1),)),)
    assert plan({}, Options(), context).figures == ()


def test_done_is_done(context):
    after = apply(BOOK, plan(BOOK, Options(), context).changes)
    again = plan(after, Options(), context)
    assert again.changes == []
    assert {finding.identity for finding in again.findings} == {
        finding.identity for finding in plan(BOOK, Options(), context).findings
    }


def test_a_list_without_settings_has_no_country_but_its_own(context):
    phone = {"Phone": "020 7946 0018"}
    alone = plan(only({"L-1": phone}), Options(), context)
    assert (alone.changes, [finding.severity for finding in alone.findings]) == ([], ["review"])
    among = only({"L-1": phone, **{f"L-{n}": {"Phone": f"+44207946001{n}"} for n in range(2, 8)}})
    assert [edit.why for edit in plan(among, Options(), context).changes] == [
        "phone: written internationally (GB from most of the list)"
    ]
    asked = plan(only({"L-1": phone}), Options(region="uk"), context)
    assert [(edit.after, edit.why) for edit in asked.changes] == [
        ("+442079460018", "phone: written internationally (GB from the option given)")
    ]


def test_the_date_order_may_be_asked_for(context):
    book = only({"L-1": {"Created": "03/04/2026"}})
    assert [finding.severity for finding in plan(book, Options(), context).findings] == ["review"]
    asked = plan(book, Options(date_order="mdy"), context)
    assert [(edit.after, edit.why) for edit in asked.changes] == [
        (dt.date(2026, 3, 4), "date: month before day, as you asked for")
    ]


def test_only_the_columns_asked_for_change(context):
    outcome = plan(BOOK, Options(fields=("email", "Tags")), context)
    assert {edit.field for edit in outcome.changes} == {"Email", "Other emails", "Tags"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (Options(region="Narnia"), "'Narnia' is no country we know. Give its ISO code, such as DE."),
        (Options(date_order="sideways"), "'sideways' is no date order. Give DMY, MDY or YMD."),
        (Options(fields=("Emial",)), "There is no rule for a column called 'Emial'."),
    ],
)
def test_an_option_that_means_nothing_is_refused(context, options, message):
    with pytest.raises(WrongUsage) as refusal:
        plan(BOOK, options, context)
    assert str(refusal.value).startswith(message)


def test_formulas_stay_and_errors_are_reported(context):
    book = only({"L-1": {"Email": Formula("=A1"), "Phone": Error("#N/A"), "Other emails": Formula("=B1")}})
    outcome = plan(book, Options(), context)
    assert outcome.changes == []
    assert [(finding.field, finding.found, finding.message) for finding in outcome.findings] == [
        ("Phone", Error("#N/A"), "#N/A is an error that a formula or a link left here. Left as it is.")
    ]


def test_nothing_moves_into_a_formula(context):
    book = only({"L-1": {"Email": "ann@acme.com; bob@acme.com", "Other emails": Formula("=B1")}})
    outcome = plan(book, Options(), context)
    assert outcome.changes == []
    assert [finding.message for finding in outcome.findings] == [
        '"ann@acme.com; bob@acme.com" belongs in two columns, and the other one holds a formula. Left as it is.'
    ]


def test_a_second_address_joins_those_that_are_there(context):
    book = only({"L-1": {"Email": "ann@acme.com\nB@acme.com", "Other emails": "c@acme.com, b@acme.com"}})
    changed = apply(book, plan(book, Options(), context).changes)
    assert changed["Leads"]["L-1"] == {"Email": "ann@acme.com", "Other emails": "c@acme.com; b@acme.com"}


def test_an_extension_is_part_of_its_number(context):
    book = only({"L-1": {"Phone": "+1 212 555 0123; +1 212 555 0124 x12", "Other phones": "+12125550125;ext=7"}})
    changed = apply(book, plan(book, Options(), context).changes)
    assert changed["Leads"]["L-1"] == {
        "Phone": "+12125550123",
        "Other phones": "+12125550125;ext=7; +12125550124;ext=12",
    }


def test_a_blank_that_was_typed_is_a_blank(context):
    book = only({"L-1": {"First name": "Smith, Ann", "Last name": " \u200b", "Notes": "\n"}})
    assert apply(book, plan(book, Options(), context).changes)["Leads"]["L-1"] == {
        "First name": "Ann",
        "Last name": "Smith",
    }


def test_lost_letters_are_flagged(context):
    book = only({"L-1": {"Street": "M\ufffdhlweg 3"}})
    assert [finding.message for finding in plan(book, Options(), context).findings] == [
        '"M\ufffdhlweg 3" has lost letters (\ufffd) to a wrong encoding. Left as it is.'
    ]


def test_an_unknown_source_is_no_fault_where_there_is_no_sources_tab(context):
    assert plan(only({"L-1": {"Source": "Skywriting"}}), Options(), context).findings == ()
    assert [edit.after for edit in plan(only({"L-1": {"Source": "web"}}), Options(), context).changes] == [
        "Website form"
    ]


# fmt: off
@pytest.mark.parametrize(("typed", "owner", "why"), [
    ("Bob Ray",   "Bob Ray",      ""),
    ("bob ray",   "Bob Ray",      "list: spelt as in the list"),
    ("bob",       "Bob Ray",      "list: the only owner of that name"),
    ("B. Ray",    "Bob Ray",      "list: the only owner of that name"),
    ("B Ray",     "Bob Ray",      "list: the only owner of that name"),
    ("Bob R.",    "Bob Ray",      "list: the only owner of that name"),
    ("Ann N.",    "Ann Ng",       "list: the only owner of that name"),
    ("A. Lee",    "Ann Lee",      "list: the only owner of that name"),
    ("T. van Dam", "Tom van Dam", "list: the only owner of that name"),
    ("Tom D.",    "Tom van Dam",  "list: the only owner of that name"),
    ("C. Ray",    "C. Ray",       ""),
    ("Ray",       "Ray",          ""),
])
def test_an_owner_is_known_by_a_short_form_that_only_one_has(context, typed, owner, why):
    owners = {name: {"Owner": name} for name in ("Ann Ng", "Ann Lee", "Bob Ray", "Tom van Dam")}
    outcome = plan(only({"L-1": {"Owner": typed}}, Owners=owners), Options(), context)
    assert [(edit.after, edit.why) for edit in outcome.changes] == ([(owner, why)] if why else [])
# fmt: on


# fmt: off
@pytest.mark.parametrize(("row", "after"), [
    (("Lucía Ortega", "Molina", "", "ES"),                    ("Lucía", "Ortega Molina")),
    (("LUCÍA ORTEGA", "MOLINA", "", "Spain"),                 ("Lucía", "Ortega Molina")),
    (("Lucía Ortega", "Molina", "lucia.ortega@espiga.es", ""), ("Lucía", "Ortega Molina")),
    (("Ana Zubiri", "Goya", "ana.zubiri@x.es", "ES"),         ("Ana", "Zubiri Goya")),
    (("Ana Silva", "Santos", "", "BR"),                       ("Ana", "Silva Santos")),
    (("Ana Zubiri", "Goya", "", "ES"),                        ("Ana Zubiri", "Goya")),
    (("María José", "Molina", "maria.jose@x.es", "ES"),       ("María José", "Molina")),
    (("Mary Ann", "Smith", "mary.ann@x.com", "GB"),           ("Mary Ann", "Smith")),
    (("Lucía Ortega", "Molina", "", "US"),                    ("Lucía Ortega", "Molina")),
    (("Meier", None, "k.meier@x.de", "DE"),                   (None, "Meier")),
    (("Ann", None, "ann@x.com", "GB"),                        ("Ann", None)),
    (("Ann", None, "ann.lee@x.com", "GB"),                    ("Ann", None)),
])
def test_a_surname_under_first_name_moves_where_the_row_gives_it_away(context, row, after):
    first, last, email, country = row
    cells = row_of({"First name": first, "Last name": last, "Email": email or None, "Country": country or None})
    book = only({"L-1": cells})
    result = apply(book, plan(book, Options(), context).changes)
    assert (result["Leads"]["L-1"].get("First name"), result["Leads"]["L-1"].get("Last name")) == after
    assert plan(result, Options(), context).changes == []
# fmt: on


def test_a_blank_country_in_preferences_is_nobodys_word(context):
    book = only({"L-1": {"Phone": "020 7946 0018"}}, Preferences={"Country": {"Value": None}})
    outcome = plan(book, Options(), context)
    assert outcome.changes == []
    (doubt,) = outcome.findings
    assert doubt.severity == "review"
    assert "no country is known for it. It could be +442079460018 (GB), +3902079460018 (IT)," in doubt.message


def test_which_of_two_owners_is_meant_is_a_question(context):
    owners = {name: {"Owner": name} for name in ("Ann Ng", "Ann Lee", "Bob Ray")}
    outcome = plan(only({"L-1": {"Owner": "ann"}}, Owners=owners), Options(), context)
    assert outcome.changes == []
    assert [(doubt.severity, doubt.suggestion, doubt.message) for doubt in outcome.findings] == [
        ("review", "Ann Ng", '"ann" may be Ann Ng or Ann Lee. Left as it is until you decide.')
    ]


def test_a_deals_currency_comes_from_its_amount(context):
    deals = {"D-1": {"Value": "£ 5,000.50"}, "D-2": {"Value": "€5", "Currency": "gbp"}, "D-3": {"Value": "€5"}}
    outcome = plan({"Pipeline": deals, "Preferences": {"Currency": {"Value": "GBP"}}}, Options(), context)
    assert {(edit.key, edit.field): edit.after for edit in outcome.changes} == {
        ("D-1", "Value"): 5000.5,
        ("D-2", "Currency"): "GBP",
        ("D-3", "Value"): 5,
        ("D-3", "Currency"): "EUR",
    }
    assert [(finding.key, finding.message) for finding in outcome.findings] == [
        ("D-2", '"€5" is not in GBP. Left as it is.')
    ]


def test_what_a_person_decided_is_not_raised_again(context):
    book = only({"L-1": {"Email": "bob@gmial.com"}})
    (doubt,) = plan(book, Options(), context).findings
    decided = {**book, DECISIONS: {f"value:{doubt.identity}": {"Choice": "Leave as it is"}}}
    assert plan(decided, Options(), context).findings == ()


def test_swapped_columns_are_only_reported(context):
    rows = {f"L-{n}": {"First name": "Kowalski", "Last name": "Robert"} for n in range(30)}
    outcome = plan(only(rows), Options(), context)
    assert (outcome.changes, [finding.rule for finding in outcome.findings]) == ([], ["normalise.swapped"])
    straight = {f"L-{n}": {"First name": "Robert", "Last name": "Kowalski"} for n in range(30)}
    assert plan(only(straight), Options(), context).findings == ()


def test_progress_is_told_to_the_end(context):
    told = []
    plan(BOOK, Options(), replace(context, progress=lambda *said: told.append(said)))
    assert told[0] == ("Normalising", 0, len(RULES))
    assert told[-1] == ("Normalising", len(RULES), len(RULES))


def test_missing_sources_are_those_that_no_entry_means():
    rows = {f"L-{n}": {"Source": source} for n, source in enumerate(("Sky", "Fax", "Sky", "web", "Website form"))}
    assert missing_sources({"Leads": rows, "Sources": {"Website form": {}}}) == ("Sky", "Fax")


def test_every_rule_is_about_a_column_of_the_workbook():
    for rule in RULES:
        tab = schema.BY_NAME[rule.tab]
        assert tab.column(rule.field) is not None
        assert rule.beside == "" or tab.column(rule.beside) is not None
    assert len({(rule.tab, rule.field) for rule in RULES}) == len(RULES)


TYPED = st.one_of(
    st.sampled_from(
        (
            *("ANN", "Mr JOHN smith", "Smith, Ann", "Ann & Bob", "acme gmbh", "ACME TRADING LTD", "Sr. mgr", "CEO", "A@B.de; c@d.de", "x@gmial.com", "ann (at) acme.com", "n/a", "-", " ", "\u200b"),
            *("020 7946 0018", "+44 (0)20 7946 0018", "0044 20 7946 0018 / 07400 123456", "442079460018", "030 901820/21", "4.9E+11", "212-555-0123 x9", "web", "Facebook", "neu", "Qualifed", "ja", "no"),
            *("03/04/2026", "25/12/2025", "12/25/2025", "2026-03-04T05:06:07Z", "4. März 26", "45321", "1767225600", "31.02.2026", "1.234", "1.234,5", "€ 5k", "$7", "50%", "11-50", "Germany", "uk", "CA"),
            *("California", "sw1a1aa", "2134", "MÃ¼ller", "A &amp;amp; B", "LONDON", "vip,vip|a", "acme.com/", "eur", "Ann Ng", "ann"),
        )
    ),
    st.text(alphabet="aÄ @.,;/&-+0159(\n\u00a0'", max_size=10),
    st.sampled_from((0, 1, 7, 2134, 45321, 1767225600, 442079460018, 491701000000, 0.5, 45321.5, True, False, dt.date(2026, 3, 4), dt.time(5, 6), Formula("=A1"), Error("#N/A"))),
)  # fmt: skip


def rows(tab):
    fields = sorted({rule.field for rule in RULES if rule.tab == tab})
    cells = st.dictionaries(st.sampled_from(fields), TYPED, max_size=8).map(row_of)
    return st.lists(cells, max_size=6).map(lambda found: {f"K-{n}": row for n, row in enumerate(found)})


BOOKS = st.fixed_dictionaries(
    {"Leads": rows("Leads"), "Pipeline": rows("Pipeline"), "Activities": rows("Activities")},
    optional={
        "Preferences": st.sampled_from(({"Country": {"Value": "GB"}, "Currency": {"Value": "EUR"}}, {"Date order": {"Value": "MDY"}})),
        "Owners": st.just({"Ann Ng": {"Owner": "Ann Ng"}}),
        "Sources": st.just({"Website form": {"Source": "Website form"}}),
    },
)  # fmt: skip


@settings(max_examples=150)
@given(book=BOOKS)
def test_a_plan_holds_on_its_book_and_its_result_needs_no_plan(context, book):
    outcome = plan(book, Options(), context)
    assert rebase(outcome.changes, onto=book).clashes == []
    assert all(change.why for change in outcome.changes)
    after = apply(book, outcome.changes)
    assert plan(after, Options(), context).changes == []


@settings(max_examples=60)
@given(book=BOOKS)
def test_only_cells_of_rules_change_and_never_a_formula_or_an_error(context, book):
    beside = {"Other emails", "Other phones", "Seniority", "First name", "Last name", "Currency"}
    known = {(rule.tab, rule.field) for rule in RULES}
    for change in plan(book, Options(), context).changes:
        assert isinstance(change, Edit)
        assert (change.tab, change.field) in known or change.field in beside
        assert not isinstance(change.before, (Formula, Error))
        assert not same(change.before, change.after)


@settings(max_examples=60)
@given(book=BOOKS)
def test_a_doubt_is_about_what_stands_there_afterwards(context, book):
    outcome = plan(book, Options(), context)
    after = apply(book, outcome.changes)
    for finding in outcome.findings:
        if finding.key is not None:
            assert same(after[finding.tab][finding.key].get(finding.field), finding.found)
