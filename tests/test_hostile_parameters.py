"""Whatever a parameter of the library is given, it narrows the answer or is refused."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimgraph import queries

#: What would break out of a query that was built from text.
BREAKING = [
    '"', "'", "\\", "'''", '"""', "\n", "\r\n", "\0", "?x", "$x", "#", "}", ") }", "<", ">",
    '" } UNION { ?s ?p ?o }', "' || true || '", '"^^xsd:integer', '"@en', "\\u0022 ) #",
    "> { ?s ?p ?o } } #", "<a:b> . ?s ?p ?o", "1 || true", "1) } #", "SERVICE <http://e/>",
    "actor:jnim> ?p ?o . ?s ?p2 <actor:jnim", "a:b c:d", "javascript:alert(1)", "../..",
    "\u202e", "\uffff", "\U0001f4a3", "é" * 2000, "0x10", "1e9", "NaN", "-0", "+1", "٣",
    "2023-02-30", "9999999999-01-01", "2023-09-07T24:00:00Z", " ", "",
]  # fmt: skip
PARAMETERS = [
    (query, parameter)
    for query in queries.library().values()
    for parameter in query.parameters
]


@pytest.fixture(scope="module")
def everything(app):
    """The rows of each question that nothing narrows."""
    client = app.test_client()
    return {
        query.name: rows(client.get(f"/queries/{query.name}?format=json"))
        for query, _ in PARAMETERS
    }


def rows(response):
    return json.loads(response.data)["results"]["bindings"]


def others(row, parameter):
    """A row as text, without the *parameter* that was given or not."""
    return json.dumps({k: v for k, v in row.items() if k != parameter}, sort_keys=True)


def refusal_or_rows(client, query, parameter, value):
    response = client.get(
        f"/queries/{query.name}", query_string={parameter: value, "format": "json"}
    )
    if response.status_code == 400:
        assert response.json["type"].rpartition("/")[2] in ("bad-parameter", "not-utf8")
        return None
    assert response.status_code == 200, response.text
    return rows(response)


@pytest.mark.parametrize(
    ("query", "parameter"), PARAMETERS, ids=lambda x: getattr(x, "name", x)
)
def test_what_would_break_out_of_a_query_is_a_value_like_any_other(
    client, everything, query, parameter
):
    whole = {others(row, parameter) for row in everything[query.name]}
    for value in BREAKING:
        found = refusal_or_rows(client, query, parameter, value)
        if found is None:
            continue
        narrowed = {others(row, parameter) for row in found}

        assert narrowed <= whole, value
        if value and query.parameters[parameter] in ("string", "iri"):
            assert all(row[parameter]["value"] == value for row in found), value


@given(value=st.text(min_size=1))
@settings(
    max_examples=60, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
def test_no_text_at_all_breaks_out_of_a_query(client, value):
    query = queries.find("claims/table")
    for parameter, kind in query.parameters.items():
        found = refusal_or_rows(client, query, parameter, value)

        assert not found or kind not in ("string", "iri") or found[0][parameter]
