"""Bundles that somebody else prepared: what holds together is read, all else is refused."""

import hashlib
import os
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import zstandard

from stableaudit.adapters.evidence import folder as folder_module
from stableaudit.adapters.evidence.layout import (
    ANSWERS,
    EVIDENCE,
    EXCHANGES,
    MANIFEST,
    REPORT,
    RUN,
    SIGNED,
)
from stableaudit.adapters.evidence.reader import read_bundle
from stableaudit.adapters.evidence.records import File
from stableaudit.domain.errors import BundleError
from tests.bundle_cases import (
    ANSWER,
    change_a_byte,
    content_of,
    exchanged,
    manifest_of,
    relist,
    replace_file,
    retell,
    write_bundle,
)
from tests.cases import NO_ANSWER, healthy_case, with_chain

MEBIBYTE = 1 << 20


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return write_bundle(tmp_path / "out")


@pytest.fixture(autouse=True)
def soon_and_small() -> Iterator[None]:
    """Whatever a bundle holds, reading it ends soon and in little memory."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    yield
    assert time.monotonic() - started < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 512 * 1024


def refusal(bundle: Path) -> BundleError:
    with pytest.raises(BundleError) as caught:
        read_bundle(bundle)
    return caught.value


def an_answer() -> str:
    return f"{ANSWERS}/{hashlib.sha256(ANSWER).hexdigest()}.zst"


def test_bundle_that_was_written_is_read(bundle: Path) -> None:
    read = read_bundle(bundle)
    assert read.case.evidence == healthy_case().evidence
    assert (read.files, len(read.exchanges), read.run.token) == (7, 2, "usdkg")
    assert read.report == (bundle / REPORT).read_bytes()


def test_bundle_with_the_signers_files_is_read(bundle: Path) -> None:
    for name in SIGNED:
        (bundle / name).write_text("signed")
    assert read_bundle(bundle).files == 7


def test_bundle_behind_a_link_is_read(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "latest").symlink_to(bundle)
    assert read_bundle(tmp_path / "latest").files == 7


@pytest.mark.parametrize("at", [0, 20, -3])
def test_bundle_with_one_byte_changed_names_the_file(bundle: Path, at: int) -> None:
    paths = [MANIFEST, *(file.path for file in manifest_of(bundle).files)]
    assert {path.split("/")[0] for path in paths} == {
        *(MANIFEST, REPORT, RUN, EVIDENCE, EXCHANGES, "answers", "inputs")
    }
    for path in paths:
        before = (bundle / path).read_bytes()
        change_a_byte(bundle / path, at if len(before) > 20 else 0)
        assert path in refusal(bundle).where
        (bundle / path).write_bytes(before)
    read_bundle(bundle)


def test_bundle_with_one_byte_more_or_less_names_the_file(bundle: Path) -> None:
    for path in [file.path for file in manifest_of(bundle).files]:
        before = (bundle / path).read_bytes()
        for data in (before + b"\n", before[:-1], b""):
            (bundle / path).write_bytes(data)
            assert refusal(bundle).where == path
        (bundle / path).write_bytes(before)


def test_bundle_without_a_file_names_it(bundle: Path) -> None:
    for path in [file.path for file in manifest_of(bundle).files]:
        before = (bundle / path).read_bytes()
        (bundle / path).unlink()
        assert (refusal(bundle).where, refusal(bundle).problem) == (path, "is missing")
        (bundle / path).write_bytes(before)


@pytest.mark.parametrize("path", ["more.json", "answers/more.zst", "inputs/more", ".hidden"])
def test_bundle_with_a_file_more_names_it(bundle: Path, path: str) -> None:
    (bundle / path).write_text("more")
    assert refusal(bundle).where == path


@pytest.mark.parametrize("path", ["more", "answers/more"])
def test_bundle_with_a_folder_more_names_it(bundle: Path, path: str) -> None:
    (bundle / path).mkdir()
    assert refusal(bundle).where == path


def test_bundle_of_too_many_files_is_refused(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_module, "MOST_FILES", 3)
    assert "more than 3 files" in refusal(bundle).problem


@pytest.mark.parametrize(
    "path",
    [
        "../secret",
        "/etc/passwd",
        "answers/../../secret",
        "answers/..",
        "inputs/00000000-../x",
        "inputs/00000000-a\0b",
        "inputs/00000000-a\n",
        "./report.json",
        "",
        "answers/" + "A" * 64 + ".zst",
    ],
)
def test_manifest_with_a_path_that_leads_elsewhere_is_refused(bundle: Path, path: str) -> None:
    more = File(path, "input", "0" * 64, 1)
    relist(bundle, *sorted([*manifest_of(bundle).files, more], key=lambda file: file.path))
    assert (refusal(bundle).where.split(":")[0], "is no path" in refusal(bundle).problem) == (
        MANIFEST,
        True,
    )


def test_manifest_that_names_a_file_twice_is_refused(bundle: Path) -> None:
    first, *others = manifest_of(bundle).files
    relist(bundle, first, first, *others)
    assert refusal(bundle).problem == "names a file twice"


def test_manifest_out_of_order_is_refused(bundle: Path) -> None:
    relist(bundle, *reversed(manifest_of(bundle).files))
    assert refusal(bundle).problem == "does not name its files in order"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "run"}, "kind"),
        ({"content_size": 5}, "kind"),
        ({"size": -1}, "below 0"),
        ({"size": 7}, "has 7|manifest says 7"),
    ],
)
def test_manifest_that_says_something_else_of_a_file_is_refused(
    bundle: Path, changes: dict[str, object], words: str
) -> None:
    retell(bundle, REPORT, **changes)
    assert any(word in refusal(bundle).problem for word in words.split("|"))


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b'"bundle_version": 1', b'"bundle_version": 2'),
        lambda data: data.replace(b'"kind"', b'"kynd"', 1),
        lambda data: data.replace(b'"path": ', b'"path" :', 1),
        lambda data: data.replace(b'"kind": ', b'"kind": "x", "kind": ', 1),
        lambda _: b"[" * 100_000,
        lambda _: b'{"files":' + b"[" * 100_000,
        lambda _: b"\xff\xfe",
        lambda _: b"",
    ],
    ids=range(8),
)
def test_manifest_in_other_bytes_is_refused(bundle: Path, change: Callable[[bytes], bytes]) -> None:
    file = bundle / MANIFEST
    file.write_bytes(change(file.read_bytes()))
    assert refusal(bundle).where == MANIFEST


def test_manifest_larger_than_any_is_not_read(bundle: Path) -> None:
    with (bundle / MANIFEST).open("wb") as file:
        file.truncate(2 << 30)
    assert "larger than" in refusal(bundle).problem


@pytest.mark.parametrize("path", [MANIFEST, REPORT, EVIDENCE])
@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "dangling"])
def test_bundle_with_something_else_in_place_of_a_file_is_refused(
    bundle: Path, tmp_path: Path, path: str, kind: str
) -> None:
    file = bundle / path
    (tmp_path / "elsewhere").write_bytes(file.read_bytes())
    file.unlink()
    match kind:
        case "link":
            file.symlink_to(tmp_path / "elsewhere")
        case "dangling":
            file.symlink_to(tmp_path / "nowhere")
        case "pipe":
            os.mkfifo(file)
        case _:
            file.mkdir()
    assert refusal(bundle).where == path


def test_bundle_whose_folder_of_answers_is_a_link_is_refused(bundle: Path, tmp_path: Path) -> None:
    (bundle / ANSWERS).rename(tmp_path / "answers")
    (bundle / ANSWERS).symlink_to(tmp_path / "answers")
    assert refusal(bundle).where == ANSWERS


@pytest.mark.parametrize("name", ["nothing", "a\0b", "file"])
def test_bundle_that_is_no_folder_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    assert "is no bundle" in refusal(tmp_path / name).problem


@pytest.mark.parametrize("path", [EVIDENCE, EXCHANGES, "answer"])
def test_bomb_is_read_no_further_than_was_said(bundle: Path, path: str) -> None:
    """2 GiB of nothing in some kilobytes; it says that it is as small as before."""
    path = an_answer() if path == "answer" else path
    said = next(file for file in manifest_of(bundle).files if file.path == path).content_size
    compressor = zstandard.ZstdCompressor(level=1).compressobj()
    zeros = bytes(16 * MEBIBYTE)
    data = b"".join(compressor.compress(zeros) for _ in range(128)) + compressor.flush()
    (bundle / path).write_bytes(data)
    retell(bundle, path, sha256=hashlib.sha256(data).hexdigest(), size=len(data))
    assert (refusal(bundle).where, f"more than the {said}" in refusal(bundle).problem) == (
        path,
        True,
    )


@pytest.mark.parametrize("path", [EVIDENCE, EXCHANGES])
def test_bomb_that_says_so_is_not_read(bundle: Path, path: str) -> None:
    retell(bundle, path, content_size=1 << 31)
    assert refusal(bundle).problem == "says that it holds more than it can"


def test_answers_that_say_they_hold_more_than_any_are_not_read(bundle: Path) -> None:
    retell(bundle, an_answer(), content_size=1 << 33)
    assert refusal(bundle).where == MANIFEST


@pytest.mark.parametrize("path", [EVIDENCE, EXCHANGES, "answer"])
@pytest.mark.parametrize("data", [b"", b"no zstandard", b"\x28\xb5\x2f\xfd" + bytes(9)])
def test_file_that_is_not_packed_is_refused(bundle: Path, path: str, data: bytes) -> None:
    path = an_answer() if path == "answer" else path
    (bundle / path).write_bytes(data)
    retell(bundle, path, sha256=hashlib.sha256(data).hexdigest(), size=len(data))
    assert refusal(bundle).where == path


def test_packed_file_with_something_behind_it_is_refused(bundle: Path) -> None:
    data = (bundle / EVIDENCE).read_bytes() + b"behind"
    (bundle / EVIDENCE).write_bytes(data)
    retell(bundle, EVIDENCE, sha256=hashlib.sha256(data).hexdigest(), size=len(data))
    assert refusal(bundle).where == EVIDENCE


@pytest.mark.parametrize("path", [EVIDENCE, EXCHANGES, RUN])
@pytest.mark.parametrize(
    "content",
    [b"[" * 100_000, b'{"a":' * 100_000, b"{}", b"null", b"\xff", b"[]\n\n"],
    ids=range(6),
)
def test_content_that_is_none_is_refused(bundle: Path, path: str, content: bytes) -> None:
    replace_file(bundle, path, content)
    assert refusal(bundle).where == path


def test_answer_that_is_not_the_one_of_its_name_is_refused(bundle: Path) -> None:
    path = an_answer()
    replace_file(bundle, path, ANSWER.replace(b"0x01", b"0x02"))
    assert (refusal(bundle).where, refusal(bundle).problem) == (
        path,
        "holds something else than its name says",
    )


def test_exchanges_out_of_order_are_refused(bundle: Path) -> None:
    lines = content_of(bundle, EXCHANGES).splitlines(keepends=True)
    replace_file(bundle, EXCHANGES, b"".join(reversed(lines)))
    assert refusal(bundle).problem == "is not written as this program writes it"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b'"answer_size":40', b'"answer_size":41', "another size"),
        (hashlib.sha256(ANSWER).hexdigest().encode(), b"0" * 64, "missing"),
    ],
    ids=range(2),
)
def test_exchanges_that_name_another_answer_are_refused(
    bundle: Path, old: bytes, new: bytes, words: str
) -> None:
    content = content_of(bundle, EXCHANGES)
    assert old in content
    replace_file(
        bundle, EXCHANGES, b"".join(sorted(content.replace(old, new).splitlines(keepends=True)))
    )
    assert words in refusal(bundle).problem


def test_exchanges_without_one_leave_an_answer_that_nobody_asked_for(bundle: Path) -> None:
    lines = content_of(bundle, EXCHANGES).splitlines(keepends=True)
    kept = [line for line in lines if b'"body_sha256":null' in line]
    assert len(kept) < len(lines)
    replace_file(bundle, EXCHANGES, b"".join(kept))
    assert "nobody asked for" in refusal(bundle).problem


def test_run_with_other_inputs_is_refused(tmp_path: Path) -> None:
    assert refusal(write_bundle(tmp_path / "out", inputs=())).problem.startswith("names other")


def test_run_of_another_time_is_refused(tmp_path: Path) -> None:
    assert refusal(write_bundle(tmp_path / "out", measurement_time=1)).where == RUN


def test_run_of_another_token_is_refused(tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path / "out", token="kgst")  # noqa: S106 - a coin
    assert refusal(bundle).where == RUN


def test_evidence_of_an_operator_without_an_answer_is_refused(tmp_path: Path) -> None:
    error = refusal(write_bundle(tmp_path / "out", told=(exchanged("a"),)))
    assert (error.where, "b (http://b.invalid)" in error.problem) == (EVIDENCE, True)


def test_evidence_of_an_operator_that_nobody_reached_needs_no_answer(tmp_path: Path) -> None:
    case = healthy_case()
    chain = case.evidence.chains[0]
    endpoint = replace(chain.endpoints[0], operator="z")
    lost = replace(endpoint, vitals=NO_ANSWER, used=False)
    hurt = with_chain(case, 0, replace(chain, endpoints=(*chain.endpoints, lost)))
    assert read_bundle(write_bundle(tmp_path / "out", hurt)).files == 7


@pytest.mark.parametrize("path", [EVIDENCE, EXCHANGES, REPORT, RUN])
def test_manifest_without_a_file_that_every_bundle_has_is_refused(bundle: Path, path: str) -> None:
    relist(bundle, *(file for file in manifest_of(bundle).files if file.path != path))
    assert (refusal(bundle).where, refusal(bundle).problem) == (path, "is missing")
