"""Where peers, data and stores are kept between runs; git does not look there."""

import shutil
from pathlib import Path

#: May be removed at any time: it is made again.
FOLDER = Path(__file__).parents[1] / ".cache"


def empty(folder: Path) -> Path:
    """The *folder*, with nothing in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
