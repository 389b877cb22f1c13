"""The environment is a value: a copy that nobody can write through."""

from types import MappingProxyType

import pytest

from stableaudit.adapters.system.environment import environment


def test_environment_with_variable_set_contains_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STABLEAUDIT_ENDPOINT_TRON", "http://127.0.0.1:1")
    assert environment()["STABLEAUDIT_ENDPOINT_TRON"] == "http://127.0.0.1:1"


def test_environment_changed_afterwards_keeps_what_it_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STABLEAUDIT_FAIL_ON", "low")
    taken = environment()
    monkeypatch.setenv("STABLEAUDIT_FAIL_ON", "never")
    assert taken["STABLEAUDIT_FAIL_ON"] == "low"


def test_environment_returned_is_read_only() -> None:
    assert type(environment()) is MappingProxyType
