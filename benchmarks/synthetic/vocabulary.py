"""Tables: which of the ontology's words made-up reports use, and how often."""

from typing import NamedTuple

Weighted = dict[str, float]


class Kind(NamedTuple):
    """A kind of event: who stands in it how, and how many die in one on average."""

    name: str
    weight: float
    doer: str
    other: str
    deaths: int


KINDS = [
    Kind("ArmedClash", 18, "participant", "participant", 6),
    Kind("ArmedAssault", 14, "perpetrator", "target", 5),
    Kind("AttackOnCivilians", 12, "perpetrator", "victim", 8),
    Kind("AirStrike", 6, "perpetrator", "target", 7),
    Kind("VehicleBombing", 4, "perpetrator", "target", 9),
    Kind("Abuse", 4, "perpetrator", "victim", 0),
    Kind("SuicideAttack", 3, "perpetrator", "target", 8),
    Kind("Killing", 3, "perpetrator", "victim", 2),
    Kind("Massacre", 1, "perpetrator", "victim", 30),
    Kind("Takeover", 5, "carriedOutBy", "", 0),
    Kind("Displacement", 4, "causedBy", "victim", 0),
    Kind("Deployment", 4, "carriedOutBy", "", 0),
    Kind("Departure", 4, "carriedOutBy", "", 0),
    Kind("Negotiation", 4, "participant", "participant", 0),
    Kind("Assistance", 3, "carriedOutBy", "recipient", 0),
    Kind("Recruitment", 3, "carriedOutBy", "", 0),
    Kind("Request", 2, "carriedOutBy", "recipient", 0),
    Kind("Offer", 2, "carriedOutBy", "recipient", 0),
    Kind("Refusal", 2, "carriedOutBy", "", 0),
    Kind("Mediation", 2, "carriedOutBy", "beneficiary", 0),
]

AGREEMENT_EVENTS = ["Signing", "Withdrawal", "Breach", "Recommitment", "Annulment"]
AGREEMENTS = ["PeaceAgreement", "Truce", "LocalPact"]
STATES = [
    "ControlState",
    "PresenceState",
    "SiegeState",
    "ContestState",
    "InsecurityState",
    "SupplyCutState",
    "CapabilityState",
]
TIES = ["memberOf", "alliedWith", "rivalOf", "branchOf", "backedBy"]

#: What a sentence after the title does, and how often.
CONTENTS: Weighted = {
    "report": 52,
    "figure": 13,
    "state": 9,
    "judgement": 6,
    "tie": 5,
    "denial": 5,
    "forecast": 4,
    "agreement": 3,
    "silence": 2.5,
    "demand": 0.5,
}

CERTAINTIES: Weighted = {
    "certain": 84,
    "probable": 9,
    "possible": 4,
    "uncommitted": 3,
}
STANCES: Weighted = {
    "neutral": 66,
    "distances": 25,
    "endorses": 6,
    "doubts": 2,
    "rejects": 1,
}
#: The cues that go with a certainty or a stance; the others go without.
CUES: dict[str, list[str]] = {
    "probable": ["likely", "largely", "looks", "seemingly", "on-pace"],
    "possible": ["entirely-possible", "plausible", "potential"],
    "uncommitted": ["questions", "seemed-to-many"],
    "neutral": ["states", "according-to", "notes", "cites", "indicates", "accuses"],
    "distances": ["claims", "alleges", "reportedly", "so-called", "scare-quotes"],
    "endorses": ["finds"],
}
#: Who speaks when the author does not.
VOICES: Weighted = {
    "outlet": 26,
    "doer": 22,
    "other": 18,
    "institution": 18,
    "unnamed": 16,
}

UNITS = ["people", "people", "soldiers", "civilians", "militants"]
INSTRUMENTS = ["car-bomb", "aircraft", "helicopter", "airstrike"]
ASSESSMENTS = [
    "complex",
    "disastrous",
    "fragile",
    "harmful",
    "negative",
    "severe",
    "unclear",
    "worrying",
]
INTENSITIES = ["drastic", "increasing", "intense", "rapid", "severe", "small"]

#: Deictic times: the convention that resolves each and its bounds, in days back.
DEICTIC = {
    "yesterday": (1, 1),
    "last-week": (7, 0),
    "two-weeks": (14, 0),
    "recent-weeks": (31, 0),
}

PREFIXES = {
    name: f"https://w3id.org/claimgraph/{name}/"
    for name in (
        "appellation", "assessment", "convention", "equipment", "hedge", "intensity",
        "part", "point", "precision", "unit",
    )
} | {
    name: f"https://w3id.org/claimgraph/id/{name}/"
    for name in ("actor", "agreement", "event", "place", "state")
} | {
    "cg": "https://w3id.org/claimgraph/ns#",
    "dcterms": "http://purl.org/dc/terms/",
    "name": "https://w3id.org/claimgraph/id/appellation/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}  # fmt: skip
