"""The checks of OOPS!, the ROBOT report and FOOPS! that concern us, as promises."""

import re
import tomllib
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import pytest
import rdflib.namespace
from rdflib import (
    DCTERMS,
    OWL,
    RDF,
    RDFS,
    SKOS,
    VANN,
    XSD,
    BNode,
    Graph,
    Literal,
    URIRef,
)

from claimgraph import reasoning, resources, turtle
from claimgraph.namespaces import BASE, CG, SCHEMES

BIBO = "http://purl.org/ontology/bibo/"
ROOT = Path(__file__).parents[1]
FOLDER = resources.ontology()
FILES = [*reasoning.modules()]
INFERRED = FOLDER / "inferred.ttl"
GRAPHS = {path: turtle.read(path.read_text(encoding="utf-8"), path) for path in FILES}
NAMES = {path: path.relative_to(FOLDER).as_posix() for path in FILES}

ONTOLOGY = Graph()
for part in GRAPHS.values():
    ONTOLOGY += part

CLASSES = {c for c in ONTOLOGY.subjects(RDF.type, OWL.Class) if isinstance(c, URIRef)}
OBJECTS = set(ONTOLOGY.subjects(RDF.type, OWL.ObjectProperty))
VALUES = set(ONTOLOGY.subjects(RDF.type, OWL.DatatypeProperty))
NOTES = set(ONTOLOGY.subjects(RDF.type, OWL.AnnotationProperty))
PROPERTIES = OBJECTS | VALUES | NOTES
INDIVIDUALS = set(ONTOLOGY.subjects(RDF.type, OWL.NamedIndividual))
CONCEPTS = set(ONTOLOGY.subjects(RDF.type, SKOS.Concept))
HEADERS = set(ONTOLOGY.subjects(RDF.type, OWL.Ontology))
TOP = URIRef(f"{BASE}ns")

#: Properties with subjects or objects of several top kinds, as the style guide says.
OPEN_ENDED = {
    "anchor", "boundBasis", "object", "predicate", "retracted", "sha256", "supersededBy",
    "trustsKind", "withdrawnWith", "worldAttribute", "worldRelation",
}  # fmt: skip

BUILT_IN = tuple(map(str, (RDF, RDFS, OWL, XSD)))
OURS = (CG, *(f"{BASE}{scheme}/" for scheme in SCHEMES))


def is_ours(term):
    return isinstance(term, URIRef) and str(term).startswith(OURS)


def is_foreign(term):
    return isinstance(term, URIRef) and not str(term).startswith((BASE, *BUILT_IN))


TERMS = sorted(
    t for t in CLASSES | PROPERTIES | INDIVIDUALS | CONCEPTS if is_ours(t)
)  # fmt: skip


def short(term):
    return re.sub(rf"^{re.escape(BASE)}(ns#)?", "", str(term))


def texts(term, predicate, language):
    return [
        str(o) for o in ONTOLOGY.objects(term, predicate) if o.language == language
    ]  # fmt: skip


def offenders(found):
    return sorted(short(term) for term in found)


each_file = pytest.mark.parametrize("path", FILES, ids=NAMES.get)


# --- labels, definitions, examples (OOPS! P08, P20, P32; ROBOT) ---------------------


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_term_has_one_label_a_language(language):
    found = {t for t in TERMS if len(texts(t, RDFS.label, language)) != 1}

    assert offenders(found) == []


def test_a_label_is_english_or_french():
    labels = ((t, o) for t in TERMS for o in ONTOLOGY.objects(t, RDFS.label))

    assert offenders({t for t, o in labels if o.language not in ("en", "fr")}) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_two_terms_have_the_same_label(language):
    bearers = defaultdict(list)
    for term in TERMS:
        for label in texts(term, RDFS.label, language):
            bearers[label.casefold()].append(short(term))

    assert {label: who for label, who in bearers.items() if len(who) > 1} == {}


def test_no_annotation_has_stray_space():
    found = {
        (short(s), o)
        for s, p, o in ONTOLOGY
        if isinstance(o, Literal) and p not in (SKOS.notation,)
        if str(o) != str(o).strip() or "  " in o or "\n" in o
    }

    assert found == set()


def test_a_label_is_no_choice_and_no_rest():
    words = re.compile(
        r"\b(and/or|other|miscellaneous|misc|unknown)\b|/", re.IGNORECASE
    )
    kinds = {c for c in CLASSES if is_ours(c)}

    assert (
        offenders(
            c for c in kinds if any(map(words.search, texts(c, RDFS.label, "en")))
        )
        == []
    )


def test_a_term_has_one_definition_in_english():
    found = {t for t in TERMS if len(texts(t, SKOS.definition, "en")) != 1}

    assert offenders(found) == []


def test_a_definition_is_a_sentence():
    sentence = re.compile(r"[A-Z“].{8,}\.$")
    told = {t: text for t in TERMS for text in texts(t, SKOS.definition, "en")}

    assert {
        short(t): text for t, text in told.items() if not sentence.match(text)
    } == {}


def test_no_two_terms_have_the_same_definition():
    bearers = defaultdict(list)
    for term in TERMS:
        for text in texts(term, SKOS.definition, "en"):
            bearers[text.casefold()].append(short(term))

    assert {text: who for text, who in bearers.items() if len(who) > 1} == {}


def test_a_definition_does_not_use_its_own_term():
    def repeats(term):
        [label] = texts(term, RDFS.label, "en")
        [text] = texts(term, SKOS.definition, "en")
        return re.search(rf"\b{re.escape(label.strip('“”'))}\b", text, re.IGNORECASE)

    kinds = {c for c in CLASSES if is_ours(c)}

    assert offenders(filter(repeats, kinds)) == []


def test_a_term_has_an_example_that_is_not_negative():
    def is_shown(term):
        examples = map(str, ONTOLOGY.objects(term, SKOS.example))
        return any(not text.startswith("Negative example:") for text in examples)

    found = {t for t in TERMS if t not in NOTES and not is_shown(t)}

    assert offenders(found) == []


def test_a_term_is_defined_by_one_module():
    homes = {t: list(ONTOLOGY.objects(t, RDFS.isDefinedBy)) for t in TERMS}

    assert offenders(t for t, of in homes.items() if len(of) != 1) == []
    assert {home for of in homes.values() for home in of} <= HEADERS


@each_file
def test_a_term_is_described_in_the_file_of_its_module(path):
    module = next(GRAPHS[path].subjects(RDF.type, OWL.Ontology))
    name = re.sub(r"-.*", "", path.stem) if path.parent == FOLDER else path.parent.name
    homes = set(GRAPHS[path].objects(None, RDFS.isDefinedBy))

    if path.parent == FOLDER:
        assert homes <= {URIRef(f"{TOP}/{name}")}
    else:
        wide = GRAPHS[path].value(module, DCTERMS.isPartOf) or module
        assert homes <= {wide}


# --- names (OOPS! P22, P36; rdflib, owlready2) --------------------------------------


@pytest.mark.parametrize(
    ("terms", "form"),
    [
        (CLASSES, r"([A-Z][a-z0-9]+)+"),
        (PROPERTIES, r"[a-z]+([A-Z][a-z0-9]*|[0-9]+)*"),
        (INDIVIDUALS - CONCEPTS, r"[a-z]+([A-Z][a-z0-9]*)*"),
    ],
    ids=["classes", "properties", "individuals"],
)
def test_names_are_formed_alike(terms, form):
    names = {t.removeprefix(CG) for t in terms if t.startswith(CG)}

    assert names
    assert {name for name in names if not re.fullmatch(form, name)} == set()


def test_concepts_are_named_in_kebab_case_under_their_scheme():
    for concept in filter(is_ours, CONCEPTS):
        scheme, _, name = short(concept).partition("/")

        assert scheme in SCHEMES, concept
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name), concept


def test_a_concept_is_in_the_scheme_that_its_name_says_and_reachable_from_its_top():
    for concept in filter(is_ours, CONCEPTS):
        scheme = URIRef(f"{BASE}{short(concept).partition('/')[0]}")
        tops = [
            o
            for wider in ONTOLOGY.transitive_objects(concept, SKOS.broader)
            for o in ONTOLOGY.objects(wider, SKOS.topConceptOf)
        ]

        assert list(ONTOLOGY.objects(concept, SKOS.inScheme)) == [scheme], concept
        assert tops == [scheme], concept


def test_no_name_is_one_that_a_library_takes_for_its_own():
    rdflib = {
        "lower", "upper", "title", "count", "index", "format", "find", "join", "split",
        "strip", "replace", "center",
    }  # fmt: skip
    owlready = {"name", "iri", "label", "comment", "is_a", "namespace", "storid"}
    strings = {name for name in dir(str) if not name.startswith("_")}
    names = {t.removeprefix(CG) for t in TERMS if t.startswith(CG)}

    assert names & (rdflib | owlready | strings) == set()


def test_no_iri_has_a_version_or_a_file_extension():
    pattern = re.compile(r"\.(owl|rdf|ttl|xml)\b|\d+\.\d+")

    assert offenders(filter(pattern.search, [*TERMS, *HEADERS])) == []


# --- vocabulary of others (OOPS! P34, P35, P40; ROBOT) ------------------------------


def test_no_term_of_another_vocabulary_is_redefined():
    allowed = (RDF.type,)
    found = {
        (str(s), str(p)) for s, p, o in ONTOLOGY if is_foreign(s) and p not in allowed
    }  # fmt: skip

    assert found == set()


def test_what_rdf_rdfs_and_owl_define_is_left_alone():
    found = {s for s in ONTOLOGY.subjects() if str(s).startswith(BUILT_IN)}

    assert {
        s for s in found if s not in ONTOLOGY.subjects(RDF.type, RDFS.Datatype)
    } == (set())


def test_rdf_rdfs_owl_and_xsd_are_spelt_as_they_define_it():
    used = {
        term
        for triple in ONTOLOGY
        for term in triple
        if isinstance(term, URIRef) and str(term).startswith(BUILT_IN)
    }
    known = {
        URIRef(f"{vocabulary}{name}")
        for vocabulary in (RDF, RDFS, OWL, XSD)
        for name in vocabulary.__annotations__
    }

    assert used - known == set()


def test_every_foreign_term_in_use_is_declared_in_align_alone():
    declared = {
        path: {s for s in graph.subjects(RDF.type) if is_foreign(s)}
        for path, graph in GRAPHS.items()
    }
    aligned = {
        s for path, found in declared.items() for s in found if "align" in path.stem
    }
    axioms = (
        RDF.type, RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range,
        OWL.disjointWith, OWL.equivalentClass, OWL.someValuesFrom, OWL.allValuesFrom,
        OWL.onProperty,
    )  # fmt: skip
    used = {p for p in ONTOLOGY.predicates() if is_foreign(p)}
    used |= {o for _, p, o in ONTOLOGY if p in axioms and is_foreign(o)}

    assert used - aligned == set()
    assert {NAMES[p] for p, found in declared.items() if found} <= {
        "align.ttl",
        "align-match.ttl",
    }


def test_no_rdf_reification_and_no_same_as():
    used = {term for triple in ONTOLOGY for term in triple}
    banned = {
        RDF.Statement,
        RDF.subject,
        RDF.predicate,
        RDF.object,
        OWL.sameAs,
        OWL.hasKey,
    }

    assert used & banned == set()


def test_nothing_is_imported_but_our_own_modules():
    imported = set(ONTOLOGY.objects(None, OWL.imports))

    assert imported <= HEADERS | {URIRef(f"{TOP}/inferred")}


def test_the_ontology_imports_all_its_modules():
    reached = set(ONTOLOGY.transitive_objects(TOP, OWL.imports))

    assert HEADERS - reached == set()


# --- axioms (OOPS! P05, P06, P10, P11, P19, P24-P26, P30; ROBOT) --------------------


@pytest.mark.parametrize(
    "relation", [RDFS.subClassOf, RDFS.subPropertyOf, SKOS.broader], ids=short
)
def test_nothing_stands_above_itself(relation):
    found = {
        s
        for s in ONTOLOGY.subjects(relation)
        if any(
            s in ONTOLOGY.transitive_objects(o, relation)
            for o in ONTOLOGY.objects(s, relation)
        )
    }

    assert offenders(found) == []


@pytest.mark.parametrize("side", [RDFS.domain, RDFS.range], ids=["domain", "range"])
def test_a_property_has_one_domain_and_one_range_at_most(side):
    found = {p for p in PROPERTIES if len(list(ONTOLOGY.objects(p, side))) > 1}

    assert offenders(found) == []


def test_a_value_property_says_what_values_it_takes():
    bare = {p for p in VALUES if is_ours(p) and (p, RDFS.range, None) not in ONTOLOGY}

    assert {short(p) for p in bare} <= {"worldAttribute"}


def test_a_property_says_what_it_is_about_and_where_it_leads():
    def says(one, side, kind):
        return (one, side, None) in ONTOLOGY or (
            one,
            URIRef(CG + kind),
            None,
        ) in ONTOLOGY

    silent = {
        short(p)
        for p in OBJECTS | VALUES
        if is_ours(p)
        and not (
            says(p, RDFS.domain, "subjectKind") and says(p, RDFS.range, "objectKind")
        )
    }

    assert silent <= OPEN_ENDED


def test_a_property_is_of_one_sort():
    assert offenders((OBJECTS & VALUES) | (OBJECTS & NOTES) | (VALUES & NOTES)) == []


def test_only_object_properties_are_symmetric_transitive_or_inverse():
    kinds = (
        OWL.SymmetricProperty, OWL.TransitiveProperty, OWL.AsymmetricProperty,
        OWL.IrreflexiveProperty, OWL.InverseFunctionalProperty,
    )  # fmt: skip
    found = {s for kind in kinds for s in ONTOLOGY.subjects(RDF.type, kind)}

    assert offenders((found | set(ONTOLOGY.subjects(OWL.inverseOf))) - OBJECTS) == []


def test_a_property_is_not_its_own_inverse_nor_has_a_symmetric_one_any():
    symmetric = set(ONTOLOGY.subjects(RDF.type, OWL.SymmetricProperty))
    pairs = list(ONTOLOGY.subject_objects(OWL.inverseOf))

    assert [pair for pair in pairs if pair[0] == pair[1] or symmetric & set(pair)] == []


def test_an_inverse_turns_domain_and_range_round():
    for one, other in ONTOLOGY.subject_objects(OWL.inverseOf):
        ends = [ONTOLOGY.value(one, side) for side in (RDFS.domain, RDFS.range)]
        turned = [ONTOLOGY.value(other, side) for side in (RDFS.range, RDFS.domain)]

        assert ends == turned, (one, other)


def test_a_symmetric_property_has_one_kind_at_both_ends():
    for one in ONTOLOGY.subjects(RDF.type, OWL.SymmetricProperty):
        assert ONTOLOGY.value(one, RDFS.domain) == ONTOLOGY.value(one, RDFS.range), one


def test_a_class_has_one_equivalent_at_most():
    found = {
        c for c in CLASSES if len(list(ONTOLOGY.objects(c, OWL.equivalentClass))) > 1
    }

    assert offenders(found) == []


def disjoint_pairs():
    for members in ONTOLOGY.objects(None, OWL.members):
        yield from map(frozenset, combinations(ONTOLOGY.items(members), 2))
    yield from map(frozenset, ONTOLOGY.subject_objects(OWL.disjointWith))


def test_top_kinds_are_disjoint():
    tops = [
        URIRef(CG + name)
        for name in (
            "Agent", "Place", "Event", "State", "Agreement", "Claim", "Proposition",
            "Quantity", "TimeSpan", "Document", "Anchor", "Appellation",
        )
    ]  # fmt: skip
    known = set(disjoint_pairs())

    assert [
        pair for pair in combinations(tops, 2) if frozenset(pair) not in known
    ] == []


def test_no_class_is_disjoint_with_one_above_it():
    above = {c: set(ONTOLOGY.transitive_objects(c, RDFS.subClassOf)) for c in CLASSES}

    assert [
        pair
        for pair in map(sorted, disjoint_pairs())
        if pair[0] in above[pair[1]] or pair[1] in above[pair[0]]
    ] == []


def test_values_of_a_closed_list_are_different_from_each_other():
    lists = [set(ONTOLOGY.items(o)) for o in ONTOLOGY.objects(None, OWL.oneOf)]
    known = [
        set(ONTOLOGY.items(members))
        for members in ONTOLOGY.objects(None, OWL.distinctMembers)
    ]
    known += [set(pair) for pair in ONTOLOGY.subject_objects(OWL.differentFrom)]
    individuals = [one for one in lists if all(isinstance(i, URIRef) for i in one)]

    assert individuals
    assert [one for one in individuals if not any(one <= all_ for all_ in known)] == []


def test_every_class_is_used():
    told = {RDFS.label, RDFS.isDefinedBy, SKOS.definition, SKOS.example, SKOS.scopeNote}
    used = {o for s, p, o in ONTOLOGY if s != o and p not in told}
    used |= {s for s, p, o in ONTOLOGY if p == RDFS.subClassOf and is_ours(o)}

    assert offenders(c for c in CLASSES if is_ours(c) and c not in used) == []


def test_every_class_has_one_above_it_or_is_a_top_kind():
    listed = {c for pair in disjoint_pairs() for c in pair}
    found = {
        c
        for c in CLASSES
        if is_ours(c) and (c, RDFS.subClassOf, None) not in ONTOLOGY and c not in listed
    }

    assert {short(c) for c in found} <= {"Entity"}


def test_a_world_property_says_which_kinds_it_joins():
    roots = [URIRef(CG + name) for name in ("worldRelation", "worldAttribute")]
    world = {
        p
        for root in roots
        for p in ONTOLOGY.transitive_subjects(RDFS.subPropertyOf, root)
        if p not in roots
    }
    in_data = {p for p in world if (p, URIRef(f"{CG}subjectKind"), None) in ONTOLOGY}
    shortcuts = {p for p in world if re.search("(AtLeast|AtMost|Earliest|Latest)$", p)}

    assert offenders(world - in_data - shortcuts) == []


# --- headers (FOOPS!; OOPS! P38, P41) ----------------------------------------------

ONCE = {
    DCTERMS.bibliographicCitation, DCTERMS.created, DCTERMS.creator, DCTERMS.issued,
    DCTERMS.description, DCTERMS.license, DCTERMS.modified, DCTERMS.publisher,
    VANN.preferredNamespacePrefix, VANN.preferredNamespaceUri, OWL.versionIRI,
    OWL.versionInfo, URIRef(f"{BIBO}status"),
}  # fmt: skip


@each_file
def test_a_file_has_one_header(path):
    assert len(set(GRAPHS[path].subjects(RDF.type, OWL.Ontology))) == 1


@each_file
def test_a_header_says_once_what_a_catalogue_asks_for(path):
    [header] = GRAPHS[path].subjects(RDF.type, OWL.Ontology)
    counts = Counter(GRAPHS[path].predicates(header))

    assert {predicate for predicate in ONCE if counts[predicate] != 1} == set()


@each_file
def test_a_header_has_a_title_in_both_languages_and_a_source(path):
    [header] = GRAPHS[path].subjects(RDF.type, OWL.Ontology)
    titles = [title.language for title in GRAPHS[path].objects(header, DCTERMS.title)]

    assert sorted(titles) == ["en", "fr"]
    assert (header, DCTERMS.source, None) in GRAPHS[path]


@each_file
def test_a_header_is_named_like_its_file(path):
    [header] = GRAPHS[path].subjects(RDF.type, OWL.Ontology)
    own = f"{TOP}/{path.stem}"

    assert str(header) in (
        own,
        f"{BASE}{path.stem}" if path.stem != "all" else str(TOP),
    )


@each_file
def test_the_licence_is_the_one_that_the_project_names(path):
    [licence] = GRAPHS[path].objects(None, DCTERMS.license)

    assert str(licence) == "https://creativecommons.org/licenses/by/4.0/"


@each_file
def test_versions_agree_with_the_package(path):
    graph = GRAPHS[path]
    [header] = graph.subjects(RDF.type, OWL.Ontology)
    package = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    version = package["project"]["version"]

    assert str(graph.value(header, OWL.versionInfo)) == version
    assert str(graph.value(header, OWL.versionIRI)) == f"{header}/{version}"
    cited = str(graph.value(header, DCTERMS.bibliographicCitation))
    assert f"Version {version}." in cited
    assert cited.endswith(str(header))


@each_file
def test_a_header_names_the_namespace_by_which_its_terms_are_written(path):
    graph = GRAPHS[path]
    [prefix] = map(str, graph.objects(None, VANN.preferredNamespacePrefix))
    [namespace] = map(str, graph.objects(None, VANN.preferredNamespaceUri))

    assert namespace == (CG if prefix == "cg" else f"{BASE}{prefix}/")
    terms = [t for t in graph.subjects(RDFS.isDefinedBy) if is_ours(t)]
    assert [t for t in terms if not t.startswith(namespace)] == []


# --- form (our own; HermiT) ---------------------------------------------------------

DATATYPES = {
    XSD.dateTime, XSD.decimal, XSD.integer, XSD.boolean, XSD.string, XSD.anyURI,
    XSD.nonNegativeInteger, RDF.langString,
}  # fmt: skip


def test_literals_have_only_the_datatypes_that_every_tool_knows():
    used = {o.datatype for o in ONTOLOGY.objects() if isinstance(o, Literal)} - {None}
    cardinalities = {
        o.datatype
        for p in (OWL.cardinality, OWL.maxCardinality, OWL.minCardinality,
                  OWL.qualifiedCardinality, OWL.maxQualifiedCardinality,
                  OWL.minQualifiedCardinality)
        for o in ONTOLOGY.objects(None, p)
    }  # fmt: skip

    assert used - DATATYPES == set()
    assert cardinalities <= {XSD.nonNegativeInteger}


def test_ranges_are_only_datatypes_that_the_reasoner_knows():
    ranges = {o for p in VALUES for o in ONTOLOGY.objects(p, RDFS.range)}
    named = {one for one in ranges if not isinstance(one, BNode)}

    assert named - DATATYPES - {RDFS.Literal} == set()


def test_blank_nodes_are_lists_class_expressions_and_axioms_only():
    kinds = {
        OWL.Restriction, OWL.Class, OWL.AllDisjointClasses, OWL.AllDifferent,
        OWL.AllDisjointProperties, RDFS.Datatype,
    }  # fmt: skip
    lists = set(ONTOLOGY.subjects(RDF.first))
    facets = set(ONTOLOGY.subjects(XSD.minInclusive)) | set(
        ONTOLOGY.subjects(XSD.maxInclusive)
    )
    blank = {s for s in ONTOLOGY.subjects() if isinstance(s, BNode)}
    typed = {s for s in blank if set(ONTOLOGY.objects(s, RDF.type)) & kinds}

    assert blank - typed - lists - facets == set()


@each_file
def test_a_file_has_fewer_than_five_hundred_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) < 500


def test_what_is_inferred_speaks_only_of_terms_that_are_declared():
    inferred = turtle.read(INFERRED.read_text(encoding="utf-8"), INFERRED)
    [header] = inferred.subjects(RDF.type, OWL.Ontology)
    narrow = {
        s for p in (RDFS.subClassOf, RDFS.subPropertyOf) for s in inferred.subjects(p)
    }
    wide = {
        o
        for p in (RDFS.subClassOf, RDFS.subPropertyOf)
        for o in inferred.objects(None, p)
    }

    assert narrow | wide <= set(TERMS)
    counts = Counter(inferred.predicates(header))
    assert {predicate for predicate in ONCE if counts[predicate] != 1} == set()


def borrowed():
    """The terms of other vocabularies that the alignments use, by namespace."""
    aligned = Graph()
    for path in resources.ontology().glob("align*.ttl"):
        aligned.parse(path)
    terms = {term for triple in aligned for term in triple if isinstance(term, URIRef)}
    return sorted(term for term in terms if BASE not in term)


def published():
    """The vocabularies whose own text rdflib was generated from."""
    found = (getattr(rdflib.namespace, name) for name in dir(rdflib.namespace))
    return [each for each in found if hasattr(each, "_NS") and hasattr(each, "_fail")]


def test_a_borrowed_term_is_defined_by_its_own_vocabulary():
    wrong = [
        term
        for vocabulary in published()
        for term in borrowed()
        if str(term).startswith(str(vocabulary._NS))
        and str(term) != str(vocabulary._NS)
        if term not in vocabulary
    ]

    assert wrong == []


def test_most_alignments_are_to_vocabularies_that_can_be_checked():
    checked = [t for v in published() for t in borrowed() if t.startswith(str(v._NS))]

    assert len(checked) > 40
