"""Two reports are the same where they say the same, whatever their nodes are called."""

import pytest

from manifests import Case

PREFIXES = """
PREFIX ex: <https://example.org/>
PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX sht: <http://www.w3.org/ns/shacl-test#>
"""
REPORT = """
_:r a sh:ValidationReport ; sh:conforms false ; sh:result _:one, _:two .
_:one sh:focusNode _:a ; sh:value _:b ; sh:resultPath ( ex:p [ sh:inversePath ex:q ] ) ;
  sh:resultSeverity sh:Info ; sh:sourceShape ex:Shape ; sh:resultMessage "One" .
_:two sh:focusNode _:b ; sh:value "x"@en .
"""
SAME = """
_:two a sh:ValidationReport ; sh:conforms false ; sh:result _:x, _:y .
_:x sh:focusNode _:r ; sh:value "x"@EN ; sh:detail [ sh:focusNode ex:c ] .
_:y sh:focusNode _:s ; sh:value _:r ; sh:resultPath ( ex:p [ sh:inversePath ex:q ] ) ;
  sh:resultSeverity sh:Info ; sh:sourceShape ex:Shape ; sh:resultMessage "Two" .
"""


@pytest.fixture
def case(tmp_path):
    def make(report):
        file = tmp_path / "case.ttl"
        file.write_text(
            f"{PREFIXES}{report} <case> a sht:Validate ; mf:result _:r ;"
            " mf:action [ sht:dataGraph <> ; sht:shapesGraph <data.ttl> ] .",
            encoding="utf-8",
        )
        return Case(file, "case")

    return make


def test_a_case_names_the_files_of_its_data_and_of_its_shapes(case, tmp_path):
    found = case(REPORT)

    assert found.data == tmp_path / "case.ttl"
    assert found.shapes == tmp_path / "data.ttl"


def test_nodes_may_be_named_and_ordered_otherwise(case):
    expected = case(REPORT.replace('; sh:resultMessage "One"', ""))

    assert expected.found(PREFIXES + SAME) == expected.expected


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("conforms false", "conforms true"),
        ("sh:value _:b", "sh:value _:c"),
        ("_:b ; sh:resultPath", '"y" ; sh:resultPath'),
        ("( ex:p [ sh:inversePath ex:q ] )", "( ex:p ex:q )"),
        ("( ex:p [ sh:inversePath ex:q ] )", "( [ sh:inversePath ex:q ] ex:p )"),
        ("sh:Info", "sh:Warning"),
        ("sh:sourceShape ex:Shape", "sh:sourceShape ex:Other"),
        ("sh:result _:one, _:two", "sh:result _:one, _:two, [ sh:focusNode ex:c ]"),
        ("_:one, _:two .", '_:one, _:two, [ sh:focusNode _:b ; sh:value "x"@en ] .'),
        ('"One"', '"Two"'),
    ],
)
def test_a_report_that_says_something_else_is_another(case, text, other):
    expected = case(REPORT)

    assert text in REPORT
    assert expected.found(PREFIXES + REPORT.replace(text, other)) != expected.expected


def test_messages_count_only_where_the_case_gives_one(case):
    silent = case(REPORT.replace('; sh:resultMessage "One"', ""))

    assert silent.found(PREFIXES + REPORT) == silent.expected
