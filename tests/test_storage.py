"""The store's folder: what it acknowledged is there; what is damaged is refused."""

import resource
import subprocess
import sys

import pytest
from pyoxigraph import NamedNode, Quad, Store

from claimgraph import backups
from claimgraph.errors.files import MissingFile
from claimgraph.errors.stores import (
    BadBackup,
    DamagedStore,
    NotAStore,
    NotStored,
    StoreInUse,
)
from claimgraph.locks import held
from claimgraph.storage import Folder

A, B, G = (NamedNode(f"http://example.org/{name}") for name in "abg")


def written(folder, count, graphs=(G.value, "")):
    """A store with *count* triples in a graph, and one in the default graph, kept."""
    store = Store()
    store.extend(Quad(A, B, NamedNode(f"e:{i}"), G) for i in range(count))
    store.add(Quad(A, B, NamedNode(f"e:{count}")))
    folder.keep(store, graphs, f"digest {count}")
    return store


def restored(folder):
    store = Store()
    manifest = folder.restore(store)
    return {*store}, manifest


@pytest.fixture
def folder(tmp_path):
    made = Folder(tmp_path / "store")
    made.prepare()
    return made


def test_what_was_kept_comes_back_with_its_digest(folder):
    store = written(folder, 3)

    found, manifest = restored(folder)
    assert found == {*store}
    assert manifest.digest == "digest 3"


def test_only_graphs_that_changed_are_written(folder):
    written(folder, 3)
    before = {
        path: path.stat().st_mtime_ns for path in (folder.path / "graphs").iterdir()
    }
    written(folder, 4, graphs=[""])

    after = {
        path: path.stat().st_mtime_ns for path in (folder.path / "graphs").iterdir()
    }
    assert before.items() <= after.items()
    assert len(after) == len(before) + 1


def test_a_graph_that_was_removed_stays_removed(folder):
    written(folder, 3)
    empty = Store()
    folder.keep(empty, [G.value], "none")
    loaded = Store()
    loaded.add(Quad(A, B, B, G))
    folder.restore(loaded)

    assert not loaded.contains_named_graph(G)


def test_an_empty_graph_is_there_all_the_same(folder):
    store = Store()
    store.add_graph(G)
    folder.keep(store, [G.value], "one")
    loaded = Store()
    folder.restore(loaded)

    assert loaded.contains_named_graph(G)


def test_old_states_are_tidied_away(folder):
    for count in range(12):
        written(folder, count)

    assert len([*(folder.path / "manifests").iterdir()]) == 4
    assert len([*(folder.path / "graphs").iterdir()]) <= 8


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda p: (p / "current").write_text(""), "current names no manifest"),
        (lambda p: (p / "current").write_text("000"), "current names no manifest"),
        (lambda p: (p / "current").write_text("../current.json"), "names no manifest"),
        (lambda p: (p / "current").unlink(), "current is missing"),
        (lambda p: flip(next((p / "manifests").iterdir())), "not as it was written"),
        (lambda p: next((p / "manifests").iterdir()).unlink(), "no such file"),
        (lambda p: flip(next((p / "graphs").iterdir())), "not as it was written"),
        (lambda p: cut(next((p / "graphs").iterdir())), "not as it was written"),
        (lambda p: next((p / "graphs").iterdir()).unlink(), "no such file"),
    ],
)
def test_a_damaged_store_is_refused_by_the_name_of_its_file(folder, spoil, said):
    written(folder, 3)
    spoil(folder.path)

    with pytest.raises(DamagedStore, match=said):
        folder.restore(Store())


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut(path):
    path.write_bytes(path.read_bytes()[:-1])


FILL = """
import sys, signal, resource
sys.path[:0] = {path!r}
from pathlib import Path
from test_storage import Folder, written
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
written(Folder(Path({folder!r})), 5000)
"""


def test_a_disk_that_is_full_leaves_the_last_state(folder):
    store = written(folder, 3)
    code = FILL.format(path=sys.path, folder=str(folder.path))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert "NotStored" in done.stderr
    assert "Nothing was changed." in done.stderr
    assert restored(folder)[0] == {*store}
    assert not [*folder.path.rglob(".*")]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_what_was_half_written_is_cleared_away(folder):
    store = written(folder, 3)
    for name in (".current.123", "graphs/.0.nt.123", "manifests/.0.json.123"):
        (folder.path / name).write_text("ha")
    folder.prepare()

    assert restored(folder)[0] == {*store}
    assert not [*folder.path.rglob(".*")]


def test_a_folder_of_something_else_is_no_store(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")

    with pytest.raises(NotAStore):
        Folder(tmp_path).prepare()


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(NotStored):
        Folder(tmp_path / "file" / "store").prepare()


def test_a_store_is_one_servers_at_a_time(tmp_path):
    with held(tmp_path / "store"), pytest.raises(StoreInUse), held(tmp_path / "store"):
        pass
    with held(tmp_path / "store"):
        pass


def test_a_backup_restores_the_state_that_it_was_taken_of(folder, tmp_path):
    store = written(folder, 3)
    backups.backup(folder.path, tmp_path / "backup.tar")
    written(folder, 5)
    backups.restore(tmp_path / "backup.tar", tmp_path / "again")

    assert restored(Folder(tmp_path / "again"))[0] == {*store}


def test_a_backup_goes_into_an_empty_folder_only(folder, tmp_path):
    written(folder, 3)
    backups.backup(folder.path, tmp_path / "backup.tar")

    with pytest.raises(NotAStore):
        backups.restore(tmp_path / "backup.tar", folder.path)


@pytest.mark.parametrize("content", [b"", b"no archive", b"\0" * 10240])
def test_what_is_no_backup_is_refused(tmp_path, content):
    path = tmp_path / "backup.tar"
    path.write_bytes(content)

    with pytest.raises((BadBackup, DamagedStore)):
        backups.restore(path, tmp_path / "store")


def test_a_backup_cannot_write_outside_its_store(tmp_path):
    import tarfile

    with tarfile.open(tmp_path / "evil.tar", "w") as archive:
        archive.addfile(tarfile.TarInfo("../evil.txt"))
    with pytest.raises(BadBackup, match=r"it holds ../evil.txt"):
        backups.restore(tmp_path / "evil.tar", tmp_path / "store")

    assert not (tmp_path / "evil.txt").exists()


def test_there_is_nothing_to_back_up_where_nothing_was_written(tmp_path):
    with pytest.raises(MissingFile):
        backups.backup(tmp_path, tmp_path / "backup.tar")


def test_a_cut_backup_is_refused(folder, tmp_path):
    written(folder, 300)
    path = tmp_path / "backup.tar"
    backups.backup(folder.path, path)
    path.write_bytes(path.read_bytes()[:4000])

    with pytest.raises((BadBackup, DamagedStore)):
        backups.restore(path, tmp_path / "again")
    assert not (tmp_path / "again" / "current").exists()
