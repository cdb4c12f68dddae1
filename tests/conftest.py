import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimgraph import loading
from claimgraph.app import create_app, defaults, start_engine
from claimgraph.dataset import Dataset

CLIENTS = Path(__file__).parent / "clients"
#: Where `tests/prepare` unpacks nginx.
UNPACKED = CLIENTS / "nginx" / "usr" / "sbin"


def prepared(program, folder):
    """Whether the *program* is here, and the libraries that `tests/prepare` gives it."""
    pinned = CLIENTS / folder / ".pinned-by"
    return pinned.exists() and shutil.which(program)


#: What a test may need of the machine: marker, and whether it is here.
NEEDS = {
    "java": shutil.which("java"),
    "browser": shutil.which("chromium"),
    "article": os.environ.get("CLAIMGRAPH_ARTICLE"),
    "roqet": shutil.which("roqet"),
    "comunica": prepared("node", "comunica/node_modules"),
    "jena": prepared("java", "java/lib"),
    "rdf4j": prepared("java", "java/lib"),
    "nginx": shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:{UNPACKED}"),
}


def pytest_runtest_setup(item):
    """Skip by name what cannot run here; fail instead where it is required to run."""
    for need, found in NEEDS.items():
        if item.get_closest_marker(need) and not found:
            required = need in os.environ.get("CLAIMGRAPH_REQUIRE", "").split()
            (pytest.fail if required else pytest.skip)(f"{need} is not here")


@pytest.fixture(scope="session")
def dataset():
    return Dataset.build(loading.everything())


@pytest.fixture(scope="session")
def engine():
    started = start_engine(loading.everything(), defaults())
    yield started
    started.close()


@pytest.fixture(scope="session")
def app(engine):
    return create_app(engine)


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def runner():
    return CliRunner()


def pytest_terminal_summary(terminalreporter):
    """Tell how long an ordinary question took at most while the server was attacked."""
    times = [
        (seconds, report.nodeid.partition("[")[2].rstrip("]"))
        for report in terminalreporter.stats.get("passed", [])
        for name, seconds in report.user_properties
        if name == "canary"
    ]
    if times:
        seconds, attack = max(times)
        late = sum(taken > 0.2 for taken, _ in times)
        terminalreporter.write_line(
            f"After {len(times)} attacks an ordinary question took {seconds * 1000:.0f} "
            f"ms at most (after {attack}), and over 200 ms {late} times."
        )
