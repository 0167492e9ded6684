"""The contract of object stores, held by the folder and by its twin in memory alike."""

from __future__ import annotations

import io
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencredreg import clock
from opencredreg.errors import Conflict, InvalidInput, NotFound, RegistryError
from opencredreg.objects import FolderObjects, MemoryObjects, ObjectStore

BAD_NAMES = [
    "",
    "/",
    "/a",
    "a/",
    "a//b",
    ".",
    "..",
    "../a",
    "a/../b",
    "a/..",
    "./a",
    "a\\b",
    "a b",
    "a\n",
    "a\0",
]
BAD_NAMES += ["é", "٣", "~a", "C:a", "a" * 256, "/".join(["a" * 200] * 6)]


@pytest.fixture(params=["folder", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    return FolderObjects(tmp_path / "deep" / "store") if request.param == "folder" else MemoryObjects()


def read(store: ObjectStore, name: str) -> bytes:
    with store.open(name) as stream:
        return stream.read()


def put(store: ObjectStore, name: str, content: bytes) -> None:
    store.put(name, io.BytesIO(content))


class BrokenStream(io.RawIOBase):
    """Gives some bytes, then fails."""

    def __init__(self) -> None:
        self._left = 1

    def read(self, size: int = -1) -> bytes:
        if not self._left:
            raise RuntimeError("the line went dead")
        self._left -= 1
        if size < 0:
            raise RuntimeError("the line went dead")
        return b"partial"


class TestContract:
    def test_put_then_read(self, store: ObjectStore) -> None:
        before = clock.now()
        info = store.put("downloads/ce_registry/2026-03-01.zip", io.BytesIO(b"abc"))
        assert read(store, info.name) == b"abc"
        assert (info.name, info.size_bytes) == ("downloads/ce_registry/2026-03-01.zip", 3)
        # File systems keep time by their own, coarser clock.
        assert abs(info.modified_at - before) < 10_000_000
        assert store.info(info.name) == info
        assert store.list() == (info,)

    def test_from_a_path(self, store: ObjectStore, tmp_path: Path) -> None:
        source = tmp_path / "source"
        source.write_bytes(b"x" * 3_000_000)
        assert store.put("a", source).size_bytes == 3_000_000
        assert read(store, "a") == source.read_bytes()

    def test_a_missing_source_changes_nothing(self, store: ObjectStore, tmp_path: Path) -> None:
        put(store, "a", b"old")
        with pytest.raises(FileNotFoundError):
            store.put("a", tmp_path / "missing")
        assert read(store, "a") == b"old"

    def test_a_source_that_fails_changes_nothing(self, store: ObjectStore) -> None:
        put(store, "a", b"old")
        broken: list[BinaryIO] = [BrokenStream(), BrokenStream()]  # type: ignore[list-item]
        for name, stream in zip(("a", "b/c"), broken, strict=True):
            with pytest.raises(RuntimeError):
                store.put(name, stream)
        assert [info.name for info in store.list()] == ["a"]
        assert read(store, "a") == b"old"
        put(store, "b", b"")

    def test_replacing_does_not_disturb_a_reader(self, store: ObjectStore) -> None:
        put(store, "a", b"old")
        with store.open("a") as stream:
            put(store, "a", b"new")
            assert stream.read() == b"old"
        assert read(store, "a") == b"new"
        with store.open("a") as stream:
            store.delete("a")
            assert stream.read() == b"new"

    def test_streams_are_bytes_that_seek(self, store: ObjectStore) -> None:
        put(store, "a", b"0123456789")
        with store.open("a") as stream:
            stream.seek(4)
            assert stream.read(3) == b"456"

    def test_missing(self, store: ObjectStore) -> None:
        put(store, "folder/a", b"")
        for name in ("nothing", "folder", "folder/b", "folder/a/b"):
            for act in (store.open, store.info, store.delete):
                with pytest.raises(NotFound) as caught:
                    act(name)
                assert caught.value.kind == "object"

    def test_delete(self, store: ObjectStore) -> None:
        put(store, "a/b/c", b"")
        put(store, "a/d", b"")
        store.delete("a/b/c")
        assert [info.name for info in store.list()] == ["a/d"]
        with pytest.raises(NotFound):
            store.delete("a/b/c")

    def test_list(self, store: ObjectStore) -> None:
        assert store.list() == ()
        assert store.list("nothing/here") == ()
        for name in ("b", "a/2", "a/10", "ab", "a.b", "a-b/c"):
            put(store, name, name.encode())
        assert [info.name for info in store.list()] == ["a-b/c", "a.b", "a/10", "a/2", "ab", "b"]
        assert [info.name for info in store.list("a/")] == ["a/10", "a/2"]
        assert [info.name for info in store.list("a/1")] == ["a/10"]
        assert [info.name for info in store.list("a")] == ["a-b/c", "a.b", "a/10", "a/2", "ab"]
        assert [info.size_bytes for info in store.list("a/")] == [4, 3]
        assert store.list("a.b/") == ()

    def test_a_name_is_an_object_or_a_folder(self, store: ObjectStore) -> None:
        put(store, "a/b", b"")
        put(store, "c", b"")
        for name in ("a", "c/d", "c/d/e"):
            with pytest.raises(Conflict):
                put(store, name, b"x")
        store.delete("a/b")
        put(store, "a", b"now free")
        assert read(store, "a") == b"now free"

    @pytest.mark.parametrize(
        "name",
        BAD_NAMES,
    )
    def test_names_that_no_object_has(self, store: ObjectStore, name: str, tmp_path: Path) -> None:
        for act in (lambda: put(store, name, b""), lambda: store.open(name), lambda: store.info(name)):
            with pytest.raises(InvalidInput):
                act()
        with pytest.raises(InvalidInput):
            store.delete(name)
        assert not list(tmp_path.rglob("*"))

    @pytest.mark.parametrize("prefix", ["/", "../", "../a", "a/../", "a//", "~", "a b", "/etc"])
    def test_prefixes_that_no_name_has(self, store: ObjectStore, prefix: str) -> None:
        with pytest.raises(InvalidInput):
            store.list(prefix)

    @pytest.mark.parametrize("name", ["a" * 255, "...", "-", "_a", ".hidden/x", "a..b"])
    def test_odd_but_sound_names(self, store: ObjectStore, name: str) -> None:
        put(store, name, b"1")
        assert [info.name for info in store.list()] == [name]
        assert [info.name for info in store.list(".")] == ([name] if name.startswith(".") else [])

    def test_many_writers(self, store: ObjectStore) -> None:
        contents = [bytes([65 + i]) * 200_000 for i in range(12)]
        with ThreadPoolExecutor(6) as pool:
            list(pool.map(lambda content: put(store, "x/y", content), contents))
        assert read(store, "x/y") in contents
        assert len(store.list()) == 1

    def test_writers_and_deleters_in_one_folder(self, store: ObjectStore) -> None:
        def come_and_go(i: int) -> None:
            for _ in range(20):
                put(store, f"x/y/{i}", b"")
                store.delete(f"x/y/{i}")

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(come_and_go, range(4)))
        assert store.list() == ()


class TestFolder:
    def test_unfinished_and_foreign_files_are_not_objects(self, tmp_path: Path) -> None:
        store = FolderObjects(tmp_path)
        put(store, "a/b", b"")
        for foreign in ("~left", "a/~left", "a/with blank", "read me.txt"):
            (tmp_path / foreign).write_text("x")
        (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
        assert [info.name for info in store.list()] == ["a/b"]

    def test_nothing_is_left_behind(self, tmp_path: Path) -> None:
        store = FolderObjects(tmp_path / "store")
        assert not (tmp_path / "store").exists()
        put(store, "a/b/c", b"x")
        put(store, "a/b/c", b"y")
        store.delete("a/b/c")
        assert list((tmp_path / "store").rglob("*")) == []

    def test_two_stores_on_one_folder_agree(self, tmp_path: Path) -> None:
        put(FolderObjects(tmp_path), "a", b"x")
        assert read(FolderObjects(tmp_path), "a") == b"x"


NAMES = st.sampled_from(["a", "a/b", "a/b/c", "a/d", "e", "e/f", "../x", "g.h"])
ACTS = st.lists(st.tuples(st.sampled_from(["put", "delete", "info", "list"]), NAMES, st.binary(max_size=3)))


@given(ACTS)
def test_the_folder_and_its_twin_answer_alike(acts: list[tuple[str, str, bytes]]) -> None:
    def run(store: ObjectStore) -> list[object]:
        answers: list[object] = []
        for act, name, content in acts:
            try:
                if act == "put":
                    answers.append(store.put(name, io.BytesIO(content)).size_bytes)
                elif act == "delete":
                    store.delete(name)
                    answers.append("deleted")
                elif act == "info":
                    answers.append((store.info(name).size_bytes, read(store, name)))
                else:
                    answers.append([(info.name, info.size_bytes) for info in store.list(name)])
            except RegistryError as problem:
                answers.append((type(problem), problem.message))
        return answers

    with tempfile.TemporaryDirectory() as folder:
        assert run(FolderObjects(Path(folder, "store"))) == run(MemoryObjects())
