"""A key in every text that other tools read, held against those tools."""

from pathlib import Path

import pytest

from stableaudit.adapters.signing.keys import FileSigner
from stableaudit.adapters.signing.public_key import from_line, is_fingerprint, is_principal
from tests.unit.adapters.signing.tools import needs, run

KEY = FileSigner(bytes(32)).key


@needs("openssl")
def test_pem_is_what_openssl_writes_of_the_same_key() -> None:
    done = run("openssl", "pkey", "-pubin", stdin=KEY.pem)
    assert done.stdout == KEY.pem


@needs("ssh-keygen")
def test_line_has_the_fingerprint_that_ssh_keygen_prints(tmp_path: Path) -> None:
    path = tmp_path / "key.pub"
    path.write_text(KEY.line)
    assert KEY.fingerprint in run("ssh-keygen", "-lf", str(path)).stdout.decode().split()


def test_line_is_read_back_as_the_same_key() -> None:
    assert from_line(f"{KEY.line} somebody@somewhere twice\n") == KEY


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (KEY.fingerprint, True),
        (KEY.fingerprint[:-1], False),
        (KEY.fingerprint + "=", False),
        (KEY.fingerprint.lower(), False),
        ("SHA256:" + "A" * 42 + "B", False),
        ("SHA256:" + "!" * 43, False),
        ("MD5:" + "A" * 43, False),
        ("auditor.pub", False),
    ],
)
def test_fingerprint_is_known_from_a_file_name(text: str, *, expected: bool) -> None:
    assert is_fingerprint(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("auditor", True),
        ("auditor@example.org", True),
        ("-auditor", False),
        ("a b", False),
        ("a;b", False),
        ("a\n", False),
        ("*", False),
        ("", False),
        ("a" * 100, True),
        ("a" * 101, False),
    ],
)
def test_principal_cannot_say_anything_to_a_shell(text: str, *, expected: bool) -> None:
    assert is_principal(text) is expected
