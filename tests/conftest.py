import pytest
from click.testing import CliRunner

from claimgraph import loading
from claimgraph.app import create_app
from claimgraph.dataset import Dataset


@pytest.fixture(scope="session")
def dataset():
    return Dataset.build(loading.shipped_ontology() + loading.shipped_data())


@pytest.fixture(scope="session")
def app(dataset):
    return create_app(dataset)


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def runner():
    return CliRunner()
