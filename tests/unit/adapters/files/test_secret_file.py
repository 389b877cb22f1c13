"""A secret is one line of a file that nobody else may read; no error repeats any of it."""

import os
from pathlib import Path

import pytest

from stableaudit.adapters.files.secret_file import MAX_BYTES, read_secret, read_secret_url
from stableaudit.domain.errors import DeclarationError

ADDRESS = "https://hc.invalid/0s3cret0"


def written(folder: Path, content: bytes, mode: int = 0o600) -> Path:
    file = folder / "url"
    file.write_bytes(content)
    file.chmod(mode)
    return file


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o640, 0o440])
def test_secret_that_others_cannot_read_is_its_one_line(tmp_path: Path, mode: int) -> None:
    """A group may read it: a service is given its credentials so."""
    assert read_secret(written(tmp_path, f"{ADDRESS}\n".encode(), mode)) == ADDRESS


@pytest.mark.parametrize("mode", [0o604, 0o644, 0o660, 0o602, 0o666])
def test_secret_that_is_open_to_others_is_refused_with_its_mode(tmp_path: Path, mode: int) -> None:
    with pytest.raises(DeclarationError, match=f"its mode is {mode:04o}") as caught:
        read_secret(written(tmp_path, ADDRESS.encode(), mode))
    assert ADDRESS not in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"two lines\nof it", b"a blank", b"a\tb", b"caf\xc3\xa9", b"x\x00y", b"\x1b[2J"],
)
def test_secret_that_is_not_one_line_is_refused_without_being_repeated(
    tmp_path: Path, content: bytes
) -> None:
    with pytest.raises(DeclarationError) as caught:
        read_secret(written(tmp_path, content))
    assert caught.value.problem == "holds not exactly one line of printable ASCII without blanks"


def test_secret_behind_a_link_is_read_as_mounted_secrets_are_links(tmp_path: Path) -> None:
    written(tmp_path, ADDRESS.encode())
    (tmp_path / "link").symlink_to("url")
    assert read_secret(tmp_path / "link") == ADDRESS


def test_secret_that_is_too_large_is_refused(tmp_path: Path) -> None:
    assert read_secret(written(tmp_path, b"x" * MAX_BYTES)) == "x" * MAX_BYTES
    with pytest.raises(DeclarationError, match="is larger than 65536 bytes"):
        read_secret(written(tmp_path, b"x" * (MAX_BYTES + 1)))


def test_secret_that_is_no_file_or_not_there_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, said in (
        ("pipe", "is not a regular file"),
        ("none", "cannot be read: No such file"),
        ("a\0b", "cannot be read: it has no such name"),
        (".", "is not a regular file"),
    ):
        with pytest.raises(DeclarationError, match=said):
            read_secret(Path(f"{tmp_path}/{name}"))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_secret_of_another_user_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, ADDRESS.encode())
    os.chown(file, 65_534, -1)
    with pytest.raises(DeclarationError, match="belongs to another user"):
        read_secret(file)


def test_address_that_is_one_is_returned_as_written(tmp_path: Path) -> None:
    assert read_secret_url(written(tmp_path, ADDRESS.encode())) == ADDRESS


@pytest.mark.parametrize(
    "line",
    [
        *("0s3cret0", "ftp://hc.invalid/0s3cret0", "https:///0s3cret0", "http://[0s3cret0/"),
        *("http://hc.invalid:0s3cret0/", "http://hc.invalid:0/0s3cret0"),
    ],
)
def test_address_that_is_none_is_refused_without_being_repeated(tmp_path: Path, line: str) -> None:
    with pytest.raises(DeclarationError, match="holds no http or https URL") as caught:
        read_secret_url(written(tmp_path, line.encode()))
    assert "0s3cret0" not in str(caught.value)
