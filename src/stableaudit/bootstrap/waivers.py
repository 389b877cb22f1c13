"""Waivers that a person names by their file."""

from pathlib import Path

from stableaudit.adapters.files.toml_file import read_document
from stableaudit.adapters.files.waivers_file import waivers_from
from stableaudit.domain.waivers import WaiverList
from stableaudit.reconcile.checks import CHECKS


def read_waivers(path: Path) -> WaiverList:
    """Return the waivers of a user's own file.

    Raises:
        DeclarationError: the file is unreadable or invalid.
    """
    return waivers_from(read_document(path), checks=[check.id for check in CHECKS])
