"""What is asked of each class, as the shapes have it, for editors, forms and people."""

import pytest
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    NamedNode,
    RdfFormat,
    Store,
    parse,
)

import made_up
from claimgraph import formats, loading, shapes
from claimgraph.app import create_app
from claimgraph.errors.library import UnknownClass
from claimgraph.formats import GRAPHS
from claimgraph.loading import Source
from claimgraph.namespaces import BASE, CG, PREFIXES, shorten
from page import BROWSER, Page

SHAPE = PREFIXES["shape"]
SH = PREFIXES["sh"]


@pytest.fixture(scope="module")
def app():
    return create_app(made_up.engine())


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def asked(client):
    """What is asked of a class of that name, as JSON."""
    return lambda name: client.get(f"/shapes/{name}").json


def named(told, path):
    """What is asked at a *path*, by our own shapes' names."""
    return {p["shape"].removeprefix(SHAPE): p for p in told["properties"] if p["path"] == path}  # fmt: skip


def test_the_list_names_each_class_that_a_shape_is_about(client):
    store = Store()
    for source in loading.shipped_ontology():
        store.extend(loading.plain(source))
    targets = {q.object.value for p in ("targetClass", "targetNode") for q in store.quads_for_pattern(None, NamedNode(SH + p), None)}  # fmt: skip

    told = client.get("/shapes").json

    assert {each["iri"] for each in told} == targets
    claim = next(each for each in told if each["name"] == "cg:Claim")
    assert claim["label"] == {"en": "claim", "fr": "assertion"}
    assert claim["propertyCount"] > claim["mandatoryCount"] == 2


def test_a_property_says_how_many_values_it_has_and_of_which_class(asked):
    holder = named(asked("Claim"), f"<{CG}holder>")["ClaimShape-holder"]

    assert holder["predicate"] == f"{CG}holder"
    assert (holder["minCount"], holder["maxCount"], holder["mandatory"]) == (1, 1, True)
    assert holder["class"] == [f"{CG}Agent"]
    assert holder["label"] == {"en": "held by", "fr": "tenu par"}
    assert holder["severity"] == "Violation"
    assert holder["message"]["fr"].startswith("Une assertion a exactement un détenteur")
    assert holder["of"] == f"{CG}Claim"


def test_what_may_be_absent_or_repeated_is_told(asked):
    hedge = named(asked("Claim"), f"<{CG}hedge>")["ClaimShape-hedge"]

    assert (hedge["minCount"], hedge["maxCount"], hedge["mandatory"]) == (0, None, False)  # fmt: skip


def test_a_closed_list_is_told_with_labels(asked):
    told = named(asked("DirectClaim"), f"<{CG}certainty>")["DirectClaimShape-certainty"]

    assert [each["name"] for each in told["in"]] == ["cg:certain", "cg:probable", "cg:possible", "cg:uncommitted"]  # fmt: skip
    assert all({"en", "fr"} <= each["label"].keys() for each in told["in"])


def test_the_members_of_a_scheme_are_told_with_labels(asked):
    told = named(asked("Appellation"), f"<{CG}appellationKind>")
    kinds = told["AppellationShape-appellationKind"]["in"]

    assert f"{BASE}appellation/acronym" in {each["value"] for each in kinds}
    assert all(each["value"].startswith(f"{BASE}appellation/") for each in kinds)
    assert all({"en", "fr"} <= each["label"].keys() for each in kinds)


def test_a_class_is_asked_what_classes_above_it_are(asked):
    told = asked("DirectClaim")

    assert told["above"] == [f"{CG}Claim"]
    assert {p["of"] for p in told["properties"]} == {f"{CG}DirectClaim", f"{CG}Claim"}
    assert "ClaimShape-holder" in named(told, f"<{CG}holder>")


def test_a_class_without_shapes_of_its_own_is_asked_what_those_above_it_are(asked):
    told = asked("AirStrike")

    assert told["above"] == [f"{CG}Eventuality", f"{CG}Entity"]
    assert "EntityShape-label" in named(told, f"<{PREFIXES['rdfs']}label>")


def test_limits_and_patterns_are_told_as_they_are_written(asked):
    place = asked("Place")
    latitude = named(place, f"<{CG}latitude>")["PlaceShape-latitude"]
    code = named(place, f"<{CG}isoCode>")["PlaceShape-isoCode"]

    assert (latitude["minInclusive"], latitude["maxInclusive"]) == (-90, 90)
    assert latitude["datatype"] == f"{PREFIXES['xsd']}decimal"
    assert code["pattern"] == ["^[A-Z]{2}(-[A-Z0-9]{1,3})?$"]
    label = named(place, f"<{PREFIXES['rdfs']}label>")["EntityShape-label"]
    assert label["uniqueLang"] is True
    assert label["maxLength"] == 160


@pytest.mark.parametrize(
    ("name", "path", "words"),
    [
        ("Appellation", f"^<{CG}hasAppellation>", "has appellation (inverse)"),
        ("Place", f"<{CG}directlyWithin>|<{CG}within>", " or "),
        ("Claim", f"<{CG}anchor>/<{CG}inDocument>", ", then "),
        ("UnnamedSource", f"^<{CG}holder>/<{CG}anchor>", ", then "),
    ],
)
def test_a_path_is_told_as_sparql_writes_it_and_in_words(asked, name, path, words):
    [told] = named(asked(name), path).values()

    assert words in told["label"]["en"]
    assert told["predicate"] is None
    Store().query(f"ASK {{ ?s {told['path']} ?o }}")


def test_what_shapes_are_joined_by_is_told(asked):
    [choice] = asked("Claim")["choices"]

    assert choice["operator"] == "xone"
    paths = [p["path"] for each in choice["shapes"] for p in each["properties"]]
    assert paths == [f"<{CG}affirms>", f"<{CG}denies>", f"<{CG}conveys>"]


def test_a_choice_within_a_choice_is_told(asked):
    absolute = asked("TimeSpan")["choices"][0]["shapes"][0]

    assert absolute["choices"][0]["operator"] == "not"
    [deictic] = absolute["choices"][0]["shapes"][0]["properties"]
    assert [each["value"] for each in deictic["hasValue"]] == ["true"]


def test_what_is_asked_of_the_node_itself_is_told(asked):
    [itself] = [
        each
        for each in asked("UnnamedSource")["itself"]
        if each["shape"] == f"{SHAPE}UnnamedSourceNameShape"
    ]

    assert itself["pattern"] == ["/article/[^/]+/source/"]
    assert itself["severity"] == "Warning"


def test_constraints_in_sparql_are_told_by_their_messages(asked):
    rules = {each["constraint"]: each for each in asked("Claim")["rules"]}

    assert {"en", "fr"} <= rules[f"{SHAPE}ClaimChainShape-cycle"]["message"].keys()


@pytest.mark.parametrize("each", shapes.shipped().classes(), ids=lambda each: each.iri)
def test_each_class_is_answered_under_its_name_and_its_iri(client, each):
    for name in (shorten(each.iri).removeprefix("cg:"), each.iri):
        reply = client.get(f"/shapes/{name}".replace("#", "%23"))

        assert reply.status_code == 200
        assert reply.json["iri"] == each.iri
        page = client.get(f"/shapes/{name}".replace("#", "%23"), headers=BROWSER)
        assert page.mimetype == "text/html"


def test_an_unknown_class_is_a_problem_that_names_those_near(client):
    reply = client.get("/shapes/Clame")

    assert reply.status_code == 404
    assert reply.mimetype == "application/problem+json"
    assert "'Claim'" in reply.json["detail"]


def test_a_name_near_to_nothing_is_told_where_all_are(client):
    assert "/shapes lists" in client.get("/shapes/%3Cscript%3E").json["detail"]


def test_people_get_pages_whose_links_lead_somewhere(client):
    page = Page(client.get("/shapes", headers=BROWSER))
    own = [link for link in page.links if link.startswith("/shapes/")]

    assert len(own) == len(shapes.shipped().classes())
    for link in {*own, *Page(client.get("/shapes/DirectClaim", headers=BROWSER)).links}:
        assert not link.startswith("/") or client.get(link, headers=BROWSER).status_code == 200  # fmt: skip


def test_the_page_says_what_is_mandatory_and_what_to_choose_from(client):
    text = Page(client.get("/shapes/DirectClaim", headers=BROWSER)).text

    assert "held with certainty" in text
    assert "one of 4" in text
    assert "A claim does exactly one of three things" in text


def quads(reply):
    form = formats.named(reply.mimetype, GRAPHS)
    dataset = Dataset(parse(reply.data, form.engine))
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
@pytest.mark.parametrize("path", ["/shapes", "/shapes/Claim", "/shapes/AirStrike"])
def test_shapes_are_a_graph_in_each_format_of_rdf(client, path, form):
    expected = quads(client.get(path, headers={"Accept": "text/turtle"}))
    accepted = client.get(path, headers={"Accept": form.media_type})
    named = client.get(f"{path}?format={form.name}", headers=BROWSER)

    assert accepted.mimetype == named.mimetype == form.media_type
    assert quads(accepted) == quads(named) == expected
    assert "Accept" in accepted.vary


def test_the_graph_of_all_shapes_is_the_one_that_is_served(client):
    served = client.get("/graph/shapes", headers={"Accept": "application/n-triples"})
    given = client.get("/shapes", headers={"Accept": "application/n-triples"})

    assert quads(given) == quads(served)


def test_the_graph_of_a_class_has_the_shapes_that_ask_it_whole(client, asked):
    store, everything = Store(), Store()
    for into, path in ((store, "/shapes/DirectClaim"), (everything, "/shapes")):
        into.load(client.get(path, headers={"Accept": "text/turtle"}).data, RdfFormat.TURTLE)  # fmt: skip
    targeted = {q.subject.value for q in store if q.predicate.value.startswith(SH + "target")}  # fmt: skip

    assert targeted == {*asked("DirectClaim")["shapes"]}
    for node in {q.object for q in store}:
        if isinstance(node, NamedNode | BlankNode):
            known = isinstance(node, BlankNode) or any(everything.quads_for_pattern(node, None, None))  # fmt: skip
            assert known == any(store.quads_for_pattern(node, None, None))


@pytest.mark.parametrize(
    ("path", "accept", "status", "said"),
    [
        ("/shapes", "image/png", 406, "application/json, text/turtle"),
        ("/shapes/Claim", "text/csv", 406, "application/json, text/turtle"),
        ("/shapes?format=pdf", "*/*", 400, "json, turtle"),
        ("/shapes?foo=1", "*/*", 400, "The address '/shapes' takes no parameter 'foo'"),
        ("/shapes/Claim?fromat=json", "*/*", 400, "it takes format"),
    ],
)
def test_what_cannot_be_given_is_refused(client, path, accept, status, said):
    reply = client.get(path, headers={"Accept": accept})

    assert reply.status_code == status
    assert said in reply.json["detail"]


@pytest.mark.parametrize("path", ["/shapes", "/shapes/Claim"])
@pytest.mark.parametrize("form", ["json", "html"])
def test_json_and_pages_may_be_named_too(client, path, form):
    other = {"json": BROWSER, "html": {"Accept": "application/json"}}[form]
    reply = client.get(f"{path}?format={form}", headers=other)

    assert reply.mimetype == {"json": "application/json", "html": "text/html"}[form]


HOSTILE = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX e: <http://example.org/>
e:a a sh:NodeShape ; sh:targetClass e:A ; sh:property e:p ; sh:node e:a , e:b ; sh:message "<script>" .
e:b a sh:NodeShape ; sh:and ( e:a e:c ) ; sh:deactivated true .
e:c sh:property [ sh:path ( [ sh:zeroOrMorePath [ sh:alternativePath ( e:x [ sh:inversePath e:y ] ) ] ] e:z ) ; sh:minInclusive "high" ] .
e:p sh:path e:x ; sh:minCount 1 ; sh:in ( 1 "two"@en e:three ) .
e:off sh:targetClass e:A ; sh:deactivated true ; sh:property [ sh:path e:never ] .
"""


@pytest.fixture
def others(tmp_path):
    path = tmp_path / "shapes.ttl"
    path.write_text(HOSTILE, encoding="utf-8")
    return shapes.Shapes([Source(path, "http://example.org/", "shapes")])


def test_a_shape_that_leads_back_to_itself_comes_to_an_end(others):
    [(_, shape)] = others.find("http://example.org/A").shapes

    assert [choice.operator for choice in shape.choices] == ["node"]
    [inner] = shape.choices[0].shapes
    assert inner.iri == "http://example.org/b"


def test_a_long_path_is_written_as_sparql_does(others):
    [(_, shape)] = others.find("http://example.org/A").shapes
    [ground] = shape.choices[0].shapes[0].choices[0].shapes
    [found] = ground.properties

    e = "http://example.org/"
    assert found.path.written == f"((<{e}x>|^<{e}y>)*)/<{e}z>"
    Store().query(f"ASK {{ ?s {found.path.written} ?o }}")


def test_what_is_no_class_of_the_shapes_is_unknown(others):
    with pytest.raises(UnknownClass):
        others.find("Claim")
