"""Imports go down; each library is known only where the tables say."""

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "server" / "claimgraph"

#: A module imports from layers below its own: never up, never sideways.
LAYERS = [
    ["__init__"],
    ["errors", "resources", "namespaces", "publicity", "hashes"],
    ["turtle", "formats", "syntax", "articles", "caching", "words", "digests"],
    [
        "answers",
        "queries",
        "loading",
        "rules",
        "reasoning",
        "bodies",
        "updates",
        "storage",
    ],
    ["description", "federation", "merging"],
    ["dataset", "validation", "worlds"],
    ["explaining"],
    ["engine"],
    ["tables", "access", "cors", "delivery", "locks", "measures", "backups", "remote"],
    ["representation", "admission"],
    ["discovery"],
    ["sparql", "pages", "linked_data", "operations", "update"],
    ["graph_store"],
    ["app"],
    ["cli"],
    ["__main__"],
]

MAY_IMPORT = {
    "click": {"cli"},
    "flask": {
        "access", "admission", "app", "cors", "delivery", "discovery", "graph_store", "linked_data", "measures", "operations", "pages",
        "representation", "sparql", "update",
    },
    "flask_compress": {"app"},
    "prometheus_client": {"measures", "operations"},
    "waitress": {"app"},
    "werkzeug": {"formats", "app", "sparql", "pages"},
    "jinja2": {"app"},
    "rich": {"tables", "cli"},
    "pyoxigraph": {
        "answers", "bodies", "dataset", "description", "digests", "discovery", "engine", "explaining", "federation", "formats", "linked_data", "loading", "merging", "queries", "reasoning", "rules",
        "representation", "storage", "tables", "turtle", "updates",
        "validation",
    },
    "rdflib": {"explaining", "turtle", "validation", "reasoning", "worlds"},
    "pyshacl": {"validation"},
    "owlready2": {"reasoning", "worlds"},
}  # fmt: skip


def modules():
    return sorted(PACKAGE.rglob("*.py"))


def name_of(path):
    """A module's name, or the sub-package's that it belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "claimgraph":
            for alias in node.names:
                own = (PACKAGE / f"{alias.name}.py").exists()
                package = (PACKAGE / alias.name / "__init__.py").exists()
                yield f"claimgraph.{alias.name if own or package else '__init__'}"
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def layer(name):
    return next(n for n, names in enumerate(LAYERS) if name in names)


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_module_stands_in_a_layer_and_imports_only_from_below(path):
    own = name_of(path)
    ours = [
        name.split(".")[1] for name in imports(path) if name.startswith("claimgraph.")
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
