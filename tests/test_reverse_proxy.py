"""Behind nginx, set up as docs/running/nginx.conf says, at https://example.org/kg/."""

import html
import json
import re
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest

from conftest import NEEDS
from serving import free_port, served

pytestmark = pytest.mark.nginx

PUBLIC = "https://example.org/kg"
SITE = Path(__file__).parents[1] / "docs" / "running" / "nginx.conf"
TOKEN = "let-me-write"  # noqa: S105
#: More rows than one test of ours lets the server give.
TOO_MANY = "SELECT * { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
MAIN = """
daemon off;
user root;
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxied;
  fastcgi_temp_path {folder}/unused;
  uwsgi_temp_path {folder}/unused;
  scgi_temp_path {folder}/unused;
  include {folder}/site.conf;
}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("proxy")
    subprocess.run(
        [
            "openssl", "req", "-x509", "-nodes", "-newkey", "rsa:2048", "-days", "2",
            "-subj", "/CN=example.org", "-addext", "subjectAltName=DNS:example.org",
            "-keyout", made / "privkey.pem", "-out", made / "fullchain.pem",
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    return made


@pytest.fixture(scope="module")
def behind(folder):
    """The server itself, as the proxy asks it."""
    with served(
        "--public-url", PUBLIC, "--proxy", "127.0.0.1", "--update-token", TOKEN,
        "--setting", "SPOOL_BYTES=10000", "--setting", "RESULT_ROWS=10000",
        log=folder / "log",
    ) as address:  # fmt: skip
        yield address


@contextmanager
def proxied(folder, behind, suffix=""):
    """Run nginx, which adds *suffix* to the server's address; give its port."""
    port = free_port()
    site = SITE.read_text(encoding="utf-8")
    for shown, here in {
        "listen 443": f"listen 127.0.0.1:{port}",
        "127.0.0.1:8000;": f"{behind.removeprefix('http://')};",
        "/etc/letsencrypt/live/example.org": str(folder),
        "proxy_pass http://claimgraph": f"proxy_pass http://claimgraph{suffix}",
    }.items():
        assert shown in site
        site = site.replace(shown, here)
    (folder / "site.conf").write_text(site)
    (folder / "main.conf").write_text(MAIN.format(folder=folder))
    nginx = subprocess.Popen(
        [NEEDS["nginx"], "-e", "stderr", "-c", folder / "main.conf"]
    )
    try:
        wait_until_open(port)
        yield port
    finally:
        nginx.terminate()
        nginx.wait(timeout=20)


def wait_until_open(port):
    for _ in range(100):
        with (
            suppress(ConnectionRefusedError),
            socket.create_connection(("127.0.0.1", port)),
        ):
            return
        time.sleep(0.05)
    raise AssertionError("nginx does not listen.")


def ask(folder, port, path, *arguments, status=0):
    """Ask for a path as the world does; give what curl says."""
    done = subprocess.run(
        [
            "curl", "--silent", "--show-error", "--cacert", folder / "fullchain.pem",
            "--connect-to", f"example.org:443:127.0.0.1:{port}",
            *arguments, PUBLIC + path,
        ],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == status, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def curl(folder, behind):
    with proxied(folder, behind) as port:
        yield partial(ask, folder, port)


def query(text):
    return ["--get", "--data-urlencode", f"query={text}"]


def logged(folder, query):
    """What the log tells of *query*, which it does within a moment."""
    for _ in range(100):
        for line in (folder / "log").read_text().splitlines():
            if line.startswith("{") and json.loads(line).get("query") == query:
                return json.loads(line)
        time.sleep(0.02)
    raise AssertionError(f"The log does not tell of {query}.")


def test_the_name_alone_leads_to_the_front_page(curl):
    page = curl("", "--location", "--header", "Accept: text/html")

    assert "<title>" in page


def followed(curl, path):
    """The links of ours on a page, and the status that each leads to."""
    people = ["--header", "Accept: text/html"]
    links = sorted(
        set(re.findall(r'(?:href|action|src)="(/[^"#]*)', curl(path, *people)))
    )
    more = [
        argument
        for link in links
        for argument in (
            "--output",
            "/dev/null",
            PUBLIC.removesuffix("/kg") + html.unescape(link),
        )
    ]
    return links, curl("/health", *people, "--write-out", "%{http_code} ", *more)


@pytest.mark.parametrize("path", ["/", "/sparql"])
def test_every_link_of_ours_on_a_page_leads_somewhere(curl, path):
    links, statuses = followed(curl, path)

    assert all(link.startswith("/kg/") for link in links)
    assert statuses.count("200 ") > len(links) > 3


def test_a_proxy_may_cut_off_the_path(folder, behind):
    with proxied(folder, behind, "/") as port:
        links, statuses = followed(partial(ask, folder, port), "/")

    assert statuses.count("200 ") > len(links) > 3


def test_the_service_describes_itself_under_its_public_name(curl):
    told = curl("/sparql", "--header", "Accept: application/n-triples")

    assert f"service-description#endpoint> <{PUBLIC}/sparql>" in told
    assert "127.0.0.1" not in told


def test_a_query_is_answered(curl):
    assert json.loads(curl("/sparql", *query("ASK {}")))["boolean"] is True


def test_an_answer_that_is_known_is_not_sent_again(curl):
    headers = curl("/sparql", *query("ASK {}"), "--head").lower()
    tag = re.search(r'etag: (w/"[^"]+")', headers)[1].replace("w/", "W/")
    again = curl(
        "/sparql", *query("ASK {}"), "--head", "--header", f"If-None-Match: {tag}"
    )

    assert " 304 " in again


def test_the_log_says_who_asked_and_not_who_it_pretends_to_be(curl, folder):
    curl(
        "/sparql", *query("ASK { } # who"), "--interface", "127.0.0.2",
        "--header", "X-Forwarded-For: 192.0.2.66", "--header", "Forwarded: for=192.0.2.66",
    )  # fmt: skip

    assert logged(folder, "ASK { } # who")["client"] == "127.0.0.2"


def test_an_answer_that_breaks_off_breaks_off_here_too(curl):
    partial_file = 18

    assert curl("/sparql", *query(TOO_MANY), status=partial_file)


def test_a_query_ends_when_its_client_leaves(curl, behind):
    timed_out = 28
    curl("/sparql", *query(ENDLESS), "--max-time", "1", status=timed_out)
    request = urllib.request.Request(
        f"{behind}/running", headers={"Authorization": f"Bearer {TOKEN}"}
    )

    for _ in range(50):
        with urllib.request.urlopen(request) as response:
            if not json.load(response):
                return
        time.sleep(0.1)
    raise AssertionError("The query goes on.")


def test_a_long_query_fits_into_an_address_and_a_longer_one_into_a_body(curl):
    comment = "#" + 30_000 * "x"
    posted = ["--data-urlencode", f"query=ASK {{}} {4 * comment}"]

    assert json.loads(curl("/sparql", *query(f"ASK {{}} {comment}")))["boolean"]
    assert json.loads(curl("/sparql", *posted))["boolean"]


@pytest.mark.parametrize(
    ("origin", "status"),
    [(PUBLIC.removesuffix("/kg"), "204"), ("https://evil.example", "403")],
)
def test_pages_of_the_public_name_may_write_and_others_may_not(curl, origin, status):
    assert status == curl(
        "/update", "--header", f"Authorization: Bearer {TOKEN}", "--header", f"Origin: {origin}",
        "--data-urlencode", "update=CLEAR SILENT GRAPH <http://example.org/none>",
        "--output", "/dev/null", "--write-out", "%{http_code}",
    )  # fmt: skip


@pytest.mark.parametrize("path", ["/metrics", "/running", "/running/1"])
def test_what_only_those_who_run_it_need_is_not_public(curl, behind, path):
    authorized = ["--header", f"Authorization: Bearer {TOKEN}"]

    assert "nginx" in curl(path, *authorized)


def test_the_server_itself_still_tells_its_measures(behind):
    with urllib.request.urlopen(f"{behind}/metrics") as response:
        assert b"claimgraph_queries_running" in response.read()
