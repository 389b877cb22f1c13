"""A ledger's lines of one block beside the logs that its receipts prove, case by case."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.ledger import Attribution, Boundary, Entry, EntryKind
from stableaudit.domain.logs import RawLog
from stableaudit.domain.proofs import ProvenLog, ProvenLogs
from stableaudit.domain.tokens import SupplyLaw
from stableaudit.ledger.events import DESTROYED_BLACK_FUNDS, ISSUE, MINT, REDEEM, TRANSFER
from stableaudit.ledger.proven_logs import BlockComparison, compare_block
from tests.unit.ledger.pages import TOKEN, ZERO, A, B, C, burn, log, mint, moved, wipe

SUSPENSE = Boundary.SUSPENSE
AT = BlockStamp(TOKEN.chain, 7, "0x" + "7" * 64, 1_700_000_000)
ANOTHER_TOKEN = b"\xe9" * 20
FIRST, SECOND = b"\x01" * 32, b"\x02" * 32


def proven(*logs: RawLog, foreign: Sequence[int] = ()) -> ProvenLogs:
    """Logs as receipts prove them: without hashes, and among logs of another contract."""
    order = list(dict.fromkeys(each.transaction for each in logs))
    places = {each.ordinal: each for each in logs}
    assert sorted([*places, *foreign]) == list(range(len(logs) + len(foreign)))
    found = []
    for ordinal in sorted([*places, *foreign]):
        each = places.get(ordinal, logs[0])
        address = ANOTHER_TOKEN if ordinal in foreign else TOKEN.address
        index = order.index(each.transaction)
        found.append(ProvenLog(index, ordinal, address, each.topics, each.data))
    return ProvenLogs(AT, len(order), tuple(found))


def compared(
    lines: Sequence[Entry],
    logs: ProvenLogs,
    *,
    law: SupplyLaw = SupplyLaw.USDKG,
    full: bool = True,
) -> BlockComparison:
    return compare_block(lines, logs, token=TOKEN, law=law, full=full)


def found_in_calldata(entry: Entry, account: bytes) -> Entry:
    """The entry as attribution leaves it."""
    if entry.kind is EntryKind.MINT:
        return replace(entry, destination=account, attribution=Attribution.NESTED_CALLDATA)
    return replace(entry, source=account, attribution=Attribution.CALLDATA)


ISSUED = proven(log(ISSUE, 5, at=0), log(TRANSFER, A, B, 3, at=1), log(REDEEM, 2, at=2))
LEDGER = (
    found_in_calldata(mint(SUSPENSE, 5, 0), A),
    # A column of transfers keeps no hash.
    replace(moved(A, B, 3, 1), transaction=b""),
    burn(SUSPENSE, 2, 2),
)


def test_lines_of_the_logs_differ_in_nothing_also_where_calldata_named_the_account() -> None:
    assert compared(LEDGER, ISSUED) == BlockComparison(3, ())


def test_empty_block_bears_out_that_there_is_nothing() -> None:
    assert compared((), ProvenLogs(AT, 0, ())) == BlockComparison(0, ())


def test_logs_of_another_contract_and_events_that_no_law_reads_are_no_lines() -> None:
    noise = RawLog(7, 1, FIRST, (b"\x09" * 32,), b"")
    told = proven(log(ISSUE, 5, at=0), noise, foreign=[2])
    assert compared((mint(SUSPENSE, 5, 0),), told) == BlockComparison(1, ())


def test_mint_left_out_of_the_ledger_is_told() -> None:
    assert compared(LEDGER[1:], ISSUED) == BlockComparison(
        2,
        (
            (
                "log 0: the block has a mint of 5 base units to an account that no log names, "
                "the ledger lacks it"
            ),
        ),
    )


def test_line_that_is_in_no_log_is_told_and_borne_out_by_none() -> None:
    invented = wipe(B, 9, 4)
    spelled = "0x" + "bb" * 20
    assert compared((*LEDGER, invented), ISSUED) == BlockComparison(
        3,
        (f"log 4: the ledger has a wipe of 9 base units from {spelled}, the block has none there",),
    )


def test_line_twice_in_the_ledger_is_told_once() -> None:
    told = compared((LEDGER[0], *LEDGER), ISSUED)
    assert told.borne_out == 3
    (difference,) = told.differences
    assert difference.startswith("log 0: the ledger has a mint of 5 base units to 0xaaaa")


def test_another_amount_is_told_with_both() -> None:
    assert compared((replace(LEDGER[0], base_units=6), *LEDGER[1:]), ISSUED) == BlockComparison(
        2,
        (
            (
                "log 0: the block has a mint of 5 base units to an account that no log names, "
                f"the ledger a mint of 6 base units to 0x{A.hex()}"
            ),
        ),
    )


@pytest.mark.parametrize(
    "altered",
    [
        moved(C, B, 3, 1),
        moved(A, C, 3, 1),
        moved(A, SUSPENSE, 3, 1),
        burn(A, 3, 1),
        mint(B, 3, 1),
    ],
)
def test_another_party_or_kind_than_the_log_names_is_told(altered: Entry) -> None:
    told = compared((LEDGER[0], altered, LEDGER[2]), ISSUED)
    assert told.borne_out == 2
    (difference,) = told.differences
    named = f"from 0x{A.hex()} to 0x{B.hex()}"
    assert difference.startswith(
        f"log 1: the block has a transfer of 3 base units {named}, the ledger a "
    )


@pytest.mark.parametrize("way", [Attribution.CALLDATA, Attribution.BALANCE_DIFFERENCE])
def test_account_that_the_log_names_is_no_other_by_calldata_or_balance(way: Attribution) -> None:
    told = proven(log(DESTROYED_BLACK_FUNDS, A, 5, at=0))
    assert compared((wipe(A, 5, 0),), told).differences == ()
    assert len(compared((replace(wipe(B, 5, 0), attribution=way),), told).differences) == 1


def test_account_that_the_ledger_claims_to_have_from_a_log_that_names_none_is_told() -> None:
    (difference,) = compared((mint(A, 5, 0), *LEDGER[1:]), ISSUED).differences
    assert difference.endswith(
        f"the ledger a mint of 5 base units to 0x{A.hex()}, as if the log named it"
    )


def test_suspended_side_is_no_place_for_the_supply() -> None:
    turned = replace(LEDGER[0], destination=Boundary.SUPPLY)
    assert len(compared((turned, *LEDGER[1:]), ISSUED).differences) == 1


def test_act_told_twice_is_one_line_within_its_transaction_alone() -> None:
    twice = proven(log(MINT, C, A, 5, at=0), log(TRANSFER, ZERO, A, 5, at=1))
    apart = proven(
        log(MINT, C, A, 5, at=0, transaction=FIRST),
        log(TRANSFER, ZERO, A, 5, at=1, transaction=SECOND),
    )
    law = SupplyLaw.FIAT_TOKEN
    assert compared((mint(A, 5, 0),), twice, law=law) == BlockComparison(1, ())
    assert compared((mint(A, 5, 0),), apart, law=law) == BlockComparison(
        1,
        (
            (
                f"log 1: the block has a transfer of 5 base units from 0x{ZERO.hex()} to "
                f"0x{A.hex()}, the ledger lacks it"
            ),
        ),
    )


@pytest.mark.parametrize(
    ("law", "lines"),
    [
        (SupplyLaw.ZERO_TRANSFER, (mint(B, 4, 1), burn(B, 1, 2))),
        (SupplyLaw.USDKG, (mint(SUSPENSE, 7, 3),)),
    ],
)
def test_ledger_of_supply_events_alone_is_not_asked_for_transfers(
    law: SupplyLaw, lines: tuple[Entry, ...]
) -> None:
    told = proven(
        log(TRANSFER, A, B, 3, at=0),
        log(TRANSFER, ZERO, B, 4, at=1),
        log(TRANSFER, B, ZERO, 1, at=2),
        log(ISSUE, 7, at=3),
    )
    assert compared(lines, told, law=law, full=False) == BlockComparison(len(lines), ())
    assert len(compared(lines, told, law=law, full=True).differences) > 0


def test_lines_of_another_block_or_chain_are_refused() -> None:
    with pytest.raises(ValueError, match="not the block of these lines"):
        compared((mint(A, 5, 0, block=8),), ISSUED)
    token = AccountId(ChainId("eip155", "56"), TOKEN.address)
    with pytest.raises(ValueError, match="not the block of these lines"):
        compare_block((), ISSUED, token=token, law=SupplyLaw.USDKG, full=True)
