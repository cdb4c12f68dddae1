"""
The terms of well-known vocabularies, as the libraries list them that we depend on.

Run, it writes them into the table of `claimgraph.meaning`; what no library lists stays.
"""

import csv
from pathlib import Path

import pyshacl
from rdflib import Graph, URIRef, namespace
from rdflib.namespace import DefinedNamespace

TABLE = Path(__file__).parents[1] / "server/claimgraph/meaning/vocabularies.tsv"
DASH_FILE = Path(pyshacl.__file__).parent / "assets" / "dash.ttl"
#: What we list ourselves: of RDF the terms of 1.2, of XML Schema datatypes and facets.
OURS = {"rdf", "xsd"}
_SCHEMA, _DASH = "https://schema.org/", "http://datashapes.org/dash#"
#: A vocabulary with two namespaces.
TWINS = {"http://schema.org/": _SCHEMA}
#: What could not be written in Python, and so is left out.
_UNWRITTEN = {_SCHEMA: {"3DModel", "False", "True", "yield"}}


def rows():
    with TABLE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def listed():
    """The terms by namespace."""
    found = {str(each._NS): terms(each) for each in _namespaces()}
    found[_DASH] = dash()
    return found | {twin: found[known] for twin, known in TWINS.items()}


def _namespaces():
    every = (each for each in vars(namespace).values() if isinstance(each, type))
    return [
        each
        for each in every
        if issubclass(each, DefinedNamespace) and each is not DefinedNamespace
    ]


def terms(vocabulary):
    """Those of a vocabulary; Python's own words stand apart in its class."""
    unwritten = _UNWRITTEN.get(str(vocabulary._NS), ())
    return {*vocabulary.__annotations__, *vocabulary._extras, *unwritten}


def dash():
    """What the file about DASH says anything of."""
    graph = Graph().parse(DASH_FILE)
    found = {str(each) for each in graph.subjects() if isinstance(each, URIRef)}
    return {each.removeprefix(_DASH) for each in found if each.startswith(_DASH)} - {""}


def filled():
    """The rows as they are to be."""
    known = listed()
    for row in rows():
        if row["prefix"] not in OURS and row["namespace"] in known:
            row["terms"] = " ".join(sorted(known[row["namespace"]]))
        yield row


def written():
    """The whole table."""
    lines = [list(rows()[0]), *(row.values() for row in filled())]
    return "".join("\t".join(line) + "\n" for line in lines)


if __name__ == "__main__":
    TABLE.write_text(written(), encoding="utf-8")
