"""Charts as SVG and tables as HTML, from plain rows; no script, no library."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

#: Told apart by most people who do not see all colours.
COLOURS = ["#0072b2", "#e69f00", "#56b4e9", "#009e73", "#d55e00", "#cc79a7"]
_WIDTH = 760
_LABELS = 200
_FIGURES = 90
_BAR = 13
_GAP = 12


@dataclass(frozen=True)
class Bar:
    """One bar: whose it is, how long, and what stands beside it."""

    of: str
    value: float | None
    text: str


Group = tuple[str, Sequence[Bar]]


def bars(title: str, groups: Sequence[Group], unit: str, *, log: bool) -> str:
    """Groups of horizontal bars, one colour for each bar's owner, with a legend."""
    owners = list(dict.fromkeys(bar.of for _, group in groups for bar in group))
    values = [bar.value for _, group in groups for bar in group if bar.value]
    if not values:
        return ""
    scale = _Scale(min(values), max(values), log=log)
    parts, y = [*scale.ticks(unit, _height(groups))], 24
    for name, group in groups:
        parts.append(_text(_LABELS - 8, y + _BAR * len(group) / 2 + 4, name, "end"))
        for bar in group:
            colour = COLOURS[owners.index(bar.of) % len(COLOURS)]
            parts.append(_bar(bar, y, colour, scale))
            y += _BAR
        y += _GAP
    return _figure(title, parts, _height(groups), _legend(owners))


def lines(title: str, series: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Lines over time, from zero, with a legend."""
    points = [point for line in series.values() for point in line]
    if not points:
        return ""
    last, most = max(x for x, _ in points), max(y for _, y in points) * 1.05
    width, height = _WIDTH - 70, 200
    parts = [_text(64, 16, f"{most:.0f} MB", "end"), _text(64, height, "0", "end")]
    parts.append(_text(_WIDTH, height + 16, f"{last:.0f} s", "end"))
    parts.append(f'<path class="axis" d="M70 6V{height}H{_WIDTH}"/>')
    for colour, line in zip(COLOURS, series.values(), strict=False):
        path = " ".join(
            f"{70 + x / last * width:.1f},{height - y / most * (height - 6):.1f}"
            for x, y in line
        )
        parts.append(f'<polyline points="{path}" style="stroke:{colour}"/>')
    return _figure(title, parts, height + 24, _legend(list(series)))


class _Scale:
    """Where a value's bar ends."""

    def __init__(self, least: float, most: float, *, log: bool) -> None:
        self._log = log
        self._low = floor(log10(least)) if log else 0.0
        self._high = ceil(log10(most)) if log else most
        if self._high == self._low:
            self._high += 1

    def length(self, value: float) -> float:
        """Pixels for *value*."""
        place = log10(value) if self._log else value
        share = (place - self._low) / (self._high - self._low)
        return max(1.5, share * (_WIDTH - _LABELS - _FIGURES))

    def ticks(self, unit: str, height: float) -> Iterable[str]:
        """Lines at round values, each with its value above."""
        for value in self._round():
            x = _LABELS + self.length(value)
            yield f'<path class="axis" d="M{x:.1f} 18V{height:.0f}"/>'
            yield _text(x, 12, f"{value:g} {unit}", "middle")

    def _round(self) -> list[float]:
        if self._log:
            powers = range(int(self._low), int(self._high) + 1)
            return [10.0**power for power in powers]
        step = 10 ** floor(log10(self._high))
        step = step if self._high / step >= 3 else step / 2
        return [step * n for n in range(1, int(self._high / step) + 1)]


def _height(groups: Sequence[Group]) -> float:
    return 24 + sum(len(group) * _BAR + _GAP for _, group in groups)


def _bar(bar: Bar, y: float, colour: str, scale: _Scale) -> str:
    length = scale.length(bar.value) if bar.value else 0
    shape = (
        f'<rect x="{_LABELS}" y="{y}" width="{length:.1f}" height="{_BAR - 2}" '
        f'fill="{colour}"><title>{escape(bar.of)}: {escape(bar.text)}</title></rect>'
    )
    return shape + _text(_LABELS + length + 5, y + _BAR - 4, bar.text, "start")


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _legend(owners: Sequence[str]) -> str:
    items = (
        f'<li><span style="background:{colour}"></span>{escape(owner)}</li>'
        for colour, owner in zip(COLOURS, owners, strict=False)
    )
    return f'<ul class="legend">{"".join(items)}</ul>'


def _figure(title: str, parts: Iterable[str], height: float, legend: str) -> str:
    return (
        f"<figure><figcaption>{escape(title)}</figcaption>{legend}"
        f'<svg viewBox="0 0 {_WIDTH} {height:.0f}" role="img" '
        f'aria-label="{escape(title)}">{"".join(parts)}</svg></figure>'
    )


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; the first cell of each row names it."""
    top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{escape(str(row[0]))}</th>'
        + "".join(f"<td>{escape(_shown(cell))}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="wide"><table><thead><tr>{top}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _shown(cell: object) -> str:
    if cell is None:
        return "–"
    return f"{cell:,.4g}" if isinstance(cell, float) else str(cell)
