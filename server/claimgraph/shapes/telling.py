"""What shapes ask, as JSON says it."""

from collections.abc import Callable, Sequence
from typing import Any

from claimgraph.namespaces import shorten
from claimgraph.shapes.model import Asked, Choice, Class, Property, Rule, Shape, Value

Told = dict[str, Any]


def _iri(values: Sequence[Value]) -> str:
    return values[0].value


def _texts(values: Sequence[Value]) -> list[str]:
    return [each.value for each in values]


def _number(values: Sequence[Value]) -> int | float | str:
    """The number that a literal stands for; what is no number stays as it is."""
    for kind in (int, float):
        try:
            return kind(values[0].value)
        except ValueError:
            continue
    return values[0].value


def _truth(values: Sequence[Value]) -> bool:
    return values[0].value in ("true", "1")


def _terms(values: Sequence[Value]) -> list[Told]:
    return [_term(each) for each in values]


def _term(value: Value) -> Told:
    if value.datatype:
        return {"value": value.value, "datatype": value.datatype}
    name = shorten(value.value)
    return {"value": value.value, "name": name, "label": dict(value.label)}


#: How the values of a parameter are told: those that a shape may have once (SHACL 1.0,
#: 4) as one, the others as an array.
_TOLD: dict[str, Callable[[Sequence[Value]], Any]] = {
    "datatype": _iri,
    "nodeKind": _iri,
    "minExclusive": _number,
    "minInclusive": _number,
    "maxExclusive": _number,
    "maxInclusive": _number,
    "minLength": _number,
    "maxLength": _number,
    "uniqueLang": _truth,
    "flags": _iri,
    "in": _terms,
    "hasValue": _terms,
}


def brief(found: Class) -> Told:
    """Name a class and say how much is asked of it."""
    properties = [p for _, shape in found.shapes for p in shape.properties]
    return {
        **_named(found),
        "propertyCount": len(properties),
        "mandatoryCount": sum(each.mandatory for each in properties),
    }


def _named(found: Class) -> Told:
    return {
        "iri": found.iri,
        "name": shorten(found.iri),
        "label": dict(found.label),
        "definition": dict(found.definition),
    }


def told(found: Class) -> Told:
    """All that is asked of a class, by its own shapes and those of classes above it."""
    shapes = found.shapes
    return {
        **_named(found),
        "above": list(found.above),
        "shapes": [shape.iri for _, shape in shapes],
        "properties": [
            {"of": of, **_property(p)} for of, shape in shapes for p in shape.properties
        ],
        "itself": [{"of": of, **_itself(shape)} for of, shape in shapes if shape.asked],
        "choices": [
            {"of": of, "shape": shape.iri, **_choice(choice, shape)}
            for of, shape in shapes
            for choice in shape.choices
        ],
        "rules": [
            {"of": of, **_rule(rule)} for of, shape in shapes for rule in shape.rules
        ],
    }


def _property(found: Property) -> Told:
    return {
        "shape": found.shape,
        "path": found.path.written,
        "predicate": found.path.predicate or None,
        "label": dict(found.path.label),
        "definition": dict(found.path.definition),
        "minCount": found.least,
        "maxCount": found.most,
        "mandatory": found.mandatory,
        **_asked(found.asked),
        "severity": found.severity,
        "message": dict(found.message),
    }


def _asked(asked: Asked) -> Told:
    return {name: _TOLD.get(name, _texts)(values) for name, values in asked.items()}


def _itself(found: Shape) -> Told:
    """What a shape asks of the node itself."""
    return {
        "shape": found.iri,
        **_asked(found.asked),
        "severity": found.severity,
        "message": dict(found.message),
    }


def _choice(found: Choice, shape: Shape) -> Told:
    return {
        "operator": found.operator,
        "shapes": [_nested(each) for each in found.shapes],
        "severity": shape.severity,
        "message": dict(shape.message),
    }


def _nested(found: Shape) -> Told:
    """A shape that another one joins with others."""
    return {
        **_itself(found),
        "properties": [_property(each) for each in found.properties],
        "choices": [_choice(each, found) for each in found.choices],
    }


def _rule(found: Rule) -> Told:
    return {
        "constraint": found.constraint,
        "severity": found.severity,
        "message": dict(found.message),
    }
