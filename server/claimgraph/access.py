"""Who may write: whoever shows the token, by a header that no form can send."""

import hmac
import re
from hashlib import sha256
from urllib.parse import urlsplit

from flask import current_app, request

from claimgraph.errors import ForeignOrigin, Unauthorized, UpdatesOff

_HASH = re.compile("sha256:[0-9a-f]{64}")


def hashed(token: str) -> str:
    """
    The hash of a *token*, as it may be kept at rest; a hash stays as it is.

    >>> hashed("secret") == hashed(hashed("secret"))
    True
    """
    if _HASH.fullmatch(token):
        return token
    return f"sha256:{sha256(token.encode()).hexdigest()}"


def require_token() -> None:
    """
    Let the request at hand pass only if it may write.

    Raises UpdatesOff where there is no token, ForeignOrigin for a page of another site,
    and Unauthorized for a request that does not show the token (RFC 6750).
    """
    expected = current_app.config["UPDATE_TOKEN"]
    if not expected:
        raise UpdatesOff
    origin = request.headers.get("Origin")
    if origin and urlsplit(origin).netloc != request.host:
        raise ForeignOrigin(origin)
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    shown = hashed(given.strip()) if not _HASH.fullmatch(given.strip()) else ""
    if kind.lower() != "bearer" or not hmac.compare_digest(shown, expected):
        raise Unauthorized
