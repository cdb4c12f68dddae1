"""Each rule of the linter catches its counterexample, at its place, and nothing else."""

import re
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse, serialize

from claimgraph import linting, resources
from claimgraph.cli import main
from claimgraph.errors.files import MissingFile
from claimgraph.linting.rules import HEADER_KEYS, shipped

FOLDER = Path(__file__).parent / "linting"
CASES = sorted(FOLDER.glob("*.ttl"))
GOOD = sorted((FOLDER / "good").iterdir())
STYLE = sorted(
    path
    for path in (FOLDER.parent / "shapes").glob("*.invalid.ttl")
    if re.match("(Term|Module|Concept|Hedge|Convention)Shape", path.name)
)
PLACE = re.compile(r"^# Found at line (\d+), column (\d+)\.$", re.MULTILINE)
RULES = {rule.name: rule for rule in shipped()}


def name(found):
    return found.constraint.rpartition("/")[2]


def hits(report):
    return [(name(found), found.place.line, found.place.column) for found in report.findings]  # fmt: skip


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_rule_catches_its_counterexample_at_its_place_and_no_other_rule_does(path):
    expected = PLACE.findall(path.read_text(encoding="utf-8"))

    report = linting.lint([path])

    assert expected
    assert hits(report) == [(path.stem, int(line), int(column)) for line, column in expected]  # fmt: skip
    assert {found.place.file for found in report.findings} == {str(path)}


def test_every_rule_has_a_counterexample():
    assert {path.stem for path in CASES} == RULES.keys()


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_nothing_is_found_in_a_good_ontology(path):
    report = linting.lint([path])

    assert report.findings == report.failures == ()
    assert report.nodes
    assert report.constraints == len(RULES)


def test_our_own_ontology_lacks_nothing_but_definitions_in_french():
    report = linting.lint(settings=linting.Settings(languages=("en", "fr")))

    assert [name(found) for found in report.findings] == ["definition-language"]
    assert report.count("info") == 1
    assert report.nodes > 500


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_says_how_grave_it_is_and_what_to_do_in_both_languages(rule):
    assert rule.header.keys() <= HEADER_KEYS.keys()
    assert rule.severity in ("Violation", "Warning", "Info")
    assert re.fullmatch(r".+: .+\.", rule.header["en"])
    assert re.fullmatch(r".+ : .+\.", rule.header["fr"])


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_message_has_only_variables_that_the_query_gives(rule):
    said = set(re.findall(r"\{\?(\w+)\}", rule.header["en"] + rule.header["fr"]))
    [given] = re.findall(r"^SELECT (.*)$", rule.text, re.MULTILINE)

    assert said <= set(re.findall(r"\?(\w+)", given))


def test_a_message_is_filled_in_for_both_languages():
    [found] = linting.lint([FOLDER / "cycle.ttl"]).findings

    assert "zoo:Lion stands above itself by way of zoo:Tiger:" in found.message("en")
    assert "zoo:Lion est au-dessus de lui-même" in found.message("fr")
    assert found.severity == "Violation"
    assert found.focus == "<http://example.org/zoo#Lion>"
    assert found.path == "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"


@pytest.mark.parametrize("path", STYLE, ids=lambda path: path.stem)
def test_what_is_ours_has_to_fit_the_shapes_of_our_style(path):
    report = linting.lint([path])

    names = [name(found) for found in report.findings]
    assert path.name.removesuffix(".invalid.ttl") in names
    assert all(found.place.line for found in report.findings)
    assert {Path(each.name).stem for each in report.shapes} == {"prefix", "scheme", "style"}  # fmt: skip


def test_what_is_not_ours_need_not_fit_our_style():
    report = linting.lint([FOLDER / "good" / "zoo.ttl"])

    assert report.shapes == ()
    assert len(report.coverage) == len(RULES)


def test_files_of_one_ontology_are_read_together(tmp_path):
    whole = (FOLDER / "good" / "zoo.ttl").read_text(encoding="utf-8")
    prefixes = "\n".join(re.findall("PREFIX .*", whole))
    head, mark, rest = whole.partition("\nzoo:Animal\n")
    (tmp_path / "head.ttl").write_text(head, encoding="utf-8")
    (tmp_path / "body.ttl").write_text(prefixes + mark + rest, encoding="utf-8")

    assert linting.lint([tmp_path]).findings == ()
    assert linting.lint([tmp_path / "body.ttl"]).findings != ()


def test_files_that_declare_nothing_do_not_pass(tmp_path):
    path = tmp_path / "data.ttl"
    path.write_text("<http://example.org/a> <http://example.org/b> 1 .")

    [failure] = linting.lint([path]).failures

    assert failure.code == "no-terms"
    assert str(path) in failure.sentence


def test_what_is_not_there_is_an_error(tmp_path):
    with pytest.raises(MissingFile):
        linting.lint([tmp_path / "none.ttl"])
    with pytest.raises(MissingFile):
        linting.lint([tmp_path])


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ([], 0),
        (["--fail-on", "info"], 1),
        ([str(FOLDER / "cycle.ttl"), "--fail-on", "violation"], 1),
        ([str(FOLDER / "missing-label.ttl")], 1),
        ([str(FOLDER / "missing-label.ttl"), "--fail-on", "violation"], 0),
        ([str(FOLDER / "none.ttl")], 2),
    ],
)
def test_the_command_ends_as_grave_findings_demand(runner, arguments, status):
    assert runner.invoke(main, ["lint", *arguments]).exit_code == status


def test_the_command_says_where_what_and_by_which_rule(runner):
    path = FOLDER / "cycle.ttl"

    done = runner.invoke(main, ["lint", str(path), "--language", "fr"])

    assert f"{path}:59:21:" in done.output
    assert "est au-dessus de lui-même" in done.output
    assert "cycle" in done.output


def test_the_shipped_ontology_is_what_is_checked_by_default():
    names = {Path(each.name).resolve() for each in linting.lint().data}

    assert resources.ontology() / "core.ttl" in names
    assert resources.ontology() / "shapes" / "claim.ttl" in names


def test_other_formats_are_read_and_what_can_be_placed_in_them_is(tmp_path):
    quads = list(parse(path=FOLDER / "cycle.ttl"))
    places = {}
    for suffix, form in (("nt", RdfFormat.N_TRIPLES), ("rdf", RdfFormat.RDF_XML)):
        path = tmp_path / f"cycle.{suffix}"
        path.write_bytes(serialize([quad.triple for quad in quads], format=form))
        [found] = linting.lint([path]).findings
        places[suffix] = found.place

    column = (
        len(
            "<http://example.org/zoo#Lion> <http://www.w3.org/2000/01/rdf-schema#subClassOf> "
        )
        + 1
    )
    assert places["nt"].column == column
    assert places["nt"].source[column - 1 :] == "<http://example.org/zoo#Tiger> ."
    assert places["rdf"].file == str(tmp_path / "cycle.rdf")
    assert places["rdf"].line is None


def test_what_stands_in_a_named_graph_is_checked_too(tmp_path):
    text = (FOLDER / "cycle.ttl").read_text(encoding="utf-8")
    body = "\n".join(
        line for line in text.splitlines() if not line.startswith("PREFIX")
    )
    head = "\n".join(re.findall("PREFIX .*", text))
    path = tmp_path / "cycle.trig"
    path.write_text(
        f"{head}\n<http://example.org/graph> {{\n{body}\n}}", encoding="utf-8"
    )

    [found] = linting.lint([path]).findings

    assert name(found) == "cycle"
    assert found.place.source.strip() == "rdfs:subClassOf zoo:Tiger ;"


def test_a_fault_in_a_class_expression_is_placed_in_it(tmp_path):
    text = (FOLDER / "good" / "zoo.ttl").read_text(encoding="utf-8")
    path = tmp_path / "zoo.ttl"
    path.write_text(
        f"{text}zoo:Cat rdfs:subClassOf [ a owl:Restriction ; owl:onProperty zoo:meets ; owl:allValuesFrom zoo:Dog ] .\n",
        encoding="utf-8",
    )

    [found] = linting.lint([path]).findings

    assert name(found) == "undeclared-class"
    assert (
        found.place.source[found.place.column - 1 : found.place.end_column - 1]
        == "zoo:Dog"
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("owl:Clas", "owl:Class"),
        ("rdfs:lable", "rdfs:label"),
        ("rdfs:subclassOf", "rdfs:subClassOf"),
        ("dcterms:isReplacdBy", "dcterms:isReplacedBy"),
        ("skos:definitoin", "skos:definition"),
        ("owl:Quux", ""),
        ("<https://www.w3.org/2002/07/owl#Class>", "owl:Class"),
        ("<http://purl.org/dc/terms#title>", "dcterms:title"),
    ],
)
def test_what_a_misspelt_term_may_have_been_meant_to_be_is_told(
    tmp_path, written, meant
):
    text = (FOLDER / "good" / "zoo.ttl").read_text(encoding="utf-8")
    path = tmp_path / "zoo.ttl"
    path.write_text(f"{text}zoo:Cat rdfs:seeAlso {written} .", encoding="utf-8")

    [found] = linting.lint([path]).findings

    assert name(found) == "unknown-term"
    assert written in found.message("en")
    assert ("did you mean" in found.message("en")) is bool(meant)
    assert f"(vouliez-vous dire {meant} ?)" in found.message("fr") or not meant


def test_a_vocabulary_may_name_its_own_terms_as_it_likes(tmp_path):
    path = tmp_path / "skos.ttl"
    path.write_text(
        "PREFIX owl: <http://www.w3.org/2002/07/owl#>"
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"
        "<http://www.w3.org/2004/02/skos/core> a owl:Ontology ."
        "skos:newTerm a owl:AnnotationProperty .",
        encoding="utf-8",
    )

    assert "unknown-term" not in map(name, linting.lint([path]).findings)


def test_names_of_vocabularies_as_a_whole_are_no_terms(tmp_path):
    text = (FOLDER / "good" / "zoo.ttl").read_text(encoding="utf-8")
    path = tmp_path / "zoo.ttl"
    path.write_text(
        f"{text}zoo:Cat rdfs:seeAlso <http://purl.org/dc/terms/> , skos: , "
        "<https://www.w3.org/2004/02/skos/core> , <http://purl.org/dc/terms/x/title> , "
        "<http://xmlns.com/foaf/0.1/index.rdf> , <http://purl.org/dc/terms#dates> .",
        encoding="utf-8",
    )

    assert linting.lint([path]).findings == ()


def zoo(tmp_path, change):
    """The good ontology with a *change* of its text."""
    text = (FOLDER / "good" / "zoo.ttl").read_text(encoding="utf-8")
    path = tmp_path / "zoo.ttl"
    path.write_text(change(text), encoding="utf-8")
    return path


def english(text):
    """What *text* says in English only."""
    return re.sub(r'("[^"]*"@en[^ ]*) ,\s+"[^"]*"@fr', r"\1", text)


@pytest.mark.parametrize("tag", ["en", "en-GB", "nl"])
def test_an_ontology_in_one_language_is_not_asked_for_another(tmp_path, tag):
    path = zoo(tmp_path, lambda text: english(text).replace("@en", f"@{tag}"))

    report = linting.lint([path])

    assert report.findings == ()
    assert report.settings["languages"] == tag[:2]


def test_a_language_of_few_labels_is_not_asked_of_the_others(tmp_path):
    path = zoo(tmp_path, lambda text: english(text).replace('cat"@en', 'cat"@en, "félin"@fr'))  # fmt: skip

    assert linting.lint([path]).findings == ()


def test_the_languages_that_are_given_are_wanted_and_no_others(tmp_path):
    settings = linting.Settings(languages=("en", "nl"))

    report = linting.lint([zoo(tmp_path, english)], settings)

    assert {name(found) for found in report.findings} == {"label-language", "definition-language", "title-language"}  # fmt: skip
    assert all("language nl" in found.message("en") for found in report.findings)


@pytest.mark.parametrize(
    ("languages", "said"),
    [(("en", "fr"), "give rdfs:label, in @en, @fr."), (("nl",), "rdfs:label, in @nl.")],
)
def test_a_missing_label_is_asked_for_in_the_languages_that_are_wanted(languages, said):
    path = FOLDER / "missing-label.ttl"

    report = linting.lint([path], linting.Settings(languages=languages))

    messages = [found.message("en") for found in report.findings if name(found) == "missing-label"]  # fmt: skip
    assert messages
    assert all(message.endswith(said) for message in messages)


def test_without_any_label_no_language_is_asked_for(tmp_path):
    path = tmp_path / "a.ttl"
    path.write_text("<http://example.org/A> a <http://www.w3.org/2002/07/owl#Class> .")

    [message] = [found.message("en") for found in linting.lint([path]).findings if name(found) == "missing-label"]  # fmt: skip

    assert message.endswith("has no label: give rdfs:label.")


@pytest.mark.parametrize("rule", ["cycle", "missing-label", "mixed-names"])
def test_a_rule_that_is_allowed_is_not_asked(runner, rule):
    path = str(FOLDER / f"{rule}.ttl")

    assert runner.invoke(main, ["lint", path]).exit_code == 1
    done = runner.invoke(main, ["lint", path, "--allow", rule, "--allow", "shared-prefix"])  # fmt: skip
    assert done.exit_code == 0
    assert f"allow={','.join(sorted([rule, 'shared-prefix']))}" in done.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--allow", "nonsense"], "'nonsense' is not one of"),
        (["--languages", "en,"], "'' is no language tag"),
        (["--languages", "en fr"], "'en fr' is no language tag"),
    ],
)
def test_a_call_that_is_wrong_is_said(runner, arguments, said):
    done = runner.invoke(main, ["lint", *arguments])

    assert done.exit_code == 2
    assert said in done.output


def test_a_report_is_written_to_a_file(runner, tmp_path):
    path = tmp_path / "report.json"

    done = runner.invoke(main, ["lint", str(FOLDER / "cycle.ttl"), "--format", "json", "--output", str(path)])  # fmt: skip

    assert (done.output, done.exit_code) == ("", 1)
    assert "stands above itself" in path.read_text(encoding="utf-8")


def test_what_is_new_since_an_earlier_report_is_told(runner, tmp_path):
    before = tmp_path / "before.json"
    path = zoo(tmp_path, str)
    runner.invoke(main, ["lint", str(path), "--format", "json", "--output", str(before)])  # fmt: skip
    zoo(tmp_path, lambda text: f"{text}zoo:Animal rdfs:subClassOf zoo:Lion .")

    done = runner.invoke(main, ["lint", str(path), "--since", str(before)])

    assert "violation: new: " in done.output


def test_of_many_findings_of_a_kind_a_sample_is_shown_and_all_on_request(
    runner, tmp_path
):
    terms = "".join(f"zoo:Beast{number} a owl:Class .\n" for number in range(9))
    path = str(zoo(tmp_path, lambda text: text + terms))

    some, every = (
        runner.invoke(main, ["lint", path, *more]).output.count("has no label")
        for more in ([], ["--sample", "0"])
    )

    assert (some, every) == (3, 9)


@pytest.mark.parametrize(
    "kind",
    ["Asymmetric", "Functional", "InverseFunctional", "Irreflexive", "Reflexive", "Symmetric", "Transitive", "Deprecated"],
)  # fmt: skip
def test_a_property_by_its_character_alone_is_a_term(tmp_path, kind):
    path = zoo(tmp_path, lambda text: f"{text}zoo:minds a owl:{kind}Property .")

    names = [name(found) for found in linting.lint([path]).findings]

    assert {"missing-label", "missing-definition"} <= set(names)


def test_a_class_that_a_class_of_classes_makes_is_no_instance(tmp_path):
    path = zoo(tmp_path, lambda text: f"{text}zoo:Keeper rdfs:subClassOf owl:Class . zoo:Bird a zoo:Keeper ; rdfs:subClassOf zoo:Animal .")  # fmt: skip

    assert "instance-with-superclass" not in map(name, linting.lint([path]).findings)


def test_terms_outside_the_namespace_of_the_header_are_its_own_if_there_are_no_others(
    tmp_path,
):
    path = zoo(tmp_path, lambda text: text.replace("<http://example.org/zoo>", "<http://example.org/zoo.rdf>").replace('"http://example.org/zoo#"', '"http://example.org/zoo/#"'))  # fmt: skip

    report = linting.lint([path])

    assert report.nodes == 10
    assert {name(found) for found in report.findings} == {"file-extension"}


def test_terms_of_known_vocabularies_are_not_taken_for_ones_own(tmp_path):
    path = tmp_path / "beasts.ttl"
    path.write_text(
        "PREFIX foaf: <http://xmlns.com/foaf/0.1/>"
        "PREFIX owl: <http://www.w3.org/2002/07/owl#>"
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>"
        "foaf:Person a owl:Class ; rdfs:subClassOf <http://example.org/Beast> ."
        "<http://example.org/Beast> a owl:Class .",
        encoding="utf-8",
    )

    report = linting.lint([path])

    assert report.nodes == 1
    assert [found.focus for found in report.findings if name(found) == "hijacked-namespace"] == ["<http://xmlns.com/foaf/0.1/Person>"]  # fmt: skip


def test_a_property_may_be_called_like_a_class(tmp_path):
    path = zoo(tmp_path, lambda text: text.replace('"feeds"@en', '"keeper"@en'))

    assert linting.lint([path]).findings == ()


@pytest.mark.parametrize(
    ("uses", "rule"),
    [
        ("rdfs:subClassOf farm:Beast", "untyped-foreign-class"),
        ("rdfs:subClassOf [ a owl:Restriction ; owl:onProperty zoo:meets ; owl:someValuesFrom farm:Beast ]", "untyped-foreign-class"),
        ("farm:weighs 190", "untyped-foreign-property"),
        ("rdfs:seeAlso [ farm:weighs 190 ]", "untyped-foreign-property"),
    ],
)  # fmt: skip
def test_a_foreign_term_is_told_once_with_the_number_of_its_uses(tmp_path, uses, rule):
    prefix = "PREFIX farm: <http://example.com/farm#>\n"
    said = "".join(f"zoo:{each} {uses} .\n" for each in ("Lion", "Tiger", "Keeper"))
    path = zoo(tmp_path, lambda text: prefix + text + said)

    [found] = linting.lint([path]).findings

    assert name(found) == rule
    assert "in 3 places, but" in found.message("en")
    assert "en 3 endroits sans" in found.message("fr")
    assert found.place.line


def test_a_version_in_the_namespace_is_told_once(tmp_path):
    path = zoo(tmp_path, lambda text: text.replace("http://example.org/zoo", "http://example.org/1.0/zoo"))  # fmt: skip

    [found] = linting.lint([path]).findings

    assert name(found) == "version-in-name"
    assert "http://example.org/1.0/zoo#," in found.message("en")


@pytest.mark.parametrize(
    ("comment", "names"),
    [(r"One.\n\nTwo.  Three.", []), ("One. ", ["stray-space"])],
)
def test_a_comment_may_have_paragraphs_but_no_blanks_at_its_ends(
    tmp_path, comment, names
):
    path = zoo(tmp_path, lambda text: f'{text}zoo:Cat rdfs:comment "{comment}"@en .')

    assert [name(found) for found in linting.lint([path]).findings] == names


def test_a_term_of_what_is_imported_need_not_be_declared_again(tmp_path):
    said = (
        "<http://example.org/zoo> owl:imports <http://example.com/farm> .\n"
        "zoo:Lion rdfs:subClassOf <http://example.com/farm#Beast> ;"
        " <http://example.com/farm#weighs> 190 .\n"
    )
    path = zoo(tmp_path, lambda text: text + said)

    assert [name(found) for found in linting.lint([path]).findings] == ["unread-import"]
