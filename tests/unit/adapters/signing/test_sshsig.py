"""Signatures that ssh-keygen accepts, and ours of ssh-keygen's; anything else is named."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.adapters.signing import sshsig
from stableaudit.adapters.signing.keys import FileSigner
from stableaudit.adapters.signing.public_key import PublicKey
from stableaudit.adapters.signing.sshsig import MAX_BYTES, REPORT_NAMESPACE, sign, verify
from stableaudit.adapters.signing.wire import string, uint32
from stableaudit.domain.errors import BundleError
from tests.unit.adapters.signing.tools import needs, run

REPORT = b'{"verdict":"RECONCILED"}\n'
OURS = FileSigner(bytes(range(32)))


def check(
    armour: bytes,
    message: bytes = REPORT,
    *,
    namespace: str = REPORT_NAMESPACE,
    expected: str | None = OURS.key.fingerprint,
) -> PublicKey:
    return verify(armour, message, namespace=namespace, expected=expected, where="report.json.sig")


def refusal(
    armour: bytes,
    message: bytes = REPORT,
    *,
    namespace: str = REPORT_NAMESPACE,
    expected: str | None = OURS.key.fingerprint,
) -> str:
    with pytest.raises(BundleError) as caught:
        check(armour, message, namespace=namespace, expected=expected)
    return str(caught.value)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "report.json").write_bytes(REPORT)
    (tmp_path / "report.json.sig").write_bytes(sign(OURS, REPORT, REPORT_NAMESPACE))
    allowed = OURS.key.allowed_signers("auditor", REPORT_NAMESPACE)
    (tmp_path / "allowed_signers").write_bytes(allowed)
    return tmp_path


def ssh_verify(folder: Path, *, namespace: str = REPORT_NAMESPACE) -> int:
    command = "ssh-keygen -Y verify -f allowed_signers -I auditor -s report.json.sig -n"
    report = (folder / "report.json").read_bytes()
    return run(*command.split(), namespace, cwd=folder, stdin=report).returncode


@needs("ssh-keygen")
def test_signature_of_ours_is_accepted_by_ssh_keygen(folder: Path) -> None:
    assert ssh_verify(folder) == 0
    checked = run(
        *("ssh-keygen", "-Y", "check-novalidate", "-s", "report.json.sig", "-n"),
        REPORT_NAMESPACE,
        cwd=folder,
        stdin=REPORT,
    )
    assert checked.returncode == 0
    assert OURS.key.fingerprint.encode() in checked.stdout


@needs("ssh-keygen")
def test_changed_report_or_other_namespace_is_refused_by_ssh_keygen(folder: Path) -> None:
    assert ssh_verify(folder, namespace="file") != 0
    (folder / "report.json").write_bytes(REPORT + b" ")
    assert ssh_verify(folder) != 0


@needs("ssh-keygen")
def test_signature_of_ssh_keygen_is_ours_byte_for_byte(
    key_file: Path, signer: FileSigner, tmp_path: Path
) -> None:
    """Ed25519 is deterministic, so the same key over the same bytes leaves no choice but lines."""
    report = tmp_path / "report.json"
    report.write_bytes(REPORT)
    done = run("ssh-keygen", "-Y", "sign", "-f", str(key_file), "-n", REPORT_NAMESPACE, str(report))
    assert done.returncode == 0, done.stderr
    theirs = (tmp_path / "report.json.sig").read_bytes()
    assert check(theirs, expected=signer.key.fingerprint) == signer.key
    assert theirs == sign(signer, REPORT, REPORT_NAMESPACE)


@given(st.binary(max_size=200))
def test_any_message_signed_is_verified_and_no_other(message: bytes) -> None:
    armour = sign(OURS, message, REPORT_NAMESPACE)
    assert check(armour, message) == OURS.key
    assert "does not hold" in refusal(armour, message + b"\0")


def test_verify_without_a_key_returns_whose_signature_it_is(other: FileSigner) -> None:
    armour = sign(other, REPORT, REPORT_NAMESPACE)
    assert check(armour, expected=None) == other.key


def test_verify_by_another_key_names_both() -> None:
    stranger = FileSigner(bytes(32))
    assert refusal(sign(stranger, REPORT, REPORT_NAMESPACE)) == (
        f"report.json.sig: is signed by {stranger.key.fingerprint}, not by {OURS.key.fingerprint}"
    )


def test_verify_for_another_namespace_names_it() -> None:
    assert refusal(sign(OURS, REPORT, "stableaudit-declaration@v1")) == (
        "report.json.sig: is not a signature for stableaudit-report@v1: "
        "it is for the namespace stableaudit-declaration@v1"
    )


def test_every_changed_byte_of_the_signature_is_refused() -> None:
    armour = sign(OURS, REPORT, REPORT_NAMESPACE)
    for at in range(len(armour)):
        changed = bytearray(armour)
        changed[at] ^= 1
        assert refusal(bytes(changed)).startswith("report.json.sig: "), at


def test_every_changed_byte_under_the_armour_is_refused_with_and_without_a_key() -> None:
    blob = _blob()
    for at in range(len(blob)):
        changed = bytearray(blob)
        changed[at] ^= 0x80
        assert refusal(_armoured(bytes(changed))).startswith("report.json.sig: "), at
        assert refusal(_armoured(bytes(changed)), expected=None).startswith("report.json.sig: "), at


def test_every_changed_byte_of_the_report_is_refused() -> None:
    armour = sign(OURS, REPORT, REPORT_NAMESPACE)
    for at in range(len(REPORT)):
        changed = bytearray(REPORT)
        changed[at] ^= 1
        assert refusal(armour, bytes(changed)) == (
            "report.json.sig: does not hold: what was signed, or the signature, was changed"
        )


def _blob(
    *,
    magic: bytes = b"SSHSIG",
    version: int = 1,
    key: bytes = OURS.key.blob,
    namespace: bytes = REPORT_NAMESPACE.encode(),
    reserved: bytes = b"",
    hashed: bytes = b"sha512",
    kind: bytes = b"ssh-ed25519",
    signature: bytes | None = None,
    inner: bytes = b"",
    rest: bytes = b"",
) -> bytes:
    made = OURS.sign(sshsig._signed(REPORT, namespace)) if signature is None else signature
    return (
        magic
        + uint32(version)
        + string(key)
        + string(namespace)
        + string(reserved)
        + string(hashed)
        + string(string(kind) + string(made) + inner)
        + rest
    )


def _armoured(blob: bytes) -> bytes:
    body = base64.b64encode(blob)
    return b"-----BEGIN SSH SIGNATURE-----\n" + body + b"\n-----END SSH SIGNATURE-----\n"


def malformed() -> Iterator[tuple[bytes, str]]:
    whole = _armoured(_blob())
    yield b"", "it is not the lines of an SSH signature"
    yield b"\xff" + whole, "it is not the lines of an SSH signature"
    yield b"x" * (MAX_BYTES + 1), f"it is larger than {MAX_BYTES} bytes"
    yield b"\n" + whole, "its first line is not -----BEGIN SSH SIGNATURE-----"
    yield whole + b"\n", "its last line is not -----END SSH SIGNATURE----- and a newline"
    yield whole + b"x", "its last line is not -----END SSH SIGNATURE----- and a newline"
    yield whole.replace(b"U1NI", b"U1N!"), "its lines are not base64"
    yield whole.replace(b"U1NI", b"U1N I"), "its lines are not base64"
    yield _armoured(_blob(rest=b"x")), "1 bytes follow its end"
    yield _armoured(_blob(magic=b"SSHSIC")), "its magic is not b'SSHSIG'"
    yield _armoured(_blob(version=2)), "its version is 2, not 1"
    yield _armoured(_blob()[:-1]), "it ends within its signature"
    yield _armoured(_blob(key=string(b"ssh-rsa"))), "its key is of the kind ssh-rsa"
    yield _armoured(_blob(key=OURS.key.blob + b"x")), "1 bytes follow its end"
    yield _armoured(_blob(namespace=b"\x1b[2J")), "it is for the namespace \\u001b[2J"
    yield _armoured(_blob(namespace=b"\xff")), "it is for the namespace \ufffd"
    yield _armoured(_blob(reserved=b"x")), "its reserved field is not empty"
    yield _armoured(_blob(hashed=b"sha256")), "its hash is sha256, not sha512"
    yield _armoured(_blob(kind=b"ssh-rsa")), "its signature is of the kind ssh-rsa"
    yield _armoured(_blob(inner=b"x")), "1 bytes follow its end"


@pytest.mark.parametrize(("armour", "problem"), tuple(malformed()))
def test_malformed_signature_is_refused_by_what_is_wrong(armour: bytes, problem: str) -> None:
    assert problem in refusal(armour)


@pytest.mark.parametrize("length", [0, 63, 65])
def test_signature_of_another_length_does_not_hold(length: int) -> None:
    assert "does not hold" in refusal(_armoured(_blob(signature=bytes(length))))


def test_base64_with_bits_that_mean_nothing_is_refused() -> None:
    """Two texts must not be one signature: a manifest's digest would tell them apart, we not."""
    blob = _blob()
    body = base64.b64encode(blob + bytes(1 if len(blob) % 3 == 0 else 0))
    assert body.endswith(b"=")
    stem = body.rstrip(b"=")
    loose = stem[:-1] + bytes([stem[-1] + 1]) + body[len(stem) :]
    assert base64.b64decode(loose) == base64.b64decode(body)
    armour = b"-----BEGIN SSH SIGNATURE-----\n" + loose + b"\n-----END SSH SIGNATURE-----\n"
    assert "its base64 has bits that mean nothing" in refusal(armour)
