"""How time grows with what is worked on: a ratio, which holds on any machine."""

import time
from timeit import timeit

#: Enough that what takes no time at all does not decide.
_SLACK = 0.5


def grows_no_faster(work, few, many, power=1.5):
    """
    Whether *many* take no more than ``(many / few) ** power`` times what *few* take.

    *work* makes, of a number, what is to be timed. One run of a few that is as fast
    suffices: what else the machine does is no work.
    """
    longest = _seconds(work(few)) * (many / few) ** power + _SLACK
    more = work(many)
    return any(_seconds(more) < longest for _ in range(3))


def _seconds(work):
    """
    The processor's seconds; the collector of garbage is off meanwhile (see `timeit`).

    Late in a run it takes a second to look through what other tests left.
    """
    return timeit(work, number=1, timer=time.process_time)
