"""A bundle is there whole or not at all, the same for the same, and replaces only a bundle."""

import hashlib
import threading
from pathlib import Path

import pytest

from stableaudit.adapters.evidence.journal import Journal
from stableaudit.adapters.evidence.layout import EXCHANGES, REPORT, input_path, kind_of
from stableaudit.adapters.evidence.records import decode_exchanges
from stableaudit.adapters.evidence.writer import new_bundle, refuse_target
from stableaudit.adapters.transport.journal import Exchanged
from stableaudit.domain.errors import BundleError
from tests.bundle_cases import (
    ANSWER,
    LONG,
    At,
    content_of,
    exchanged,
    manifest_of,
    run_of,
    write_bundle,
)
from tests.cases import healthy_case


def everything(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def problem_of(target: Path, *, replace: bool = False) -> str:
    with pytest.raises(BundleError) as caught:
        refuse_target(target, replace=replace)
    return caught.value.problem


def test_bundle_of_the_same_is_the_same_bytes_in_whatever_order_answers_came(
    tmp_path: Path,
) -> None:
    told = (exchanged("a"), exchanged("b"), exchanged("a", b"other"), exchanged("b", body=LONG))
    one = write_bundle(tmp_path / "one", told=told)
    other = write_bundle(tmp_path / "other", told=tuple(reversed(told)))
    assert everything(one) == everything(other)


def test_bundle_keeps_an_answer_once_and_a_long_question_beside_it(tmp_path: Path) -> None:
    told = (exchanged("a"), exchanged("b"), exchanged("b", body=LONG))
    bundle = write_bundle(tmp_path / "out", told=told)
    answers = [file.path for file in manifest_of(bundle).files if file.kind == "answer"]
    digests = sorted(hashlib.sha256(data).hexdigest() for data in (ANSWER, LONG.encode()))
    assert answers == [f"answers/{digest}.zst" for digest in digests]
    exchanges = decode_exchanges(content_of(bundle, EXCHANGES), where=EXCHANGES)
    assert sorted((one.operator, one.body is None) for one in exchanges) == [
        ("a", False),
        ("b", False),
        ("b", True),
    ]


def test_bundle_tells_of_a_request_that_nobody_answered(tmp_path: Path) -> None:
    silent = Exchanged("c", "http://c.invalid", "POST", "", (), "{}", None, b"", "TimeoutError")
    told = (exchanged("a"), exchanged("b"), silent)
    bundle = write_bundle(tmp_path / "out", told=told)
    (one,) = (
        each
        for each in decode_exchanges(content_of(bundle, EXCHANGES), where=EXCHANGES)
        if each.operator == "c"
    )
    assert (one.status, one.answer_sha256, one.failure) == (None, None, "TimeoutError")


def test_bundle_that_is_not_finished_leaves_nothing(tmp_path: Path) -> None:
    with new_bundle(tmp_path / "out", At(), replace=False) as draft:
        draft.journal.of("ethereum")(exchanged("a"))
        assert len(list(tmp_path.rglob("*.zst"))) == 1
    assert list(tmp_path.iterdir()) == []


def test_bundle_that_could_not_be_verified_is_not_written(tmp_path: Path) -> None:
    with (
        new_bundle(tmp_path / "out", At(), replace=False) as draft,
        pytest.raises(BundleError, match="more than `verify` would read"),
    ):
        draft.finish(report=b"{}\n", run=run_of(healthy_case()), evidence=bytes(16 << 20))
    assert list(tmp_path.iterdir()) == []


def test_bundle_replaces_a_bundle_whole(tmp_path: Path) -> None:
    target = write_bundle(tmp_path / "out", told=(exchanged("a"), exchanged("b", b"old")))
    with new_bundle(target, At(), replace=True) as draft:
        draft.finish(report=b"{}\n", run=run_of(healthy_case()), evidence=b"{}\n")
        assert (target / REPORT).read_bytes() == b"{}\n"
    assert len(everything(target)) == 5
    assert list(tmp_path.iterdir()) == [target]


def test_bundle_that_cannot_take_its_place_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = write_bundle(tmp_path / "out")
    before = everything(target)
    rename = Path.rename

    def refuse(path: Path, to: Path) -> Path:
        if path.suffix == ".tmp":
            raise OSError(28, "No space left on device")
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", refuse)
    with (
        pytest.raises(BundleError, match="No space left"),
        new_bundle(target, At(), replace=True) as draft,
    ):
        draft.finish(report=b"{}\n", run=run_of(healthy_case()), evidence=b"{}\n")
    assert everything(target) == before
    assert list(tmp_path.iterdir()) == [target]


def test_target_that_is_free_is_taken(tmp_path: Path) -> None:
    refuse_target(tmp_path / "out", replace=False)


def test_target_that_is_a_bundle_is_replaced_only_by_force(tmp_path: Path) -> None:
    target = write_bundle(tmp_path / "out")
    assert problem_of(target) == "is there already"
    refuse_target(target, replace=True)


def test_target_that_is_an_empty_folder_is_replaced_by_force(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert problem_of(tmp_path / "out") == "is there already"
    refuse_target(tmp_path / "out", replace=True)


def test_target_that_is_something_else_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("dear")
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to(tmp_path / "home")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    assert "no bundle that --force" in problem_of(tmp_path / "home", replace=True)
    for name in ("file", "link", "dangling"):
        assert problem_of(tmp_path / name, replace=True) == "is there, and is no folder"


@pytest.mark.parametrize("name", ["no/out", "..", "a\0b"])
def test_target_that_cannot_be_is_refused(tmp_path: Path, name: str) -> None:
    assert problem_of(tmp_path / name)


def test_target_whose_folder_refuses_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with (
        pytest.raises(BundleError, match="Permission denied"),
        new_bundle(tmp_path / "out", At(), replace=False),
    ):
        pass


def test_journal_whose_disk_refuses_says_so(tmp_path: Path) -> None:
    journal = Journal(tmp_path, At())
    (tmp_path / "answers").rmdir()
    with pytest.raises(BundleError, match="cannot be written"):
        journal.of("ethereum")(exchanged("a"))


def test_journal_of_many_threads_keeps_everything_once(tmp_path: Path) -> None:
    journal = Journal(tmp_path, At())

    def tell(number: int) -> None:
        for index in range(20):
            journal.of("ethereum")(exchanged(f"o{number}", str(index).encode()))

    threads = [threading.Thread(target=tell, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(journal.exchanges()), len(journal.files())) == (160, 20)


def test_journal_that_is_closed_keeps_nothing_more(tmp_path: Path) -> None:
    journal = Journal(tmp_path, At())
    journal.of("ethereum")(exchanged("a"))
    journal.close()
    journal.of("ethereum")(exchanged("b", b"late"))
    assert (len(journal.exchanges()), len(journal.files())) == (1, 1)
    assert len(list(tmp_path.rglob("*.zst"))) == 1


class Slow:
    """A clock that is asked while an exchange is kept, and answers when it may."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.may = threading.Event()

    def now(self) -> int:
        self.asked.set()
        self.may.wait(5)
        return 1


def test_journal_closes_once_what_is_being_kept_is_kept(tmp_path: Path) -> None:
    clock = Slow()
    journal = Journal(tmp_path, clock)
    keeping = threading.Thread(target=journal.of("ethereum"), args=(exchanged("a"),))
    closing = threading.Thread(target=journal.close)
    keeping.start()
    assert clock.asked.wait(5)
    closing.start()
    closing.join(0.05)
    assert closing.is_alive()
    clock.may.set()
    keeping.join()
    closing.join()
    assert (len(journal.exchanges()), len(journal.files())) == (1, 1)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("/home/me/bars.csv", "bars.csv"),
        ("../../bars.csv", "bars.csv"),
        ("C:\\folder\\bars.csv", "bars.csv"),
        ("my bars;\n.csv", "my_bars__.csv"),
        (".hidden", "hidden"),
        ("..", "file"),
        ("", "file"),
        ("x" * 90 + ".csv", "x" * 56 + ".csv"),
        ("x" * 90 + "." * 60, "file"),
        ("слиток.csv", "______.csv"),
    ],
)
def test_input_path_any_name_stays_in_the_bundle(name: str, expected: str) -> None:
    path = input_path(name, "0123456789" * 6)
    assert path == f"inputs/01234567-{expected}"
    assert kind_of(path) == "input"
