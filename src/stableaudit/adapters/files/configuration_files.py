"""Where configuration files are looked for."""

from pathlib import Path
from typing import Final

from platformdirs import user_config_path

from stableaudit.adapters.files.document import Document
from stableaudit.adapters.files.toml_file import read_document

PROJECT_FILE: Final = "stableaudit.toml"
USER_FILE: Final = "config.toml"


def user_directory() -> Path:
    """Return the directory of the user's own configuration, by the platform's custom."""
    return user_config_path("stableaudit")


def read_configuration_files(
    *, named: Path | None, project: Path, user: Path
) -> tuple[Document, ...]:
    """Return the configuration files that exist, strongest first.

    Args:
        named: the file that `--config` names, which must exist.
        project: the directory that may hold `stableaudit.toml`; usually the current one.
        user: the directory that may hold `config.toml`; see user_directory.

    Raises:
        DeclarationError: a file that is there cannot be read or is invalid.
    """
    # A broken link is there, too: silently ignoring it would change the settings.
    found = tuple(
        path
        for path in (project / PROJECT_FILE, user / USER_FILE)
        if path.is_symlink() or path.exists()
    )
    return tuple(read_document(path) for path in (*(() if named is None else (named,)), *found))
