"""A finding stands exactly where the fault is."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse, serialize

from claimgraph import validation
from claimgraph.cli import main
from claimgraph.positions import places as places_in
from claimgraph.validation import Settings
from growth import grows_no_faster
from made_faults import Seeded, seed

FOLDER = Path(__file__).parent / "shapes"
BASE = FOLDER / "base.ttl"
COUNTEREXAMPLES = sorted(FOLDER.glob("*.invalid.ttl"))
SHAPE = "https://w3id.org/claimgraph/shape/"
PREFIXES = """\
PREFIX ex: <https://example.org/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
#: Stands in a text before what a finding points at.
CARET = "‸"


def expected(path):
    said = re.findall(
        r"^# Found at line (\d+), column (\d+)\.$",
        path.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    return {(int(line), int(column)) for line, column in said}


@pytest.fixture(scope="module")
def places():
    """Where each counterexample is found to break its rule."""
    report = validation.check([BASE, *COUNTEREXAMPLES])
    return by_file(
        (each.place.file, each.place.line, each.place.column)
        for each in report.findings
    )


def by_file(found):
    places = {}
    for file, line, column in found:
        places.setdefault(Path(file).name, set()).add((line, column))
    return places


@pytest.mark.parametrize("path", COUNTEREXAMPLES, ids=lambda path: path.stem)
def test_a_counterexample_is_found_where_it_says(places, path):
    assert places[path.name] == expected(path)


def test_the_command_line_says_the_same_places(runner, places):
    files = map(str, [BASE, *COUNTEREXAMPLES])
    done = runner.invoke(main, ["validate", "--format", "json", *files])

    found = [each["place"] for each in json.loads(done.stdout)["findings"]]
    assert done.exit_code == 1
    assert by_file((p["file"], p["line"], p["column"]) for p in found) == places


def seen(report, rules):
    """Where one of *rules* is broken, as what was seeded."""
    return {
        Seeded(
            each.constraint.removeprefix(SHAPE),
            each.place.file,
            each.place.line,
            each.place.column,
        )
        for each in report.findings
        if each.constraint.removeprefix(SHAPE) in rules
    }


def test_five_hundred_faults_are_found_where_they_are_and_nowhere_else(tmp_path):
    faults = seed(tmp_path, 500)
    report = validation.check([tmp_path / "data"])

    assert len(set(faults)) == 500
    assert seen(report, {fault.rule for fault in faults}) == set(faults)


def rewritten(faults, form, extension):
    """Write the files of *faults* in another format; gives the new names by the old."""
    files = {}
    for path in sorted({Path(fault.file) for fault in faults}):
        other = path.with_suffix(f".{extension}")
        other.write_bytes(serialize(parse(path=path), format=form))
        files[str(path)] = str(other)
        path.unlink()
    return files


def terms(path, form):
    """What stands where in a file: its triples by the places of their terms."""
    text = Path(path).read_text(encoding="utf-8")
    found = {}
    for quad, its in zip(parse(text, form), places_in(text, form), strict=True):
        for part in ("subject", "object"):
            begin = getattr(its, part).begin
            triple = (part, quad.subject, quad.predicate, quad.object)
            found.setdefault((begin.line, begin.column), triple)
    return found


def told(report, form, names):
    """What is found and at which triple, under the *names* that files had before."""
    known = {name: terms(name, form) for name in names}
    return Counter(
        (each.constraint, names[each.place.file], each.node, triple)
        for each in report.findings
        if each.place.file in names
        for triple in [known[each.place.file][each.place.line, each.place.column]]
    )


@pytest.fixture
def faulty(tmp_path):
    faults = seed(tmp_path, 60, triples=10_000)
    return tmp_path, faults, validation.check([tmp_path / "data"])


@pytest.mark.parametrize(
    ("form", "extension"),
    [
        (RdfFormat.N_TRIPLES, "nt"),
        (RdfFormat.N_QUADS, "nq"),
        (RdfFormat.TRIG, "trig"),
    ],
)
def test_faults_are_found_at_the_same_triples_in_other_formats(faulty, form, extension):
    folder, faults, before = faulty
    same = {fault.file: fault.file for fault in faults}
    wanted = told(before, RdfFormat.TURTLE, same)
    files = rewritten(faults, form, extension)
    after = validation.check([folder / "data"])

    assert len(files) > 30
    assert told(after, form, {new: old for old, new in files.items()}) == wanted


@pytest.mark.parametrize(
    ("form", "extension"), [(RdfFormat.RDF_XML, "rdf"), (RdfFormat.JSON_LD, "jsonld")]
)
def test_a_format_without_lines_gives_the_file_and_the_node(faulty, form, extension):
    folder, faults, before = faulty
    files = rewritten(faults, form, extension)
    after = validation.check([folder / "data"])

    assert nodes(after, {}) == nodes(before, files)
    assert all(
        each.place.line is None
        for each in after.findings
        if each.place.file in files.values()
    )


def nodes(report, names):
    return Counter(
        (each.constraint, names.get(each.place.file, each.place.file), each.node)
        for each in report.findings
    )


#: What is asked of ex:a, and data in which ‸ stands before the fault.
CASES = {
    "a number as it is written": (
        "sh:path ex:p ; sh:maxInclusive 5",
        "ex:a ex:p 1 , ‸+0042 , 2 .",
    ),
    "a decimal as it is written": (
        "sh:path ex:p ; sh:datatype xsd:integer",
        "ex:a ex:p 1 , ‸1.50 .",
    ),
    "one of two equal numbers": (
        "sh:path ex:p ; sh:datatype xsd:integer",
        "ex:a ex:p 1 , ‸1.0 .",
    ),
    "the end of a sequence": (
        "sh:path ( ex:p ex:q ) ; sh:nodeKind sh:IRI",
        "ex:c ex:q 7 . ex:b ex:q ‸7 . ex:a ex:p ex:b .",
    ),
    "within brackets": (
        "sh:path ( ex:p ex:q ) ; sh:nodeKind sh:IRI",
        'ex:a ex:p [ ex:q ex:z ; ex:r [ ex:q "x" ] ] , [ ex:q ‸"x" ] .',
    ),
    "a member of a list": (
        "sh:path ( ex:p [ sh:zeroOrMorePath rdf:rest ] rdf:first ) ; sh:maxLength 1",
        'ex:a ex:p ( "b" ‸"cc" "d" ) .',
    ),
    "an inverse path": (
        "sh:path [ sh:inversePath ex:p ] ; sh:nodeKind sh:BlankNode",
        "ex:b ex:p ex:z , ‸ex:a .",
    ),
    "too many backwards": (
        "sh:path [ sh:inversePath ex:p ] ; sh:maxCount 1",
        "ex:b ex:p ex:a . ex:c ex:p ex:a . ‸ex:a ex:q 1 .",
    ),
    "an alternative": (
        "sh:path [ sh:alternativePath ( ex:p ex:q ) ] ; sh:nodeKind sh:IRI",
        "ex:a ex:r 1 ; ex:q ‸1 .",
    ),
    "too many of alternatives": (
        "sh:path [ sh:alternativePath ( ex:p ex:q ) ] ; sh:maxCount 1",
        "ex:a ex:q 1 ; ex:p ‸2 ; ex:r 3 .",
    ),
    "one or more steps": (
        "sh:path [ sh:oneOrMorePath ex:p ] ; sh:nodeKind sh:IRI",
        "ex:a ex:p ex:b . ex:b ex:q 1 ; ex:p ‸1 .",
    ),
    "none of or": (
        "sh:path ex:p ; sh:or ( [ sh:nodeKind sh:IRI ] [ sh:datatype xsd:date ] )",
        "ex:a ex:p ex:b ; ex:p ‸1 .",
    ),
    "two of xone": (
        "sh:path ex:p ; sh:xone ( [ sh:minLength 1 ] [ sh:maxLength 3 ] )",
        "ex:a ex:p 'long enough' , ‸'abc' .",
    ),
    "a value that is not as asked": (
        "sh:path ex:p ; sh:node [ sh:property [ sh:path ex:q ; sh:minCount 1 ] ]",
        "ex:b ex:q 1 . ex:a ex:p ex:b , ‸ex:c . ex:c ex:r 1 .",
    ),
    "a property of a value": (
        "sh:path ex:p ; sh:property [ sh:path ex:q ; sh:maxCount 1 ]",
        "ex:a ex:p ex:b . ex:b ex:q 1 ; ex:q ‸2 .",
    ),
    "what a value lacks": (
        "sh:path ex:p ; sh:property [ sh:path ex:q ; sh:minCount 1 ]",
        "ex:z ex:p ex:b . ex:a ex:p ex:b . ‸ex:b ex:r 1 .",
    ),
    "a value that is nowhere described": (
        "sh:path ex:p ; sh:property [ sh:path ex:q ; sh:minCount 1 ]",
        "ex:a ex:r 1 ; ex:p ‸ex:b .",
    ),
    "what is missing": (
        "sh:path ex:p ; sh:minCount 1",
        "ex:z ex:p ex:a . ‸ex:a ex:q 1 . ex:a ex:r 1 .",
    ),
    "a value that must be there": (
        "sh:path ex:p ; sh:hasValue ex:b",
        "‸ex:a ex:q ex:b ; ex:p ex:c .",
    ),
    "two in a language": (
        "sh:path ex:p ; sh:uniqueLang true",
        "ex:a ex:p 'x'@en , 'y'@fr , ‸'z'@EN , 'w'@de .",
    ),
    "what is also elsewhere": (
        "sh:path ex:p ; sh:disjoint ex:q",
        "ex:a ex:q 1 , 2 ; ex:p 3 , ‸1 .",
    ),
    "what is only elsewhere": (
        "sh:path ex:p ; sh:equals ex:q",
        "ex:a ex:p 1 ; ex:q 1 , ‸2 .",
    ),
    "what is not less": (
        "sh:path ex:p ; sh:lessThan ex:q",
        "ex:a ex:q 3 ; ex:p 1 , ‸4 .",
    ),
    "too many that conform": (
        "sh:path ex:p ; sh:qualifiedMaxCount 1 ;"
        " sh:qualifiedValueShape [ sh:nodeKind sh:IRI ]",
        "ex:a ex:p ex:b ; ex:p ‸ex:c .",
    ),
    "what a closed shape does not allow": (
        None,
        "ex:a ex:p 1 ; ex:extra ‸2 .",
    ),
    "after signs of two units": (
        "sh:path ex:p ; sh:nodeKind sh:IRI",
        "ex:a ex:q '𝄞𝄞é' ; ex:p ‸'𝄞' .",
    ),
    "after comments that look like data": (
        "sh:path ex:p ; sh:nodeKind sh:IRI",
        "# ex:a ex:p 1 .\nex:a ex:q '''# ex:a ex:p 1 .\n''' ;\n  # again\n ex:p ‸1 .",
    ),
}
CLOSED = "sh:closed true ; sh:property [ sh:path ex:p ]"


def place_of(text):
    """The text without its mark, and the line and column of that."""
    before, after = text.split(CARET)
    line = before.count("\n") + 1
    return before + after, (line, len(before) - before.rfind("\n"))


def found_in(folder, asked, text, name="data.ttl"):
    """Where the one finding stands."""
    shapes = folder / "shapes.ttl"
    body = f"sh:property [ {asked} ]" if asked else CLOSED
    shapes.write_text(f"{PREFIXES} ex:S a sh:NodeShape ; sh:targetNode ex:a ; {body} .")
    (folder / name).write_bytes(text.encode())
    given = validation.given([folder / name], [shapes], alone=True)
    (finding,) = validation.examine(given, Settings()).findings
    return finding.place.line, finding.place.column


@pytest.mark.parametrize("name", CASES)
def test_the_triple_at_fault_is_pointed_at(tmp_path, name):
    asked, data = CASES[name]
    text, place = place_of(PREFIXES + data)

    assert found_in(tmp_path, asked, text) == place


def test_lines_may_end_as_on_windows(tmp_path):
    asked, data = CASES["after comments that look like data"]
    text, place = place_of(PREFIXES + data)

    assert found_in(tmp_path, asked, text.replace("\n", "\r\n")) == place


def test_the_graphs_of_a_dataset_have_places(tmp_path):
    data = "ex:g { ex:a ex:q 1 ; ex:p ‸2 . } GRAPH ex:h { ex:b ex:p 3 }"
    text, place = place_of(PREFIXES + data)
    asked = "sh:path ex:p ; sh:nodeKind sh:IRI"

    assert found_in(tmp_path, asked, text, "data.trig") == place


def test_the_last_of_too_many_is_in_the_last_file(tmp_path):
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(
        f"{PREFIXES} ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property"
        " [ sh:path ex:p ; sh:maxCount 1 ] ."
    )
    files = [tmp_path / f"{name}.ttl" for name in "ab"]
    for number, file in enumerate(files):
        file.write_text(f"{PREFIXES} ex:a ex:p {number} .")
    (finding,) = validation.check(files, [shapes]).findings

    assert finding.place.file == str(files[1])


@pytest.mark.parametrize("path", ["ex:p", "( ex:q ex:p )"])
def test_the_time_grows_with_the_findings_and_no_faster(tmp_path, path):
    def work(count):
        nodes = (f"ex:n{n} a ex:P ; ex:q ex:n{n} ; ex:p 'y' ." for n in range(count))
        data, shapes = tmp_path / f"{count}.ttl", tmp_path / "shapes.ttl"
        data.write_text(PREFIXES + "\n".join(nodes))
        shapes.write_text(
            f"{PREFIXES} ex:S a sh:NodeShape ; sh:targetClass ex:P ; sh:property"
            f" [ sh:path {path} ; sh:datatype xsd:integer ] ."
        )
        assert len(validation.check([data], [shapes]).findings) == count
        return lambda: validation.check([data], [shapes])

    assert grows_no_faster(work, 1000, 4000)
