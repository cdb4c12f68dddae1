"""SHACL Core and SPARQL constraints, compiled to SPARQL over a store."""

from claimgraph.shacl.evaluation import Evaluation
from claimgraph.shacl.reading import Shapes
from claimgraph.shacl.results import Result

__all__ = ["Evaluation", "Result", "Shapes"]
