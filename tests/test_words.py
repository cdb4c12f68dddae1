"""Words to search by: how they are written, and where they stand."""

import pytest

from claimgraph.dataset import Request
from claimgraph.words import words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("GATIA", ["gatia"]),
        ("Ménaka", ["menaka"]),
        ("Me\u0301naka", ["menaka"]),
        ("l’Azaouad, l'Azaouad", ["l", "azaouad", "l", "azaouad"]),
        ("Aguelhok-2", ["aguelhok", "2"]),
        ("cœur, Ægypte, Großstadt", ["coeur", "aegypte", "grossstadt"]),
        ("Øst Łódź İstanbul", ["ost", "lodz", "istanbul"]),
        ("ﬁef ２０２３ x²", ["fief", "2023", "x2"]),
        ("Kɔnna Ɲafunke", ["konna", "nafunke"]),
        ("snake_case", ["snake", "case"]),
        ("مَالِي", ["مالي"]),
        ("", []),
        ("… – ?", []),
    ],
)
def test_a_word_is_the_same_however_it_is_written(text, found):
    assert list(words(text)) == found


def found(dataset, word, scope="GRAPH graph:words"):
    rows = dataset.query(Request(f'SELECT ?s {{ {scope} {{ ?s cg:word "{word}" }} }}'))
    return {row[0].value.rpartition("/")[2] for row in rows.rows()}


@pytest.mark.parametrize(
    ("word", "thing"),
    [
        ("gsim", "jnim"),
        ("gsim", "jnim-gsim"),
        ("sahel", "issp"),
        ("helicoptere", "segou-helicopter-incident"),
        ("presupposed", "b03s02-2"),
    ],
)
def test_a_thing_is_found_by_the_words_of_its_names_and_notes(dataset, word, thing):
    assert thing in found(dataset, word)


def test_the_default_graph_holds_no_words(dataset):
    assert found(dataset, "kidal", "") == set()


def test_every_text_of_the_default_graph_is_found_by_each_of_its_words(dataset):
    from claimgraph import rules

    stored = dataset.query(
        Request("SELECT ?s ?w { GRAPH graph:words { ?s cg:word ?w } }")
    )
    pairs = {(str(row[0]), row[1].value) for row in stored.rows()}
    texts = dataset.query(Request(rules.TEXTS)).rows()

    assert pairs == {
        (str(thing), word) for thing, text in texts for word in words(text.value)
    }
