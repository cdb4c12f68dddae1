"""Make docs/shapes.md from the shapes: a diagram a module, and a table a class."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from claimgraph import shapes
from claimgraph.namespaces import BASE, shorten
from claimgraph.shapes.model import Choice, Class, Property, Shape, Texts, Value

PAGE = Path(__file__).parent / "shapes.md"
#: A table names as many values; of more it says how many.
_MOST = 10
#: How alternatives are introduced, by what joins them.
_JOINED = {
    "and": "all of",
    "or": "at least one of",
    "xone": "exactly one of",
    "not": "not",
    "node": "as well",
}
_LIMITS = {
    "minExclusive": "more than {}",
    "minInclusive": "at least {}",
    "maxExclusive": "less than {}",
    "maxInclusive": "at most {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "pattern": "matching `{}`",
    "lessThan": "before {}",
    "lessThanOrEquals": "not after {}",
    "equals": "the same as {}",
    "disjoint": "other than {}",
}


def page() -> str:
    """The whole page."""
    return "".join(_lines())


def _lines() -> Iterator[str]:
    yield (
        "# What is asked of the data\n\n"
        "Generated from `ontology/shapes/` by `docs/generate.py`; do not edit.\n\n"
        "What each class's shapes ask, module by module; a class is asked what those "
        "above it are asked too. A running\nserver tells the same at `/shapes` and "
        "`/shapes/<class>`, in JSON and with all labels, or as a graph. `claimgraph "
        "validate` checks it.\n"
    )
    found = sorted(shapes.shipped().classes(), key=lambda each: (_home(each), each.iri))
    for module, same in groupby(found, key=_home):
        classes = list(same)
        yield f"\n## {_title(module)}\n"
        yield from _diagram(classes)
        for each in classes:
            yield from _class(each)


def _home(found: Class) -> str:
    """The module that a class is of; what is not ours comes last."""
    return found.module.removeprefix(f"{BASE}ns/") if found.module else "~"


def _title(module: str) -> str:
    return "Terms of other vocabularies" if module == "~" else module.capitalize()


def _own(found: Class) -> list[Shape]:
    return [shape for of, shape in found.shapes if of == found.iri]


def _properties(found: Class) -> list[Property]:
    return [each for shape in _own(found) for each in shape.properties]


# --- diagrams -----------------------------------------------------------------------


def _diagram(classes: Sequence[Class]) -> Iterator[str]:
    """A class diagram in Mermaid's simplest syntax, of what has properties."""
    drawn = [each for each in classes if _properties(each)]
    if drawn:
        yield "\n```mermaid\nclassDiagram\n"
        for each in drawn:
            yield from _drawn(each)
        yield "```\n"


def _drawn(found: Class) -> Iterator[str]:
    name = _plain(found.iri)
    properties = [p for p in _properties(found) if p.path.predicate and p.most != 0]
    linked = [p for p in properties if _kinds(p)]
    yield f"  class {name} {{\n"
    for each in properties:
        if each not in linked:
            yield f"    {_plain(each.path.predicate)} {_range(each)}\n"
    yield "  }\n"
    for above in found.above[:1]:
        yield f"  {_plain(above)} <|-- {name}\n"
    for each in linked:
        label = f"{_plain(each.path.predicate)} {_range(each)}"
        for kind in _kinds(each):
            yield f"  {name} --> {_plain(kind)} : {label}\n"


def _kinds(found: Property) -> list[str]:
    return [each.value for each in found.asked.get("class", ())]


def _plain(iri: str) -> str:
    """A name that Mermaid takes: that of a term of ours, or its prefix and name."""
    return re.sub(r"\W", "_", shorten(iri).removeprefix("cg:"))


def _range(found: Property) -> str:
    most = "n" if found.most is None else str(found.most)
    return most if str(found.least) == most else f"{found.least}..{most}"


# --- tables -------------------------------------------------------------------------


def _class(found: Class) -> Iterator[str]:
    yield f"\n### {_code(found.iri)}\n\n"
    if found.definition:
        yield f"{found.definition['en']}\n"
    if found.above:
        above = ", ".join(f"[{shorten(a)}](#{_anchor(a)})" for a in found.above)
        yield f"Also asked: what is asked of {above}.\n"
    properties = sorted(
        _properties(found), key=lambda p: (not p.mandatory, p.most == 0)
    )
    if properties:
        yield "\n| Property | How many | Values | Rule |\n|---|---|---|---|\n"
        yield from map(_row, properties)
    yield from _rest(_own(found))


def _anchor(iri: str) -> str:
    """Where code hosts put the heading of a term."""
    return re.sub(r"[^\w-]", "", shorten(iri).lower())


def _row(found: Property) -> str:
    cells = (
        _path(found.path.written),
        _count(found),
        "; ".join(_values(found)),
        _message(found.message) + _gravity(found.severity),
    )
    return f"| {' | '.join(_cell(cell) for cell in cells)} |\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _count(found: Property) -> str:
    if found.most == 0:
        return "none"
    if not found.mandatory:
        return "any number" if found.most is None else f"at most {found.most}"
    if found.least == found.most:
        return f"**exactly {found.least}**"
    ends = "" if found.most is None else f", at most {found.most}"
    return f"**at least {found.least}**{ends}"


def _values(found: Property) -> Iterator[str]:
    asked = found.asked
    yield from (
        _term(each) for name in ("datatype", "class") for each in asked.get(name, ())
    )
    yield from (shorten(e.value).removeprefix("sh:") for e in asked.get("nodeKind", ()))
    choices = asked.get("in", ())
    if choices:
        shown = (
            ", ".join(map(_term, choices)) if len(choices) <= _MOST else len(choices)
        )
        yield f"one of {shown}"
    yield from (f"{_term(each)} among them" for each in asked.get("hasValue", ()))
    for name, words in _LIMITS.items():
        if name != "pattern" or not choices:
            yield from (words.format(_bare(e, name)) for e in asked.get(name, ()))
    if asked.get("uniqueLang"):
        yield "one a language"


def _bare(value: Value, name: str) -> str:
    return value.value if name == "pattern" or value.datatype else _code(value.value)


def _term(value: Value) -> str:
    return f"`{value.value}`" if value.datatype else _code(value.value)


def _code(iri: str) -> str:
    return f"`{shorten(iri)}`"


def _path(written: str) -> str:
    return "`" + re.sub("<(.*?)>", lambda found: shorten(found[1]), written) + "`"


def _message(message: Texts) -> str:
    """What a constraint says in English; what it names when it is met, in brackets."""
    said = re.sub(r"\{[?$](\w+)\}", r"‹\1›", message.get("en", ""))
    return said.replace("<", "&lt;")


def _gravity(severity: str) -> str:
    return "" if severity == "Violation" else f" *{severity}*"


def _rest(found: Sequence[Shape]) -> Iterator[str]:
    """What is asked beside properties, as a list."""
    items = [item for shape in found for item in _items(shape)]
    if items:
        yield "\n"
        yield from items


def _items(shape: Shape) -> Iterator[str]:
    for choice in shape.choices:
        yield f"- {_message(shape.message)}{_gravity(shape.severity)}\n"
        yield from _alternatives(choice, "  ")
    if shape.asked:
        yield f"- {_message(shape.message)}{_gravity(shape.severity)}\n"
    for rule in shape.rules:
        yield f"- {_message(rule.message)}{_gravity(rule.severity)}\n"


def _alternatives(choice: Choice, indent: str) -> Iterator[str]:
    yield f"{indent}- {_JOINED[choice.operator]}:\n"
    for each in choice.shapes:
        yield f"{indent}  - {_message(each.message)}\n"
        for inner in each.choices:
            yield from _alternatives(inner, f"{indent}    ")
