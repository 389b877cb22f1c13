from pathlib import Path

import pytest

from tests.devnet.scenario.parser import parse
from tests.devnet.scenario.steps import (
    Act,
    Blocks,
    ExpectBalance,
    ExpectSupply,
    Fee,
    FeedHead,
    Gap,
    Issue,
    Multisig,
    Round,
    ScenarioError,
    Statement,
    Time,
    TokenHead,
    Transfer,
)
from tests.devnet.scenario.words import MAXIMUM, ZERO, key_account

SCENARIOS = Path(__file__).resolve().parents[1] / "scenarios"
HEAD = (
    f"token gold on ethereum at 0x{'e8' * 20} law usdkg decimals 6 owner key 1 compliance key 4\n"
)
FEED = f"feed XAU / USD on bnb at 0x{'21' * 20} decimals 8 owner key 9 aggregator 0x{'11' * 20}\n"


def _only(text: str, head: str = HEAD) -> Statement:
    (scenario,) = parse(head + text)
    (statement,) = scenario.statements
    return statement


def test_parse_head_every_role_is_filled() -> None:
    (scenario,) = parse(
        f"token gold on tron at TXZo12qvnEVKvU2zbfuQeMXKusWyxonwEG law usdkg decimals 6\n"
        f"    owner multisig(1,2,3;2) at 0x{'cf' * 20}\n"
    )
    multisig = Multisig(b"\xcf" * 20, (1, 2, 3), 2)
    assert scenario.head == TokenHead(
        line=1,
        name="gold",
        chain="tron:0x2b6653dc",
        address=bytes.fromhex("ece52a618c1bc3e8a9ef5ca24eb71f414e606137"),
        law="usdkg",
        decimals=6,
        supply=0,
        roles={"owner": multisig.address, "compliance": multisig.address},
        multisigs=(multisig,),
    )


def test_parse_feed_description_goes_up_to_the_chain() -> None:
    (scenario,) = parse(FEED)
    assert scenario.head == FeedHead(
        line=1,
        description="XAU / USD",
        chain="eip155:56",
        address=b"\x21" * 20,
        decimals=8,
        owner=key_account(9),
        aggregator=b"\x11" * 20,
    )


def test_parse_two_heads_are_two_scenarios() -> None:
    first, second = parse(HEAD + "pause\n" + FEED + "gap 1\n")
    assert len(first.statements) == len(second.statements) == 1


def test_parse_amount_is_exact_base_units() -> None:
    assert _only("issue 10_000_000.000001 to key 5") == Act(
        2, Issue(10_000_000_000_001, key_account(5))
    )


def test_parse_max_is_the_largest_word() -> None:
    assert _only("fail issue max to key 5") == Act(2, Issue(MAXIMUM, key_account(5)), fails=True)


def test_parse_transfer_to_a_role_and_to_zero() -> None:
    assert _only("transfer 1 key 5 -> owner") == Act(
        2, Transfer(1_000_000, key_account(5), key_account(1))
    )
    assert _only("transfer 1 key 5 -> zero") == Act(2, Transfer(1_000_000, key_account(5), ZERO))


def test_parse_sender_is_kept() -> None:
    assert _only("fee 20 bp by key 3") == Act(2, Fee(20, 10_000, MAXIMUM), by=key_account(3))


def test_parse_joined_act_is_marked() -> None:
    (scenario,) = parse(HEAD + "issue 1 to key 5\n& fail issue 1 to key 5 by key 7\n")
    assert scenario.statements[1] == Act(
        3, Issue(1_000_000, key_account(5)), by=key_account(7), fails=True, joined=True
    )


def test_parse_comments_and_empty_lines_are_nothing() -> None:
    assert _only("\n# all\nblocks 12   # some\n\n") == Blocks(4, 12)


def test_parse_expectations_are_read() -> None:
    assert _only("expect supply 1.5") == ExpectSupply(2, 1_500_000)
    assert _only("expect balance key 5 0") == ExpectBalance(2, key_account(5), 0)


def test_parse_relative_time_follows_the_time_stated_last() -> None:
    (scenario,) = parse(
        FEED + "time 2026-11-20T00:00:00Z\nround 4163.475 at +60s\nround 1 at +3600s\ntime +1s\n"
    )
    midnight = 1_795_132_800
    assert scenario.statements == (
        Time(2, midnight),
        Act(3, Round(416_347_500_000, midnight + 60)),
        Act(4, Round(100_000_000, midnight + 3660)),
        Time(5, midnight + 3661),
    )


def test_parse_gap_reverts_only_when_said() -> None:
    (scenario,) = parse(FEED + "gap 3\n& gap 2 reverts\n")
    assert [each.step for each in scenario.statements if isinstance(each, Act)] == [
        Gap(3, reverts=False),
        Gap(2, reverts=True),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: there is no scenario"),
        ("# nothing\n", "line 1: there is no scenario"),
        ("pause\n", "line 1: a scenario begins with"),
        ("  pause\n", "line 1: nothing above that this could continue"),
        (HEAD + "\n\nissue 1 key 5", "line 4: not understood: 'key 5'"),
        (HEAD + "issue", "line 2: something is missing after 'issue'"),
        (HEAD + "issue 1.0000001 to key 5", "line 2: 1.0000001 has more than 6 decimals"),
        (HEAD + "issue -1 to key 5", "line 2: an amount expected, not '-1'"),
        (HEAD + "issue 1e6 to key 5", "line 2: an amount expected, not '1e6'"),
        (HEAD + "issue 1 to key 10", "line 2: keys are numbered 1 to 9, not 10"),
        (HEAD + "issue 1 to nobody", "line 2: an account expected, not 'nobody'"),
        (HEAD + "transfer 1 key 5 key 6", "line 2: '->' expected, not 'key'"),
        (HEAD + "explode", "line 2: 'explode' is no act of a token"),
        (HEAD + "grant MINTER key 6", "line 2: a usdkg token has no 'grant'"),
        (HEAD + "fee 20 ppm", "line 2: 'bp' expected, not 'ppm'"),
        (HEAD + "round 1 at +1s", "line 2: 'round' is no act of a token"),
        (HEAD + "& pause", "line 2: `&` joins the block of an act"),
        (HEAD + "blocks 1\n& pause", "line 3: `&` joins the block of an act"),
        (HEAD + "blocks many", "line 2: a whole number expected, not 'many'"),
        (HEAD + "time +60s", "line 2: +60s after what?"),
        (HEAD + "time 2026-11-20T00:00:00Z\n" + HEAD + "time +60s", "line 4: +60s after what?"),
        (HEAD + "time 2026-11-20T00:00:00Z\n" + FEED + "time +60s", "line 4: +60s after what?"),
        (HEAD + "time 2026-11-20T00:00:00", "line 2: 2026-11-20T00:00:00 does not say its zone"),
        (HEAD + "time noon", "line 2: a time expected, not 'noon'"),
        (FEED + "pause", "line 2: 'pause' is no act of a feed"),
        (FEED + "expect supply 1", "line 2: a feed has neither supply nor balances"),
        (HEAD.replace("ethereum", "solana"), "line 1: a chain is one of ethereum, bnb, tron"),
        (HEAD.replace("usdkg", "rebase"), "line 1: a law is one of usdkg"),
        (HEAD.replace("compliance", "wizard"), "line 1: a usdkg token has owner, compliance"),
        (HEAD.replace("owner key 1 ", ""), "line 1: a usdkg token needs `owner <account>`"),
        (HEAD.replace("owner key 1", "supply 5 owner key 1"), "line 1: the constructor of a usdkg"),
        (
            HEAD.replace("usdkg", "zero-transfer").replace("compliance", "admin"),
            "line 1: a zero-transfer token needs `implementation <account>`",
        ),
        (
            HEAD.replace("owner key 1", f"owner multisig(1,2;3) at 0x{'cf' * 20}"),
            "line 1: 3 of 2 owners can never sign",
        ),
        (
            HEAD.replace("owner key 1", "owner multisig(1, 2;1)"),
            "line 1: multisig(1,2,3;2) expected, not 'multisig(1,'",
        ),
        (
            HEAD.replace(f"0x{'e8' * 20}", "TXZo12qvnEVKvU2zbfuQeMXKusWyxonwEH"),
            "line 1: 'TXZo12qvnEVKvU2zbfuQeMXKusWyxonwEH' fails its checksum",
        ),
    ],
)
def test_parse_mistake_is_named_with_its_line(text: str, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        parse(text)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("file", sorted(SCENARIOS.glob("*.txt")), ids=lambda file: file.stem)
def test_parse_shipped_scenario_is_understood(file: Path) -> None:
    assert all(scenario.statements for scenario in parse(file.read_text(encoding="utf-8")))
