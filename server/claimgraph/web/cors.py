"""Cross-origin reading is open to all pages, writing to none (CORS, Fetch Standard)."""

from flask import Flask, Response, request

#: What a page of another site may not read either: it takes the token.
_CLOSED = ("update", "running", "stop", "write", "write_itself")
_READING = ("GET", "HEAD", "POST", "QUERY")
_TAKEN = "Accept, Content-Type, If-None-Match"
_SHOWN = (
    "Content-Location, ETag, Link, Retry-After, X-Claimgraph-Dataset, "
    "X-Claimgraph-Query, X-Claimgraph-Release, X-Claimgraph-Trust, "
    "X-Claimgraph-Conforms, X-Claimgraph-Passes, X-Claimgraph-Findings, "
    "X-Claimgraph-Violations, X-Claimgraph-Warnings, X-Claimgraph-Infos, "
    "X-Claimgraph-Failures, X-Claimgraph-Focus-Nodes"
)
_A_DAY = "86400"


def init_app(app: Flask) -> None:
    """Have *app* tell browsers what pages of other sites may do."""
    app.after_request(_opened)


def _opened(response: Response) -> Response:
    """Open an answer to a reader; answer a preflight for reading."""
    allowed = _methods(response)
    if not allowed:
        return response
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = _SHOWN
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = ", ".join(allowed)
        response.headers["Access-Control-Allow-Headers"] = _TAKEN
        response.headers["Access-Control-Max-Age"] = _A_DAY
    return response


def _methods(response: Response) -> list[str]:
    """The methods by which the address at hand may be read from elsewhere."""
    endpoint = (request.endpoint or "").rpartition(".")[2]
    if endpoint in _CLOSED or response.status_code in (401, 403):
        return []
    if request.path == "/graphs":  # reads by GET, and writes by POST
        return ["GET", "HEAD"] if request.method in ("GET", "HEAD", "OPTIONS") else []
    allowed = {method.upper() for method in response.allow.as_set()}
    return [each for each in _READING if each in allowed or request.method == each]
