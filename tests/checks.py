"""Comparisons of what came back with what an exchange expects.

Each check returns what was found and what was wanted, so that a test may say both.
"""

import json
import re
from xml.etree import ElementTree

from rdflib import Graph
from rdflib.compare import to_canonical_graph

_PREFIXES = """
PREFIX : <http://example.org/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX formats: <http://www.w3.org/ns/formats/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
_XML = "{http://www.w3.org/2005/sparql-results#}"


def status(response, wanted):
    """The status and the pattern that matches it: 204, 200|204 or 4xx."""
    found = str(response.status)
    matches = any(
        re.fullmatch(one.replace("x", r"\d"), found) for one in wanted.split("|")
    )
    return found, found if matches else wanted


def header(response, line):
    """A header of the response, and the *line* that says what it must be."""
    if absent := re.fullmatch(r"no ([\w-]+)", line):
        return response.header(absent[1]), None
    name, relation, wanted = re.fullmatch(r"([\w-]+)(:| ~| !~| !=) (.*)", line).groups()
    found = response.header(name)
    if relation == " !~":
        return _members(found) & _members(wanted), set()
    if relation == " ~":
        return _members(found) & _members(wanted), _members(wanted)
    if relation == " !=":
        return found != wanted, True
    return _liked(found, wanted)


def body(response, check):
    """What the body says, and what the *check* wants of it."""
    return _CHECKS[check.name](response, check)


def _members(value):
    return {part.strip().lower() for part in (value or "").split(",")}


def _liked(found, wanted):
    """*found* twice if it matches *wanted*, in which three dots stand for anything."""
    pattern = ".*".join(re.escape(piece) for piece in wanted.split("..."))
    matches = found is not None and re.fullmatch(pattern, found, re.DOTALL)
    return found, found if matches else wanted


def _boolean(response, check):
    if response.media_type.endswith("+xml"):
        answer = ElementTree.fromstring(response.body)  # noqa: S314 - our own server's
        return answer.findtext(f"{_XML}boolean"), check.argument
    return json.dumps(json.loads(response.body)["boolean"]), check.argument


def _rows(response, check):
    """The rows of an answer in JSON, in any order, each term by its value alone."""
    answer = json.loads(response.body)
    names = answer["head"]["vars"]
    found = [
        " | ".join(row[name]["value"] if name in row else "" for name in names).strip()
        for row in answer["results"]["bindings"]
    ]
    wanted = [re.sub(r"\s*\|\s*", " | ", x).strip() for x in check.text.splitlines()]
    return [" | ".join(names), *sorted(found)], [wanted[0], *sorted(wanted[1:])]


def _triples(response, check):
    found = _graph(response)
    wanted = Graph().parse(data=_PREFIXES + check.text, format="turtle")
    return _lines(found), _lines(wanted)


def _lines(graph):
    """The triples of *graph*, its blank nodes named alike in graphs that are alike."""
    return sorted(
        " ".join(term.n3() for term in triple) for triple in to_canonical_graph(graph)
    )


def _ask(response, check):
    query = f"{_PREFIXES} ASK {{ {check.text} }}"
    return bool(_graph(response).query(query).askAnswer), check.argument != "not"


def _graph(response):
    """The triples of a response, its relative IRIs resolved against its address."""
    base = response.address
    return Graph().parse(data=response.body, format=response.media_type, publicID=base)


def _json(response, check):
    found, wanted = json.loads(response.body), json.loads(check.text)
    return (_shared(found, wanted) if check.argument == "has" else found), wanted


def _shared(found, wanted):
    """The members of *found* that *wanted* names, at any depth of objects."""
    if not (isinstance(found, dict) and isinstance(wanted, dict)):
        return found
    return {key: _shared(found[key], wanted[key]) for key in wanted if key in found}


def _xml(response, check):
    found, wanted = (
        ElementTree.canonicalize(xml, strip_text=True)
        for xml in (response.text, check.text)
    )
    return _liked(found, wanted)


def _text(response, check):
    """The very text: line ends and tabs are spelled out in the file."""
    escapes = {"r": "\r", "n": "\n", "t": "\t", "\\": "\\"}
    wanted = re.sub(r"\\(.)", lambda e: escapes[e[1]], check.text.replace("\n", ""))
    return _liked(response.text, wanted)


def _contains(response, check):
    lines = check.text.splitlines() or [check.argument]
    return [line for line in lines if line in response.text], lines


def _empty(response, _check):
    return response.body, b""


def _count(response, check):
    return response.body.count(b"\n"), int(check.argument)


def _problem(response, check):
    """A problem (RFC 9457) of the status that was sent, and of the kind named."""
    problem = json.loads(response.body)
    kind = problem["type"].rpartition("/")[2]
    found = (response.media_type, problem["status"], bool(problem["detail"]), kind)
    return found, (
        "application/problem+json", response.status, True, check.argument or kind,
    )  # fmt: skip


_CHECKS = {
    "boolean": _boolean,
    "rows": _rows,
    "triples": _triples,
    "ask": _ask,
    "json": _json,
    "xml": _xml,
    "text": _text,
    "contains": _contains,
    "empty": _empty,
    "lines": _count,
    "problem": _problem,
}
