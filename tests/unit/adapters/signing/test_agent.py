"""A real ssh-agent signs; one that lies, trickles or is silent is refused in time."""

import os
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from stableaudit.adapters.signing.agent import MAX_BYTES, AgentSigner, find_signer
from stableaudit.adapters.signing.keys import FileSigner
from stableaudit.adapters.signing.sshsig import REPORT_NAMESPACE, sign, verify
from stableaudit.adapters.signing.wire import string, uint32
from stableaudit.domain.errors import SigningError
from tests.unit.adapters.signing.tools import needs, new_key, public_file, run

OURS = FileSigner(bytes(range(32)))
IDENTITIES = bytes([12]) + uint32(1) + string(OURS.key.blob) + string(b"a comment")


@pytest.fixture
def short() -> Iterator[Path]:
    """A unix socket's path has some hundred bytes, and pytest's own folders need most of them."""
    with tempfile.TemporaryDirectory(prefix="sa-") as folder:
        yield Path(folder)


@pytest.fixture
def agent(short: Path) -> Iterator[str]:
    path = str(short / "agent")
    started = run("ssh-agent", "-s", "-a", path)
    assert started.returncode == 0, started.stderr
    pid = int(started.stdout.decode().split("SSH_AGENT_PID=")[1].split(";")[0])
    try:
        yield path
    finally:
        os.kill(pid, signal.SIGTERM)


def add(agent: str, key: Path) -> None:
    done = run("ssh-add", "-q", str(key), env={**os.environ, "SSH_AUTH_SOCK": agent})
    assert done.returncode == 0, done.stderr


def answering(answer: bytes) -> Callable[[socket.socket], None]:
    return lambda connection: connection.sendall(string(answer))


@contextmanager
def pretended(path: Path, answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """A program that takes one request on each connection and answers as it is told."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(path))
    listener.listen()

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.recv(1 << 16)
                try:
                    answer(connection)
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield str(path)
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def refusal(path: str | None, wanted: str = OURS.key.fingerprint, seconds: float = 5.0) -> str:
    with pytest.raises(SigningError) as caught:
        find_signer(path, wanted, ask_seconds=seconds)
    return str(caught.value)


@needs("ssh-agent", "ssh-add", "ssh-keygen")
def test_agent_signs_what_the_key_file_signs(
    agent: str, key_file: Path, signer: FileSigner
) -> None:
    add(agent, key_file)
    for wanted in (signer.key.fingerprint, str(public_file(key_file))):
        found = find_signer(agent, wanted)
        assert found.key == signer.key
        assert found.sign(b"abc") == signer.sign(b"abc")
        armour = sign(found, b"report", REPORT_NAMESPACE)
        key = verify(armour, b"report", namespace=REPORT_NAMESPACE, expected=None, where="a")
        assert key == signer.key


@needs("ssh-agent", "ssh-add", "ssh-keygen")
def test_agent_with_several_keys_signs_with_the_one_that_is_named(
    agent: str, key_file: Path, signer: FileSigner, tmp_path: Path
) -> None:
    add(agent, new_key(tmp_path / "first"))
    add(agent, key_file)
    assert find_signer(agent, signer.key.fingerprint).key == signer.key


@needs("ssh-agent", "ssh-add", "ssh-keygen")
def test_agent_signs_with_a_key_that_has_a_passphrase(agent: str, tmp_path: Path) -> None:
    """What a key file cannot do here. ssh-add asks a program of the test's for the passphrase."""
    key = new_key(tmp_path / "key", "-a", "1", passphrase="horse")  # noqa: S106 - made here
    ask = tmp_path / "ask"
    ask.write_text("#!/bin/sh\necho horse\n")
    ask.chmod(0o700)
    answered = {
        **os.environ,
        "SSH_AUTH_SOCK": agent,
        "SSH_ASKPASS": str(ask),
        "SSH_ASKPASS_REQUIRE": "force",
    }
    assert run("ssh-add", "-q", str(key), env=answered).returncode == 0
    assert len(find_signer(agent, str(public_file(key))).sign(b"abc")) == 64


@needs("ssh-agent", "ssh-add", "ssh-keygen")
def test_key_of_another_kind_in_the_agent_is_refused(agent: str, tmp_path: Path) -> None:
    key = new_key(tmp_path / "key", kind="ecdsa")
    add(agent, key)
    named = run("ssh-keygen", "-lf", str(key)).stdout.decode().split()[1]
    assert "which is of the kind ecdsa-sha2-nistp256; only ssh-ed25519" in refusal(agent, named)


@needs("ssh-agent")
def test_agent_without_the_key_says_how_many_it_holds(agent: str) -> None:
    assert refusal(agent) == (
        f"ssh-agent: holds no key {OURS.key.fingerprint} (it holds 0) (ssh-add it)"
    )


@needs("ssh-agent", "ssh-add")
def test_key_taken_out_of_the_agent_is_refused_when_it_shall_sign(
    agent: str, key_file: Path, signer: FileSigner
) -> None:
    add(agent, key_file)
    found = find_signer(agent, signer.key.fingerprint)
    run("ssh-add", "-q", "-D", env={**os.environ, "SSH_AUTH_SOCK": agent})
    with pytest.raises(SigningError, match="ssh-agent: refuses to give a signature"):
        found.sign(b"abc")


@pytest.mark.parametrize("path", [None, ""])
def test_no_agent_in_the_environment_is_said(path: str | None) -> None:
    assert "SSH_AUTH_SOCK is not set" in refusal(path)


def test_socket_that_is_not_there_is_said(short: Path) -> None:
    assert "cannot be reached: No such file or directory" in refusal(str(short / "none"))


def test_plain_file_as_the_socket_is_said(short: Path) -> None:
    (short / "file").touch()
    assert "cannot be reached: Connection refused" in refusal(str(short / "file"))


def test_path_that_can_be_no_socket_is_said() -> None:
    assert "cannot be reached: SSH_AUTH_SOCK names no socket" in refusal("a" * 200)


def test_name_that_is_neither_fingerprint_nor_file_is_refused_before_the_agent() -> None:
    assert refusal(None, "SHA256:short").startswith("SHA256:short: cannot be read: No such file")


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (bytes([5]), "refuses to give its list of keys"),
        (bytes([6]), "answers with message 6, not 12"),
        (bytes([12]) + uint32(4_000_000_000), "it says it holds 4000000000 keys"),
        (bytes([12]) + uint32(2) + string(b"a") + string(b"b"), "it ends within its length"),
        (IDENTITIES + b"x", "1 bytes follow its end"),
        (b"", "announces an answer of 0 bytes"),
    ],
)
def test_answer_that_is_none_is_refused(short: Path, answer: bytes, problem: str) -> None:
    with pretended(short / "a", answering(answer)) as path:
        assert problem in refusal(path)


def test_answer_larger_than_the_limit_is_refused_unread(short: Path) -> None:
    with pretended(short / "a", lambda there: there.sendall(uint32(MAX_BYTES + 1))) as path:
        assert f"announces an answer of {MAX_BYTES + 1} bytes" in refusal(path)


def test_connection_closed_within_an_answer_is_said(short: Path) -> None:
    with pretended(short / "a", lambda there: there.sendall(uint32(9) + b"ab")) as path:
        assert "closed the connection within an answer" in refusal(path)


def test_agent_that_trickles_is_given_up_at_the_deadline(short: Path) -> None:
    def trickle(connection: socket.socket) -> None:
        connection.sendall(uint32(1000))
        for _ in range(200):
            connection.sendall(b"x")
            time.sleep(0.02)

    with pretended(short / "a", trickle) as path:
        began = time.monotonic()
        assert "gave no answer within 0.3 seconds" in refusal(path, seconds=0.3)
        assert time.monotonic() - began < 3


def test_time_that_is_over_before_the_first_byte_is_said(short: Path) -> None:
    with pretended(short / "a", answering(IDENTITIES)) as path:
        assert "gave no answer within 0 seconds" in refusal(path, seconds=0)


def _response(signature: bytes, *, kind: bytes = b"ssh-ed25519", rest: bytes = b"") -> bytes:
    return bytes([14]) + string(string(kind) + string(signature)) + rest


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (_response(OURS.sign(b"abd")), f"gave a signature that is not of {OURS.key.fingerprint}"),
        (_response(b""), f"gave a signature that is not of {OURS.key.fingerprint}"),
        (_response(OURS.sign(b"abc"), kind=b"ssh-rsa"), "its signature is not of the kind"),
        (_response(OURS.sign(b"abc"), rest=b"x"), "1 bytes follow its end"),
        (bytes([14]), "it ends within its length of its signature"),
    ],
)
def test_signature_of_a_lying_agent_is_refused(short: Path, answer: bytes, problem: str) -> None:
    with pretended(short / "a", answering(answer)) as path:
        with pytest.raises(SigningError) as caught:
            AgentSigner(OURS.key, path).sign(b"abc")
        assert problem in str(caught.value)


def test_pretended_agent_that_answers_truly_is_believed(short: Path) -> None:
    """Without this, a broken pretence would make every test above pass."""
    with pretended(short / "a", answering(IDENTITIES)) as path:
        assert find_signer(path, OURS.key.fingerprint).key == OURS.key
    with pretended(short / "b", answering(_response(OURS.sign(b"abc")))) as path:
        assert AgentSigner(OURS.key, path).sign(b"abc") == OURS.sign(b"abc")
