"""The files are found in the order of their strength; one that is there is never passed over."""

from pathlib import Path

import pytest

from stableaudit.adapters.files.configuration_files import (
    read_configuration_files,
    user_directory,
)
from stableaudit.domain.errors import DeclarationError


def _write(path: Path, value: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"operators = {value}")
    return path


def test_configuration_files_all_there_come_strongest_first(tmp_path: Path) -> None:
    named = _write(tmp_path / "named.toml", 1)
    _write(tmp_path / "project" / "stableaudit.toml", 2)
    _write(tmp_path / "user" / "config.toml", 3)
    documents = read_configuration_files(
        named=named, project=tmp_path / "project", user=tmp_path / "user"
    )
    assert [one.tree for one in documents] == [{"operators": value} for value in (1, 2, 3)]


def test_configuration_files_none_there_is_none(tmp_path: Path) -> None:
    absent = tmp_path / "absent"
    assert read_configuration_files(named=None, project=absent, user=absent) == ()


def test_configuration_files_named_and_absent_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="cannot be read: No such file"):
        read_configuration_files(named=tmp_path / "gone.toml", project=tmp_path, user=tmp_path)


def test_configuration_files_broken_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "stableaudit.toml").symlink_to("gone.toml")
    with pytest.raises(DeclarationError, match="cannot be read: No such file"):
        read_configuration_files(named=None, project=tmp_path, user=tmp_path / "user")


def test_user_directory_follows_the_platform(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert user_directory() == tmp_path / "stableaudit"
