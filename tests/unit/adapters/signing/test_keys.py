"""One private key of ours, or a refusal that says what to do and shows nothing secret."""

import base64
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from stableaudit.adapters.signing.ed25519 import holds
from stableaudit.adapters.signing.keys import MAX_BYTES, FileSigner, read_signer
from stableaudit.adapters.signing.public_key import PublicKey
from stableaudit.adapters.signing.wire import string, uint32
from stableaudit.domain.errors import SigningError
from tests.unit.adapters.signing.tools import needs, new_key, public_file, run

pytestmark = needs("ssh-keygen")

SEED = bytes(range(32))
PUBLIC = FileSigner(SEED).key


def container(
    *,
    magic: bytes = b"openssh-key-v1\0",
    cipher: bytes = b"none",
    keys: int = 1,
    public: bytes = PUBLIC.blob,
    checks: tuple[int, int] = (7, 7),
    kind: bytes = b"ssh-ed25519",
    half: bytes = PUBLIC.raw,
    both: bytes = SEED + PUBLIC.raw,
    padding: bytes | None = None,
    rest: bytes = b"",
) -> bytes:
    private = uint32(checks[0]) + uint32(checks[1]) + string(kind) + string(half) + string(both)
    private += string(b"comment")
    private += bytes(range(1, 1 + -len(private) % 8)) if padding is None else padding
    return (
        magic
        + string(cipher)
        + string(b"none")
        + string(b"")
        + uint32(keys)
        + string(public)
        + string(private)
        + rest
    )


def armoured(content: bytes) -> bytes:
    body = base64.encodebytes(content).decode()
    text = f"-----BEGIN OPENSSH PRIVATE KEY-----\n{body}-----END OPENSSH PRIVATE KEY-----\n"
    return text.encode()


def key_at(path: Path, content: bytes, mode: int = 0o600) -> Path:
    path.write_bytes(content)
    path.chmod(mode)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(SigningError) as caught:
        read_signer(path)
    assert caught.value.where == str(path)
    assert caught.value.__cause__ is None
    return f"{caught.value.problem} | {caught.value.hint}"


def test_key_that_ssh_keygen_made_signs_as_the_key_it_prints(key_file: Path) -> None:
    signer = read_signer(key_file)
    printed = run("ssh-keygen", "-l", "-f", str(public_file(key_file))).stdout.decode()
    assert signer.key.fingerprint in printed.split()
    assert public_file(key_file).read_text().startswith(signer.key.line + " ")
    assert holds(signer.key.raw, signer.sign(b"abc"), b"abc")
    assert not holds(signer.key.raw, signer.sign(b"abc"), b"abd")


def test_container_written_by_hand_is_the_key_of_its_seed(tmp_path: Path) -> None:
    assert read_signer(key_at(tmp_path / "key", armoured(container()))).key == PUBLIC


def test_key_of_mode_0400_is_read(tmp_path: Path) -> None:
    assert read_signer(key_at(tmp_path / "key", armoured(container()), 0o400)).key == PUBLIC


def test_key_behind_a_link_that_a_person_named_is_read(tmp_path: Path) -> None:
    key_at(tmp_path / "real", armoured(container()))
    (tmp_path / "link").symlink_to("real")
    assert read_signer(tmp_path / "link").key == PUBLIC


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o610, 0o602])
def test_key_open_to_others_is_refused_with_its_mode(tmp_path: Path, mode: int) -> None:
    path = key_at(tmp_path / "key", armoured(container()), mode)
    assert refusal(path) == (
        f"is open to other users: its mode is {mode:04o} "
        "| chmod 600 it; if others could read it, make a new key"
    )


def test_key_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = key_at(tmp_path / "key", armoured(container()))
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    assert refusal(path).startswith("belongs to another user | sign as the user who owns")


def test_key_with_a_passphrase_is_refused_with_advice_to_use_the_agent(tmp_path: Path) -> None:
    path = new_key(tmp_path / "key", "-a", "1", passphrase="horse")  # noqa: S106 - of a key made here
    assert refusal(path) == (
        "is protected by a passphrase | ssh-add it, then --sign-agent with its fingerprint"
    )


@pytest.mark.parametrize(
    ("kind", "name"), [("rsa", "ssh-rsa"), ("ecdsa", "ecdsa-sha2-nistp256")], ids=["rsa", "ecdsa"]
)
def test_key_of_another_kind_is_refused_with_the_command_for_one(
    tmp_path: Path, kind: str, name: str
) -> None:
    assert refusal(new_key(tmp_path / "key", kind=kind)) == (
        f"is of the kind {name}; only ssh-ed25519 signs "
        "| make one: ssh-keygen -t ed25519 -f KEYFILE"
    )


def test_key_in_pem_is_refused(tmp_path: Path) -> None:
    path = new_key(tmp_path / "key", "-m", "PEM", kind="rsa")
    assert refusal(path).startswith("is not a private key in OpenSSH format")


def test_public_key_in_place_of_the_private_is_refused(tmp_path: Path) -> None:
    path = key_at(tmp_path / "key.pub", PUBLIC.line.encode())
    assert refusal(path) == "is a public key | name the file without .pub, which holds the key"


def test_missing_key_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none") == "cannot be read: No such file or directory | "


def test_directory_and_pipe_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    assert refusal(tmp_path) == "is not a regular file | "
    assert refusal(tmp_path / "pipe") == "is not a regular file | "


def test_name_with_a_nul_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SigningError, match="cannot be read: it has no such name"):
        read_signer(tmp_path / "a\0b")


def test_key_larger_than_the_limit_is_refused(tmp_path: Path) -> None:
    path = key_at(tmp_path / "key", armoured(container()) + b"\n" * MAX_BYTES)
    assert refusal(path).startswith(f"is larger than {MAX_BYTES} bytes")


def damages() -> Iterator[tuple[bytes, str]]:
    whole = armoured(container())
    yield whole[:-30], "its last line is missing"
    yield whole.replace(b"b3Blbn", b"b3B!bn"), "its lines are not base64"
    yield whole.replace(b"b3Blbn", b"b3B\xe9bn"), "its lines are not base64"
    yield armoured(container(magic=b"openssh-key-v2\0")), "its magic is not b'openssh-key-v1\\x00'"
    yield armoured(container()[:-9]), "it ends within its private key"
    yield armoured(container(rest=b"x")), "1 bytes follow its end"
    yield armoured(container(keys=2)), "it holds 2 keys, not 1"
    yield armoured(container(checks=(7, 8))), "its two checks differ"
    yield armoured(container(kind=b"ssh-rsa")), "its private half is of another kind"
    yield armoured(container(half=bytes(32))), "its private half is not 32 bytes and the public 32"
    yield armoured(container(both=SEED)), "its private half is not 32 bytes and the public 32"
    yield armoured(container(padding=b"\2")), "its padding is wrong"
    yield armoured(container(padding=bytes(range(1, 17)))), "its padding is wrong"
    yield armoured(container(public=b"")), "it ends within its length of its kind of key"
    yield armoured(container(public=string(b"\x1b[2J"))), "its kind of key has no name"
    other = FileSigner(bytes(32)).key
    mixed = container(public=other.blob, half=other.raw, both=SEED + other.raw)
    yield armoured(mixed), "its private half belongs to another public key"


@pytest.mark.parametrize(("content", "problem"), tuple(damages()))
def test_damaged_key_is_refused_by_what_is_wrong(
    tmp_path: Path, content: bytes, problem: str
) -> None:
    path = key_at(tmp_path / "key", content)
    assert refusal(path) == f"is damaged: {problem} | make one: ssh-keygen -t ed25519 -f KEYFILE"


def test_no_refusal_shows_a_secret(tmp_path: Path) -> None:
    """Every cut and every changed byte of a key file: no error has a piece of what is private."""
    whole = armoured(container())
    secrets = (SEED.hex(), base64.b64encode(SEED).decode()[:12], repr(SEED)[2:20])
    pieces = [line for line in whole.decode().split("\n")[1:-2] if len(line) > 12]
    path = tmp_path / "key"
    refused = 0
    for at in range(0, len(whole), 3):
        for content in (whole[:at], whole[:at] + b"~" + whole[at + 1 :]):
            key_at(path, content)
            try:
                read_signer(path)
            except SigningError as error:
                refused += 1
                said = f"{error!r} {error.__context__!r} {error.__cause__!r}"
                assert not [secret for secret in secrets if secret in said]
                assert not [piece for piece in pieces if piece[:12] in said]
    assert refused > 100
    assert SEED.hex() not in repr(FileSigner(SEED))
    assert repr(FileSigner(SEED)) == f"FileSigner({PUBLIC.fingerprint})"


def test_public_key_of_another_length_cannot_be() -> None:
    with pytest.raises(ValueError, match="has 32 bytes, not 31"):
        PublicKey(bytes(31))
