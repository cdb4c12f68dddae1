"""How time grows with what is worked on: a ratio, which holds on any machine."""

import time
from timeit import repeat

#: Enough that what takes no time at all does not decide.
_SLACK = 0.5


def grows_no_faster(work, few, many, power=1.5):
    """
    Whether *many* take no more than ``(many / few) ** power`` times what *few* take.

    *work* makes, of a number, what is to be timed. The best of a few runs counts: a
    collection of other tests' garbage, which takes a second late in a run, is no work.
    """
    longest = _seconds(work(few)) * (many / few) ** power + _SLACK
    return _seconds(work(many)) < longest


def _seconds(work):
    """The processor's seconds; the collector is off meanwhile (see `timeit`)."""
    return min(repeat(work, number=1, repeat=3, timer=time.process_time))
