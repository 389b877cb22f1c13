"""IDN: contracts that could be taken for another, and two entries to one ledger."""

from dataclasses import replace

import pytest

from stableaudit.controls.proxies import IMPLEMENTATION
from stableaudit.domain.evidence import ControlEvidence, DeploymentEvidence, HolderEvidence
from stableaudit.domain.findings import Bearing, Finding, Severity
from stableaudit.domain.identifiers import AccountId, AssetId
from stableaudit.domain.readings import Reading, Unavailable
from stableaudit.domain.registered import RegisteredToken, registered_tokens
from stableaudit.domain.tokens import Deployment
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reconcile.case import Case
from tests.cases import (
    ETHEREUM,
    NO_ANSWER,
    TRON,
    figures_of,
    findings_of,
    healthy_case,
    reading,
    with_deployment,
)
from tests.unit.controls.answers import World, on_ethereum, word

CASE = healthy_case()
ON_TRON, ON_ETHEREUM = CASE.scope.token.deployments[:2]
TRUE = AssetId(on_ethereum(b"\x11" * 20))
KNOWN = RegisteredToken("usdkg", "USDKG", (TRUE,))
SECOND = replace(ON_ETHEREUM, asset=AssetId(on_ethereum(b"\x22" * 20)))
HOLDERS = tuple(on_ethereum(bytes([number]) * 20) for number in (0x31, 0x32))
COIN = ON_ETHEREUM.asset.contract


def registered(*known: RegisteredToken, symbol: str = "USDKG") -> Case:
    other = replace(CASE.evidence.deployments[0], symbol=reading(Untrusted("OTHER"), TRON))
    entry = replace(CASE.evidence.deployments[1], symbol=reading(Untrusted(symbol), ETHEREUM))
    case = with_deployment(with_deployment(CASE, 0, other), 1, entry)
    return replace(case, scope=replace(case.scope, registered=known))


def held(*balances: int | Unavailable) -> tuple[HolderEvidence, ...]:
    pairs = zip(HOLDERS, balances, strict=False)
    return tuple(HolderEvidence(holder, _read(balance)) for holder, balance in pairs)


def _read(value: int | Unavailable) -> Reading[int] | Unavailable:
    return value if isinstance(value, Unavailable) else reading(value, ETHEREUM)


def twice(
    first: tuple[HolderEvidence, ...],
    second: tuple[HolderEvidence, ...],
    *,
    supplies: tuple[int | Unavailable, int | Unavailable] = (500, 500),
) -> Case:
    """The token's contract on Ethereum, and another there."""
    read = CASE.evidence.deployments[1]
    entries: list[DeploymentEvidence] = [
        replace(read, asset=asset, total_supply=_read(supply), holders=holders)
        for asset, supply, holders in (
            (ON_ETHEREUM.asset, supplies[0], first),
            (SECOND.asset, supplies[1], second),
        )
    ]
    token = replace(CASE.scope.token, deployments=(ON_ETHEREUM, SECOND))
    return Case(
        replace(CASE.scope, token=token), replace(CASE.evidence, deployments=tuple(entries))
    )


def entries(case: Case) -> tuple[Finding, ...]:
    return findings_of(case, "IDN-03")


def test_symbol_of_a_registered_token_at_another_address_names_the_registered_one() -> None:
    (found,) = findings_of(registered(KNOWN), "IDN-01")
    assert (found.severity, found.bearing) == (Severity.HIGH, Bearing.UNDECIDED)
    assert TRUE.contract.local in found.statement
    assert figures_of(found)["contract"] == COIN


def test_registered_address_and_another_symbol_are_no_look_alikes() -> None:
    own = replace(KNOWN, assets=(TRUE, ON_ETHEREUM.asset))
    assert findings_of(registered(own), "IDN-01") == ()
    assert findings_of(registered(KNOWN, symbol="GOLD"), "IDN-01") == ()
    assert findings_of(registered(), "IDN-01") == ()


def test_contract_beside_the_registered_ones_of_its_token_is_noted() -> None:
    (found,) = findings_of(registered(replace(KNOWN, assets=(TRUE, ON_TRON.asset))), "IDN-01")
    assert found.bearing is Bearing.NOTED


def test_symbol_that_only_looks_the_same_is_the_same() -> None:
    (found,) = findings_of(registered(KNOWN, symbol="usd\u200bkg"), "IDN-01")
    assert found.severity is Severity.HIGH


def test_symbol_that_could_not_be_read_is_nobodys() -> None:
    case = registered(KNOWN)
    entry = replace(case.evidence.deployments[1], symbol=NO_ANSWER, name=NO_ANSWER)
    dark = with_deployment(case, 1, entry)
    assert findings_of(dark, "IDN-01") == findings_of(dark, "IDN-02") == ()
    nothing = replace(dark, evidence=replace(dark.evidence, deployments=()))
    assert findings_of(nothing, "IDN-01") == findings_of(nothing, "IDN-02") == ()


def test_symbol_with_a_cyrillic_letter_is_told_with_the_letter() -> None:
    (found,) = findings_of(registered(symbol="USD\u041aG"), "IDN-02")
    assert (found.severity, found.bearing) == (Severity.HIGH, Bearing.NOTED)
    assert "CYRILLIC CAPITAL LETTER KA" in found.statement
    assert figures_of(found) == {"symbol": Untrusted("USD\u041aG")}


def test_name_in_another_script_is_not_odd_and_a_symbol_is_where_the_registrys_is_latin() -> None:
    som = Untrusted("\u0421\u043e\u043c")
    entry = replace(CASE.evidence.deployments[1], symbol=reading(som, ETHEREUM))
    named = replace(entry, name=reading(som, ETHEREUM))
    (found,) = findings_of(with_deployment(CASE, 1, named), "IDN-02")
    assert found.statement.startswith("its symbol looks like another than it is")


def test_two_contracts_with_one_supply_and_the_same_balances_are_entries_to_one_ledger() -> None:
    (found,) = entries(twice(held(7, 0), held(7, 0)))
    assert (found.severity, found.bearing) == (Severity.HIGH, Bearing.UNDECIDED)
    assert "the same supply and the same balances" in found.statement
    assert figures_of(found) == {
        "one": COIN,
        "other": SECOND.asset.contract,
        "supply in base units": 500,
        "accounts that hold the same": 1,
    }


@pytest.mark.parametrize(
    "case",
    [
        twice(held(7, 1), held(7, 2)),
        twice(held(7), held(7), supplies=(500, 501)),
        twice(held(7), held(7), supplies=(0, 0)),
        twice(held(7), held(7), supplies=(NO_ANSWER, 500)),
        twice(held(7), held(7), supplies=(500, NO_ANSWER)),
    ],
    ids=["another balance", "another supply", "nothing minted", "unread", "unread other"],
)
def test_two_contracts_that_differ_or_were_not_read_are_two(case: Case) -> None:
    assert entries(case) == ()


@pytest.mark.parametrize(
    ("first", "second"),
    [((), ()), (held(NO_ANSWER), held(7)), (held(7), held(NO_ANSWER)), (held(7), ())],
    ids=["nobody known", "unread", "unread other", "not asked"],
)
def test_same_supply_without_a_balance_to_compare_is_only_noted(
    first: tuple[HolderEvidence, ...], second: tuple[HolderEvidence, ...]
) -> None:
    (found,) = entries(twice(first, second))
    assert found.bearing is Bearing.NOTED
    assert "no known account holds any" in found.statement


def test_deployments_of_different_chains_are_not_compared() -> None:
    assert entries(CASE) == ()


@pytest.mark.parametrize("missing", [ON_ETHEREUM, SECOND])
def test_contract_that_nobody_looked_at_is_not_compared(missing: Deployment) -> None:
    case = twice(held(7), held(7))
    left = tuple(one for one in case.evidence.deployments if one.asset != missing.asset)
    assert entries(replace(case, evidence=replace(case.evidence, deployments=left))) == ()


def test_proxy_and_the_code_that_it_runs_are_no_two_deployments() -> None:
    world = World()
    behind: AccountId = SECOND.asset.contract
    world.contract(COIN, {"owner()": word(HOLDERS[0])}, slots={IMPLEMENTATION: behind})
    seen, _ = world.seen(ON_ETHEREUM)
    case = twice((), (), supplies=(500, 0))
    control = ControlEvidence(ON_ETHEREUM.asset, tuple(seen.answers.items()))
    (found,) = entries(replace(case, evidence=replace(case.evidence, controls=(control,))))
    assert found.bearing is Bearing.NOTED
    assert f"{COIN.local} runs the code of {behind.local}" in found.statement


def test_registered_tokens_are_those_with_contracts() -> None:
    bare = replace(CASE.scope.token, key="digital", deployments=())
    (known,) = registered_tokens((bare, CASE.scope.token))
    assert known.key == CASE.scope.token.key
    assert known.assets == tuple(one.asset for one in CASE.scope.token.deployments)
