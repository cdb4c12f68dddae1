"""CONSTRUCT queries that copy a graph as it is.

The engine keeps each triple that a CONSTRUCT has made, lest it make one twice. A graph
has each of its triples once, so that a copy of one needs no such memory.
"""

import re

#: Characters; the time to see that a text is no copy grows with the square of them.
_LONGEST = 4096
_THREE = r"\{\s*[?$](?P<s>\w+)\s+[?$](?P<p>\w+)\s+[?$](?P<o>\w+)\s*\.?\s*\}"
_SAME = r"\{\s*[?$](?P=s)\s+[?$](?P=p)\s+[?$](?P=o)\s*\.?\s*\}"
_NAMED = rf"\{{\s*GRAPH\s*<(?P<graph>[^<>\\\s]+)>\s*{_SAME}\s*\}}"
_COPY = re.compile(
    rf"\s*CONSTRUCT\s*{_THREE}\s*(?:WHERE\s*)?(?:{_SAME}|{_NAMED})\s*", re.IGNORECASE
)


def copied(text: str) -> str | None:
    """
    The IRI of the graph that the query *text* copies, "" for the default graph.

    None if *text* is any other query, or the same in a way that is not looked for.

    >>> copied("CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <http://e/> { ?s ?p ?o } }")
    'http://e/'
    >>> copied("construct {?s ?p ?o .} {?s ?p ?o}")
    ''
    >>> copied("CONSTRUCT { ?s ?p ?o } WHERE { ?o ?p ?s }")
    """
    found = _COPY.fullmatch(text) if len(text) <= _LONGEST else None
    if not found or len({found["s"], found["p"], found["o"]}) < 3:
        return None
    return found["graph"] or ""
