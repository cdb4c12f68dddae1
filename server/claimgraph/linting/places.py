"""Where a triple stands in the files that it was read from."""

import re
from collections.abc import Callable

from pyoxigraph import BlankNode, NamedNode, parse

from claimgraph import formats, loading
from claimgraph.findings import Place
from claimgraph.linting.reading import Ontology
from claimgraph.linting.rules import Term

Placing = Callable[[NamedNode | BlankNode, NamedNode | None, Term | None], Place | None]


def of(ontology: Ontology) -> Placing:
    """Tell where in the files of *ontology* what is said of a subject begins."""

    def place(
        subject: NamedNode | BlankNode, path: NamedNode | None, value: Term | None
    ) -> Place | None:
        for file in ontology.files:
            for found in loading.plain(file):
                if found.subject != subject or path not in (None, found.predicate):
                    continue
                if value in (None, found.object) or value == found.predicate:
                    return _begin(file, subject)
        return None

    return place


def _begin(file: loading.Source, subject: NamedNode | BlankNode) -> Place:
    text = file.path.read_text(encoding="utf-8")
    parser = parse(text, format=formats.of_file(file.path))
    list(parser)
    names = {str(subject)}
    names |= {
        f"{prefix}:{subject.value.removeprefix(iri)}"
        for prefix, iri in parser.prefixes.items()
        if subject.value.startswith(iri)
    }
    for number, line in enumerate(text.split("\n"), 1):
        word = re.match(r"\S+", line)
        if word and word[0] in names:
            return Place(str(file.path), number, 1, number, 1 + word.end(), line)
    return Place(str(file.path), None, None, None, None, "")
