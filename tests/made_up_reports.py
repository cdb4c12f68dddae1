"""Reports with any text in any place, and reports of terms that RDF has."""

from hypothesis import strategies as st

from claimgraph.findings import Coverage, Failure, Finding, Input, Place, Report

SH = "http://www.w3.org/ns/shacl#"
PLACE = Place("data/a.ttl", 3, 5, 3, 9, "ex:a ex:b ex:c .")
FINDING = Finding(
    "Violation",
    "https://example.org/Shape-note",
    "https://example.org/Shape-note",
    f"{SH}MinCountConstraintComponent",
    "<https://example.org/a>",
    "<https://example.org/a>",
    "<https://example.org/note>",
    "",
    (("en", "Say it."), ("fr", "Dites-le.")),
    PLACE,
)

#: Text that breaks what is not careful, and any other.
HOSTILE = st.sampled_from([
    "", "]]>", "--><script>alert(1)</script>", '"><img src=x onerror=a>', "{{ 7 * 7 }}",
    "\x00", "\x1b[2J", "\x9b31m", "\u202eabc", "\ud800", "\ufffe", "&amp;", "::error::",
    "%0A::error::", "a\r\nb", "\u2028", "\t\t", "e\u0301", "日本語", "👩\u200d👩", "\\u0000",
    '" . <http://a> <http://b> <http://c> . "', "http://[", "http://a:b/%zz#a#b", "-",
    "_:b", "_:", "<http://a/>", "^<http://a/>/<http://b/>", "#\n<a> <b> <c> .",
])  # fmt: skip
ANY = st.one_of(HOSTILE, st.text(max_size=12), st.text(st.characters(), max_size=3))
_COUNT = st.integers(0, 10_000)
_AT = st.none() | st.integers(-1, 30)
PLACES = st.none() | st.builds(Place, ANY, _AT, _AT, _AT, _AT, ANY)
_SEVERITY = st.sampled_from(["Violation", "Warning", "Info"]) | ANY
_MESSAGES = st.lists(
    st.tuples(st.sampled_from(["", "en", "fr"]) | ANY, ANY), max_size=2
)


def _several(kind):
    return st.lists(kind, max_size=3).map(tuple)


def findings(term=ANY, name=ANY, path=ANY, severity=_SEVERITY, messages=_MESSAGES):
    """Any findings, of these terms, names of shapes, paths and severities."""
    return st.builds(
        Finding, severity, name, name, name, term, term, path, term,
        messages.map(tuple), PLACES, st.just("") | name, messages.map(tuple),
    )  # fmt: skip


def reports(found=None):
    """Any reports."""
    return st.builds(
        Report,
        _several(findings() if found is None else found),
        _several(st.builds(Coverage, ANY, _COUNT, _COUNT, ANY)),
        _COUNT | st.none(),
        _several(ANY),
        _several(st.builds(Failure, ANY, ANY, PLACES, ANY)),
        _several(ANY),
        _several(st.builds(Input, ANY, ANY)),
        _several(st.builds(Input, ANY, ANY)),
        st.dictionaries(ANY, ANY, max_size=2),
        st.dictionaries(st.just("fail-on") | ANY, ANY, max_size=2),
        st.sampled_from(["2026-11-29T12:00:00Z", ""]) | ANY,
        st.floats(0, 1e12),
        st.dictionaries(ANY, ANY, max_size=2),
    )
