"""pandas, which reads a link: of a question of the library, or of a query."""

from urllib.parse import quote, urlencode

import pandas as pd
import pyoxigraph as ox
import pytest

from questions import A_GRAPH, RESULTS, UNREAD

DEAD = "SELECT ?event ?dead { ?event cg:killedAtLeast ?dead } ORDER BY DESC(?dead)"


def plain(query):
    """The answer on file as CSV says it: the text of each term alone."""
    answer = ox.parse_query_results(path=RESULTS / f"{query.name}.tsv")
    columns = [variable.value for variable in answer.variables]
    return columns, [["" if t is None else t.value for t in row] for row in answer]


@pytest.mark.parametrize(
    "query", [q for q in UNREAD if q.name != A_GRAPH], ids=lambda query: query.name
)
def test_pandas_reads_the_answer_on_file(address, query):
    link = f"{address}/queries/{query.name}?format=csv"
    found = pd.read_csv(link, dtype=str, keep_default_na=False)

    assert (list(found.columns), found.to_numpy().tolist()) == plain(query)


def test_pandas_counts_with_numbers(address):
    asked = {"query": DEAD, "trust": "author-strict", "format": "csv"}
    found = pd.read_csv(f"{address}/sparql?{urlencode(asked)}")

    assert found["dead"].tolist() == [500, 100, 49, 15]
    assert found["dead"].sum() == 664


def test_pandas_reads_one_parameter_of_a_question(address):
    link = f"{address}/queries/claims/table?format=csv&name={quote('Ménaka')}"
    found = pd.read_csv(link)

    assert len(found) > 0


def test_pandas_lists_the_questions(address):
    found = pd.read_json(f"{address}/queries").set_index("name")

    assert found.loc["claims/contested", "address"] == "/queries/claims/contested"
