"""The file of a token's results: whole lines only, in order, and nobody else's."""

import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from stableaudit.adapters.store import results
from stableaudit.adapters.store.lock import WriterLock
from stableaudit.adapters.store.results import FileResultStore
from stableaudit.domain.errors import StoreError
from stableaudit.ports.result_store import KeptResults
from tests.result_cases import ASSETS, kept, store_at, undecided

ROOT = Path(__file__).parents[4]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "results" / "token.jsonl"


@pytest.fixture
def store(file: Path) -> FileResultStore:
    return store_at(file)


def refused(store: FileResultStore) -> str:
    """Return what both reading and keeping say of a file that they refuse, and leave as it is."""
    messages = []
    for use in (store.results, lambda: store.before(0), lambda: store.append(kept())):
        with pytest.raises(StoreError) as error:
            use()
        messages.append(str(error.value))
    assert len(set(messages)) == 1
    return messages[0]


def test_results_before_the_first_append_are_none(store: FileResultStore, file: Path) -> None:
    assert store.results() == KeptResults(())
    assert not file.parent.exists()


def test_results_are_what_was_appended_in_that_order(store: FileResultStore) -> None:
    some = (kept(why="One."), undecided(), kept(why="Two.", later=5))
    for one in some:
        store.append(one)
    assert store.results() == KeptResults(some)


def test_append_leaves_the_bytes_before_it_alone(store: FileResultStore, file: Path) -> None:
    store.append(kept(why="One."))
    before = file.read_bytes()
    store.append(kept(why="Two."))
    assert file.read_bytes().startswith(before)
    assert [len(json.loads(line)) for line in file.read_bytes().splitlines()] == [4, 19, 19]


def test_line_cut_off_at_any_byte_leaves_the_earlier_results_whole(
    store: FileResultStore, file: Path
) -> None:
    store.append(kept(why="One."))
    whole = file.read_bytes()
    store.append(kept(why="Two."))
    both = file.read_bytes()
    for end in range(len(whole) + 1, len(both), 97):
        file.write_bytes(both[:end])
        assert store.results() == KeptResults((kept(why="One."),), torn=True)
    store.append(kept(why="Three."))
    assert store.results() == KeptResults((kept(why="One."), kept(why="Three.")))


def test_first_line_cut_off_is_written_again(store: FileResultStore, file: Path) -> None:
    store.append(kept())
    header = file.read_bytes().partition(b"\n")[0]
    file.write_bytes(header[:20])
    assert store.results() == KeptResults((), torn=True)
    store.append(kept())
    assert store.results() == KeptResults((kept(),))


def test_append_that_the_disk_has_no_room_for_leaves_what_was_there(
    store: FileResultStore, file: Path
) -> None:
    store.append(kept())
    before = file.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 100, hard))
    try:
        with pytest.raises(StoreError, match="cannot grow"):
            store.append(kept(why="Two."))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"not ours", "is no file of results"),
        (b"SQLite format 3\x00\n", "is no file of results"),
        (b'{"format": "other", "version": 1, "token": "t", "network": "real"}\n', "is no file of"),
        (
            b'{"format":"stableaudit results","network":"real","token":"t","version":2,"x":1}\n',
            "version 2; this program knows 1",
        ),
        (
            b'{"format":"stableaudit results","network":"real","token":"\\u001b[1m","version":1}\n',
            r"holds the results of \u001b[1m (real)",
        ),
    ],
)
def test_file_of_something_else_is_refused_and_left_alone(
    store: FileResultStore, file: Path, content: bytes, said: str
) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    message = refused(store)
    assert said in message
    assert str(file) in message
    assert file.read_bytes() == content


def test_line_that_was_taken_out_moved_or_changed_is_noticed(
    store: FileResultStore, file: Path
) -> None:
    for number in range(3):
        store.append(kept(why=f"{number}."))
    header, one, two, three = file.read_bytes().splitlines()
    for lines, number in (
        ((header, one, three), 3),
        ((header, two, one, three), 2),
        ((header, one.replace(b"0.", b"9."), two, three), 3),
    ):
        file.write_bytes(b"\n".join((*lines, b"")))
        for use in (store.results, lambda: store.before(2**40)):
            with pytest.raises(StoreError, match=f"line {number} was not written after the line"):
                use()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"UNRECONCILED"', b'"PERHAPS"'),
        (b'"base_units":"1', b'"base_units":"x1'),
        (b'"base_units":"1', b'"base_units":"01'),
        (b'"decimals":6', b'"decimals":99'),
        (b'"hhi":"', b'"hhi":"-'),
        (b'"hhi":"', b'"hhi":" '),
        (b'"low":"', b'"low":"9'),
        (b'"severity":"', b'"severity":"x'),
        (b'"hash":"0x', b'"hash":"'),
        (b'"asset":"', b'"asset":"x'),
        (b'"why":', b'"why_not":'),
        (b'{"break', b"\xff"),
    ],
)
def test_line_that_is_no_result_is_told_by_its_number(
    store: FileResultStore, file: Path, old: bytes, new: bytes
) -> None:
    store.append(kept())
    data = file.read_bytes().replace(b'"RECONCILED"', b'"UNRECONCILED"')
    finding = b'"findings":[{"bearing":"noted","check":"A","severity":"low","statement":"s",'
    data = data.replace(b'"findings":[]', finding + b'"subject":"t"}]')
    assert old in data
    file.write_bytes(data.replace(old, new, 1))
    assert "is damaged: line 2 is no result: " in refused(store)


def test_results_of_another_token_of_the_same_key_are_refused(
    store: FileResultStore, file: Path
) -> None:
    store.append(kept())
    one = next(iter(ASSETS))
    other = replace(one, contract=replace(one.contract, address=bytes(20)))
    key = kept().outcome.token
    stranger = FileResultStore(file, token=key, network="real", assets=frozenset({other}))
    assert "another token that is called" in refused(stranger)


def test_results_of_a_simulation_are_not_the_real_ones(store: FileResultStore, file: Path) -> None:
    store.append(kept())
    assert "(real)" in refused(store_at(file, network="simulated-1"))


def test_text_that_is_not_unicode_is_refused_and_nothing_written(
    store: FileResultStore, file: Path
) -> None:
    store.append(kept())
    before = file.read_bytes()
    with pytest.raises(StoreError, match="cannot hold this result"):
        store.append(kept(why="\ud800"))
    assert file.read_bytes() == before


def test_result_of_another_key_is_refused(store: FileResultStore) -> None:
    key = "other"
    other = replace(kept(), outcome=replace(kept().outcome, token=key))
    with pytest.raises(StoreError, match="would be read as another"):
        store.append(other)


@pytest.mark.parametrize("make", ["link", "pipe", "folder"])
def test_what_is_no_plain_file_is_refused(file: Path, store: FileResultStore, make: str) -> None:
    file.parent.mkdir()
    if make == "link":
        file.symlink_to(file.with_name("elsewhere"))
    elif make == "pipe":
        os.mkfifo(file)
    else:
        file.mkdir()
    for use in (store.results, lambda: store.append(kept())):
        with pytest.raises(StoreError):
            use()
    assert not file.with_name("elsewhere").exists()


def test_append_waits_for_another_and_says_who_has_the_file_when_that_takes_too_long(
    store: FileResultStore, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.append(kept())
    monkeypatch.setattr(results, "_TRIES", 2)
    lock = WriterLock(file)
    with pytest.raises(StoreError, match=f"is being written by process {os.getpid()}"):
        store.append(kept())
    monkeypatch.setattr(time, "sleep", lambda _: lock.release())
    store.append(kept(why="Two."))
    assert [one.why for one in store.results().results] == ["The books agree.", "Two."]


def test_processes_that_append_at_once_keep_every_result(file: Path) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from tests.result_cases import kept, store_at\n"
        "for number in range(10):\n"
        f"    store_at(Path({str(file)!r})).append(kept(why=f'{{sys.argv[1]}}.{{number}}'))\n"
    )
    words = [sys.executable, "-c", code]
    some = [subprocess.Popen([*words, str(one)], cwd=ROOT) for one in range(3)]
    assert [one.wait(60) for one in some] == [0] * 3
    found = [one.why for one in store_at(file).results().results]
    assert sorted(found) == sorted(f"{one}.{number}" for one in range(3) for number in range(10))


def test_before_is_the_last_by_time_and_of_two_at_one_time_the_later_kept(
    store: FileResultStore,
) -> None:
    now = kept().outcome.measurement_time
    assert store.before(now) is None
    for one in (kept(why="1", later=5), kept(why="2"), kept(why="3"), kept(later=9)):
        store.append(one)
    assert [
        None if one is None else one.why
        for one in (store.before(now + 8), store.before(now), store.before(now - 1))
    ] == ["1", "3", None]
