"""The marker stands under what is meant, whatever stands on the line."""

import pytest
from rich.cells import cell_len

from claimgraph.findings import Place
from claimgraph.reports.excerpts import excerpt


def place(source, column, end, end_line=1):
    return Place("a.ttl", 1, column, end_line, end, source)


@pytest.mark.parametrize(
    ("source", "column", "end", "line", "marker"),
    [
        ("ex:a ex:b ex:c .", 6, 10, "ex:a ex:b ex:c .", "     ^~~~"),
        ("ex:a .", 1, 5, "ex:a .", "^~~~"),
        ("    ex:a .", 5, 9, "ex:a .", "^~~~"),
        ("\tex:a .", 2, 6, "ex:a .", "^~~~"),
        ("a\tex:b .", 3, 7, "a   ex:b .", "    ^~~~"),
        ('"日本" ex:b .', 6, 10, '"日本" ex:b .', "       ^~~~"),
        ('"日本"', 1, 5, '"日本"', "^~~~~~"),
        ('"e\u0301" ex:b', 6, 10, '"e\u0301" ex:b', "    ^~~~"),
        ("\x1b[31m ex:b", 7, 11, "<U+001B>[31m ex:b", "             ^~~~"),
        ("\u202eab ex:b", 5, 9, "<U+202E>ab ex:b", "           ^~~~"),
        ("ex:a", 5, 6, "ex:a", "    ^"),
        ("ex:a", 3, 3, "ex:a", "  ^"),
        ("ex:a", 99, 120, "ex:a", "    ^"),
        ("ex:a", -4, -2, "ex:a", "^"),
        ("ex:a", 2, None, "ex:a", " ^"),
        ("b" * 20 + "a" * 4, 21, 25, "…bbbbbaaaa", "      ^~~~"),
        ("a" * 4 + "b" * 40, 1, 5, "aaaabbbbbbbbbbbbb…", "^~~~"),
        ("a" * 40, 1, 41, "aaaaaaaaaaaaaaaaa…", "^" + "~" * 17),
    ],
)  # fmt: skip
def test_the_marker_stands_under_the_span(source, column, end, line, marker):
    shown = excerpt(place(source, column, end), 18)

    assert [str(shown), shown.marker] == [line, marker]


def test_a_span_of_several_lines_is_marked_to_the_end_of_the_first():
    shown = excerpt(place("ex:a ex:b [", 6, 2, end_line=3), 40)

    assert shown.marker == "     ^~~~~~"


@pytest.mark.parametrize("source", ["", "ex:a"])
def test_without_a_line_or_a_column_there_is_no_excerpt(source):
    assert excerpt(place(source, None if source else 1, 2), 40) is None
    assert excerpt(None, 40) is None


def test_a_line_of_any_length_is_cut_around_the_span():
    source = "x" * 5_000_000 + "ex:a" + "y" * 5_000_000
    shown = excerpt(place(source, 5_000_001, 5_000_005), 60)

    assert shown.marked == "ex:a"
    assert cell_len(str(shown)) == 60
