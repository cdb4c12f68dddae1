"""
rudof, shape by shape: ``python -m validators.rudof DATA SHAPES``.

It runs in an environment of its own. One shape that it gives up on would take the
results of all others with it, so each is asked alone.
"""

import re
import sys
from pathlib import Path

import pyrudof  # type: ignore[import-not-found]

from validators.telling import Row, part, row, say

_SHACL = "http://www.w3.org/ns/shacl#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_SHORT = re.compile(r'"\^\^xsd:(\w+)$')
_BARE = {"boolean": re.compile("true|false"), "dateTime": re.compile(r"\d{4}-\S+T\S+")}
_TARGET = re.compile(rf"(\S+) <{re.escape(_SHACL)}target\w*> ")


def main(data_path: str, shapes_path: str) -> None:
    """Validate, and say what was found."""
    engine = pyrudof.Rudof()
    with part("reading"):
        engine.read_data(data_path, format=pyrudof.RDFFormat.NTriples)
    lines = Path(shapes_path).read_text(encoding="utf-8").splitlines()
    targeted = sorted({match[1] for line in lines if (match := _TARGET.match(line))})
    rows: list[Row] = []
    faults = []
    with part("checking"):
        for shape in targeted:
            try:
                rows += _found(engine, [*_of(shape, lines)])
            except pyrudof.RudofError as error:
                faults.append(f"{shape}: {error}")
    say(rows, faults)


def _of(shape: str, lines: list[str]) -> list[str]:
    """The shapes, of which only this *shape* has its targets."""
    return [x for x in lines if not (m := _TARGET.match(x)) or m[1] == shape]


def _found(engine: pyrudof.Rudof, lines: list[str]) -> list[Row]:
    engine.reset_shacl()
    engine.read_shacl("\n".join(lines), format=pyrudof.ShaclFormat.NTriples)
    report = engine.validate_shacl()
    return [row(*map(_written, _parts(each))) for each in report.violations]


def _parts(entry: pyrudof.ShaclValidationEntry) -> tuple[str | None, ...]:
    severity = entry.severity
    return (
        entry.focus_node,
        entry.path,
        entry.value,
        entry.constraint_component,
        severity if ":" in severity else _SHACL + severity,
        entry.source_shape,
    )


def _written(term: str | None) -> str:
    """As N-Triples has it: rudof shortens IRIs of datatypes, and leaves quotes away."""
    if not term or term.startswith(("_:", "<", "(", "^")):
        return term or ""
    if term.startswith('"'):
        return _SHORT.sub(rf'"^^<{_XSD}\1>', term)
    kind = next((kind for kind, text in _BARE.items() if text.fullmatch(term)), "")
    return f'"{term}"^^<{_XSD}{kind}>' if kind else f"<{term}>"


if __name__ == "__main__":
    main(*sys.argv[1:])
