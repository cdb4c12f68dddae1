"""Imports go down; each library is known only where the tables say."""

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "server" / "claimgraph"

#: A module imports from layers below its own: never up, never sideways.
LAYERS = [
    ["__init__"],
    ["errors", "resources", "namespaces", "hashes"],
    ["folders"],
    [
        "turtle",
        "formats",
        "graphs",
        "syntax",
        "articles",
        "copies",
        "words",
        "digests",
        "journal",
        "delimited",
        "findings",
        "positions",
    ],
    [
        "answers",
        "queries",
        "loading",
        "meaning",
        "rules",
        "reasoning",
        "bodies",
        "updates",
        "storage",
        "shacl",
    ],
    ["description", "federation", "merging", "publication", "shapes"],
    ["dataset", "validation", "worlds", "linting"],
    ["explaining", "reports"],
    ["engine"],
    ["tables", "locks", "backups", "remote"],
    ["web"],
    [
        "web.access",
        "web.addresses",
        "web.caching",
        "web.cors",
        "web.forms",
        "web.measures",
        "web.members",
        "web.publicity",
    ],
    ["web.delivery", "web.refusals"],
    ["web.representation", "web.admission"],
    ["web.discovery", "web.repeats"],
    ["web.at_once"],
    [
        "web.sparql",
        "web.pages",
        "web.linked_data",
        "web.operations",
        "web.update",
        "web.problems",
        "web.shapes",
    ],
    ["web.graph_store", "web.openapi", "web.submissions"],
    ["web.validate"],
    ["app"],
    ["cli"],
    ["__main__"],
]

MAY_IMPORT = {
    "click": {"cli"},
    "flask": {
        "app", "web.access", "web.addresses", "web.admission", "web.cors", "web.delivery", "web.discovery", "web.graph_store", "web.linked_data", "web.measures", "web.openapi", "web.operations", "web.pages", "web.problems", "web.refusals", "web.repeats", "web.representation", "web.shapes", "web.sparql", "web.submissions", "web.update", "web.validate",
    },
    "flask_compress": {"app"},
    "prometheus_client": {"web.measures", "web.operations"},
    "waitress": {"app", "web.at_once"},
    "werkzeug": {"formats", "app", "web.problems", "web.sparql", "web.pages", "web.submissions"},
    "jinja2": {"app", "reports"},
    "markupsafe": {"reports"},
    "rich": {"tables", "cli", "reports"},
    "pyoxigraph": {
        "answers", "bodies", "dataset", "delimited", "description", "digests", "engine", "explaining", "federation", "formats", "graphs", "journal", "linting", "loading", "meaning", "merging", "positions", "publication", "queries", "reasoning", "reports", "rules", "shacl", "shapes",
        "storage", "tables", "turtle", "updates",
        "validation", "web.discovery", "web.linked_data", "web.representation",
    },
    "rdflib": {"explaining", "shacl", "turtle", "validation", "reasoning", "worlds"},
    "pyparsing": {"shacl"},
    "pyshacl": {"shacl", "validation"},
    "owlready2": {"reasoning", "worlds"},
}  # fmt: skip


def modules():
    return sorted(PACKAGE.rglob("*.py"))


def name_of(path):
    """A module's name, or the sub-package's that it belongs to; of `web`, each part."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return named(parts)


def named(parts):
    """The name in the tables of a module with these *parts* of its dotted name."""
    within = parts[0] == "web" and parts[1:] and parts[1] != "__init__"
    return ".".join(parts[: 2 if within else 1])


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from {f"{node.module}{part}" for part in parts_imported(node)}


def parts_imported(node):
    """What an import from a package of ours takes: modules of it, or its own names."""
    folder = PACKAGE.joinpath(*node.module.split(".")[1:])
    for alias in node.names:
        own = (folder / f"{alias.name}.py").exists()
        package = (folder / alias.name / "__init__.py").exists()
        yield f".{alias.name}" if own or package else ""


def layer(name):
    return next(n for n, names in enumerate(LAYERS) if name in names)


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_module_stands_in_a_layer_and_imports_only_from_below(path):
    own = name_of(path)
    ours = [
        named(name.split(".")[1:] or ["__init__"])
        for name in imports(path)
        if name.partition(".")[0] == "claimgraph"
    ]

    assert [name for name in ours if name != own and layer(name) >= layer(own)] == []


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_library_is_imported_only_where_it_may_be(path):
    tops = {name.split(".")[0] for name in imports(path)}
    foreign = tops - set(sys.stdlib_module_names) - {"claimgraph", "__future__"}

    assert {name for name in foreign if name_of(path) not in MAY_IMPORT[name]} == set()


def test_no_layer_names_a_module_that_is_gone():
    named = {name for names in LAYERS for name in names}

    assert named - {name_of(path) for path in modules()} == set()
