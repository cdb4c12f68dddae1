"""Who may write: whoever shows the token, by a header that no form can send."""

import hmac
from urllib.parse import urlsplit

from flask import current_app, request

from claimgraph.errors.updates import ForeignOrigin, Unauthorized, UpdatesOff
from claimgraph.hashes import hashed, is_hash


def require_token() -> None:
    """
    Let the request at hand pass only if it may write.

    Raises UpdatesOff where there is no token, ForeignOrigin for a page of another site,
    and Unauthorized for a request that does not show the token (RFC 6750).
    """
    if not current_app.config["UPDATE_TOKEN"]:
        raise UpdatesOff
    origin = request.headers.get("Origin")
    if origin and not _is_ours(origin):
        raise ForeignOrigin(origin)
    if not shows_token():
        raise Unauthorized


def shows_token() -> bool:
    """Tell whether the request at hand shows the token, if there is one."""
    expected = current_app.config["UPDATE_TOKEN"]
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    shown = "" if is_hash(given.strip()) else hashed(given.strip())
    bearer = kind.lower() == "bearer"
    return bool(expected) and bearer and hmac.compare_digest(shown, expected)


def _is_ours(origin: str) -> bool:
    try:
        return urlsplit(origin).netloc == request.host
    except ValueError:  # such as http://[
        return False
