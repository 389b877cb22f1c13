"""What every test of the command line starts from."""

import pytest


@pytest.fixture(autouse=True)
def no_publisher(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test, and no program that one starts, asks a real publisher of exchange rates."""
    for name in ("NBKR_URL", "SECOND_URL"):
        monkeypatch.setenv(f"STABLEAUDIT_RATES_{name}", "http://127.0.0.1:9")
