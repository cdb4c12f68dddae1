"""Tokens at rest: only their hash is kept."""

import re
from hashlib import sha256

_HASH = re.compile("sha256:[0-9a-f]{64}")


def hashed(token: str) -> str:
    """
    The hash of a *token*, as it may be kept at rest; a hash stays as it is.

    >>> hashed("secret") == hashed(hashed("secret"))
    True
    """
    return token if is_hash(token) else f"sha256:{sha256(token.encode()).hexdigest()}"


def is_hash(token: str) -> bool:
    """Tell whether *token* is itself a hash, which nobody may show."""
    return _HASH.fullmatch(token) is not None
