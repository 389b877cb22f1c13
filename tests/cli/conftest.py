"""What every test of the command line starts from."""

import pytest


@pytest.fixture(autouse=True)
def no_store(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test writes a ledger or a result where the person who runs it keeps theirs."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))


@pytest.fixture(autouse=True)
def no_publisher(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test, and no program that one starts, asks a real publisher of exchange rates."""
    for name in ("NBKR_URL", "SECOND_URL"):
        monkeypatch.setenv(f"STABLEAUDIT_RATES_{name}", "http://127.0.0.1:9")
