"""Draw the report."""


def write() -> None:
    """Draw."""
