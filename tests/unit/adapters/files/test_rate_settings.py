"""Where rates come from: by file, variable or option, https, and shown without path or query."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from stableaudit.adapters.files.configuration import Resolved, resolve
from stableaudit.adapters.files.document import Document
from stableaudit.adapters.files.settings import RateSettings
from stableaudit.adapters.files.toml_file import parse_document
from stableaudit.domain.errors import DeclarationError

TABLE = """
[rates]
nbkr_url = "https://mirror.example/own/daily.xml?key=s3cret"
second_url = "http://127.0.0.1:9000"
file = "daily.xml"
simulated = true
"""
VARIABLES = {
    "STABLEAUDIT_RATES_NBKR_URL": "https://mirror.example/own/daily.xml?key=s3cret",
    "STABLEAUDIT_RATES_SECOND_URL": "http://127.0.0.1:9000",
    "STABLEAUDIT_RATES": "daily.xml",
    "STABLEAUDIT_RATES_SIMULATED": "true",
}


def file(text: str, name: str = "c.toml") -> Document:
    return parse_document(text, name=name)


def shown(resolved: Resolved) -> Mapping[str, tuple[str, str]]:
    return {
        one.name: (one.value, one.origin)
        for one in resolved.chosen
        if one.name.startswith("rates.")
    }


def expected(path: str) -> RateSettings:
    return RateSettings(
        VARIABLES["STABLEAUDIT_RATES_NBKR_URL"],
        "http://127.0.0.1:9000",
        Path(path),
        simulated=True,
    )


def test_rates_of_nobody_s_words_are_the_public_ones() -> None:
    resolved = resolve({}, {}, ())
    assert resolved.settings.rates == RateSettings()
    assert shown(resolved) == {
        "rates.file": ("none", "default"),
        "rates.nbkr_url": ("https://www.nbkr.kg/…", "default"),
        "rates.second_url": ("https://api.frankfurter.dev", "default"),
        "rates.simulated": ("false", "default"),
    }


def test_rates_of_a_file_are_taken_with_its_copy_beside_it() -> None:
    resolved = resolve({}, {}, (file(TABLE, "conf/c.toml"),))
    assert resolved.settings.rates == expected("conf/daily.xml")
    assert shown(resolved)["rates.nbkr_url"] == (
        "https://mirror.example/…",
        "conf/c.toml, line 3, key rates.nbkr_url",
    )
    assert shown(resolved)["rates.simulated"][0] == "true"


def test_rates_of_variables_are_taken() -> None:
    assert resolve({}, VARIABLES, ()).settings.rates == expected("daily.xml")


def test_rates_option_is_stronger_than_the_file() -> None:
    resolved = resolve({"rates": "mine.xml"}, {}, (file(TABLE),))
    assert resolved.settings.rates.file == Path("mine.xml")
    assert shown(resolved)["rates.file"] == ("mine.xml", "option --rates")


@pytest.mark.parametrize("name", ["nbkr_url", "second_url"])
def test_rates_url_that_is_not_https_is_refused_with_its_place(name: str) -> None:
    text = f'[rates]\n{name} = "http://rates.example/s3cret"'
    with pytest.raises(DeclarationError) as caught:
        resolve({}, {}, (file(text),))
    assert caught.value.where == f"c.toml, line 2, key rates.{name}"
    assert "use https" in caught.value.problem
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"STABLEAUDIT_RATES_SIMULATED": "yes"}, "yes is neither true nor false"),
        ({"STABLEAUDIT_RATES_NBKR_URL": "ftp://x"}, "does not begin with"),
        ({"STABLEAUDIT_MAX_RATE_DIVERGENCE": "0,1"}, "matching regex"),
    ],
)
def test_rates_variable_of_another_form_is_refused(variables: Mapping[str, str], said: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        resolve({}, variables, ())
    assert said in caught.value.problem
    assert caught.value.where == f"environment {next(iter(variables))}"


def test_rates_table_with_an_unknown_key_says_which() -> None:
    with pytest.raises(DeclarationError, match=r"line 2, key rates\.url: unknown key"):
        resolve({}, {}, (file('[rates]\nurl = "https://x.example"'),))
