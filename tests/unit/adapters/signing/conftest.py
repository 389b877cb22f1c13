"""A key that ssh-keygen made, once for a session: making one costs a process."""

from pathlib import Path

import pytest

from stableaudit.adapters.signing.keys import FileSigner, read_signer
from tests.unit.adapters.signing.tools import new_key


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_key(tmp_path_factory.mktemp("keys") / "auditor")


@pytest.fixture(scope="session")
def signer(key_file: Path) -> FileSigner:
    return read_signer(key_file)


@pytest.fixture
def other() -> FileSigner:
    return FileSigner(bytes(range(32)))
