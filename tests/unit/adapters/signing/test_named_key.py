"""A key that a person names: by its fingerprint, or by its `.pub` file."""

import base64
import stat
from pathlib import Path

import pytest

from stableaudit.adapters.signing.keys import FileSigner, fingerprint_of, read_signer
from stableaudit.adapters.signing.wire import string
from stableaudit.domain.errors import DeclarationError
from tests.unit.adapters.signing.tools import needs, public_file

PUBLIC = FileSigner(bytes(range(32))).key


@needs("ssh-keygen")
def test_public_file_is_read_with_its_comment_whoever_may_read_it(key_file: Path) -> None:
    path = public_file(key_file)
    assert stat.S_IMODE(path.stat().st_mode) & 0o044
    assert fingerprint_of(str(path)) == read_signer(key_file).key.fingerprint


def test_fingerprint_that_a_person_wrote_is_itself() -> None:
    assert fingerprint_of(PUBLIC.fingerprint) == PUBLIC.fingerprint


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\xff", "it is not text"),
        (b"", "it is not one line `ssh-ed25519 AAAA… comment`"),
        (b"ssh-rsa AAAA", "its line begins with ssh-rsa, not ssh-ed25519"),
        (b"\x1b[2J AAAA", "its line begins with something else, not ssh-ed25519"),
        (b"ssh-ed25519 A!AA", "its key is not base64"),
        ("ssh-ed25519 é".encode(), "its key is not base64"),
        (PUBLIC.line.encode() * 2, "its key is not base64"),
        (PUBLIC.line.encode() + b"\n" + PUBLIC.line.encode(), "it is not one line"),
        (b"ssh-ed25519 " + base64.b64encode(string(b"ssh-dss")), "of the kind ssh-dss"),
        (
            b"ssh-ed25519 " + base64.b64encode(string(b"ssh-ed25519") + string(b"x")),
            "its key has 1 bytes, not 32",
        ),
        (b"ssh-ed25519 " + base64.b64encode(PUBLIC.blob + b"x"), "1 bytes follow its end"),
    ],
)
def test_file_that_is_no_public_key_is_refused(
    tmp_path: Path, content: bytes, problem: str
) -> None:
    (tmp_path / "a.pub").write_bytes(content)
    with pytest.raises(DeclarationError) as caught:
        fingerprint_of(str(tmp_path / "a.pub"))
    assert problem in caught.value.problem
    assert caught.value.hint == "name the .pub file of an Ed25519 key, or its fingerprint SHA256:…"


def test_name_of_no_file_and_no_fingerprint_is_refused_with_both_ways(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match=r"No such file .*or its fingerprint SHA256:…"):
        fingerprint_of(str(tmp_path / "SHA256:short"))
