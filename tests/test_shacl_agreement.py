"""The compiled shapes find what pySHACL finds, whatever the shapes and the data."""

from collections import Counter

from hypothesis import given

import made_up_shapes
import shacl_ways
from claimgraph.shacl import reference


def compared(result):
    """What two engines must say alike of a result."""
    return (
        str(result.focus),
        result.path,
        str(result.value),
        result.component.value,
        str(result.shape),
        result.severity.value,
    )


def found(results):
    return Counter(map(compared, results))


@given(made_up_shapes.data(), made_up_shapes.shapes())
def test_core_constraints_give_the_results_of_pyshacl(data, shapes):
    data, shapes = shacl_ways.read(data), shacl_ways.read(shapes)

    assert found(shacl_ways.results(data, shapes)) == found(
        reference.results(data.store, shapes.store)
    )
