"""The OWL API, the library by which Protégé opens ontologies."""

import subprocess
from pathlib import Path

import owlready2
import pytest

HERE = Path(__file__).parent / "java" / "owlapi"
#: owlready2 ships the library inside its reasoner.
ARCHIVE = Path(owlready2.__file__).parent / "hermit" / "HermiT.jar"

pytestmark = pytest.mark.java


@pytest.mark.parametrize("path", ["/ns", "/ns.rdf"])
def test_the_owl_api_opens_the_vocabulary_by_its_address(address, path):
    command = ["java", "-cp", ARCHIVE, HERE / "Open.java", address + path]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    iri, imports, classes = done.stdout.split()

    assert "https://w3id.org/claimgraph/ns" in iri
    assert imports == "0"
    assert int(classes) > 100
