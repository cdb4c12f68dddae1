"""The exceptions, each with its HTTP status, its exit status and one sentence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from http import HTTPStatus
from typing import Any


@dataclass(frozen=True)
class Position:
    """A place in a text: line and column count from 1."""

    line: int
    column: int

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}"


class ClaimgraphError(Exception):
    """
    Anything that we can tell a user in one sentence.

    *position* and *excerpt* say where, if the error has a place in a text.
    """

    status = HTTPStatus.INTERNAL_SERVER_ERROR
    exit_status = 2
    position: Position | None = None
    excerpt = ""

    @property
    def kind(self) -> str:
        """The stable name of this kind of error, as its problem type ends."""
        words = "".join(
            f"-{c.lower()}" if c.isupper() else c for c in type(self).__name__
        )
        return words.lstrip("-")

    def told(self) -> dict[str, Any]:
        """The error in words that another process can raise again by `Relayed`."""
        place = self.position and [self.position.line, self.position.column]
        return {
            "kind": self.kind,
            "status": int(self.status),
            "detail": str(self),
            "place": place,
            "excerpt": self.excerpt,
        }


class Relayed(ClaimgraphError):
    """An error that another process of ours met and told."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        super().__init__(told["detail"])
        self._kind = str(told["kind"])
        self.status = HTTPStatus(told["status"])
        self.position = Position(*told["place"]) if told["place"] else None
        self.excerpt = str(told["excerpt"])

    @property
    def kind(self) -> str:
        """The name of the kind of error that was met."""
        return self._kind


class MalformedFile(ClaimgraphError):
    """A file that does not parse."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, name: object, position: Position | None, reason: str) -> None:
        where = f"{name}, {position}" if position else str(name)
        super().__init__(f"{where}: {reason}. Nothing was loaded.")
        self.position = position


class MissingFile(ClaimgraphError):
    """A path at which nothing can be read."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self, path: object, advice: str = "Check the path.") -> None:
        super().__init__(f"There is nothing to read at {path}. {advice}")


class AssertedWorldTriple(ClaimgraphError):
    """Data that states as fact what only a claim may say."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    exit_status = 1

    def __init__(self, graph: str, subject: str, predicate: str, object_: str) -> None:
        super().__init__(
            f"In {graph} stands {subject} {predicate} {object_} as a fact: write it as "
            "a cg:Proposition that somebody's claim affirms. Nothing was loaded."
        )


class UnknownFormat(ClaimgraphError):
    """A file name or a format's name that says no format we know."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, name: object, known: str) -> None:
        super().__init__(f"No format is known for {name}: use one of {known}.")


class MalformedQuery(ClaimgraphError):
    """A query that does not parse; *excerpt* marks the place in its own line."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(
        self, position: Position, reason: str, excerpt: str, what: str = "query"
    ) -> None:
        super().__init__(f"The {what} does not parse at {position}: {reason}")
        self.position = position
        self.excerpt = excerpt


class VariableGraph(ClaimgraphError):
    """An update whose template leaves to a variable which graph is written."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self, variable: str, position: Position) -> None:
        super().__init__(
            f"The operation at {position} writes GRAPH {variable}: here a template "
            "names each graph that it writes, so that no derived graph is changed."
        )
        self.position = position


class DatasetNamedTwice(ClaimgraphError):
    """An update that names its dataset in its text and in its request."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, position: Position) -> None:
        super().__init__(
            f"The operation at {position} has WITH or USING, and the request has "
            "using-graph-uri or using-named-graph-uri as well: leave out one."
        )
        self.position = position


class OtherGraph(ClaimgraphError):
    """An update sent to one graph that would write others."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, graph: str, position: Position) -> None:
        super().__init__(
            f"The operation at {position} may write another graph than "
            f"{graph or 'the default graph'}, which it was sent to: send it to /update."
        )
        self.position = position


class DerivedGraph(ClaimgraphError):
    """A write to a graph that is derived or shipped."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self, graph: str) -> None:
        name = f"The graph {graph}" if graph else "The default graph"
        super().__init__(
            f"{name} is derived or shipped and cannot be written: write to a named "
            "graph of your own, and what follows from it is derived anew."
        )


class Unguarded(ClaimgraphError):
    """A write of claims that nothing would check."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self, graph: str) -> None:
        super().__init__(
            f"The graph {graph} holds claims, and nothing checks claims that are "
            "written here: put them into files that claimgraph validate has passed, or "
            "start the server with --no-guard."
        )


class NotAStore(ClaimgraphError):
    """A folder given as a store that holds something else."""

    def __init__(self, path: object) -> None:
        super().__init__(
            f"{path} holds files that are no store of ours: give an empty folder, or "
            "one that does not exist yet."
        )


class StoreInUse(ClaimgraphError):
    """A store that another server has open."""

    def __init__(self, path: object) -> None:
        super().__init__(
            f"Another server has {path} open: stop it, or give another folder."
        )


class DamagedStore(ClaimgraphError):
    """A file of a store that is missing or not as it was written."""

    def __init__(self, path: object, what: str) -> None:
        super().__init__(
            f"The store is damaged: {path} {what}. Nothing was changed. Restore the "
            "last backup into an empty folder: claimgraph restore."
        )


class BadBackup(ClaimgraphError):
    """A file that is no backup of a store."""

    def __init__(self, path: object, reason: str) -> None:
        super().__init__(f"{path} is no backup of a store: {reason}.")


class NotStored(ClaimgraphError):
    """A change that could not be written to the disk."""

    status = HTTPStatus.INSUFFICIENT_STORAGE

    def __init__(self, path: object, reason: str) -> None:
        super().__init__(
            f"The change could not be kept in {path}: {reason}. Nothing was changed."
        )


class UnknownGraph(ClaimgraphError):
    """A graph that is not there."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self, graph: str) -> None:
        super().__init__(f"There is no graph {graph}.")


class PreconditionFailed(ClaimgraphError):
    """A write that was wanted only of a graph in another state."""

    status = HTTPStatus.PRECONDITION_FAILED

    def __init__(self, graph: str) -> None:
        super().__init__(
            f"The graph {graph or 'without a name'} is not as the request's If-Match "
            "or If-None-Match wants it: read it again. Nothing was changed."
        )


class MalformedBody(ClaimgraphError):
    """A body of a request that does not parse as what it says to be."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, media_type: str, position: Position | None, reason: str) -> None:
        where = f" at {position}" if position else ""
        super().__init__(
            f"The body is no {media_type}{where}: {reason}. Nothing was changed."
        )
        self.position = position


class ForbiddenOperation(ClaimgraphError):
    """A query that would have the server fetch from another address."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self, operation: str, position: Position) -> None:
        super().__init__(
            f"{operation} at {position} is not allowed: this endpoint never fetches "
            "from other addresses. Ask them yourself and put the rows in VALUES."
        )
        self.position = position


class ReadOnly(ClaimgraphError):
    """An update sent where only queries are answered."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, operation: str, position: Position) -> None:
        super().__init__(
            f"{operation} at {position} would change the graph, and here it is only "
            "read: put new data into files and load them with --data."
        )
        self.position = position


class TooDeep(ClaimgraphError):
    """A query nested deeper than any sensible one."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, deepest: int, position: Position) -> None:
        super().__init__(
            f"The query is nested more than {deepest} levels deep at {position}: "
            "write it flatter."
        )
        self.position = position


class TooLong(ClaimgraphError):
    """A query that chains an operator more often than any sensible one."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, operator: str, longest: int) -> None:
        super().__init__(
            f"The query uses {operator} more than {longest} times: split it, or put "
            "its values in VALUES."
        )


class ReservedGraph(ClaimgraphError):
    """Data that would pass for something that is derived or defined here."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, source: object, graph: str) -> None:
        super().__init__(
            f"{source} would fill the graph {graph}, which is kept for what is derived "
            "or defined here: rename the file or the graph. Nothing was loaded."
        )


class CannotListen(ClaimgraphError):
    """An address or port that the server cannot take."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(
            f"The server cannot listen on {host}, port {port}: {reason}. "
            "Choose another with --host or --port."
        )


class MissingQuery(ClaimgraphError):
    """A request to the query address that holds no query."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, reason: str) -> None:
        super().__init__(reason)


class RepeatedParameter(ClaimgraphError):
    """A request that gives more than once what it may give once."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, name: str, count: int) -> None:
        super().__init__(f"The request gives {name!r} {count} times: give it once.")


class NotUtf8(ClaimgraphError):
    """A query, or another part of a request, in bytes that are not UTF-8."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self) -> None:
        super().__init__(
            "The request holds bytes that are not UTF-8, or the character that stands "
            "for such bytes: send it in UTF-8, and write that character as \\uFFFD."
        )


class EvaluationFailed(ClaimgraphError):
    """A query that parses but that the engine could not answer."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, reason: str) -> None:
        super().__init__(f"The query could not be answered: {reason}")


class OverTime(ClaimgraphError):
    """A query that was ended at its deadline."""

    status = HTTPStatus.GATEWAY_TIMEOUT

    def __init__(self, limit: float) -> None:
        super().__init__(
            f"The query took longer than {limit:g} seconds and was ended: ask for "
            "less, or start from something rare, such as one actor or one article."
        )


class Busy(ClaimgraphError):
    """More queries at once than the server takes; *retry_after* is in seconds."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    retry_after = 2

    def __init__(self, waiting: int) -> None:
        super().__init__(
            f"The server is busy, {waiting} queries wait already: ask again in "
            f"{self.retry_after} seconds."
        )


class OutOfMemory(ClaimgraphError):
    """A query that took more memory than one query may."""

    status = HTTPStatus.INSUFFICIENT_STORAGE

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"The query took more than the {limit >> 20} MB of memory that one query "
            "may take and was ended: sort, group or join less."
        )


class ResultTooLarge(ClaimgraphError):
    """An answer of more bytes than an answer may have."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"The answer has more than {limit:,} bytes, the most that is sent: ask for "
            "it in parts by LIMIT and OFFSET over an ORDER BY."
        )


class TooManyRows(ClaimgraphError):
    """An answer of more rows or triples than an answer may have."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"The answer has more than {limit:,} rows, the most that are sent: ask for "
            "it in parts by LIMIT and OFFSET over an ORDER BY."
        )


class QueryTooLong(ClaimgraphError):
    """A query or update of more bytes than one may have."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(
            f"The query has {length:,} bytes, and at most {limit:,} are taken: put its "
            "values in fewer VALUES, or ask in parts."
        )


class EngineFailed(ClaimgraphError):
    """The process that answered a query ended without a word."""

    def __init__(self) -> None:
        super().__init__(
            "The engine broke down over this query, and only over this one: write it "
            "differently, and please report it."
        )


class ClientGone(ClaimgraphError):
    """A query whose client left before the answer came; nobody is told."""

    status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self) -> None:
        super().__init__("The client left before the answer came.")


class Stopped(ClaimgraphError):
    """A query that the operator ended."""

    status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self) -> None:
        super().__init__("The query was ended by whoever runs this server.")


class UpdatesOff(ClaimgraphError):
    """A write to a server that takes none."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            "This server takes no updates: start it with --update-token to allow them."
        )


class ForeignOrigin(ClaimgraphError):
    """A write that a page of another site had a browser send."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self, origin: str) -> None:
        super().__init__(f"A page of {origin} may not write here.")


class Unauthorized(ClaimgraphError):
    """A write without the token, or with another one."""

    status = HTTPStatus.UNAUTHORIZED

    def __init__(self) -> None:
        super().__init__(
            "Writing takes the update token, in the header Authorization: Bearer ..."
        )


class NotOneGraph(ClaimgraphError):
    """A request to the graph store that names no graph, or two."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self) -> None:
        super().__init__(
            "The request names not one graph: give either ?default or ?graph=IRI."
        )


class Unreachable(ClaimgraphError):
    """A server that does not answer."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(
            f"No server answers at {address}: {reason}. Start one with claimgraph "
            "serve, or give its address with --server."
        )


class Refused(ClaimgraphError):
    """What a running server answered instead of doing as it was asked."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"The server says: {sentence}")


class UnknownRunning(ClaimgraphError):
    """A running query that is not, or not any more."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self, id_: str) -> None:
        super().__init__(f"No query {id_!r} is running: it may just have ended.")


class UnknownQuery(ClaimgraphError):
    """The library has no query of that name."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self, name: str, near: str = "") -> None:
        hint = f" Did you mean {near!r}?" if near else ""
        super().__init__(f"There is no query named {name!r} in the library.{hint}")


class UnknownParameter(ClaimgraphError):
    """A library query does not take that parameter."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, query: str, name: str, known: str) -> None:
        super().__init__(
            f"The query {query!r} takes no parameter {name!r}: it takes {known}."
        )


class BadParameter(ClaimgraphError):
    """A parameter's value cannot be read as a term."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, name: str, value: str, expected: str) -> None:
        super().__init__(f"{value!r} is no value for {name!r}: give {expected}.")


class UnknownPolicy(ClaimgraphError):
    """Nobody can be trusted under that name."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, name: str, known: Iterable[str]) -> None:
        names = list(known)
        near = get_close_matches(name, names, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        main = ", ".join(n for n in names if not n.startswith("holder/"))
        super().__init__(
            f"There is no policy {name!r} to trust.{hint} Choose from {main}, or "
            "holder/<name> for one holder alone."
        )


class AmbiguousDataset(ClaimgraphError):
    """A request that both names its graphs and asks to trust a policy."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self) -> None:
        super().__init__(
            "The request names its own graphs and also whom to trust: leave out one; "
            "a view is a graph too and may be named like any other."
        )


class UnknownThing(ClaimgraphError):
    """An IRI of ours that occurs nowhere in the data."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self, iri: str) -> None:
        super().__init__(
            f"Nothing here is named {iri}. Look for what you want by its name: the "
            "question actors/find lists actors and places by any of theirs."
        )


class NotAcceptable(ClaimgraphError):
    """None of the formats that the client accepts can carry the answer."""

    status = HTTPStatus.NOT_ACCEPTABLE

    def __init__(self, reason: str) -> None:
        super().__init__(reason)


class Unwritable(ClaimgraphError):
    """An answer of a kind that the client takes in no format."""

    status = HTTPStatus.NOT_ACCEPTABLE

    def __init__(self, kind: str) -> None:
        super().__init__(f"The answer is a {kind}, and no format was given for one.")


class UnsupportedEncoding(ClaimgraphError):
    """A request body that is compressed: a few bytes may hold gigabytes."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE

    def __init__(self, encoding: str) -> None:
        super().__init__(
            f"A body encoded as {encoding!r} is not unpacked here: send it as it is."
        )


class ForeignHost(ClaimgraphError):
    """A request for a name that is none of ours."""

    status = HTTPStatus.MISDIRECTED_REQUEST

    def __init__(self, host: str) -> None:
        super().__init__(
            f"This server is not known as {host!r}: ask it as localhost, or start it "
            "with --public-url."
        )


class HeaderTooLong(ClaimgraphError):
    """A header longer than any sensible one."""

    status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE

    def __init__(self, name: str, length: int, limit: int) -> None:
        super().__init__(
            f"The header {name} has {length:,} characters, and at most {limit:,} are "
            "read: send a shorter one."
        )


class TooManyParameters(ClaimgraphError):
    """A request with more parameters than any sensible one."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, count: int, limit: int) -> None:
        super().__init__(
            f"The request has {count:,} parameters, and at most {limit:,} are read: "
            "send the query as the body, and name its graphs in it."
        )


class UnsupportedMediaType(ClaimgraphError):
    """A request body in a form that the address does not take."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE

    def __init__(self, media_type: str, known: str) -> None:
        super().__init__(
            f"A body of type {media_type!r} is not taken here: send {known}."
        )


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


class UnknownArticle(ClaimgraphError):
    """No article of that slug is in the data."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self, slug: str, known: str) -> None:
        super().__init__(
            f"There is no article {slug!r} in the data: known are {known}."
        )


class UnreadableText(ClaimgraphError):
    """A copy of an article that is not UTF-8."""

    def __init__(self, path: object, byte: int) -> None:
        super().__init__(
            f"{path} is not UTF-8 (byte {byte}): save the article as UTF-8 plain text."
        )


class OtherText(ClaimgraphError):
    """A copy that is not the text that was encoded."""

    exit_status = 1

    def __init__(self, slug: str, path: object, count: int) -> None:
        super().__init__(
            f"{path} is not the text that {slug} encodes ({count} differences): "
            f"claimgraph verify-anchors {slug} {path} names them."
        )


class ArticleExists(ClaimgraphError):
    """A new article was to be made where one is."""

    def __init__(self, path: object) -> None:
        super().__init__(f"{path} exists already: choose another slug, or remove it.")


class BadSlug(ClaimgraphError):
    """A slug with other characters than an IRI's last segment should have."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"{slug!r} is no slug: use lower-case letters, digits and hyphens."
        )


class NotWritten(ClaimgraphError):
    """A formatter's text would not mean what the file means."""

    def __init__(self, path: object) -> None:
        super().__init__(
            f"{path} was left as it is: its canonical text would not read back as "
            "the same graph. Please report the file."
        )


class NothingToCheck(ClaimgraphError):
    """Validation without data or without shapes would be an empty pass."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)


class UnlistedService(ClaimgraphError):
    """A query that would ask an endpoint other than those that the operator listed."""

    status = HTTPStatus.FORBIDDEN

    def __init__(
        self, endpoint: str, position: Position, listed: Iterable[str]
    ) -> None:
        known = ", ".join(f"<{iri}>" for iri in listed)
        super().__init__(
            f"SERVICE {endpoint} at {position} is not allowed: the endpoints that "
            f"this server may ask are listed by its option --service ({known}). Ask "
            "it yourself and put the rows in VALUES."
        )
        self.position = position


class NotExplained(ClaimgraphError):
    """An explanation of a query that leaves something to other endpoints."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self) -> None:
        super().__init__(
            "A query with SERVICE is not explained: its parts would be asked of others "
            "again and again. Put the rows in VALUES and explain that."
        )


class ServiceFailed(ClaimgraphError):
    """An endpoint that a query leaves something to, and that does not answer it."""

    status = HTTPStatus.BAD_GATEWAY

    def __init__(self, endpoint: str, position: Position, fault: str) -> None:
        super().__init__(
            f"The endpoint <{endpoint}> of SERVICE at {position} {fault}. With "
            "SERVICE SILENT the query goes on without it."
        )
        self.position = position
