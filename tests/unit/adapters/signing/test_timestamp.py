"""Time stamps of an authority that openssl plays, verified by openssl."""

from pathlib import Path

import pytest

from stableaudit.adapters.signing.timestamp import (
    MAX_BYTES,
    NotVerified,
    Stamped,
    timestamp_query,
    verify_timestamp,
)
from stableaudit.domain.errors import BundleError
from tests.unit.adapters.signing.authority import Authority
from tests.unit.adapters.signing.statements import REPORT
from tests.unit.adapters.signing.tools import needs, run

pytestmark = needs("openssl")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa"))


@pytest.fixture(scope="module")
def answer(authority: Authority) -> bytes:
    return authority.answer(timestamp_query(REPORT))


def test_query_is_what_openssl_makes_without_a_nonce(tmp_path: Path) -> None:
    (tmp_path / "report.json").write_bytes(REPORT)
    command = "openssl ts -query -data report.json -sha256 -cert -no_nonce -out tsq"
    assert run(*command.split(), cwd=tmp_path).returncode == 0
    assert timestamp_query(REPORT) == (tmp_path / "tsq").read_bytes()


def test_answer_of_a_believed_authority_says_when(authority: Authority, answer: bytes) -> None:
    stamped = verify_timestamp(answer, REPORT, authority=authority.certificate)
    now = int(run("date", "+%s").stdout)
    assert isinstance(stamped, Stamped)
    assert now - 600 < stamped.at <= now


def test_words_that_nobody_signed_cannot_say_another_time(
    authority: Authority, answer: bytes
) -> None:
    """An answer is a status and a token. The status may hold any text, which openssl prints."""
    assert answer[:2] == b"\x30\x82"
    assert answer[4:9] == bytes.fromhex("3003020100")
    words = b"\nTime stamp: Jan  1 00:00:00 2020 GMT\n"
    text = b"\x0c" + bytes([len(words)]) + words
    status = bytes.fromhex("020100") + b"\x30" + bytes([len(text)]) + text
    inner = b"\x30" + bytes([len(status)]) + status + answer[9:]
    forged = b"\x30\x82" + len(inner).to_bytes(2, "big") + inner
    real = verify_timestamp(answer, REPORT, authority=authority.certificate)
    assert verify_timestamp(forged, REPORT, authority=authority.certificate) == real
    assert isinstance(real, Stamped)


def test_answer_of_another_authority_is_refused(answer: bytes, tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="is no time stamp of this report by that authority"):
        verify_timestamp(answer, REPORT, authority=Authority(tmp_path).certificate)


def test_answer_about_another_report_is_refused(authority: Authority, answer: bytes) -> None:
    with pytest.raises(BundleError, match=r"report\.json\.tsr: is no time stamp of this report"):
        verify_timestamp(answer, REPORT + b" ", authority=authority.certificate)


@pytest.mark.parametrize("at", [0, 4, 60, -1])
def test_answer_with_a_changed_byte_is_refused(
    authority: Authority, answer: bytes, at: int
) -> None:
    changed = bytearray(answer)
    changed[at] ^= 1
    with pytest.raises(BundleError):
        verify_timestamp(bytes(changed), REPORT, authority=authority.certificate)


def test_answer_larger_than_the_limit_is_refused_unread(authority: Authority) -> None:
    with pytest.raises(BundleError, match=f"is larger than {MAX_BYTES} bytes"):
        verify_timestamp(bytes(MAX_BYTES + 1), REPORT, authority=authority.certificate)


def test_answer_without_the_authority_is_not_verified(answer: bytes, tmp_path: Path) -> None:
    assert verify_timestamp(answer, REPORT, authority=tmp_path / "none.pem") == NotVerified(
        "there is no file none.pem with the authority's certificate"
    )


def test_answer_without_openssl_is_not_verified(
    authority: Authority, answer: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(authority.folder))
    assert verify_timestamp(answer, REPORT, authority=authority.certificate) == NotVerified(
        "openssl is not on this machine"
    )


def pretend(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "openssl").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "openssl").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


def test_openssl_that_does_not_end_is_given_up(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(tmp_path, "exec /bin/sleep 20", monkeypatch)
    assert verify_timestamp(
        b"", REPORT, authority=authority.certificate, seconds=0.2
    ) == NotVerified("openssl did not end within 0.2 seconds")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Time stamp: Nov  8 15:00:00 2025 GMT", Stamped(1_762_614_000)),
        ("Time stamp: Dec 31 23:59:59.123 2025 GMT", Stamped(1_767_225_599)),
        (
            "Time stamp: Foo 31 23:59:59 2025 GMT",
            NotVerified("openssl verified it and shows no one time"),
        ),
        (
            "Time stamp: Nov  8 15:00:00 2025 GMT\nTime stamp: Nov  9 15:00:00 2025 GMT",
            NotVerified("openssl verified it and shows no one time"),
        ),
        ("Time stamp: unspecified", NotVerified("openssl verified it and shows no one time")),
    ],
)
def test_time_is_read_as_openssl_prints_it(
    said: str,
    expected: Stamped | NotVerified,
    authority: Authority,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pretend(tmp_path, f"echo '{said}'", monkeypatch)
    assert verify_timestamp(b"", REPORT, authority=authority.certificate) == expected
