"""The model against figures worked out by hand; the shipped scenarios against what they promise."""

from pathlib import Path

import pytest

from tests.devnet.scenario.book import Movement
from tests.devnet.scenario.ledger import (
    GroundTruth,
    TrueRound,
    feed_truth,
    token_truth,
)
from tests.devnet.scenario.parser import parse
from tests.devnet.scenario.steps import FeedHead, ScenarioError
from tests.devnet.scenario.words import ZERO, key_account

SCENARIOS = Path(__file__).resolve().parents[1] / "scenarios"
ADDRESS = "0x" + "e8" * 20
ROLES = {
    "usdkg": "decimals 0 owner key 1 compliance key 4",
    "tether": "decimals 0 supply 1000 owner key 1",
    "fiat-token": "decimals 0 owner key 1 minter key 2",
    "paxos": "decimals 0 owner key 1 controller key 2 recipient key 3",
    "zero-transfer": (
        f"decimals 0 owner key 1 implementation 0x{'a9' * 20} proxyadmin 0x{'cb' * 20}"
    ),
}
ISSUED = {
    "usdkg": "issue 1_000_000 to key 5",
    "tether": "issue 1_000_000\ntransfer 1_000_000 owner -> key 5",
    "fiat-token": "issue 1_000_000 to key 5",
    "paxos": "issue 1_000_000\ntransfer 1_000_000 controller -> key 5",
    "zero-transfer": "issue 1_000_000 to key 5",
}


def _truth(law: str, text: str) -> GroundTruth:
    (scenario,) = parse(f"token t on ethereum at {ADDRESS} law {law} {ROLES[law]}\n{text}\n")
    return token_truth(scenario)


def _shipped(name: str) -> GroundTruth:
    (scenario,) = parse((SCENARIOS / f"{name}.txt").read_text(encoding="utf-8"))
    return token_truth(scenario)


def test_token_truth_usdkg_issue_has_no_transfer() -> None:
    truth = _truth("usdkg", "issue 70 to key 5\nissue 30 to owner\nredeem 20")
    assert truth.total_supply == 80
    assert truth.balances == {key_account(5): 70, key_account(1): 10}
    assert truth.mints == (Movement(2, key_account(5), 70), Movement(3, key_account(1), 30))
    assert truth.burns == (Movement(4, key_account(1), 20),)
    assert truth.events == {"Issue": 2, "Redeem": 1}


def test_token_truth_usdkg_fee_goes_to_the_owner_as_a_transfer_of_its_own() -> None:
    truth = _truth("usdkg", "issue 1000 to key 5\nfee 20 bp\ntransfer 1000 key 5 -> key 6")
    assert truth.balances == {key_account(1): 2, key_account(6): 998}
    assert truth.events == {"Issue": 1, "Params": 1, "Transfer": 2}
    assert truth.fee_rate == 20


def test_token_truth_fee_that_rounds_to_nothing_is_no_transfer() -> None:
    truth = _truth("usdkg", "issue 499 to key 5\nfee 20 bp\ntransfer 499 key 5 -> key 6")
    assert truth.balances == {key_account(6): 499}
    assert truth.events["Transfer"] == 1


def test_token_truth_usdkg_zero_address_holds_what_it_received() -> None:
    truth = _truth("usdkg", "issue 10 to key 5\ntransfer 4 key 5 -> zero")
    assert truth.total_supply == 10
    assert truth.balances == {key_account(5): 6, ZERO: 4}


def test_token_truth_usdkg_destroy_takes_the_whole_balance() -> None:
    truth = _truth("usdkg", "issue 10 to key 7\nblacklist key 7\ndestroy key 7")
    assert truth.total_supply == 0
    assert truth.balances == {}
    assert truth.burns == (Movement(4, key_account(7), 10),)
    assert truth.frozen == {key_account(7)}


def test_token_truth_unfrozen_account_sends_again() -> None:
    truth = _truth(
        "usdkg", "issue 9 to key 5\nfreeze key 5\nunfreeze key 5\ntransfer 9 key 5 -> key 6"
    )
    assert truth.balances == {key_account(6): 9}
    assert truth.frozen == frozenset()


def test_token_truth_tether_constructor_creates_supply_without_an_event() -> None:
    truth = _truth("tether", "issue 5")
    assert truth.total_supply == 1005
    assert truth.mints == (Movement(1, key_account(1), 1000), Movement(2, key_account(1), 5))
    assert truth.events == {"Issue": 1}


def test_token_truth_tether_fee_is_capped() -> None:
    truth = _truth("tether", f"{ISSUED['tether']}\nfee 10 bp max 7\ntransfer 9_000 key 5 -> key 6")
    assert truth.balances[key_account(6)] == 8_993
    assert truth.balances[key_account(1)] == 1007


def test_token_truth_fiat_token_mint_is_two_events() -> None:
    truth = _truth("fiat-token", "minter minter allowance 9\nissue 9 to key 5\nissue 4 to minter")
    assert truth.events == {"MinterConfigured": 1, "Mint": 2, "Transfer": 2}


def test_token_truth_paxos_fee_is_in_parts_per_million_to_the_recipient() -> None:
    truth = _truth("paxos", f"{ISSUED['paxos']}\nfee 200 ppm\ntransfer 500_000 key 5 -> key 6")
    assert truth.balances == {
        key_account(5): 500_000,
        key_account(6): 499_900,
        key_account(3): 100,
    }
    assert truth.events == {
        "SupplyIncreased": 1,
        "Transfer": 4,
        "FeeRateSet": 1,
        "FeeCollected": 1,
    }


def test_token_truth_paxos_wipe_is_three_events() -> None:
    truth = _truth("paxos", f"{ISSUED['paxos']}\nfreeze key 5\nwipe key 5")
    assert truth.total_supply == 0
    assert (truth.events["FrozenAddressWiped"], truth.events["SupplyDecreased"]) == (1, 1)


def test_token_truth_zero_transfer_roles_follow_grants_and_revocations() -> None:
    truth = _truth("zero-transfer", "grant MINTER key 6\nrevoke BURNER owner")
    assert ("MINTER", key_account(6)) in truth.roles
    assert ("BURNER", key_account(1)) not in truth.roles
    assert truth.events == {"RoleGranted": 6, "Initialized": 1, "RoleRevoked": 1}


def test_token_truth_drift_is_a_balance_without_supply_or_event() -> None:
    truth = _truth("zero-transfer", "issue 10 to key 5\ndrift 3 to key 6")
    assert truth.total_supply == 10
    assert sum(truth.balances.values()) == 13
    assert truth.events["Transfer"] == 1


def test_token_truth_act_that_must_fail_changes_nothing() -> None:
    assert _truth("usdkg", "fail issue 5 to key 5 by key 7").total_supply == 0


def test_token_truth_spender_uses_up_the_approval() -> None:
    acts = "issue 9 to key 5\napprove 4 key 5 -> key 6\nspend 3 key 5 -> key 7 by key 6\n"
    assert _truth("usdkg", acts).balances == {key_account(5): 6, key_account(7): 3}
    with pytest.raises(ScenarioError, match="line 5: more than is approved"):
        _truth("usdkg", acts + "spend 2 key 5 -> key 7 by key 6")


@pytest.mark.parametrize(
    ("law", "text", "message"),
    [
        ("usdkg", "transfer 1 key 5 -> key 6", "line 2: 0x.* holds 0, less than 1"),
        ("usdkg", "issue 5", "line 2: `to <account>` is missing"),
        ("usdkg", "destroy key 7", "line 2: only a frozen account is wiped"),
        ("usdkg", "unpause", "line 2: it is not paused"),
        ("usdkg", "pause\npause", "line 3: it is paused already"),
        ("usdkg", "issue 1 to key 5\npause\ntransfer 1 key 5 -> key 6", "line 4: it is paused"),
        (
            "usdkg",
            "issue 1 to key 5\nfreeze key 5\ntransfer 1 key 5 -> key 6",
            "line 4: the sender is frozen",
        ),
        (
            "fiat-token",
            "issue 1 to key 5\nfreeze key 6\ntransfer 1 key 5 -> key 6",
            "line 4: the recipient is frozen",
        ),
        (
            "zero-transfer",
            "issue 1 to key 5\ntransfer 1 key 5 -> zero",
            "line 3: nothing is sent to the zero address",
        ),
        ("tether", "issue 1 to key 5", "line 2: tether issues to whoever issues"),
        ("zero-transfer", "grant MINTER owner", "line 2: the account has the role"),
        ("zero-transfer", "revoke MINTER key 5", "line 2: the account has not the role"),
        ("usdkg", "issue 1 to key 5\nexpect supply 2", "line 3: the supply is 1 base units, 2"),
        ("usdkg", "expect balance key 5 1", "line 2: the balance is 0 base units, 1"),
    ],
)
def test_token_truth_impossible_statement_is_named(law: str, text: str, message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        _truth(law, text)


@pytest.mark.parametrize("name", ["usdkg-ethereum", "usdkg-tron", "kgst"])
def test_token_truth_shipped_scenario_closes_its_books(name: str) -> None:
    truth = _shipped(name)
    minted = sum(each.amount for each in truth.mints)
    burned = sum(each.amount for each in truth.burns)
    assert minted - burned == truth.total_supply == sum(truth.balances.values())


def test_token_truth_usdkg_on_both_chains_is_fifty_million() -> None:
    total = _shipped("usdkg-ethereum").total_supply + _shipped("usdkg-tron").total_supply
    assert total == 50_000_000 * 10**6


@pytest.mark.parametrize("name", ["usdkg-ethereum", "usdkg-tron"])
def test_token_truth_usdkg_scenario_shows_every_way_supply_moves(name: str) -> None:
    truth = _shipped(name)
    assert {"Issue", "Redeem", "DestroyedBlackFunds", "Params", "AddedBlackList"} <= set(
        truth.events
    )
    assert truth.balances[ZERO] > 0


def test_token_truth_kgst_is_nearly_all_in_one_wallet() -> None:
    truth = _shipped("kgst")
    wallet = bytes.fromhex("8894e0a0c962cb723c1976a4421c95949be2d4e3")
    assert truth.total_supply == 445_945_000 * 10**18
    assert truth.balances[wallet] == 445_893_595 * 10**18
    assert {"Upgraded", "Frozen", "RoleGranted", "RoleRevoked"} <= set(truth.events)


def test_feed_truth_ids_count_gaps_and_begin_anew_in_a_phase() -> None:
    (scenario,) = parse(
        f"feed G on bnb at {ADDRESS} decimals 1 owner key 9 aggregator 0x{'11' * 20}\n"
        "round 1 at 2026-11-20T00:00:00Z\ngap 2\nround 2 at +1s\n"
        f"phase aggregator 0x{'12' * 20}\nround 3.5 at +1s\nfail round 4 at +1s by key 1\n"
    )
    truth = feed_truth(scenario)
    start = 1_795_132_800
    assert truth.rounds == (
        TrueRound((1 << 64) + 1, 10, start),
        TrueRound((1 << 64) + 4, 20, start + 1),
        TrueRound((2 << 64) + 1, 35, start + 2),
    )
    assert truth.gaps == ((1 << 64) + 2, (1 << 64) + 3)
    assert truth.phases == (b"\x11" * 20, b"\x12" * 20)


def test_feed_truth_shipped_feeds_end_near_each_other_around_4180() -> None:
    scenarios = parse((SCENARIOS / "gold-feeds.txt").read_text(encoding="utf-8"))
    ends = [feed_truth(scenario).rounds[-1].answer for scenario in scenarios]
    assert ends == [418_000_000_000, 418_035_000_000]
    assert [scenario.head.chain for scenario in scenarios] == ["eip155:1", "eip155:56"]
    assert [len(feed_truth(scenario).phases) for scenario in scenarios] == [2, 2]


def test_truth_of_the_other_kind_is_refused() -> None:
    token, feed = parse(
        f"token t on ethereum at {ADDRESS} law usdkg {ROLES['usdkg']}\n"
        f"feed G on bnb at {ADDRESS} decimals 1 owner key 9 aggregator {ADDRESS}\n"
    )
    assert isinstance(feed.head, FeedHead)
    with pytest.raises(ScenarioError, match="a feed has no supply"):
        token_truth(feed)
    with pytest.raises(ScenarioError, match="a token has no rounds"):
        feed_truth(token)
