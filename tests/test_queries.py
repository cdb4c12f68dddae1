"""Every question of the library: header, answer on file, two engines, parameters."""

import re
import sys
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

import engines
from claimgraph import queries, resources
from claimgraph.dataset import Dataset

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results"
LIBRARY = queries.library().values()
PARAMETERS = [(query, name) for query in LIBRARY for name in query.parameters]
KEBAB = r"[a-z0-9]+(-[a-z0-9]+)*"
#: How many values are tried for a parameter that no column of the answer shows.
TRIED = 6
#: Values that no answer shows.
NOWHERE = {"iri": NamedNode("urn:nobody"), "string": Literal("no such words")}

every = pytest.mark.parametrize("query", LIBRARY, ids=lambda query: query.name)
every_parameter = pytest.mark.parametrize(
    ("query", "name"),
    PARAMETERS,
    ids=[f"{query.name}?{name}" for query, name in PARAMETERS],
)


def on_file(query):
    """The file with the expected answer."""
    found = [RESULTS / f"{query.name}.{extension}" for extension in ("tsv", "ttl")]
    return next((path for path in found if path.exists()), found[0])


@pytest.fixture(scope="session")
def graphs(dataset):
    """The built graphs for rdflib, made once for each choice of whom to trust."""
    made = {}

    def give(query):
        named = bool(re.search(r"(?i)\bgraph\s*[<?\w]", body(query)))
        key = (tuple(query.trust), named)
        if key not in made:
            made[key] = engines.built_graphs(dataset, query.trust, with_named=named)
        return made[key]

    return give


@pytest.fixture(scope="session")
def apart(dataset):
    """The dataset as a server has it in memory."""
    return Dataset(dataset.store, dataset.digest).set_apart()


@pytest.fixture(scope="session")
def full(dataset):
    """The unbound answers, computed once each."""
    known = {}

    def give(query):
        if query.name not in known:
            known[query.name] = engines.on_pyoxigraph(dataset, query)
        return known[query.name]

    return give


def body(query):
    """The text without prefix lines and comments."""
    return re.sub(r"(?im)^(prefix\b|#).*$", "", query.text)


def projected(query):
    start = re.search(r"(?is)\bselect\b(.*?)\bwhere\b", body(query))
    return re.findall(r"\?(\w+)", start[1]) if start else []


def candidates(rows, kind):
    """Values of the answer that a parameter of this *kind* may be bound to."""
    shape = {"iri": "iri", "string": "text", "date": "moment"}.get(kind, "number")
    found = {term for row in rows for term in row if term and term[0] == shape}
    if kind == "integer":
        found = {term for term in found if term[1] == int(term[1])}
    return sorted(found)[:: max(1, len(found) // TRIED)]


def term(value, kind):
    """What `value` gave, as a term to bind a parameter to."""
    if kind == "iri":
        return NamedNode(value[1])
    text = value[1].isoformat() if kind == "date" else str(value[1])
    return Literal(text) if kind == "string" else queries.read_term("", text, kind)


def without(column, variables, rows):
    place = variables.index(column)
    return [row[:place] + row[place + 1 :] for row in rows]


@every
def test_a_header_has_known_keys_and_asks_a_question(query):
    assert set(query.header) <= set(queries.HEADER_KEYS)
    assert query.summary.endswith("?")
    assert query.description.endswith(".")
    assert query.tags
    assert query.header.get("sparql") in (None, "1.2")


@every
def test_a_question_is_named_in_kebab_case(query):
    assert re.fullmatch(f"{KEBAB}/{KEBAB}", query.name)


@every
def test_parameters_have_known_types_and_are_projected(query):
    assert set(query.parameters.values()) <= set(queries.TYPES)
    assert set(query.parameters) <= set(projected(query))


@every
def test_a_text_declares_the_prefixes_in_use_in_their_order(query):
    declared = re.findall(r"(?m)^PREFIX ([\w-]*):", query.text)
    plain = re.sub(r'"[^"\n]*"|<[^>\s]*>', "", body(query))
    used = set(re.findall(r"(?<![\w?])([a-z][\w-]*):[A-Za-z]", plain))

    assert declared == sorted(declared)
    assert set(declared) == used


@every
def test_the_policies_asked_exist(dataset, query):
    assert set(query.trust) <= set(dataset.policies)


@every
def test_pyoxigraph_gives_the_answer_on_file(full, query):
    assert full(query) == engines.on_file(on_file(query))


@every
def test_a_server_that_has_the_default_graph_apart_gives_the_same(apart, full, query):
    assert engines.on_pyoxigraph(apart, query) == full(query)


@pytest.mark.parametrize(
    "query",
    [query for query in LIBRARY if not query.needs_triple_terms],
    ids=lambda query: query.name,
)
def test_rdflib_gives_the_same_answer(graphs, query):
    assert engines.on_rdflib(graphs(query), query) == engines.on_file(on_file(query))


@every_parameter
def test_a_bound_parameter_only_narrows(dataset, full, query, name):
    variables, rows = full(query)
    if not rows:
        pytest.skip("the right answer is empty")
    kind = query.parameters[name]
    place = variables.index(name)
    shown = [row[place] for row in rows if row[place]]
    if shown:
        chosen = shown[len(shown) // 2]
        _, narrowed = engines.on_pyoxigraph(dataset, query, {name: term(chosen, kind)})
        assert narrowed == [row for row in rows if row[place] == chosen]
        return
    every_row = without(name, variables, rows)
    sizes = set()
    for value in candidates(rows, kind):
        _, narrowed = engines.on_pyoxigraph(dataset, query, {name: term(value, kind)})
        left = without(name, variables, narrowed)
        assert [row for row in every_row if row in left] == left
        sizes.add(len(left))
    assert max(sizes) > 0
    assert len(sizes) > 1 or sizes != {len(rows)}


@every_parameter
def test_a_parameter_bound_to_nothing_there_is_finds_nothing(dataset, query, name):
    kind = query.parameters[name]
    if kind not in NOWHERE:
        pytest.skip("a threshold")
    _, rows = engines.on_pyoxigraph(dataset, query, {name: NOWHERE[kind]})

    assert rows == []


def test_there_is_no_answer_without_its_question():
    answers = {
        path.relative_to(RESULTS).with_suffix("").as_posix()
        for path in RESULTS.glob("*/*.*")
    }

    assert answers == set(queries.library())


def test_every_file_below_the_folder_is_a_question():
    files = set(resources.queries().rglob("*.rq"))

    assert len(files) == len(LIBRARY)


def test_some_question_needs_triple_terms_and_most_do_not():
    needing = [query for query in LIBRARY if query.needs_triple_terms]

    assert 0 < len(needing) < len(LIBRARY) / 5


def test_a_new_file_is_a_question_without_being_listed_anywhere(tmp_path):
    path = tmp_path / "weather" / "of-a-day.rq"
    path.parent.mkdir()
    path.write_text("#+ summary: What was the weather?\n\nASK { ?s ?p ?o }\n")

    found = queries.read_folder(tmp_path)

    assert list(found) == ["weather/of-a-day"]
    assert found["weather/of-a-day"].summary == "What was the weather?"


@every
def test_every_question_has_a_page(client, query):
    response = client.get(f"/queries/{query.name}", headers={"Accept": "text/html"})

    assert response.status_code == 200


def test_the_table_of_questions_is_fresh():
    sys.path.insert(0, str(ROOT / "docs"))
    import generate

    assert generate.QUERIES_PAGE.read_text(encoding="utf-8") == generate.queries_page()


#: Columns that name what a question finds.
THINGS = {"attack", "event", "act", "organization", "entity"}
ARE = {
    "events/attacks": {
        "attacker=actor:jnim&day=2023-09-07": {"ferry-incident", "bamba-outpost-incident"},
        "day=2023-09-08": {"gao-base-assault"},
        "within=place:gao-region": {"bamba-outpost-incident", "gao-base-assault"},
        "within=place:timbuktu-region": {"ferry-incident"},
    },
    "events/deadly": {
        "least=40": {"ferry-incident", "central-mali-killings", "central-mali-massacre-2022"},
        "least=500": {"central-mali-massacre-2022"},
    },
    "events/on-a-day": {
        "day=2023-09-08": {
            "gao-base-assault", "jnim-helicopter-statement", "segou-helicopter-incident",
        },
    },
    "claims/of-responsibility": {"act=event:ferry-incident": set()},
    "actors/leaders": {"organization=actor:cma": {"cma"}},
    "actors/find": {
        "name=gsim": {"jnim"},
        "name=COORDINATION DES MOUVEMENTS": {"cma"},
    },
    "actors/search": {
        "words=Région KIDAL": {"kidal-region"},
        "words=helicopter, Segou": {"segou-helicopter-incident"},
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "asked"),
    [(name, asked) for name, all_asked in ARE.items() for asked in all_asked],
)
def test_a_bound_question_finds_what_the_text_says(dataset, graphs, name, asked):
    query = queries.find(name)
    bindings = query.bind(dict(part.split("=") for part in asked.split("&")))

    variables, rows = engines.on_pyoxigraph(dataset, query, bindings)

    place = next(i for i, variable in enumerate(variables) if variable in THINGS)
    assert {row[place][1].rsplit("/", 1)[1] for row in rows} == ARE[name][asked]
    assert engines.on_rdflib(graphs(query), query, bindings) == (variables, rows)


@pytest.mark.parametrize(
    "name", ["jnim", "GSIM", "Group for Support of Islam and Muslims"]
)
def test_the_table_finds_an_actor_by_any_of_its_names(dataset, name):
    query = queries.find("claims/table")
    variables, rows = engines.on_pyoxigraph(dataset, query, query.bind({"name": name}))

    positions = {row[variables.index("position")][1] for row in rows}

    assert {"b09s02", "b11s03", "b14s04"} <= positions
    assert "b18s03" not in positions


def test_the_table_shows_the_chain_in_words(dataset, full):
    variables, rows = full(queries.find("claims/table"))
    claim, chain = variables.index("claim"), variables.index("chain")
    chains = {row[claim][1].rsplit("/", 1)[1]: row[chain][1] for row in rows}

    assert chains["b09s02-1"] == "Caleb Weiss"
    assert chains["b18s02-2"] == "Caleb Weiss (keeping distance) > CMA"
    assert chains["b14s02-5"] == "Caleb Weiss > United Nations > JNIM"
