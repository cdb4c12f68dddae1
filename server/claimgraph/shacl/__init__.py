"""SHACL Core and SPARQL constraints, compiled to SPARQL over a store."""

from claimgraph.shacl.data import Data
from claimgraph.shacl.evaluation import Evaluation
from claimgraph.shacl.reading import Shapes
from claimgraph.shacl.results import Result
from claimgraph.shacl.running import Applied, validate

__all__ = ["Applied", "Data", "Evaluation", "Result", "Shapes", "validate"]
