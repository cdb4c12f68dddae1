"""A small dataset to serve: the made-up report, four graphs and a hostile label."""

import atexit
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from claimgraph import loading
from claimgraph.app import defaults, start_engine
from claimgraph.dataset import Dataset

REPORT = Path(__file__).parent / "articles" / "made-up-report"
HOSTILE = "<script>alert('label')</script>"
GRAPHS = """
PREFIX e: <http://example.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
e:data1 { e:one a e:Thing }
e:data2 { e:two a e:Thing }
e:data3 { e:three a e:Thing }
e:hostile { e:label rdfs:label "<script>alert('label')</script>"@en ;
  rdfs:seeAlso <javascript:alert(1)> , <http://example.org/?a=1&b=2> ,
    "" , "\\u0645"@ar }
"""


def _built(build):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "graphs.trig"
        path.write_text(GRAPHS, encoding="utf-8")
        return build(loading.everything([REPORT, path], replace=True))


@cache
def dataset():
    """The dataset, built once."""
    return _built(Dataset.build)


@cache
def engine(**settings):
    """The dataset in processes of its own, started once."""
    started = _built(lambda sources: start_engine(sources, defaults() | settings))
    atexit.register(started.close)
    return started
