"""Literals as they are written, in a store that keeps their values only.

The engine makes ``"042"^^xsd:integer`` the number 42, and forgets a ``"1"^^xsd:byte``
was a byte. SHACL looks at terms, so a literal that would change is kept under a
datatype of ours, which names its own: by `written`; `meant` is the way back.
"""

import re
import tomllib
from importlib.resources import files

from pyoxigraph import Literal, NamedNode

from claimgraph.graphs import XSD, Term

DATATYPES = tomllib.loads(
    files("claimgraph.shacl").joinpath("datatypes.toml").read_text(encoding="utf-8")
)
#: What comes before the name of a datatype of ours.
WRITTEN = "urn:claimgraph:written:"
_MARK = re.compile(rf'(?<!\\)"\^\^<{WRITTEN}')
#: By datatype, the texts that the engine gives back unchanged.
_KEPT = {
    NamedNode(XSD + name): re.compile(text, re.ASCII)
    for name, text in DATATYPES["kept"].items()
}
_NEVER = {NamedNode(XSD + name) for name in (*DATATYPES["bounds"], *DATATYPES["never"])}


def is_changed(term: Literal) -> bool:
    """
    Whether the engine may change *term*.

    >>> is_changed(Literal("1.0", datatype=NamedNode(XSD + "decimal")))
    True
    """
    kept = _KEPT.get(term.datatype)
    if kept is None:
        return term.datatype in _NEVER
    return not kept.fullmatch(term.value)


def written(term: Term) -> Term:
    """*term* so that a store keeps it as it is."""
    if isinstance(term, Literal) and is_changed(term):
        return Literal(term.value, datatype=NamedNode(WRITTEN + term.datatype.value))
    return term


def meant(term: Term) -> Term:
    """What *term* was before it was `written`."""
    if isinstance(term, Literal) and term.datatype.value.startswith(WRITTEN):
        datatype = NamedNode(term.datatype.value.removeprefix(WRITTEN))
        return Literal(term.value, datatype=datatype)
    return term


def pattern_meant(pattern: str) -> str:
    """The *pattern* of SPARQL with literals as they were before they were `written`."""
    return _MARK.sub('"^^<', pattern)
