"""A written file is whole or untouched, and only a plain file is ever written."""

import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from stableaudit.adapters.system.atomic import write_atomically
from stableaudit.domain.errors import DeclarationError


def test_write_atomically_new_path_holds_exactly_the_data(tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    write_atomically(target, b"\x00\xff\n")
    assert target.read_bytes() == b"\x00\xff\n"


def test_write_atomically_existing_file_is_replaced_and_readable_by_all(tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    target.write_bytes(b"old and longer than the new")
    target.chmod(0o600)
    previous = os.umask(0o077)
    try:
        write_atomically(target, b"new")
    finally:
        os.umask(previous)
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o644


def test_write_atomically_done_leaves_nothing_else_in_the_directory(tmp_path: Path) -> None:
    write_atomically(tmp_path / "report.json", b"{}")
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


def test_write_atomically_through_a_link_refuses_and_leaves_its_target(tmp_path: Path) -> None:
    elsewhere = tmp_path / "precious"
    elsewhere.write_bytes(b"precious")
    link = tmp_path / "report.json"
    link.symlink_to(elsewhere)
    with pytest.raises(DeclarationError, match="is a symbolic link"):
        write_atomically(link, b"new")
    assert elsewhere.read_bytes() == b"precious"
    assert link.is_symlink()


def _make_pipe(path: Path) -> None:
    os.mkfifo(path)


def _make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        pytest.param(Path.mkdir, "is a directory", id="directory"),
        pytest.param(_make_pipe, "is a named pipe", id="pipe"),
        pytest.param(_make_socket, "is a socket", id="socket"),
    ],
)
def test_write_atomically_over_another_kind_of_file_refuses(
    tmp_path: Path, make: Callable[[Path], None], said: str
) -> None:
    target = tmp_path / "out"
    make(target)
    with pytest.raises(DeclarationError, match=said):
        write_atomically(target, b"new")


def test_write_atomically_over_a_device_refuses() -> None:
    with pytest.raises(DeclarationError, match="is a device"):
        write_atomically(Path("/dev/null"), b"new")


def test_write_atomically_without_directory_names_path_and_reason(tmp_path: Path) -> None:
    target = tmp_path / "absent" / "report.json"
    with pytest.raises(DeclarationError) as caught:
        write_atomically(target, b"new")
    assert caught.value.where == str(target)
    assert caught.value.problem == "cannot be written: No such file or directory"


def test_write_atomically_refused_rename_leaves_no_temporary_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "report.json", b"new")
    assert list(tmp_path.iterdir()) == []


def test_write_atomically_path_with_nul_says_so(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match=r"null (byte|character)"):
        write_atomically(tmp_path / "a\0b", b"new")


def test_write_atomically_path_with_terminal_escape_escapes_it(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError) as caught:
        write_atomically(tmp_path / "absent" / "\x1b[2J", b"new")
    assert "\x1b" not in str(caught.value)
