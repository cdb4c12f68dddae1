"""A pass that means something: what would make it empty is found, and nothing else."""

import re
import time
from pathlib import Path

import pytest
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    parse,
)

import vocabularies
from claimgraph import loading
from claimgraph.meaning import codes, faults, faults_of_shapes, vocabulary
from claimgraph.meaning.fault import words
from claimgraph.meaning.rules import queries
from claimgraph.meaning.slips import slips
from claimgraph.meaning.vocabulary import terms
from growth import grows_no_faster

FOLDER = Path(__file__).parent / "meaning"
DOCS = Path(__file__).parents[1] / "docs" / "validating.md"
OWN = NamedNode("urn:own")
SH = "http://www.w3.org/ns/shacl#"
PREFIXES = {"ex": "http://example.org/"}


def names(folder):
    files = (FOLDER / folder).glob("*.shapes.ttl")
    return sorted(file.name.removesuffix(".shapes.ttl") for file in files)


def shapes_of(text):
    store = Store()
    store.bulk_load(text.encode(), format=RdfFormat.TURTLE)
    return store


def data_of(text):
    """Data whose own graph is all of it; a country stands in what they rest on."""
    store = Store()
    for quad in parse(text.encode(), format=RdfFormat.TURTLE):
        store.add(Quad(quad.subject, quad.predicate, quad.object))
        store.add(Quad(quad.subject, quad.predicate, quad.object, OWN))
    mali, country = (NamedNode(f"http://example.org/{n}") for n in ("mali", "Country"))
    name = NamedNode("http://example.org/name")
    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    store.add(Quad(mali, kind, country))
    store.add(Quad(mali, name, Literal("Mali")))
    return store


def read(folder, name):
    """The texts of a case, and what it expects."""
    shapes, data = (
        (FOLDER / folder / f"{name}.{part}.ttl").read_text(encoding="utf-8")
        for part in ("shapes", "data")
    )
    told = dict(re.findall(r"^# (Code|Says): (.*)$", shapes, re.MULTILINE))
    return shapes, data, told


def expected_place(text):
    found = re.search(r"^# Found at line (\d+), column (\d+)\.$", text, re.MULTILINE)
    return found and (int(found[1]), int(found[2]))


def written(term, text):
    """How a fixture may begin to write *term*."""
    if isinstance(term, BlankNode):
        return ("[", "(", "_:")
    if isinstance(term, Triple):
        return ("<<(",)
    if isinstance(term, Literal):
        return (f'"{term.value}"', f'"""{term.value}"""', term.value)
    prefixes = re.findall(r"^PREFIX (\w+): <(.*)>$", text, re.MULTILINE)
    short = [
        f"{prefix}:{term.value.removeprefix(namespace)}"
        for prefix, namespace in prefixes
        if term.value.startswith(namespace)
    ]
    return (f"<{term.value}>", "()", *short)


@pytest.mark.parametrize("name", names("bad"))
def test_a_pass_that_would_be_empty_is_said_to_be_so(name):
    shapes, data, told = read("bad", name)

    found = list(faults(shapes_of(shapes), data_of(data), OWN, PREFIXES))

    assert {each.code for each in found} == set(told["Code"].split())
    assert any(told["Says"] in each.sentence for each in found)


@pytest.mark.parametrize("name", names("bad"))
def test_a_fault_is_where_the_fixture_says(name):
    shapes, data, told = read("bad", name)
    found = list(faults(shapes_of(shapes), data_of(data), OWN, PREFIXES))
    said = [each for each in found if told["Says"] in each.sentence]

    assert any(stands(each, data if each.in_data else shapes) for each in said)


def stands(fault, text):
    """Whether *fault* is about what begins at the place that *text* expects."""
    place = expected_place(text)
    if place is None:
        return True
    line, column = place
    rest = "\n".join(text.split("\n")[line - 1 :])[column - 1 :]
    there = (fault.object, fault.subject)
    return any(rest.startswith(written(term, text)) for term in there if term)


@pytest.mark.parametrize("name", names("bad"))
def test_a_fault_is_said_in_french_too_and_leaves_no_brace_open(name):
    shapes, data, _ = read("bad", name)

    for each in faults(shapes_of(shapes), data_of(data), OWN, PREFIXES):
        assert each.said("fr") != each.said("en")
        assert not re.search(r"\{\w+\}", each.said("fr") + each.said("en"))


@pytest.mark.parametrize("name", names("good"))
def test_well_formed_shapes_give_no_fault(name):
    shapes, data, _ = read("good", name)

    found = faults(shapes_of(shapes), data_of(data), OWN, PREFIXES)

    assert [each.sentence for each in found] == []


@pytest.mark.parametrize("name", names("noted"))
def test_what_good_data_need_not_use_is_told_and_is_no_fault(name):
    shapes, data, told = read("noted", name)

    found = list(faults(shapes_of(shapes), data_of(data), OWN, PREFIXES))

    assert [each.is_note for each in found] == [True]
    assert told["Says"] in found[0].sentence
    assert found[0].said("fr") != found[0].sentence


def slipped(name):
    """*name* with each slip of the pen: a letter gone, twice there, or swapped."""
    for n in range(1, len(name)):
        yield name[:n] + name[n + 1 :]
        yield name[:n] + name[n] + name[n:]
        yield name[: n - 1] + name[n] + name[n - 1] + name[n + 1 :]


@pytest.mark.parametrize(
    "name", ["name", "employer", "birthDate", "hasPart", "is_ours"]
)
def test_every_slip_of_the_pen_is_known_as_one(name):
    space = "http://example.org/"
    wrong = {space + each for each in slipped(name)} - {space + name}

    assert slips(wrong, [space + name, f"{space}other"]) == dict.fromkeys(
        wrong, space + name
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("birthDate", "birthPlace"), ("birthDate", "deathDate"), ("line1", "line2"),
        ("minAge", "maxAge"), ("createdAt", "createdBy"), ("age", "page"),
        ("date", "rate"), ("hasPart", "hasPartOf"), ("isIn", "isOn"), ("P31", "P13"),
        ("foundingDate", "foundingPlace"), ("numberOfPages", "numberOfPlayers"),
    ],
)  # fmt: skip
def test_a_name_of_another_word_is_no_slip(one, other):
    space = "http://example.org/"

    assert slips([space + one], [space + other]) == {}
    assert slips([space + other], [space + one]) == {}


@pytest.fixture(scope="module")
def shipped():
    """The shapes that are shipped, and all data with what they rest on."""
    shapes, data = Store(), Store()
    for source in loading.shipped_data():
        for quad in loading.quads(source):
            data.add(Quad(quad.subject, quad.predicate, quad.object))
            data.add(Quad(quad.subject, quad.predicate, quad.object, OWN))
    for source in loading.shipped_ontology():
        store = shapes if source.kind == "shapes" else data
        store.extend(
            Quad(quad.subject, quad.predicate, quad.object)
            for quad in loading.quads(source)
        )
    return shapes, data


def test_the_shipped_shapes_and_data_give_no_fault(shipped):
    assert [each.sentence for each in faults(*shipped, OWN)] == []


def test_every_rule_that_is_a_query_has_its_sentence():
    assert queries().keys() <= words().keys()


def test_every_sentence_has_the_same_braces_in_both_languages():
    for rule, said in words().items():
        braces = [set(re.findall(r"\{(\w+)\}", said[each])) for each in ("en", "fr")]
        assert braces[0] == braces[1], rule


def test_every_code_has_a_fixture():
    told = [read("bad", name)[2]["Code"].split() for name in names("bad")]

    assert {code for each in told for code in each} == set(codes())


def test_every_term_of_shacl_has_its_section_and_one_row():
    assert all(term.section and term.specification for term in terms().values())
    assert len(terms()) > 300


def test_the_terms_of_vocabularies_are_those_that_the_libraries_list():
    assert vocabularies.TABLE.read_text() == vocabularies.written(), (
        "run tests/vocabularies.py"
    )


def test_the_documentation_says_which_vocabularies_are_closed():
    told = re.findall(
        r"^\| .* \| (`csvw`.*|`dash`.*|`oa`.*) \| a failure",
        DOCS.read_text(),
        re.MULTILINE,
    )
    kinds = [(True, False), (True, True), (False, False)]
    known = [
        ", ".join(
            f"`{each.prefix}`"
            for each in sorted(vocabulary.vocabularies(), key=lambda v: v.prefix)
            if (bool(each.terms), each.grows) == kind
        )
        for kind in kinds
    ]

    assert told == known


def test_every_property_of_shacl_is_known_again_when_two_letters_changed_places():
    for term in terms().values():
        if term.kind == "property" and term.heeded and len(term.name) > 4:
            name, middle = term.name, len(term.name) // 2
            wrong = (
                name[: middle - 1]
                + name[middle]
                + name[middle - 1]
                + name[middle + 1 :]
            )
            shapes = f"<a:s> <{SH}{wrong}> 1 ."

            said = [each.sentence for each in faults_of_shapes(shapes_of(shapes))]

            assert wrong == name or any(f"mean sh:{name}?" in each for each in said), (
                wrong
            )


HOSTILE = {
    "a list that is its own rest": "ex:s sh:in _:l . _:l rdf:first 1 ; rdf:rest _:l .",
    "a list that is its own member": "ex:s sh:or _:l . _:l rdf:first _:l ; rdf:rest () .",
    "a path that is its own inverse": "ex:s sh:path _:p . _:p sh:inversePath _:p .",
    "a path of lists within each other": "ex:s sh:path _:l . _:l rdf:first _:l ; rdf:rest _:l .",
    "a class below itself": "ex:C rdfs:subClassOf ex:C ; a ex:C .",
    "a shape that imports itself": "ex:s sh:sparql ex:q . ex:q sh:prefixes ex:o ; sh:select 'SELECT $this {}' . ex:o owl:imports ex:o .",
    "a query of a thousand brackets": f"ex:s sh:sparql [ sh:select '{'(' * 10000}' ] .",
    "a query of a long path": f"ex:s sh:sparql [ sh:select 'SELECT $this {{ $this {'/'.join(['<p:p>'] * 2000)} ?x }}' ] .",
    "a query that would never end": f"ex:s sh:sparql [ sh:select 'SELECT $this {{ {' '.join(f'{{ BIND (1 AS ?a{n}) }} UNION {{ BIND (2 AS ?a{n}) }}' for n in range(60))} FILTER (?a1 > 9) }} ORDER BY ?a1' ] .",
    "a pattern that backtracks": "ex:s sh:pattern '(a+)+$' .",
    "a pattern that is too large": "ex:s sh:pattern '((a{1000}){1000}){1000}' .",
    "signs that cannot be seen": r"ex:s sh:flags '\u001B[31m\u202E'@en , 'x'@en .",
    "terms of triples": "ex:s sh:in <<( ex:a ex:b ex:c )>> .",
    "a surrogate escape": r"""ex:s sh:sparql [ sh:select 'SELECT $this { $this ?p "\\uD800" }' ] .""",
}
PREFIX_LINES = "".join(
    f"PREFIX {prefix}: <{namespace}>\n"
    for prefix, namespace in {
        "ex": "http://example.org/",
        "sh": SH,
        "owl": "http://www.w3.org/2002/07/owl#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    }.items()
)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_shapes_are_looked_at_quickly_and_said_in_signs_that_can_be_seen(text):
    start = time.perf_counter()

    found = list(faults_of_shapes(shapes_of(PREFIX_LINES + text)))

    assert time.perf_counter() - start < 2
    assert all(each.sentence.isprintable() for each in found)


CROWDS = {
    "shapes": "ex:s{n} a sh:NodeShape ; sh:targetClass ex:C{n} ; sh:property [ sh:path ex:p{n} ; sh:minCount 1 ; sh:in ( 1 2 ) ] .",
    "unknown terms": "ex:s sh:minCuont{n} {n} .",
    "shapes in a chain": "ex:s{n} sh:node ex:s{m} .",
    "shapes that all share one list": "ex:s{n} sh:or _:c{n} . _:c{n} rdf:first ex:s{n} ; rdf:rest _:c{m} .",
    "paths in a chain": "ex:s{n} sh:path _:p{n} . _:p{n} sh:inversePath _:p{m} .",
    "classes in a chain": "ex:s{n} sh:targetClass ex:C{n} . ex:C{n} rdfs:subClassOf ex:C{m} .",
    "shapes that all lead back to one": "ex:s{n} sh:node ex:s{m} , ex:s0 .",
    "shapes that lead back ever further": "ex:s{n} sh:node ex:s{m} . ex:t{n} sh:node ex:t{m} . ex:s0 sh:node ex:t0 . ex:t{n} sh:node ex:s{n} .",
    "queries of one constraint": "ex:s{n} sh:sparql ex:q . ex:q sh:select 'SELECT $this {{ $this <a:b> {n} }}' .",
    "prefixes of one declaration": "ex:s{n} sh:declare ex:d . ex:d sh:prefix 'p{n}' .",
    "paths of one blank node": "_:s sh:path ex:p{n} ; sh:minCount {n} .",
    "parameters of one component": "ex:c a sh:ConstraintComponent ; sh:parameter [ sh:path ex:p{n} ] . ex:s ex:p{n} 1 .",
    "prefixes": "ex:s sh:sparql ex:q . ex:q sh:prefixes ex:o . ex:o sh:declare [ sh:prefix 'p' ; sh:namespace 'n{n}:' ] .",
    "values of one parameter": "ex:s sh:datatype ex:d{n} .",
    "undeclared classes": "ex:s sh:class ex:Class{n} .",
    "undeclared properties of long names": "ex:s{n} sh:path ex:abcdefghijklmnopqrstuvwxyzx{n}y .",
    "properties that are like each other": "ex:s{n} sh:path ex:propertY{n} . ex:property{m} a owl:Class , rdf:Property .",
    "names that are near each other in one list": "_:l{n} rdf:first [ sh:path ex:word{n}thatWasMeant ] , [ sh:path ex:word{n}thatWasMeent ] ; rdf:rest _:l{m} . ex:s sh:or _:l0 . ex:word{n}thatWasMeant a rdf:Property .",
    "namespaces": "ex:s{n} sh:path <http://a{n}.org/name> .",
}


@pytest.mark.parametrize("text", CROWDS.values(), ids=CROWDS.keys())
def test_the_time_grows_with_the_shapes_and_no_faster(text):
    data = data_of("<a:a> <a:b> 1 .")

    def work(count):
        lines = (text.format(n=n, m=n + 1) for n in range(count))
        shapes = shapes_of(PREFIX_LINES + "\n".join(lines))
        return lambda: list(faults(shapes, data, OWN))

    assert grows_no_faster(work, 200, 1600)
