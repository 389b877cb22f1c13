"""The strongest source that has a setting decides it."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from stableaudit.adapters.files.configuration import Resolved, resolve
from stableaudit.adapters.files.document import Document
from stableaudit.adapters.files.settings import Settings
from stableaudit.adapters.files.toml_file import parse_document
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.findings import Severity
from stableaudit.domain.policy import CoverageBasis, Policy
from stableaudit.domain.reserve_assets import AssetClass


def _file(name: str, text: str) -> Document:
    return parse_document(text, name=name)


def _chosen(resolved: Resolved, name: str) -> tuple[str, str]:
    (found,) = (one for one in resolved.chosen if one.name == name)
    return found.value, found.origin


def test_resolve_of_nothing_is_the_defaults_of_program_and_policy() -> None:
    resolved = resolve({}, {}, ())
    assert resolved.settings == Settings()
    assert resolved.settings.policy == Policy()
    assert resolved.chains == {}
    assert {one.origin for one in resolved.chosen} == {"default"}


OPTION, VARIABLE = "option --timeout-seconds", "environment STABLEAUDIT_TIMEOUT_SECONDS"
NAMED, PROJECT, USER = "named.toml", "stableaudit.toml", "config.toml"


@pytest.mark.parametrize(
    ("written", "decided", "by"),
    [
        ({OPTION: "1", VARIABLE: "2", NAMED: "3", PROJECT: "4", USER: "5"}, 1, OPTION),
        ({VARIABLE: "2", NAMED: "3", PROJECT: "4", USER: "5"}, 2, VARIABLE),
        ({NAMED: "3", PROJECT: "4", USER: "5"}, 3, NAMED),
        ({PROJECT: "4", USER: "5"}, 4, PROJECT),
        ({USER: "5"}, 5, USER),
        ({}, 120, "default"),
        ({OPTION: "1", USER: "5"}, 1, OPTION),
        ({VARIABLE: "2", PROJECT: "4"}, 2, VARIABLE),
        ({VARIABLE: "", NAMED: "3"}, 3, NAMED),
    ],
)
def test_resolve_of_several_sources_takes_the_strongest(
    written: Mapping[str, str], decided: int, by: str
) -> None:
    files = tuple(
        _file(name, f"timeout_seconds = {written[name]}")
        for name in (NAMED, PROJECT, USER)
        if name in written
    )
    variables = {"STABLEAUDIT_TIMEOUT_SECONDS": written[VARIABLE]} if VARIABLE in written else {}
    resolved = resolve({"timeout_seconds": written.get(OPTION)}, variables, files)
    assert resolved.settings.timeout_seconds == decided
    origin = f"{by}, line 1, key timeout_seconds" if by.endswith(".toml") else by
    assert _chosen(resolved, "timeout_seconds") == (str(decided), origin)


def test_resolve_takes_each_setting_from_its_own_strongest_source() -> None:
    resolved = resolve(
        {"fail_on": "never"},
        {"STABLEAUDIT_MIN_COVERAGE": "1.05"},
        (_file("stableaudit.toml", 'operators = 3\n[policy]\nmin_coverage = "1.1"\n'),),
    )
    assert resolved.settings == Settings(
        operators=3, fail_on=None, policy=Policy(min_coverage=Fraction(21, 20))
    )


FULL = """\
timeout_seconds = 1
request_timeout_seconds = 2
max_response_bytes = 3000
operators = 4
fail_on = "critical"
store = "kept"
labels = "names.toml"
[policy]
min_coverage = "1.5"
max_statement_age_days = 6
max_price_age_seconds = 7
max_weekend_price_age_seconds = 8
max_feed_divergence = "0.25"
max_price_divergence = "0.125"
max_skew_seconds = 9
max_rate_age_days = 10
max_rate_divergence = "0.002"
min_gold_fall = "0.1"
max_holder_share = "0.2"
match_window_days = 3
max_event_lag_days = 0
gold_haircut = "0.15"
crypto_haircut = "0.5"
other_haircut = "0"
coverage_basis = "redeemable"
"""
FULL_SETTINGS = Settings(
    timeout_seconds=1,
    request_timeout_seconds=2,
    max_response_bytes=3000,
    operators=4,
    fail_on=Severity.CRITICAL,
    store=Path("kept"),
    labels=Path("names.toml"),
    policy=Policy(
        min_coverage=Fraction(3, 2),
        max_statement_age_seconds=6 * 86_400,
        max_price_age_seconds=7,
        max_weekend_price_age_seconds=8,
        max_feed_divergence=Fraction(1, 4),
        max_price_divergence=Fraction(1, 8),
        max_skew_seconds=9,
        max_rate_age_days=10,
        max_rate_divergence=Fraction(1, 500),
        min_gold_fall=Fraction(1, 10),
        max_holder_share=Fraction(1, 5),
        match_window_seconds=3 * 86_400,
        max_event_lag_seconds=0,
        haircuts=(
            (AssetClass.ALLOCATED_GOLD, Fraction(3, 20)),
            (AssetClass.CRYPTO, Fraction(1, 2)),
        ),
        coverage_basis=CoverageBasis.REDEEMABLE,
    ),
)


def test_resolve_of_a_full_file_sets_every_setting() -> None:
    assert resolve({}, {}, (_file("c.toml", FULL),)).settings == FULL_SETTINGS


def _texts() -> Mapping[str, str]:
    lines = (line.partition(" = ") for line in FULL.splitlines() if " = " in line)
    return {key: value.strip('"') for key, _, value in lines}


def test_resolve_of_every_variable_sets_every_setting() -> None:
    variables = {f"STABLEAUDIT_{key.upper()}": text for key, text in _texts().items()}
    assert resolve({}, variables, ()).settings == FULL_SETTINGS


def test_resolve_of_every_option_sets_every_setting() -> None:
    assert resolve(dict(_texts()), {}, ()).settings == FULL_SETTINGS


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("timeout_seconds", "0", "Expected `int` >= 1"),
        ("timeout_seconds", "-5", "-5 is not a whole number"),
        ("timeout_seconds", "1e3", "1e3 is not a whole number"),
        ("timeout_seconds", "9" * 5000, "is not a whole number"),
        ("timeout_seconds", "١", "is not a whole number"),  # noqa: RUF001 - an Arabic digit one
        ("operators", "21", "Expected `int` <= 20"),
        ("store", "a\nb", "Expected `str` matching regex"),
        ("labels", "a\x00b", "Expected `str` matching regex"),
        ("fail_on", "High", "Invalid enum value 'High'"),
        ("min_coverage", "1,05", "Expected `str` matching regex"),
        ("min_coverage", "100%", "Expected `str` matching regex"),
    ],
)
def test_resolve_of_wrong_text_names_the_option_or_variable(
    name: str, text: str, said: str
) -> None:
    variable = f"STABLEAUDIT_{name.upper()}"
    with pytest.raises(DeclarationError) as by_variable:
        resolve({}, {variable: text}, ())
    assert by_variable.value.where == f"environment {variable}"
    with pytest.raises(DeclarationError) as by_option:
        resolve({name: text}, {}, ())
    assert by_option.value.where == "option --" + name.replace("_", "-")
    assert said in by_option.value.problem


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "timeout_second = 5",
            "c.toml, line 1, key timeout_second: unknown key (did you mean timeout_seconds?)",
        ),
        (
            '[policy]\n\nmin_covrage = "1"',
            "c.toml, line 3, key policy.min_covrage: unknown key (did you mean min_coverage?)",
        ),
        (
            "[chains.tron]\nsimulate = true",
            "c.toml, line 2, key chains.tron.simulate: unknown key (did you mean simulated?)",
        ),
        (
            '[[chains.tron.endpoints]]\nurl = "https://a.example"',
            "c.toml, line 1, key chains.tron.endpoints[0]: this table lacks the key operator",
        ),
        ('chains = "x"', "c.toml, line 1, key chains: Expected `object`, got `str`"),
    ],
)
def test_resolve_of_file_with_wrong_key_says_file_line_and_key(text: str, message: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        resolve({}, {}, (_file("c.toml", text),))
    assert str(caught.value).startswith(message)


def test_resolve_of_json_file_means_the_same() -> None:
    resolved = resolve({}, {}, (_file("c.json", '{"policy":\n {"max_skew_seconds": 5}}'),))
    assert resolved.settings.policy.max_skew_seconds == 5
    assert _chosen(resolved, "policy.max_skew_seconds")[1].startswith("c.json, line 2")


def test_resolve_lists_general_settings_before_chains() -> None:
    resolved = resolve({}, {}, (_file("c.toml", "[chains.bnb]\nsimulated = true"),))
    names = [one.name for one in resolved.chosen]
    assert names[-1] == "chains.bnb.simulated"
    assert names[:-1] == sorted(names[:-1])


def test_resolve_of_no_path_is_the_user_s_data_directory_and_no_labels(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    resolved = resolve({}, {}, ())
    kept = tmp_path / "stableaudit" / "ledgers"
    assert (resolved.settings.store, resolved.settings.labels) == (kept, None)
    assert _chosen(resolved, "store") == (str(kept), "default")
    assert _chosen(resolved, "labels") == ("none", "default")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ledgers", "somewhere/ledgers"),
        ("../ledgers", "somewhere/../ledgers"),
        ("/srv/ledgers", "/srv/ledgers"),
        ("~/ledgers", "/home/somebody/ledgers"),
    ],
)
def test_resolve_of_a_path_in_a_file_means_it_from_the_file_s_directory(
    written: str, meant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/somebody")
    file = _file("somewhere/stableaudit.toml", f'store = "{written}"\nlabels = "{written}"')
    settings = resolve({}, {}, (file,)).settings
    assert (settings.store, settings.labels) == (Path(meant), Path(meant))


def test_resolve_of_a_path_in_an_option_or_variable_means_it_from_here() -> None:
    file = _file("somewhere/stableaudit.toml", 'store = "theirs"')
    resolved = resolve({"store": "mine"}, {"STABLEAUDIT_LABELS": "l.toml"}, (file,))
    assert (resolved.settings.store, resolved.settings.labels) == (Path("mine"), Path("l.toml"))
    assert _chosen(resolved, "store") == ("mine", "option --store")


def test_resolve_of_a_home_that_nobody_has_names_the_line() -> None:
    with pytest.raises(DeclarationError, match=r"^c\.toml, line 1, key store: "):
        resolve({}, {}, (_file("c.toml", 'store = "~nobody-of-that-name/x"'),))
