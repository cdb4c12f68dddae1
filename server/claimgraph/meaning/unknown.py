"""Terms that SHACL does not have, and those of which nothing would come here."""

import re
from collections.abc import Iterator

from pyoxigraph import NamedNode

from claimgraph.graphs import IMPORTS, SH, TYPE, sh
from claimgraph.meaning.fault import Fault, fault
from claimgraph.meaning.graphs import Graph, Statement
from claimgraph.meaning.kinds import is_misplaced
from claimgraph.meaning.names import Names
from claimgraph.meaning.vocabulary import Term, is_vocabulary, terms

#: What people take for SHACL's namespace.
_NEARLY = re.compile(r"https?://(www\.)?w3\.org/ns/shacl[#/]\w+", re.IGNORECASE)
#: The predicates whose objects ask something by being terms of SHACL.
_ASKING = (TYPE, sh("nodeKind"), sh("entailment"))


def faults(shapes: Graph, names: Names) -> Iterator[Fault]:
    """Find what is misspelt, stands in the wrong place or is not supported."""
    for at in shapes.triples():
        for place, term in vars(at).items():
            if isinstance(term, NamedNode):
                yield from _term(place, term.value, at, names)


def imports(shapes: Graph, data: Graph, names: Names) -> Iterator[Fault]:
    """Find what the *shapes* import and nobody read, as shapes or with the *data*."""
    for at in shapes.triples(None, IMPORTS):
        read = shapes.has(at.object) or data.has(at.object)
        named = at.object.value if isinstance(at.object, NamedNode) else ""
        if named and not read and not is_vocabulary(named):
            yield fault("imports", names, at)


def _term(place: str, iri: str, at: Statement, names: Names) -> Iterator[Fault]:
    if not iri.startswith(SH):
        if _NEARLY.fullmatch(iri):
            yield fault("wrong-namespace", names, at, {"term": names.short(iri)})
        return
    name = iri.removeprefix(SH)
    term = terms().get(name)
    if term is None:
        # the namespace itself names the vocabulary; of a value more is said elsewhere
        if name and not (place == "object" and is_misplaced(at)):
            near = near_term(name, names, is_property=place == "predicate")
            told = {"term": names.short(iri)}
            yield fault("unknown-term", names, at, told, near=near)
    elif place == "predicate" and term.kind != "property":
        near = near_term(name, names, is_property=True)
        yield fault("no-property", names, at, near=near)
    elif at.predicate == TYPE and place == "object" and term.kind != "class":
        near = near_term(name, names, is_property=False)
        yield fault("no-class", names, at, near=near)
    elif not term.heeded and _asks(place, at):
        key = "entailment" if name == "entailment" else ""
        yield fault("unsupported", names, at, _told(term), key=key)


def _asks(place: str, at: Statement) -> bool:
    """Whether a term there would do something, instead of being talked about."""
    return place == "predicate" or (place == "object" and at.predicate in _ASKING)


def _told(term: Term) -> dict[str, str]:
    return {
        "term": f"sh:{term.name}",
        "specification": term.specification,
        "section": term.section,
    }


def near_term(name: str, names: Names, *, is_property: bool) -> str | None:
    """The term of the same sort that *name* may have been meant to be."""
    sort = "property" if is_property else "other"
    near = names.near(name, f"SHACL {sort}", lambda: _known(name, is_property))
    return f"sh:{near}" if near else None


def _known(name: str, is_property: bool) -> list[str]:
    return [
        term.name
        for term in terms().values()
        if (term.kind == "property") == is_property and term.name != name
    ]
