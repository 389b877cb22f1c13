"""What each law asks for and how it reads the answer, case by case."""

import pytest

from stableaudit.domain.ledger import Boundary, Entry, Irregular
from stableaudit.domain.logs import TRANSFER_TOPIC, LogQuery, RawLog
from stableaudit.domain.tokens import SupplyLaw
from stableaudit.ledger.events import (
    BURN,
    DESTROYED_BLACK_FUNDS,
    FROZEN_ADDRESS_WIPED,
    ISSUE,
    MINT,
    REDEEM,
    SUPPLY_DECREASED,
    SUPPLY_INCREASED,
    TRANSFER,
    Event,
)
from stableaudit.ledger.law import LawReading, law_of
from tests.unit.ledger.pages import (
    LARGEST,
    TOKEN,
    TX,
    ZERO,
    A,
    B,
    C,
    burn,
    log,
    mint,
    moved,
    page,
    wipe,
    word,
)

SUSPENSE = Boundary.SUSPENSE
OTHER_TX = b"\x02" * 32


def _read(law: SupplyLaw, *logs: RawLog, full: bool = True) -> LawReading:
    """What a law reads in a page that holds what it asked for."""
    each = law_of(law)
    return each.read(page(logs, each.query(TOKEN, full=full)), full=full)


def _clean(*entries: Entry) -> LawReading:
    return LawReading(entries, ())


@pytest.mark.parametrize("key", SupplyLaw)
def test_law_of_every_word_is_that_law(key: SupplyLaw) -> None:
    assert law_of(key).key is key


@pytest.mark.parametrize(
    ("law", "supply"),
    [
        (SupplyLaw.TETHER, (ISSUE, REDEEM, DESTROYED_BLACK_FUNDS)),
        (SupplyLaw.USDKG, (ISSUE, REDEEM, DESTROYED_BLACK_FUNDS)),
        (SupplyLaw.TETHER_TRON, (ISSUE, REDEEM, DESTROYED_BLACK_FUNDS)),
        (SupplyLaw.FIAT_TOKEN, (MINT, BURN)),
        (SupplyLaw.PAXOS, (SUPPLY_INCREASED, SUPPLY_DECREASED, FROZEN_ADDRESS_WIPED)),
    ],
)
def test_query_is_the_supply_events_and_in_full_every_transfer(
    law: SupplyLaw, supply: tuple[Event, ...]
) -> None:
    topics = tuple(event.topic for event in supply)
    names = tuple(event.name for event in supply)
    assert law_of(law).query(TOKEN, full=False) == LogQuery(TOKEN, ((topics,),), names)
    assert law_of(law).query(TOKEN, full=True) == LogQuery(TOKEN, (((TRANSFER_TOPIC, *topics),),))


def test_query_of_supply_alone_names_its_events() -> None:
    law = law_of(SupplyLaw.TETHER_TRON)
    assert law.query(TOKEN, full=False).names == ("Issue", "Redeem", "DestroyedBlackFunds")
    assert law.query(TOKEN, full=True).names == ()


def test_query_zero_transfer_names_nothing_since_all_transfers_share_a_name() -> None:
    law = law_of(SupplyLaw.ZERO_TRANSFER)
    assert [law.query(TOKEN, full=full).names for full in (False, True)] == [(), ()]


def test_query_zero_transfer_asks_for_either_side_by_topic() -> None:
    law = law_of(SupplyLaw.ZERO_TRANSFER)
    some = law.query(TOKEN, full=False)
    assert law.query(TOKEN, full=True) == LogQuery(TOKEN, (((TRANSFER_TOPIC,),),))
    assert [
        some.wants((TRANSFER_TOPIC, word(source), word(destination)))
        for source, destination in ((ZERO, A), (A, ZERO), (ZERO, ZERO), (A, B))
    ] == [True, True, True, False]
    assert not some.wants((ISSUE.topic, word(ZERO)))


@pytest.mark.parametrize("law", [SupplyLaw.TETHER, SupplyLaw.USDKG])
def test_tether_issue_and_redeem_name_nobody(law: SupplyLaw) -> None:
    assert _read(law, log(ISSUE, LARGEST, at=4), log(REDEEM, 3, at=9)) == _clean(
        mint(SUSPENSE, LARGEST, 4), burn(SUSPENSE, 3, 9)
    )


@pytest.mark.parametrize("law", [SupplyLaw.TETHER, SupplyLaw.USDKG])
@pytest.mark.parametrize("indexed", [0, 1])
def test_tether_destroyed_funds_are_a_wipe_of_the_named_account(
    law: SupplyLaw, indexed: int
) -> None:
    told = log(DESTROYED_BLACK_FUNDS, A, 5, at=4, indexed=indexed)
    assert _read(law, told) == _clean(wipe(A, 5, 4))


@pytest.mark.parametrize("law", [SupplyLaw.TETHER, SupplyLaw.USDKG])
def test_tether_zero_address_is_an_account(law: SupplyLaw) -> None:
    """Neither a burn nor odd: these contracts let it receive."""
    told = log(TRANSFER, A, ZERO, 5, at=1), log(TRANSFER, ZERO, B, 2, at=2)
    assert _read(law, *told) == _clean(moved(A, ZERO, 5, 1), moved(ZERO, B, 2, 2))


def test_tether_tron_act_told_twice_counts_once_for_the_account_of_its_transfer() -> None:
    told = (
        log(ISSUE, 5, at=1),
        log(TRANSFER, ZERO, A, 5, at=2),
        log(REDEEM, 3, at=3),
        log(TRANSFER, A, ZERO, 3, at=4),
    )
    assert _read(SupplyLaw.TETHER_TRON, *told) == _clean(mint(A, 5, 1), burn(A, 3, 3))


def test_tether_tron_transfer_before_its_act_is_the_same_act() -> None:
    told = log(TRANSFER, ZERO, A, 5, at=1), log(ISSUE, 5, at=2)
    assert _read(SupplyLaw.TETHER_TRON, *told) == _clean(mint(A, 5, 2))


def test_tether_tron_destroyed_funds_stand_alone() -> None:
    told = log(DESTROYED_BLACK_FUNDS, A, 5, at=4)
    assert _read(SupplyLaw.TETHER_TRON, told) == _clean(wipe(A, 5, 4))


def test_tether_tron_acts_of_one_amount_pair_in_order() -> None:
    told = (
        log(ISSUE, 5, at=1),
        log(TRANSFER, ZERO, A, 5, at=2),
        log(ISSUE, 5, at=3),
        log(TRANSFER, ZERO, B, 5, at=4),
    )
    assert _read(SupplyLaw.TETHER_TRON, *told) == _clean(mint(A, 5, 1), mint(B, 5, 3))


def test_tether_tron_issue_without_transfer_is_in_suspense_and_told() -> None:
    told = log(ISSUE, 5, at=1), log(TRANSFER, ZERO, A, 6, at=2)
    assert _read(SupplyLaw.TETHER_TRON, *told) == LawReading(
        (mint(SUSPENSE, 5, 1), moved(ZERO, A, 6, 2)),
        (
            Irregular(7, 1, "Issue without its Transfer"),
            Irregular(7, 2, "a Transfer from the zero address without its supply event"),
        ),
    )


def test_tether_tron_pair_in_two_transactions_is_none() -> None:
    told = log(REDEEM, 5, at=1), log(TRANSFER, A, ZERO, 5, at=2, transaction=OTHER_TX)
    reading = _read(SupplyLaw.TETHER_TRON, *told)
    assert [each.reason for each in reading.irregular] == [
        "Redeem without its Transfer",
        "a Transfer to the zero address without its supply event",
    ]


def test_tether_tron_transfer_in_the_other_direction_is_no_pair() -> None:
    reading = _read(SupplyLaw.TETHER_TRON, log(ISSUE, 5, at=1), log(TRANSFER, A, ZERO, 5, at=2))
    assert reading.entries == (mint(SUSPENSE, 5, 1), moved(A, ZERO, 5, 2))


def test_fiat_token_act_told_twice_counts_once() -> None:
    told = (
        log(MINT, C, A, 5, at=1),
        log(TRANSFER, ZERO, A, 5, at=2),
        log(BURN, B, 3, at=3),
        log(TRANSFER, B, ZERO, 3, at=4),
    )
    assert _read(SupplyLaw.FIAT_TOKEN, *told) == _clean(mint(A, 5, 1), burn(B, 3, 3))


def test_fiat_token_pairs_by_account_where_amounts_are_equal() -> None:
    told = (
        log(MINT, C, A, 5, at=1),
        log(MINT, C, B, 5, at=2),
        log(TRANSFER, ZERO, B, 5, at=3),
        log(TRANSFER, ZERO, A, 5, at=4),
    )
    assert _read(SupplyLaw.FIAT_TOKEN, *told) == _clean(mint(A, 5, 1), mint(B, 5, 2))


def test_fiat_token_mint_beside_a_transfer_to_another_is_two_oddities() -> None:
    told = log(MINT, C, A, 5, at=1), log(TRANSFER, ZERO, B, 5, at=2)
    assert _read(SupplyLaw.FIAT_TOKEN, *told) == LawReading(
        (mint(A, 5, 1), moved(ZERO, B, 5, 2)),
        (
            Irregular(7, 1, "Mint without its Transfer"),
            Irregular(7, 2, "a Transfer from the zero address without its supply event"),
        ),
    )


def test_fiat_token_one_transfer_repeats_one_act_only() -> None:
    told = log(BURN, A, 5, at=1), log(BURN, A, 5, at=2), log(TRANSFER, A, ZERO, 5, at=3)
    assert _read(SupplyLaw.FIAT_TOKEN, *told) == LawReading(
        (burn(A, 5, 1), burn(A, 5, 2)), (Irregular(7, 2, "Burn without its Transfer"),)
    )


def test_paxos_act_told_twice_counts_once() -> None:
    told = (
        log(SUPPLY_INCREASED, A, 5, at=1),
        log(TRANSFER, ZERO, A, 5, at=2),
        log(SUPPLY_DECREASED, A, 3, at=3),
        log(TRANSFER, A, ZERO, 3, at=4),
    )
    assert _read(SupplyLaw.PAXOS, *told) == _clean(mint(A, 5, 1), burn(A, 3, 3))


def test_paxos_wiped_is_the_burn_after_the_mark() -> None:
    told = (
        log(SUPPLY_DECREASED, B, 1, at=0),
        log(TRANSFER, B, ZERO, 1, at=1),
        log(FROZEN_ADDRESS_WIPED, B, at=2),
        log(SUPPLY_DECREASED, A, 3, at=3),
        log(TRANSFER, A, ZERO, 3, at=4),
        log(SUPPLY_DECREASED, B, 5, at=5),
        log(TRANSFER, B, ZERO, 5, at=6),
    )
    assert _read(SupplyLaw.PAXOS, *told) == _clean(burn(B, 1, 0), burn(A, 3, 3), wipe(B, 5, 5))


def test_paxos_mark_without_its_burn_is_told() -> None:
    told = log(FROZEN_ADDRESS_WIPED, A, at=2), log(SUPPLY_INCREASED, A, 3, at=3)
    assert _read(SupplyLaw.PAXOS, *told) == LawReading(
        (mint(A, 3, 3),),
        (
            Irregular(7, 2, "FrozenAddressWiped without a burn of its account after it"),
            Irregular(7, 3, "SupplyIncreased without its Transfer"),
        ),
    )


def test_paxos_one_mark_wipes_one_burn() -> None:
    told = (
        log(FROZEN_ADDRESS_WIPED, A, at=1),
        log(SUPPLY_DECREASED, A, 3, at=2),
        log(TRANSFER, A, ZERO, 3, at=3),
        log(FROZEN_ADDRESS_WIPED, A, at=4),
        log(SUPPLY_DECREASED, A, 0, at=5),
        log(TRANSFER, A, ZERO, 0, at=6),
        log(SUPPLY_DECREASED, A, 1, at=7),
        log(TRANSFER, A, ZERO, 1, at=8),
    )
    assert _read(SupplyLaw.PAXOS, *told) == _clean(wipe(A, 3, 2), wipe(A, 0, 5), burn(A, 1, 7))


@pytest.mark.parametrize("full", [True, False])
def test_zero_transfer_zero_address_is_the_supply(*, full: bool) -> None:
    told = log(TRANSFER, ZERO, A, LARGEST, at=1), log(TRANSFER, A, ZERO, 3, at=2)
    reading = _read(SupplyLaw.ZERO_TRANSFER, *told, full=full)
    assert reading == _clean(mint(A, LARGEST, 1), burn(A, 3, 2))


@pytest.mark.parametrize("full", [True, False])
def test_zero_transfer_from_zero_to_zero_moves_nothing(*, full: bool) -> None:
    assert _read(
        SupplyLaw.ZERO_TRANSFER, log(TRANSFER, ZERO, ZERO, 5, at=1), full=full
    ) == LawReading(
        (), (Irregular(7, 1, "a Transfer from the zero address to itself moves nothing"),)
    )


def test_zero_transfer_without_indexed_accounts_is_read_in_full() -> None:
    told = (
        log(TRANSFER, ZERO, A, 5, at=1, indexed=0),
        log(TRANSFER, A, B, 4, at=2, indexed=0),
        log(TRANSFER, B, ZERO, 3, at=3, indexed=0),
    )
    assert _read(SupplyLaw.ZERO_TRANSFER, *told) == _clean(
        mint(A, 5, 1), moved(A, B, 4, 2), burn(B, 3, 3)
    )


@pytest.mark.parametrize(
    ("law", "told"),
    [
        (SupplyLaw.TETHER_TRON, (log(ISSUE, 5, at=1), log(TRANSFER, ZERO, A, 5, at=2))),
        (SupplyLaw.FIAT_TOKEN, (log(BURN, A, 5, at=1), log(TRANSFER, A, ZERO, 5, at=2))),
        (SupplyLaw.PAXOS, (log(SUPPLY_INCREASED, A, 5, at=1), log(TRANSFER, ZERO, A, 5, at=2))),
    ],
)
def test_supply_events_alone_are_nothing_odd(law: SupplyLaw, told: tuple[RawLog, ...]) -> None:
    reading = _read(law, *told, full=False)
    assert reading.irregular == ()
    assert [(each.kind, each.base_units, each.ordinal) for each in reading.entries] == [
        (each.kind, each.base_units, each.ordinal) for each in _read(law, *told).entries
    ]


@pytest.mark.parametrize("law", SupplyLaw)
def test_malformed_log_is_told_and_the_rest_is_read(law: SupplyLaw) -> None:
    """A Transfer of four topics, one with a dirty address, one too short; unasked events."""
    told = (
        log(TRANSFER, A, B, 5, at=1, indexed=3),
        log(TRANSFER, b"\x01" + A, B, 5, at=2),
        RawLog(7, 3, TX, (TRANSFER_TOPIC, word(A), word(B)), bytes(31)),
        RawLog(7, 4, TX, (b"\x99" * 32,), b""),
        RawLog(7, 5, TX, (), b""),
        log(TRANSFER, A, B, 5, at=6, indexed=0),
    )
    reading = law_of(law).read(page(told))
    assert [each.ordinal for each in reading.irregular] == [1, 2, 3, 4, 5]
    assert reading.entries == (moved(A, B, 5, 6),)


@pytest.mark.parametrize("law", SupplyLaw)
def test_plain_transfers_of_the_columns_are_left_to_the_store(law: SupplyLaw) -> None:
    assert law_of(law).read(page([log(TRANSFER, A, B, 5, at=1)])) == LawReading((), ())


def test_entries_come_in_chain_order_whatever_stands_between() -> None:
    told = (
        log(ISSUE, 1, at=0, block=8),
        log(ISSUE, 2, at=1, block=8, transaction=OTHER_TX),
        log(ISSUE, 3, at=2, block=8),
        log(ISSUE, 4, at=0, block=9),
    )
    reading = _read(SupplyLaw.TETHER, *told)
    assert [(each.block, each.ordinal) for each in reading.entries] == [
        (8, 0),
        (8, 1),
        (8, 2),
        (9, 0),
    ]
