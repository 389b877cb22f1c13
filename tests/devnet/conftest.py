"""What every devnet test starts from."""

from pathlib import Path

import pytest

from tests.devnet.tools import ensure_tools


@pytest.fixture(scope="session")
def tools() -> Path:
    """The folder that holds anvil and solc; installed at the first use of a session."""
    return ensure_tools()
