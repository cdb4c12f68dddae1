"""The address that the world knows the server by, when it stands behind a proxy."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

_Environ = dict[str, Any]
_App = Callable[[_Environ, Any], Iterable[bytes]]


class Public:
    """
    Serves *app* as if it were asked at *url*, whatever the proxy asked for.

    Paths may come with the URL's own path in front of them or without it.
    """

    def __init__(self, app: _App, url: str) -> None:
        self._app = app
        self._url = urlsplit(url)
        self._prefix = self._url.path.rstrip("/")

    def __call__(self, environ: _Environ, start_response: Any) -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        environ["wsgi.url_scheme"] = self._url.scheme
        environ["HTTP_HOST"] = self._url.netloc
        environ["SCRIPT_NAME"] = self._prefix
        path = environ.get("PATH_INFO", "")
        if self._prefix and (path + "/").startswith(self._prefix + "/"):
            environ["PATH_INFO"] = path.removeprefix(self._prefix) or "/"
        return self._app(environ, start_response)
