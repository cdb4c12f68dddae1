"""The names in docs/api.md are there, take what is said, and say what they promise."""

import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[1] / "docs" / "api.md"
PROMISED = re.findall(r"^\| `claimgraph\.([\w.]+)\(([^)]*)\)`", PAGE.read_text(), re.M)


def found(name):
    """The object of that dotted name below the package."""
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        try:
            here = import_module(".".join(["claimgraph", *parts[:count]]))
        except ModuleNotFoundError:
            continue
        for part in parts[count:]:
            here = getattr(here, part)
        return here
    raise AttributeError(name)


@pytest.mark.parametrize(("name", "arguments"), PROMISED)
def test_a_promised_name_takes_what_the_page_says_and_says_what_it_does(
    name, arguments
):
    thing = found(name)
    parameters = [p for p in inspect.signature(thing).parameters if p != "self"]

    assert parameters == [a for a in arguments.split(", ") if a]
    assert inspect.getdoc(thing)


def test_the_page_promises_enough_to_ask_check_and_serve():
    assert len(PROMISED) > 25
