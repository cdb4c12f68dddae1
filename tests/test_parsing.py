"""What does not parse is told with its place, and with what to do about it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from claimgraph.errors.base import Position
from claimgraph.errors.parsing import why
from claimgraph.positions import Lines

REMOTE = "is elsewhere, and nothing is fetched: write the context itself here"
TEXT = st.text(st.characters(codec="utf-8", exclude_characters='"\\\r'))


def told(content, form):
    with pytest.raises(SyntaxError) as caught:
        list(parse(content, form, base_iri="http://example.org/"))
    return why(caught.value, content)


@given(TEXT, TEXT)
def test_the_first_byte_that_is_not_utf8_is_pointed_at(before, after):
    begin = f'<urn:a> <urn:b> """{before}'
    content = begin.encode() + b"\xe9 " + f'{after}""" .'.encode()
    place = Lines(begin).position(len(begin))

    assert told(content, RdfFormat.TURTLE) == (
        place,
        "it is not UTF-8: save it as UTF-8",
    )


def test_what_is_wrong_before_a_byte_that_is_not_utf8_is_told_first():
    place, reason = told(b'ex:a .\n<urn:a> <urn:b> "\xe9" .', RdfFormat.TURTLE)

    assert place == Position(1, 1)
    assert "prefix" in reason.lower()


@pytest.mark.parametrize(
    ("content", "place", "context"),
    [
        ('{"@context":"https://a.org/", "@type":"B"}', Position(1, 13), "https://a.org/"),
        ('{\n "@context": "c.jsonld"}', Position(2, 14), "c.jsonld"),
        ('[{"@context": [{"a": "urn:a"}, "é.json"]}]', Position(1, 32), "é.json"),
        ('{"@context": {"@import": "http://a.org/"}}', Position(1, 26), "http://a.org/"),
        (r'{"@context": "https:\/\/a.org/"}', None, "https://a.org/"),
        ('{"a": [{"@context": null, "b": {"@context": "urn:c"}}]}', Position(1, 45), "urn:c"),
    ],
)  # fmt: skip
def test_a_context_that_stands_elsewhere_is_named(content, place, context):
    error = SyntaxError("No LoadDocumentCallback has been set to load remote contexts")

    assert why(error, content.encode()) == (place, f"its context {context} {REMOTE}")


@pytest.mark.parametrize("content", [b"", b"{", b"{}", b"[" * 100000, b'"\xe9"'])
def test_a_context_that_cannot_be_found_is_told_as_the_parser_tells_it(content):
    error = SyntaxError("No LoadDocumentCallback has been set to load remote contexts")

    assert why(error, content) == (None, error.msg)
