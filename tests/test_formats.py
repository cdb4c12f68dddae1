import pytest
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from claimgraph import formats
from claimgraph.errors.files import UnknownFormat
from claimgraph.errors.requests import NotAcceptable

CHOICES = [
    ("", "json"),
    ("*/*", "json"),
    ("text/csv", "csv"),
    ("text/csv;q=0.1, application/sparql-results+xml", "xml"),
    ("text/*", "csv"),
    ("application/json", "json"),
    ("text/tab-separated-values, */*;q=0.1", "tsv"),
    ("application/sparql-results+json;q=0, */*", "xml"),
    ("text/html, text/csv;q=0.5", "csv"),
]


@pytest.mark.parametrize(("header", "name"), CHOICES)
def test_the_client_likes_one_format_best(header, name):
    accept = parse_accept_header(header, MIMEAccept)

    assert formats.negotiate(accept, formats.RESULTS).name == name


def test_nothing_acceptable_lists_what_there_is():
    accept = parse_accept_header("image/png", MIMEAccept)

    with pytest.raises(NotAcceptable, match="text/turtle"):
        formats.negotiate(accept, formats.GRAPHS)


@pytest.mark.parametrize("form", formats.RESULTS + formats.GRAPHS)
def test_a_format_is_found_by_each_of_its_names(form):
    offered = formats.RESULTS if form in formats.RESULTS else formats.GRAPHS
    for name in (form.name, form.extension, form.media_type):
        assert formats.named(name, offered) is form


def test_an_unknown_format_is_answered_with_the_known_ones():
    with pytest.raises(UnknownFormat, match="json, xml, csv, tsv"):
        formats.named("png", formats.RESULTS)
