"""The command line: each command calls one function and prints what it returns."""

import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click
from rich.console import Console

from claimgraph import (
    __version__,
    articles,
    formats,
    loading,
    locks,
    namespaces,
    queries,
    resources,
    tables,
    turtle,
)
from claimgraph.dataset import Dataset, Request
from claimgraph.errors import ClaimgraphError, MissingFile, OtherText

_PATH = click.Path(path_type=Path)


class _Group(click.Group):
    """A group that prints our own errors as one line instead of a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ClaimgraphError as error:
            raise _Failure(error) from error


class _Failure(click.ClickException):
    """One of our errors as click says it: its sentence, and the place if it has one."""

    def __init__(self, error: ClaimgraphError) -> None:
        super().__init__("\n".join(filter(None, [str(error), error.excerpt])))
        self.exit_code = error.exit_status  # type: ignore[misc]


def _dataset_options(command: Callable[..., object]) -> Callable[..., object]:
    """The options that say which data to load."""
    data = click.option(
        "--data", type=_PATH, multiple=True, help="Add your own files or folders."
    )
    replace = click.option(
        "--replace", is_flag=True, help="Load the --data instead of the shipped data."
    )
    return data(replace(command))


_trust = click.option(
    "--trust",
    metavar="POLICY",
    multiple=True,
    help="Add the facts as POLICY sees them, such as author-strict.",
)


def _sources(data: Sequence[Path], replace: bool) -> list[loading.Source]:
    if replace and not data:
        raise click.UsageError("--replace needs --data: say what to load instead.")
    return loading.everything(data, replace=replace)


def _build(data: Sequence[Path], replace: bool) -> Dataset:
    return Dataset.build(_sources(data, replace))


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Ask, check and serve a graph of what is claimed about a conflict."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Listen here.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="Listen on this port.",
)
@_dataset_options
@_trust
@click.option("--store", type=_PATH, help="Keep what is written in this folder.")
@click.option("--empty", is_flag=True, help="Serve an empty store without our rules.")
@click.option("--no-guard", is_flag=True, help="Take claims that nothing has checked.")
@click.option(
    "--update-token",
    metavar="TOKEN",
    envvar="CLAIMGRAPH_UPDATE_TOKEN",
    default="",
    help="Take updates from whoever shows TOKEN; its hash will do.",
)
@click.option(
    "--public-url", metavar="URL", default="", help="The address the world knows."
)
@click.option(
    "--proxy", metavar="ADDRESS", default="", help="Trust this proxy's headers."
)
@click.option(
    "--setting", metavar="NAME=VALUE", multiple=True, help="Change a setting."
)
def serve(
    host: str,
    port: int,
    data: Sequence[Path],
    replace: bool,
    trust: Sequence[str],
    store: Path | None,
    empty: bool,
    no_guard: bool,
    update_token: str,
    public_url: str,
    proxy: str,
    setting: Sequence[str],
) -> None:
    """Serve the graph over HTTP until interrupted."""
    from claimgraph import app  # imports Flask: only this command needs it

    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    logging.getLogger("waitress").setLevel(
        logging.CRITICAL
    )  # we log requests ourselves
    settings = app.defaults() | _settings(app.defaults(), setting)
    sources = [] if empty else _sources(data, replace)
    with locks.held(store):
        engine = app.start_engine(
            sources, settings, plain=empty, guarded=not no_guard, folder=store
        )
        served = app.create_app(
            engine, trust=trust, update_token=update_token, settings=settings
        )
        app.serve(served, host, port, public_url=public_url, proxy=proxy)


def _settings(known: Mapping[str, int], given: Sequence[str]) -> dict[str, int]:
    """The settings that were *given* as NAME=VALUE."""
    found = {}
    for name, value in _pairs(given, "--setting").items():
        if name not in known:
            raise click.UsageError(f"There is no setting {name}: {', '.join(known)}.")
        if not value.isdecimal():
            raise click.UsageError(f"--setting {name}={value}: give a whole number.")
        found[name] = int(value)
    return found


@main.command()
@click.argument("file", required=False, metavar="FILE.rq")
@click.option("--name", metavar="THEME/QUESTION", help="Ask a question of the library.")
@click.option("--param", metavar="NAME=VALUE", multiple=True, help="Bind a parameter.")
@click.option("--format", "form", metavar="FORMAT", help="table, json, csv, turtle ...")
@_dataset_options
@_trust
def query(
    file: str | None,
    name: str | None,
    param: Sequence[str],
    form: str | None,
    data: Sequence[Path],
    replace: bool,
    trust: Sequence[str],
) -> None:
    """Answer the query in FILE.rq (or - for standard input), or one of the library."""
    found = _question(file, name)
    bindings = found.bind(_pairs(param))
    request = Request(found.text, bindings, trust or found.trust)
    answer = _build(data, replace).query(request)
    if form == "table" or (form is None and sys.stdout.isatty()):
        tables.show(answer, Console())
        return
    chosen = formats.named(form, answer.formats) if form else _for_pipe(answer.formats)
    written = answer.write(chosen)
    sys.stdout.buffer.write(written if written.endswith(b"\n") else written + b"\n")


def _for_pipe(offered: Sequence[formats.Format]) -> formats.Format:
    return formats.TSV if formats.TSV in offered else offered[0]


def _question(file: str | None, name: str | None) -> queries.Query:
    if (file is None) == (name is None):
        raise click.UsageError("Give either a FILE.rq (or -) or --name.")
    if name is not None:
        return queries.find(name)
    if file == "-":
        return queries.parse("standard input", sys.stdin.read())
    path = Path(str(file))
    if not path.is_file():
        raise MissingFile(path)
    return queries.parse(str(path), articles.read_text(path))


def _pairs(params: Sequence[str], option: str = "--param") -> dict[str, str]:
    for param in params:
        if "=" not in param:
            raise click.UsageError(f"{option} {param}: write NAME=VALUE.")
    return {name: value for name, _, value in (p.partition("=") for p in params)}


@main.command()
@click.argument("paths", nargs=-1, type=_PATH)
@click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning", "info"]),
    default="violation",
    show_default=True,
    help="Exit 1 for findings at least as grave as this.",
)
@click.option(
    "--language",
    type=click.Choice(["en", "fr"]),
    default="en",
    show_default=True,
    help="Say the findings in this language.",
)
def validate(paths: Sequence[Path], fail_on: str, language: str) -> None:
    """Check the files at PATHS (default: the shipped data) against the shapes."""
    from claimgraph import validation  # imports pySHACL: only this command needs it

    report = validation.check(paths or None)
    click.echo(validation.text(report, fail_on, language))
    raise SystemExit(validation.exit_status(report, fail_on))


@main.command()
@click.option("--write", is_flag=True, help="Write ontology/inferred.ttl anew.")
@_dataset_options
def reason(write: bool, data: Sequence[Path], replace: bool) -> None:
    """Reason over ontology and data: consistency, empty classes, OWL profiles."""
    from claimgraph import reasoning  # imports owlready2: needs Java
    from claimgraph.reasoning import hierarchy

    files = [*reasoning.modules(), *_data_files(data, replace)]
    verdict = reasoning.reason(files)
    click.echo(verdict)
    stale = hierarchy.refresh() if write else not hierarchy.is_fresh()
    click.echo(_freshness(stale, write))
    if not verdict.sound or (stale and not write):
        raise SystemExit(1)


def _freshness(stale: bool, write: bool) -> str:
    if not stale:
        return "ontology/inferred.ttl is fresh."
    if write:
        return "ontology/inferred.ttl was written anew."
    return "ontology/inferred.ttl is stale: run claimgraph reason --write."


@main.command()
@_dataset_options
def worlds(data: Sequence[Path], replace: bool) -> None:
    """Tell which holders contradict each other, and by which statements."""
    from claimgraph import reasoning  # imports owlready2: needs Java
    from claimgraph import worlds as comparing

    files = [*reasoning.modules(), *_data_files(data, replace)]
    found = comparing.compare(files)
    for contradiction in found.contradictions:
        click.echo(f"{contradiction}\n")
    count = len(found.contradictions)
    click.echo(
        f"{found.holders} holders were compared in {found.runs} runs of the reasoner: "
        f"{count} contradiction{'s' * (count != 1)}."
    )
    if found.contradictions:
        raise SystemExit(1)


def _data_files(data: Sequence[Path], replace: bool) -> list[Path]:
    """The files of data, without the ontology and the shapes."""
    kinds = ("data", "article")
    return [source.path for source in _sources(data, replace) if source.kind in kinds]


@main.command("format")
@click.argument("paths", nargs=-1, type=_PATH)
@click.option("--check", is_flag=True, help="Change nothing; exit 1 if any would.")
def format_(paths: Sequence[Path], check: bool) -> None:
    """Write the Turtle files at PATHS (default: the shipped ones) canonically."""
    changed = 0
    for path in turtle.files(paths or [resources.ontology(), resources.data()]):
        text = turtle.changes(path)
        if text is not None:
            changed += 1
            _reformat(path, text, check)
    if check and changed:
        raise SystemExit(1)


def _reformat(path: Path, text: str, check: bool) -> None:
    if check:
        click.echo(f"{path} is not in canonical form: run claimgraph format.", err=True)
        return
    path.write_bytes(text.encode())
    click.echo(f"{path} was rewritten.", err=True)


@main.command("verify-anchors")
@click.argument("slug")
@click.argument("textfile", type=_PATH)
@_dataset_options
def verify_anchors(
    slug: str, textfile: Path, data: Sequence[Path], replace: bool
) -> None:
    """Compare the positions and digests of article SLUG with your copy in TEXTFILE."""
    text = articles.read_text(textfile)
    dataset = _build(data, replace)
    stored = dataset.sentences(slug)
    wrong = articles.verify(text, stored, dataset.articles[slug])
    for mismatch in wrong:
        click.echo(str(mismatch))
    if wrong:
        raise SystemExit(1)
    click.echo(f"All {len(stored)} sentences of {slug} are where the data says.")


@main.command("new-article")
@click.argument("slug")
@click.option("--text", type=_PATH, help="Your copy: its sentence table is made too.")
@click.option(
    "--into",
    type=_PATH,
    default=Path("articles"),
    show_default=True,
    help="The folder that the article's folder is made in.",
)
def new_article(slug: str, text: Path | None, into: Path) -> None:
    """Make a folder for article SLUG that validates once it is filled in."""
    copy = articles.read_text(text) if text else None
    for path in articles.create(into / slug, slug, copy):
        click.echo(f"{path} was made.", err=True)


@main.command()
@click.argument("slug")
@click.argument("textfile", type=_PATH)
@_dataset_options
def read(slug: str, textfile: Path, data: Sequence[Path], replace: bool) -> None:
    """Show your copy of article SLUG, each sentence beside what is encoded of it."""
    text = articles.read_text(textfile)
    dataset = _build(data, replace)
    sentences = dataset.sentences(slug)
    wrong = articles.verify(text, sentences, dataset.articles[slug])
    if wrong:
        raise OtherText(slug, textfile, len(wrong))
    table = queries.find("claims/table")
    bindings = table.bind({"article": namespaces.article_iri(slug)})
    claims = dataset.query(Request(table.text, bindings))
    tables.show_reading(text, sentences, claims, Console())
