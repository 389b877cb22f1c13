"""A mapping that resolution could not have made is a defect, and says so at once."""

import pytest

from stableaudit.adapters.files.chain_changes import chain_changes
from stableaudit.adapters.files.setting_layers import Written, option_layer
from stableaudit.adapters.files.settings import DEFAULTS, Settings, settings_from


def test_settings_from_the_defaults_are_the_default_settings() -> None:
    assert settings_from(DEFAULTS, {}) == Settings()


@pytest.mark.parametrize(("name", "value"), [("operators", "2"), ("policy.min_coverage", 1)])
def test_settings_from_value_of_another_type_raises(name: str, value: str | int) -> None:
    with pytest.raises(TypeError, match=f"{name} was resolved to a"):
        settings_from({**DEFAULTS, name: value}, {})


def test_chain_changes_from_value_of_another_type_raises() -> None:
    with pytest.raises(TypeError, match="genesis was resolved to a int"):
        chain_changes({"chains.bnb.genesis": Written(5, "a test")}, {})


def test_option_layer_of_an_option_that_is_no_setting_raises() -> None:
    with pytest.raises(KeyError, match="colour"):
        option_layer({"colour": "red"})
