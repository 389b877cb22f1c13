"""The supply laws over bytes that real nodes gave.

Ethereum: receipts and logs of mainnet blocks, as captured. TRON: a recorded java-tron network of
ours (simulated), and TronGrid's decoded events of USDT, put back into the log they came from.
`known_events.json` is a transcription of receipts, no node's output: it proves nothing about a live
chain, and the logs are built from it.
"""

import csv
import re

import pytest

from stableaudit.domain.ledger import Attribution, Boundary, Entry, EntryKind
from stableaudit.domain.logs import RawLog, TransactionCall
from stableaudit.domain.tokens import SupplyLaw
from stableaudit.ledger.attribution import attribute, is_suspended
from stableaudit.ledger.events import (
    BURN,
    DESTROYED_BLACK_FUNDS,
    ISSUE,
    MINT,
    REDEEM,
    TRANSFER,
)
from stableaudit.ledger.law import LawReading, law_of
from stableaudit.ledger.postings import balances_of
from tests.unit.adapters.tron.played import Json
from tests.unit.adapters.tron.recorded import REALDATA, blocks, needs_realdata, pairs, read
from tests.unit.ledger.pages import TOKEN, ZERO, moved, page, supply_change, word
from tests.unit.ledger.receipts import evm_log, evm_logs, tron_logs

pytestmark = needs_realdata

USDC = bytes.fromhex("a0b86991c6218b36c1d19d4a2e9eb0ce3606eb48")
USDT = bytes.fromhex("dac17f958d2ee523a2206206994597c13d831ec7")
PAXG = bytes.fromhex("45804880de22913dafe09f4980848ece6ecbaf78")
FEE_COLLECTED = bytes.fromhex("f228de527fc1b9843baac03b9a04565473a263375950e63435d4138464386f46")
MINTED, BURNED, WIPED = EntryKind.MINT, EntryKind.BURN, EntryKind.WIPE


def _reading(law: SupplyLaw, logs: list[RawLog], *, full: bool = True) -> LawReading:
    each = law_of(law)
    return each.read(page(logs, each.query(TOKEN, full=full)), full=full)


def _sums(reading: LawReading) -> list[tuple[EntryKind, int]]:
    return [(each.kind, each.base_units) for each in reading.entries]


def _usdc_block() -> list[RawLog]:
    (pair,) = read("ethereum/erigon_19999999_block_receipts_usdc_mint_burn.json")
    return evm_logs(pair["response"]["result"], USDC)


@pytest.mark.parametrize("full", [True, False])
def test_fiat_token_block_19999999_mints_twice_and_burns_once(*, full: bool) -> None:
    reading = _reading(SupplyLaw.FIAT_TOKEN, _usdc_block(), full=full)
    assert sorted(_sums(reading)) == [
        (MINTED, 495_484_050),
        (MINTED, 6_610_216_527),
        (BURNED, 45_000_000),
    ]
    assert reading.irregular == ()
    assert {each.attribution for each in reading.entries} == {Attribution.LOG}


def test_fiat_token_and_zero_transfer_agree_on_the_block() -> None:
    """Two independent families of events tell of the same acts and the same accounts."""
    logs = _usdc_block()
    plain = page(logs, law_of(SupplyLaw.FIAT_TOKEN).query(TOKEN, full=True)).transfers
    assert len(plain) == 10
    assert balances_of(plain, _reading(SupplyLaw.FIAT_TOKEN, logs).entries) == balances_of(
        plain, _reading(SupplyLaw.ZERO_TRANSFER, logs).entries
    )


def test_fiat_token_block_without_its_mint_logs_is_told() -> None:
    """A node that loses Mint and Burn cannot lose the supply unnoticed."""
    left = [each for each in _usdc_block() if each.topics[0] not in {MINT.topic, BURN.topic}]
    reading = _reading(SupplyLaw.FIAT_TOKEN, left)
    assert supply_change(reading.entries) == 0
    assert len(reading.irregular) == 3


def test_fiat_token_block_21925176_mints_once() -> None:
    receipts = read("ethereum/helios_21925176_receipts.json")
    reading = _reading(SupplyLaw.FIAT_TOKEN, evm_logs(receipts, USDC))
    assert _sums(reading) == [(MINTED, 113_542_203_516)]
    assert reading.irregular == ()


def test_tether_block_21925176_only_moves() -> None:
    receipts = read("ethereum/helios_21925176_receipts.json")
    law = law_of(SupplyLaw.TETHER)
    told = page(evm_logs(receipts, USDT), law.query(TOKEN, full=True))
    assert (len(told.transfers), law.read(told)) == (48, LawReading((), ()))


def test_paxos_fee_is_a_second_posting_and_not_a_third() -> None:
    (pair,) = read("ethereum/erigon_18100026_block_receipts_paxg_fee.json")
    logs = evm_logs(pair["response"]["result"], PAXG)
    law = law_of(SupplyLaw.PAXOS)
    told = page(logs, law.query(TOKEN, full=True))
    (fee,) = [each for each in logs if each.topics[0] == FEE_COLLECTED]
    payment = [
        each
        for each in logs
        if each.transaction == fee.transaction and each.topics[0] == TRANSFER.topic
    ]
    assert law.read(told) == LawReading((), ())
    assert len(payment) == 2
    assert payment[1].topics[1:] == fee.topics[1:]
    gross = sum(int.from_bytes(each.data) for each in payment)
    assert int.from_bytes(fee.data) == gross * 200 // 1_000_000


def test_zero_transfer_burn_seen_by_its_transfer_alone() -> None:
    """The capture is filtered by Transfer: under USDC's own law its Burn is missing, and told."""
    (pair,) = read("ethereum/erigon_15000003_latest_logs_usdc_burn.json")
    rows = pair["response"]["result"]
    logs = [evm_log(row) for row in rows if bytes.fromhex(row["address"][2:]) == USDC]
    assert _sums(_reading(SupplyLaw.ZERO_TRANSFER, logs, full=False)) == [(BURNED, 3_415_680_000)]
    (oddity,) = _reading(SupplyLaw.FIAT_TOKEN, logs).irregular
    assert oddity.reason == "a Transfer to the zero address without its supply event"


def test_zero_transfer_reth_mints_and_burns() -> None:
    """Captured by another indexer as rows; eight fields each, whatever the header says."""
    text = (REALDATA / "aggregates" / "rindexer_reth_transfers.csv").read_text("utf-8")
    rows = list(csv.reader(text.splitlines()))[1:]
    logs = [
        RawLog(
            int(block),
            at,
            bytes.fromhex(transaction[2:]),
            (TRANSFER.topic, word(bytes.fromhex(source[2:])), word(bytes.fromhex(to[2:]))),
            int(value).to_bytes(32),
        )
        for at, (_, source, to, value, transaction, block, *_) in enumerate(rows)
    ]
    reading = _reading(SupplyLaw.ZERO_TRANSFER, logs)
    minted = [each.base_units for each in reading.entries if each.kind is MINTED]
    burned = [each.base_units for each in reading.entries if each.kind is BURNED]
    assert (len(logs), len(minted), len(burned), reading.irregular) == (520, 30, 32, ())
    assert [sum(each) // 10**15 for each in (minted, burned)] == [757_607, 26_404]


def test_tether_transcribed_events() -> None:
    events = {event.signature: event for event in (ISSUE, REDEEM, DESTROYED_BLACK_FUNDS)}
    logs = []
    for row in read("ethereum/known_events.json")["events"]:
        event = events.get(row["event"])
        if event is None:
            continue
        assert row["topic0"] == "0x" + event.topic.hex()
        user = row.get("blacklisted", "0x")
        data = (word(bytes.fromhex(user[2:])) if event.addresses else b"") + word(
            int(row["raw_amount"])
        )
        transaction = bytes.fromhex(row["tx"][2:])
        block, at = int(row["block"], 16), int(row["log_index"], 16)
        logs.append(RawLog(block, at, transaction, (event.topic,), data))
    reading = _reading(SupplyLaw.TETHER, sorted(logs, key=lambda each: each.block))
    assert sorted(_sums(reading)) == [
        (MINTED, 1_000_000_000 * 10**6),
        (BURNED, 3_000_000_000 * 10**6),
        (WIPED, 200_000 * 10**6),
    ]
    assert reading.irregular == ()
    (wiped,) = [each for each in reading.entries if each.kind is WIPED]
    assert wiped.source == bytes.fromhex("532961b23a28a9e5a8b1769bdb3e8906fc7c7a01")


def test_tether_tron_destroyed_funds_of_mainnet() -> None:
    """TronGrid decodes; the log is put together again as the event's text declares it."""
    rows = read("tron/trongrid_events_destroyed_black_funds.json")["data"]
    logs = []
    for row in sorted(rows, key=lambda each: int(each["block_number"])):
        assert "address indexed _blackListedUser, uint256 _balance" in row["event"]
        account = bytes.fromhex(row["result"]["_blackListedUser"][2:])
        topics = (DESTROYED_BLACK_FUNDS.topic, word(account))
        data = word(int(row["result"]["_balance"]))
        transaction = bytes.fromhex(row["transaction_id"])
        logs.append(RawLog(row["block_number"], row["event_index"], transaction, topics, data))
    reading = _reading(SupplyLaw.TETHER_TRON, logs)
    assert _sums(reading) == [(WIPED, 125_591_014_969), (WIPED, 36_855_997_408)]
    assert reading.irregular == ()


def test_transfer_to_zero_of_a_raw_tron_receipt_is_read() -> None:
    """One of 21 raw mainnet logs: to the zero address, of a token that is none of ours."""
    info = read("tron/wallet_gettransactioninfobyid_77641497.json")
    to_zero = [
        row
        for row in info["log"]
        if row["topics"][0] == TRANSFER.topic.hex() and row["topics"][2:] == ["0" * 64]
    ]
    (row,) = to_zero
    (told,) = tron_logs([{**info, "log": [row]}], bytes.fromhex(row["address"]))
    source, amount = told.topics[1][12:], int.from_bytes(told.data)
    (burned,) = _reading(SupplyLaw.ZERO_TRANSFER, [told]).entries
    assert (burned.kind, burned.source, burned.base_units) == (BURNED, source, amount)
    (kept,) = _reading(SupplyLaw.USDKG, [told]).entries
    expected = moved(source, ZERO, amount, 0)
    assert (kept.kind, kept.destination) == (expected.kind, expected.destination)


def _recorded_calls() -> dict[bytes, TransactionCall]:
    """The contract calls of the recorded network, by transaction."""
    found = {}
    for number, block in blocks().items():
        for each in block.get("transactions", []):
            (contract,) = each["raw_data"]["contract"]
            value: Json = contract["parameter"]["value"]
            if contract["type"] == "TriggerSmartContract":
                transaction = bytes.fromhex(each["txID"])
                sender, to = value["owner_address"], value["contract_address"]
                found[transaction] = TransactionCall(
                    transaction,
                    number,
                    bytes.fromhex(sender)[1:],
                    bytes.fromhex(to)[1:],
                    bytes.fromhex(value.get("data", "")),
                )
    return found


def _recorded_logs(token: bytes) -> list[RawLog]:
    """The token's logs of the recorded network, each block once."""
    by_block: dict[int, list[RawLog]] = {}
    for pair in pairs("transaction_infos.json"):
        if re.fullmatch(r"infos_[0-9]+@8090", pair.name):
            by_block[pair.request["num"]] = tron_logs(pair.response, token)
    return [each for number in sorted(by_block) for each in by_block[number]]


def test_usdkg_recorded_network_closes_to_every_balance() -> None:
    """Simulated network of ours, real java-tron answers: laws and calldata against ground truth."""
    truth = read("tron-node/ground_truth.json")
    token = bytes.fromhex(truth["addresses"]["token"]["hex"])[1:]
    told = page(_recorded_logs(token), law_of(SupplyLaw.USDKG).query(TOKEN, full=True))
    reading = law_of(SupplyLaw.USDKG).read(told)
    recorded = _recorded_calls()
    entries: list[Entry] = [
        attribute(
            each,
            reading.entries,
            recorded[each.transaction],
            token,
            SupplyLaw.USDKG,
        )
        if is_suspended(each)
        else each
        for each in reading.entries
    ]
    sums = truth["sums"]
    totals = {
        kind: sum(each.base_units for each in entries if each.kind is kind) for kind in EntryKind
    }
    assert reading.irregular == ()
    assert [totals[MINTED], totals[BURNED], totals[WIPED]] == [
        sums["Issue"],
        sums["Redeem"],
        sums["DestroyedBlackFunds"],
    ]
    assert [each.attribution for each in entries if each.kind in {MINTED, BURNED}] == [
        Attribution.NESTED_CALLDATA
    ] * 4
    named = {
        **truth["addresses"]["accounts"],
        "multisig": truth["addresses"]["multisig"],
        "Probe": truth["addresses"]["probe"],
        "zero address": truth["addresses"]["zero_address"],
    }
    expected: dict[object, int] = {
        bytes.fromhex(named[label.rpartition(" ")[0]]["hex"])[1:]: amount
        for label, amount in truth["final"]["balances"].items()
    }
    balances = balances_of(told.transfers, entries)
    assert balances == {**expected, Boundary.SUPPLY: -truth["final"]["totalSupply"]}


def test_usdkg_recorded_network_lost_issue_leaves_its_recipient_negative() -> None:
    """What the ledger shows where a node lost the one log that no Transfer repeats."""
    truth = read("tron-node/ground_truth.json")
    token = bytes.fromhex(truth["addresses"]["token"]["hex"])[1:]
    logs = [each for each in _recorded_logs(token) if each.topics[0] != ISSUE.topic]
    told = page(logs, law_of(SupplyLaw.USDKG).query(TOKEN, full=True))
    balances = balances_of(told.transfers, law_of(SupplyLaw.USDKG).read(told).entries)
    key_5 = bytes.fromhex(truth["addresses"]["accounts"]["key 5"]["hex"])[1:]
    assert balances[key_5] < 0
