"""Servers that cannot be started or reached."""

from collections.abc import Mapping
from typing import Any

from claimgraph.errors.base import ClaimgraphError


class CannotListen(ClaimgraphError):
    """An address or port that the server cannot take."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(
            f"The server cannot listen on {host}, port {port}: {reason}. "
            "Choose another with --host or --port."
        )


class Unreachable(ClaimgraphError):
    """A server that does not answer."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(
            f"No server answers at {address}: {reason}. Start one with claimgraph "
            "serve, or correct the address."
        )


class Refused(ClaimgraphError):
    """
    What a running server answered instead of doing as it was asked.

    It may have sent a *report* of what is wrong with what it was sent; *prefixes* are
    those by which its reader knows names.
    """

    def __init__(
        self,
        sentence: str,
        report: Mapping[str, Any] | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"The server says: {sentence}")
        self.sentence = sentence
        self.report = report
        self.prefixes = prefixes or {}
        self.exit_status = 1 if report else 2
