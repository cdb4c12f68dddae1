"""Names that nobody bears, made from syllables; plain English and French dates."""

import unicodedata
from datetime import date
from random import Random

_ONSETS = ["b", "br", "ch", "d", "dj", "f", "gl", "gn", "k", "l", "m", "n", "p", "pl",
           "qu", "r", "s", "sk", "t", "tr", "v", "vr", "z"]  # fmt: skip
_VOWELS = ["a", "â", "e", "é", "è", "ê", "i", "ï", "o", "ô", "ou", "u", "ué", "oa"]
_CODAS = ["", "", "", "", "l", "m", "n", "r", "s", "sk", "rt", "x"]
_MONTHS_EN = ["January", "February", "March", "April", "May", "June", "July", "August",
              "September", "October", "November", "December"]  # fmt: skip
_MONTHS_FR = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
              "septembre", "octobre", "novembre", "décembre"]  # fmt: skip


class Names:
    """A source of names in which none comes twice."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._given: set[str] = set()

    def new(self) -> str:
        """Make up a name of three or four syllables."""
        while True:
            name = "".join(self._syllable() for _ in range(self._rng.choice([3, 3, 4])))
            if slug(name) not in self._given:
                self._given.add(slug(name))
                return name.capitalize()

    def _syllable(self) -> str:
        choose = self._rng.choice
        return choose(_ONSETS) + choose(_VOWELS) + choose(_CODAS)


def slug(name: str) -> str:
    """
    Write *name* with the letters of an IRI's last part.

    >>> slug("Zoudéa Front")
    'zoudea-front'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return plain.lower().replace(" ", "-")


def initials(name: str) -> str:
    """The first letters of the words of *name*, in capitals."""
    return "".join(word[0] for word in slug(name).split("-")).upper()


def in_english(day: date) -> str:
    """The *day* as an English text writes it."""
    return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"


def in_french(day: date) -> str:
    """The *day* as a French text writes it."""
    return f"{day.day} {_MONTHS_FR[day.month - 1]} {day.year}"
