"""Where the three shipped folders lie: beside this module in a wheel, above it in a
checkout.
"""

from pathlib import Path

_HERE = Path(__file__).resolve().parent
_CHECKOUT = _HERE.parents[1]


def _shipped(name: str) -> Path:
    installed = _HERE / name
    return installed if installed.is_dir() else _CHECKOUT / name


def ontology() -> Path:
    """The folder of what the words mean: OWL modules, schemes, shapes and rules."""
    return _shipped("ontology")


def data() -> Path:
    """The folder of what is claimed: articles, reference data and policies."""
    return _shipped("data")


def queries() -> Path:
    """The folder of what one can ask."""
    return _shipped("queries")


def code(name: str) -> Path:
    """A file that lies beside this module, such as the profile checker's source."""
    return _HERE / name
