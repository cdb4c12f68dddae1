"""What a token does to a walk over a text, and what brackets leave behind."""

from collections.abc import Callable
from typing import NamedTuple

#: The offsets at which something begins and ends.
Stretch = tuple[int, int]
Triple = tuple[Stretch, Stretch, Stretch]
Step = Callable[["Walk", Stretch], None]

_NOWHERE = (-1, -1)


class _Around(NamedTuple):
    """What a bracket stands in, the place it gives, and how to go on after it."""

    resume: Step
    place: Stretch
    subject: Stretch
    predicate: Stretch
    after: str


class Walk:
    """
    Where a walk over tokens is: in which triple and brackets, and what it expects.

    *after* is what it expects after an object. *batch* has the triples that the token
    read last makes whole; *late*, those that the next one will, whatever it is.
    """

    __slots__ = (
        "after", "around", "batch", "expected", "late", "predicate", "reifier", "sign",
        "subject",
    )  # fmt: skip

    def __init__(self, after: str) -> None:
        self.expected = "subject"
        self.after = after
        self.subject = self.predicate = self.sign = self.reifier = _NOWHERE
        self.around: list[_Around] = []
        self.batch: list[Triple] = []
        self.late: list[Triple] = []


def skip(_walk: Walk, _at: Stretch) -> None:
    """Change nothing."""


def then(expected: str) -> Step:
    """Go on to what is *expected* next."""

    def step(walk: Walk, _at: Stretch) -> None:
        walk.expected = expected

    return step


def subject(walk: Walk, at: Stretch) -> None:
    """Take what stands here as the subject of a statement."""
    walk.subject = at
    walk.expected = "verb of a statement"


def predicate(walk: Walk, at: Stretch) -> None:
    """Take what stands here as the predicate."""
    walk.predicate = at
    walk.expected = "object"


def object_(walk: Walk, at: Stretch) -> None:
    """Take what stands here as the object, with which the triple is whole."""
    walk.batch.append((walk.subject, walk.predicate, at))
    told(walk, at)


def text(walk: Walk, at: Stretch) -> None:
    """Take a string as the object: what comes after it may belong to it."""
    walk.late.append((walk.subject, walk.predicate, at))
    told(walk, at)


def told(walk: Walk, _at: Stretch) -> None:
    """Go on after an object whose triple is told."""
    walk.reifier = _NOWHERE
    walk.expected = walk.after


def suffix(walk: Walk, at: Stretch) -> None:
    """Add its language or datatype to the string before; others cannot have any."""
    if walk.batch:
        subject_, predicate_, (begin, _) = walk.batch.pop()
        walk.batch.append((subject_, predicate_, (begin, at[1])))


def opening(resume: Step, expected: str, after: str = "") -> Step:
    """Begin what *resume* takes up once it is closed; its place is its bracket's."""

    def step(walk: Walk, at: Stretch) -> None:
        _enter(walk, resume, at)
        walk.subject, walk.expected, walk.after = at, expected, after

    return step


def _enter(walk: Walk, resume: Step, place: Stretch) -> None:
    around = _Around(resume, place, walk.subject, walk.predicate, walk.after)
    walk.around.append(around)


def close(walk: Walk, _at: Stretch) -> None:
    """End what was begun last."""
    leave(walk, walk.around[-1].place)


def leave(walk: Walk, place: Stretch) -> None:
    """Go on with what stands around a term that is whole, and stands at *place*."""
    resume, _, walk.subject, walk.predicate, walk.after = walk.around.pop()
    resume(walk, place)


def announced(step: Step) -> Step:
    """Begin a collection by a *step*: what comes next, it has the triple before it."""

    def announce(walk: Walk, at: Stretch) -> None:
        walk.late.append((walk.subject, walk.predicate, at))
        step(walk, at)

    return announce


def first(step: Step) -> Step:
    """Take a collection's first item by a *step*: its node stands at the bracket."""

    def item(walk: Walk, at: Stretch) -> None:
        walk.predicate = at
        step(walk, at)

    return item


def another(step: Step) -> Step:
    """Take a collection's next item by a *step*: its node stands where it begins."""

    def item(walk: Walk, at: Stretch) -> None:
        walk.batch.append((walk.subject, at, at))
        walk.subject = walk.predicate = at
        step(walk, at)

    return item


def last(walk: Walk, at: Stretch) -> None:
    """End a collection that has items."""
    walk.batch.append((walk.subject, at, at))
    close(walk, at)


def reifying(expected: str) -> Step:
    """Expect a reifier; without one, the sign stands for it."""

    def step(walk: Walk, at: Stretch) -> None:
        walk.sign = at
        walk.expected = expected

    return step


def reifier(expected: str) -> Step:
    """Take what stands here as the reifier of the triple before it."""

    def step(walk: Walk, at: Stretch) -> None:
        walk.batch.append((at, walk.sign, walk.sign))
        walk.reifier = at
        walk.expected = expected

    return step


def unnamed(step: Step) -> Step:
    """Take the sign for the reifier, and what stands here by a *step*."""

    def reify(walk: Walk, at: Stretch) -> None:
        walk.batch.append((walk.sign, walk.sign, walk.sign))
        walk.reifier = walk.sign
        step(walk, at)

    return reify


def reified(walk: Walk, _at: Stretch) -> None:
    """End a reified triple whose reifier was named, or stands at its sign."""
    leave(walk, walk.reifier)


def implied(walk: Walk, _at: Stretch) -> None:
    """End a reified triple that has no reifier but its bracket."""
    place = walk.around[-1].place
    walk.batch.append((place, place, place))
    leave(walk, place)


def annotation(walk: Walk, at: Stretch) -> None:
    """Begin an annotation, of the reifier before it or of one that stands here."""
    _enter(walk, _annotated, walk.reifier)
    if walk.reifier is _NOWHERE:
        walk.batch.append((at, at, at))
    walk.subject = at if walk.reifier is _NOWHERE else walk.reifier
    walk.expected = "verb in an annotation"
    walk.after = "after an object in an annotation"


def _annotated(walk: Walk, before: Stretch) -> None:
    walk.reifier = before
    walk.expected = walk.after
