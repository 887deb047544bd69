"""The measure of duplicates is itself right: small lists whose answer can be counted by hand."""

import pytest

from benchmarks.dedupe_quality import Labelled, Score, b_cubed, labelled, main, pairwise

ROUND = 1e-9

# found, truth, pairwise precision and recall, B-cubed precision and recall
COUNTED = (
    ("nothing to find, nothing found", "abcd", "1234", (1, 1), (1, 1)),
    ("all found", "aabb", "1122", (1, 1), (1, 1)),
    ("nothing found of one pair", "abc", "112", (1, 0), (1, 2 / 3)),
    ("all in one, two pairs", "aaaa", "1122", (2 / 6, 1), (0.5, 1)),
    ("a pair of three found", "aab", "111", (1, 1 / 3), (1, 5 / 9)),
    ("one right, one wrong", "aabb", "1123", (0.5, 1), (0.75, 1)),
    ("names of clusters do not matter", "zzy", "112", (1, 1), (1, 1)),
    ("no rows", "", "", (1, 1), (1, 1)),
)


@pytest.mark.parametrize(("what", "found", "truth", "pairs", "cubed"), COUNTED)
def test_precision_and_recall_are_what_one_counts_by_hand(what, found, truth, pairs, cubed):
    for score, (precision, recall) in ((pairwise(found, truth), pairs), (b_cubed(found, truth), cubed)):
        assert score.precision == pytest.approx(precision, abs=ROUND)
        assert score.recall == pytest.approx(recall, abs=ROUND)


@pytest.mark.parametrize(("precision", "recall", "f1"), [(1, 1, 1), (0.5, 1, 2 / 3), (0, 0, 0)])
def test_f1_is_the_harmonic_mean(precision, recall, f1):
    assert Score(precision, recall).f1 == pytest.approx(f1, abs=ROUND)


def test_a_labelled_list_is_read_without_its_truth(tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text("\ufeffname,who,email\nAnn,1,a@x.example\nBob,2,\n", encoding="utf-8")
    expected = Labelled("mine.csv", ("name", "email"), [("Ann", "a@x.example"), ("Bob", "")], ["1", "2"])
    assert labelled(file, "who") == expected


def test_a_list_without_the_truth_is_refused_in_words(tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text("name,email\n", encoding="utf-8")
    with pytest.raises(
        SystemExit, match=r"mine\.csv has no column 'truth'\. It has: name, email\. Name one with --truth"
    ):
        main([str(file)])
