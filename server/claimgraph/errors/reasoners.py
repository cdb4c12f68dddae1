"""Reasoners, and the Java that they need."""

from claimgraph.errors.base import ClaimgraphError


class NoJava(ClaimgraphError):
    """Reasoning was asked for where no Java runtime is found."""

    def __init__(self) -> None:
        super().__init__(
            "Reasoning needs Java (version 17 or later) and none was found: "
            "install it (Debian: default-jdk-headless) or set JAVA_HOME. "
            "Serving, querying and validating never need it."
        )


class NoCompiler(ClaimgraphError):
    """The profile check was asked for where Java comes without its compiler."""

    def __init__(self) -> None:
        super().__init__(
            "The profile check compiles a small program, and the Java found is a "
            "runtime only: install a development kit (Debian: default-jdk-headless)."
        )


class ReasonerFailed(ClaimgraphError):
    """The reasoner stopped with a message instead of an answer."""

    def __init__(self, message: str) -> None:
        super().__init__(f"The reasoner stopped: {message}")
