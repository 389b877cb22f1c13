"""Who had a role by the events of a token: terms, what is asked, and who is contradicted."""

from stableaudit.controls.membership import (
    Contradiction,
    Membership,
    Term,
    allowance,
    contradictions,
    member_questions,
    terms,
)
from stableaudit.controls.roles import MINTER, holds
from stableaudit.controls.seen import Seen
from stableaudit.controls.survey import power_map, questions
from stableaudit.domain.control_history import ControlHistory
from stableaudit.domain.control_questions import ControlAnswer, ControlQuestion, Getter
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.logs import RawLog
from stableaudit.domain.power_map import Power, PowerMap
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import SupplyLaw
from tests.control_events import granted, history, kept, revoked, told
from tests.unit.controls.answers import FAILED, TOKEN, World, deployment, on_ethereum, on_tron, word

COIN = on_ethereum(TOKEN)
MINTS = bytes.fromhex("9f2df0fed2c77648de5860a4cc508cd0818c85b8b8a1ab4ceeef8d981c8956a6")
OWN_ROLE = b"\x07" * 32
ALICE, BOB = on_ethereum(b"\xa1" * 20), on_ethereum(b"\xb0" * 20)
KGST, USDC = deployment(SupplyLaw.ZERO_TRANSFER), deployment(SupplyLaw.FIAT_TOKEN)


def configured(account: AccountId, allowed: int, at: tuple[int, int]) -> RawLog:
    return told("MinterConfigured(address,uint256)", account.address, allowed, at=at, indexed=1)


def removed(account: AccountId, at: tuple[int, int]) -> RawLog:
    return told("MinterRemoved(address)", account.address, at=at, indexed=1)


def mapped(made: World, of: ControlHistory | Unavailable | None, *, fiat: bool = False) -> PowerMap:
    law = USDC if fiat else KGST
    answers: dict[ControlQuestion, ControlAnswer] = {}
    while wanted := questions(law, Seen(answers), (), of):
        answers.update({question: made.answer(question) for question in wanted})
    return power_map(law, Seen(answers), of)


def test_grant_begins_a_term_that_its_revocation_ends() -> None:
    first = granted(MINTS, ALICE.address, at=(5, 0))
    again = granted(MINTS, ALICE.address, at=(6, 0))
    end = revoked(MINTS, ALICE.address, at=(7, 0))
    other = granted(MINTS, BOB.address, at=(8, 0))
    one, two, three, four = kept(first, again, end, other)
    mint = Membership(MINTS, ALICE)
    assert terms(COIN, [one, two, three, four]) == (
        Term(mint, one, three),
        Term(Membership(MINTS, BOB), four),
    )
    assert mint.office == "MINTER_ROLE"


def test_revocation_without_a_grant_ends_a_term_of_unknown_beginning() -> None:
    (end,) = kept(revoked(OWN_ROLE, ALICE.address, at=(7, 0)))
    (term,) = terms(COIN, [end])
    assert term == Term(Membership(OWN_ROLE, ALICE), None, end)
    assert not term.within_a_block
    assert not term.within_a_transaction
    assert term.membership.office == f"role 0x{OWN_ROLE.hex()}"


def test_role_granted_and_revoked_at_once_is_known_by_block_and_transaction() -> None:
    begin = granted(MINTS, ALICE.address, at=(5, 0), transaction=b"\x01" * 32)
    end = revoked(MINTS, ALICE.address, at=(5, 3), transaction=b"\x02" * 32)
    (apart,) = terms(COIN, kept(begin, end))
    assert (apart.within_a_block, apart.within_a_transaction) == (True, False)
    same = revoked(MINTS, ALICE.address, at=(5, 3), transaction=b"\x01" * 32)
    (together,) = terms(COIN, kept(begin, same))
    assert (together.within_a_block, together.within_a_transaction) == (True, True)
    later = revoked(MINTS, ALICE.address, at=(6, 3))
    (long,) = terms(COIN, kept(begin, later))
    assert not long.within_a_block
    (open_still,) = terms(COIN, kept(begin))
    assert not open_still.within_a_block


def test_minter_whose_allowance_is_set_again_keeps_its_term() -> None:
    logs = kept(configured(ALICE, 5, (5, 0)), configured(ALICE, 9, (6, 0)), removed(ALICE, (7, 0)))
    assert terms(COIN, logs) == (Term(Membership(MINTER, ALICE), logs[0], logs[2]),)


def test_events_of_other_kinds_begin_nothing() -> None:
    logs = kept(told("Pause()"), RawLog(9, 0, b"\x01" * 32, (b"\x99" * 32,), b""))
    assert terms(COIN, logs) == ()


def test_everybody_whom_events_name_is_asked_about_the_last_first_and_so_many_at_most() -> None:
    logs = kept(
        granted(MINTS, ALICE.address, at=(5, 0)),
        revoked(MINTS, ALICE.address, at=(6, 0)),
        configured(BOB, 5, (7, 0)),
    )
    limit = Getter(COIN, "minterAllowance(address)", word(BOB))
    of_bob = (holds(COIN, MINTER, BOB), limit)
    assert member_questions(COIN, logs) == (*of_bob, holds(COIN, MINTS, ALICE))
    assert member_questions(COIN, logs, most=1) == of_bob
    assert holds(COIN, MINTER, BOB).label == f"isMinter(0x{word(BOB).hex()})"


def test_role_of_somebody_that_only_an_event_names_is_in_the_map() -> None:
    made = World()
    made.contract(COIN, {})
    made.values[holds(COIN, OWN_ROLE, ALICE)] = word(1)
    made.values[holds(COIN, MINTS, ALICE)] = word(1)
    found = mapped(
        made,
        history(
            granted(OWN_ROLE, ALICE.address, at=(4, 0)),
            granted(MINTS, ALICE.address, at=(5, 0)),
            granted(MINTS, BOB.address, at=(6, 0)),
        ),
    )
    assert [(grip.office, grip.powers, grip.holder) for grip in found.grips] == [
        ("MINTER_ROLE", (Power.ISSUE,), ALICE),
        (f"role 0x{OWN_ROLE.hex()}", (), ALICE),
    ]
    assert found.actor(ALICE) is not None
    assert not [one for one in found.unknown if "events" in one]


def test_minters_are_found_by_events_and_confirmed_by_the_getter() -> None:
    made = World()
    made.contract(COIN, {})
    made.values[holds(COIN, MINTER, ALICE)] = word(1)
    found = mapped(
        made, history(configured(ALICE, 5, (4, 0)), configured(BOB, 5, (5, 0))), fiat=True
    )
    assert [(grip.office, grip.holder) for grip in found.grips] == [("isMinter(address)", ALICE)]
    assert not [one for one in found.unknown if "minters" in one]


def test_what_events_do_not_reach_is_said() -> None:
    made = World()
    made.contract(COIN, {})
    late = mapped(made, history(first=5, left_out=3))
    assert late.unknown[:2] == (
        "Who was appointed before block 5 is not known by events.",
        "The first 3 events of control were left out.",
    )
    absent = mapped(made, FAILED)
    assert "told by events alone, which are not read" in absent.unknown[0]
    assert absent.unknown[1] == f"Why they are not: {FAILED}"


def test_on_tron_few_are_asked_for_each_is_a_request_of_its_own() -> None:
    contract = on_tron(TOKEN)
    logs = [granted(MINTS, bytes([n]) * 20, at=(n, 0)) for n in range(1, 40)]
    of = deployment(SupplyLaw.ZERO_TRANSFER, contract)
    asked = [
        one
        for one in questions(of, Seen({}), (), history(*logs))
        if isinstance(one, Getter) and one.signature == "hasRole(bytes32,address)"
    ]
    assert len(asked) == 20
    assert asked[0] == holds(contract, MINTS, on_tron(bytes([39]) * 20))


def test_getter_that_says_otherwise_than_the_events_is_a_contradiction() -> None:
    logs = kept(
        granted(MINTS, ALICE.address, at=(5, 0)),
        granted(OWN_ROLE, ALICE.address, at=(5, 1)),
        granted(MINTS, BOB.address, at=(5, 2)),
        revoked(MINTS, BOB.address, at=(6, 0)),
        granted(OWN_ROLE, BOB.address, at=(7, 0)),
    )
    made = World()
    made.contract(COIN, {})
    made.values[holds(COIN, MINTS, ALICE)] = word(0)
    made.values[holds(COIN, OWN_ROLE, ALICE)] = word(1)
    made.values[holds(COIN, MINTS, BOB)] = word(1)
    made.values[holds(COIN, OWN_ROLE, BOB)] = FAILED
    seen = Seen({question: made.answer(question) for question in member_questions(COIN, logs)})
    assert contradictions(COIN, logs, seen) == (
        Contradiction(Membership(MINTS, ALICE), told=True, last=logs[0]),
        Contradiction(Membership(MINTS, BOB), told=False, last=logs[3]),
    )


def test_what_a_minter_may_still_mint_is_read_or_not_known() -> None:
    limit = Getter(COIN, "minterAllowance(address)", word(ALICE))
    made = World()
    made.values[limit] = word(70)
    assert allowance(COIN, ALICE, Seen({limit: made.answer(limit)})) == 70
    assert allowance(COIN, ALICE, Seen({})) is None
