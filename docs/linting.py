"""Make docs/linting.md from the headers of the linter's rules."""

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from claimgraph.findings import gravity
from claimgraph.linting.rules import Rule, shipped

PAGE = Path(__file__).parent / "linting.md"


def page() -> str:
    """The whole page."""
    return "".join(_lines())


def _lines() -> Iterator[str]:
    yield (
        "# What `claimgraph lint` looks for\n\n"
        "Generated from `server/claimgraph/linting/rules/` by `docs/generate.py`; do "
        "not edit.\n\n"
        "`claimgraph lint PATH...` reads the files of one ontology together, in any "
        "format, and says what of its form makes it\nhard to use: where, and what to "
        "do. A rule is a SPARQL query in a file of its own; its header has the "
        "severity and the\nmessage in English and French. A path is a file, a folder "
        "or a pattern such as `'ontology/**/*.ttl'`, as for\n[`claimgraph validate`]"
        "(validating.md); without one, our own ontology is checked. What has a "
        "name of ours must also fit\nthe shapes in `ontology/shapes/style.ttl` and "
        "`scheme.ttl`. Files that declare no term do not pass.\n\n"
        "- Labels, definitions and titles are wanted in the languages that more than "
        "half of the terms with labels have them in;\n  `--languages en,fr` wants "
        "others. A language is one with its regions: `en-GB` is English.\n"
        "- `--allow RULE` does not ask a rule, and may be repeated: names of ours may "
        "not be names of yours.\n"
        "- `--fail-on` says which findings end with 1 (warnings and violations, if "
        "not said); `--sample 0` shows all of a kind\n  instead of three; `--output`, "
        "`--format`, `--verbose` and `--since` are those of [validation](validating.md)"
        ".\n"
        "- The terms of the ontology itself are those in the namespaces of its headers "
        "(`owl:Ontology`, `vann:preferredNamespaceUri`);\n  where these have none, "
        "those that are declared, but for terms of well-known vocabularies. "
        "`owl:imports` is not followed:\n  give what it names as a file.\n\n"
        "In the tables ‹names› stand for what was found; what stands between brackets "
        "is said only where it is known.\n"
    )
    ordered = sorted(shipped(), key=lambda rule: gravity(rule.severity))
    for severity, same in groupby(ordered, key=lambda rule: rule.severity):
        yield f"\n## {severity}\n\n| Rule | Known as | Says |\n|---|---|---|\n"
        yield from map(_row, same)


def _row(rule: Rule) -> str:
    said = re.sub(r"\{\?(\w+)\}", r"‹\1›", rule.header["en"])
    return f"| `{rule.name}` | {rule.header.get('pitfall', '')} | {said} |\n"
