"""A file somebody else prepared is read within bounds or refused; nothing hangs."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from stableaudit.adapters.files.plain_file import (
    MAX_BYTES,
    decode_text,
    read_bytes,
    read_bytes_beside,
    read_text,
    read_text_beside,
)
from stableaudit.domain.errors import DeclarationError


def test_read_text_with_byte_order_mark_and_carriage_returns_drops_both(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xef\xbb\xbfa = 1\r\nb = 2\r\n")
    assert read_text(path) == "a = 1\nb = 2\n"


def test_read_text_of_exactly_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"#" * MAX_BYTES)
    assert len(read_text(path)) == MAX_BYTES


def test_read_text_through_a_link_that_a_person_named_follows_it(tmp_path: Path) -> None:
    """Mounted configuration is a chain of links; the person who names it has chosen it."""
    (tmp_path / "real.toml").write_text("a = 1")
    link = tmp_path / "link.toml"
    link.symlink_to("real.toml")
    assert read_text(link) == "a = 1"


def test_read_bytes_with_a_limit_of_its_own_takes_exactly_so_many(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xff" * (MAX_BYTES + 1))
    assert read_bytes(path, limit=MAX_BYTES + 1) == b"\xff" * (MAX_BYTES + 1)
    assert len(read_bytes_beside(tmp_path, "a.csv", limit=MAX_BYTES + 1)) == MAX_BYTES + 1
    for limit in (MAX_BYTES, 10):
        with pytest.raises(DeclarationError, match=f"is larger than {limit} bytes"):
            read_bytes(path, limit=limit)
        with pytest.raises(DeclarationError, match=f"is larger than {limit} bytes"):
            read_bytes_beside(tmp_path, "a.csv", limit=limit)


def test_read_bytes_of_a_file_that_says_it_is_empty_stops_at_the_limit() -> None:
    """Files of the kernel say they have no size and give as much as they like."""
    with pytest.raises(DeclarationError, match="is larger than 4 bytes"):
        read_bytes(Path("/proc/self/status"), limit=4)


def test_decode_text_of_more_than_its_limit_is_refused() -> None:
    with pytest.raises(DeclarationError, match="is larger than 3 bytes"):
        decode_text(b"abcd", name="a.csv", limit=3)


def _absent(_path: Path) -> None:
    return


def _too_large(path: Path) -> None:
    path.write_bytes(b"#" * (MAX_BYTES + 1))


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2 << 30)


def _utf_16(path: Path) -> None:
    path.write_text("a = 1", encoding="utf-16")


def _utf_16_without_mark(path: Path) -> None:
    path.write_text("a = 1", encoding="utf-16-le")


def _latin_1(path: Path) -> None:
    path.write_bytes(b'a = "\xe9"')


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        pytest.param(_absent, "cannot be read: No such file", id="absent"),
        pytest.param(Path.mkdir, "is not a regular file", id="directory"),
        pytest.param(_pipe, "is not a regular file", id="pipe"),
        pytest.param(_too_large, "is larger than 1048576 bytes", id="one byte too large"),
        pytest.param(_sparse, "is larger than 1048576 bytes", id="2 GiB sparse"),
        pytest.param(_utf_16, "is not UTF-8 text", id="utf-16"),
        pytest.param(_utf_16_without_mark, "contains a NUL", id="utf-16 without mark"),
        pytest.param(_latin_1, "is not UTF-8 text: byte 5", id="latin-1"),
        pytest.param(_loop, "cannot be read: Too many levels", id="loop of links"),
    ],
)
def test_read_text_of_hostile_file_refuses(
    tmp_path: Path, make: Callable[[Path], None], said: str
) -> None:
    path = tmp_path / "a.toml"
    make(path)
    with pytest.raises(DeclarationError, match=said):
        read_text(path)


def test_read_text_of_endless_device_refuses() -> None:
    with pytest.raises(DeclarationError, match="is not a regular file"):
        read_text(Path("/dev/zero"))


def test_read_text_of_path_with_nul_and_escape_shows_neither(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError) as caught:
        read_text(tmp_path / "\x1b[2J\0")
    assert not set("\x1b\0") & set(str(caught.value))


def test_read_text_beside_below_the_directory_is_read(tmp_path: Path) -> None:
    (tmp_path / "statements").mkdir()
    (tmp_path / "statements" / "a.toml").write_text("a = 1")
    assert read_text_beside(tmp_path, "statements/a.toml") == "a = 1"


def test_read_text_beside_link_that_stays_inside_is_read(tmp_path: Path) -> None:
    (tmp_path / "real.toml").write_text("a = 1")
    (tmp_path / "link.toml").symlink_to("real.toml")
    assert read_text_beside(tmp_path, "link.toml") == "a = 1"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("../secret.toml", "lies outside", id="parent"),
        pytest.param("below/../../secret.toml", "lies outside", id="parent by a detour"),
        pytest.param("/etc/passwd", "lies outside", id="absolute"),
        pytest.param("link.toml", "lies outside", id="link to a file outside"),
        pytest.param("linked/secret.toml", "lies outside", id="link to a directory outside"),
        pytest.param("gone.toml", "cannot be read: No such file", id="absent"),
        pytest.param("https://example.org/a.toml", "cannot be read: No such file", id="url"),
        pytest.param("a\0b", "cannot be read", id="nul"),
        pytest.param("below", "is not a regular file", id="directory"),
        pytest.param("loop", "cannot be read", id="loop of links"),
    ],
)
def test_read_text_beside_name_that_leads_elsewhere_refuses(
    tmp_path: Path, name: str, said: str
) -> None:
    (tmp_path / "secret.toml").write_text("secret = 1")
    home = tmp_path / "home"
    (home / "below").mkdir(parents=True)
    (home / "link.toml").symlink_to(tmp_path / "secret.toml")
    (home / "linked").symlink_to(tmp_path)
    (home / "loop").symlink_to("loop")
    with pytest.raises(DeclarationError, match=said):
        read_text_beside(home, name)
