"""A ledger of USDC held against block 21,925,176 of Ethereum, in bytes that a real node gave.

The ledger's lines are read from the same recorded receipts, so that what is shown is that they are
held against the receipts root, and that nothing altered gets past it; not that the ledger was
fetched. See test_evm_proofs for what of the recordings can be proven, and what cannot.
"""

import copy
import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stableaudit.adapters.evm.issuance_prover import EvmIssuanceProver
from stableaudit.adapters.evm.proof.header import read_header
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import AccountId, AssetId
from stableaudit.domain.issuance_proofs import ProvenBlock, Shown, UnprovenBlock
from stableaudit.domain.ledger import Attribution, Boundary, Entry, EntryKind
from stableaudit.domain.tokens import Deployment, LedgerDepth, SupplyLaw
from stableaudit.ledger.law import law_of
from tests.cases import deployment
from tests.fakes.chain_reader import ETHEREUM
from tests.realdata.test_evm_proofs import FOLDER, HASHED, USDC, USDT
from tests.unit.adapters.evm.node import Node
from tests.unit.adapters.transport.server import serve, transport
from tests.unit.ledger.pages import page
from tests.unit.ledger.receipts import evm_logs

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"the recorded answers are not here: {FOLDER}"
)

MINTED: Final = 113_542_203_516
NUMBER: Final = 21_925_176
Json = Any


def _read(name: str) -> Json:
    return json.loads((FOLDER / f"helios_{NUMBER}_{name}.json").read_text(encoding="utf-8"))


def _deployment(token: bytes, law: SupplyLaw, depth: LedgerDepth) -> Deployment:
    asset = AssetId(AccountId(ETHEREUM, token))
    return replace(deployment(ETHEREUM), asset=asset, law=law, depth=depth)


def _ledger(of: Deployment) -> tuple[Entry, ...]:
    """What a ledger has of the block, from the receipts with their hashes."""
    contract, full = of.asset.contract, of.depth is LedgerDepth.FULL
    law = law_of(of.law)
    told = page(evm_logs(_read("receipts"), contract.address), law.query(contract, full=full))
    columns = told.transfers
    plain = (
        Entry(
            EntryKind.TRANSFER,
            NUMBER,
            ordinal,
            b"",
            columns.senders[20 * index : 20 * index + 20],
            columns.recipients[20 * index : 20 * index + 20],
            int.from_bytes(columns.amounts[32 * index : 32 * index + 32]),
            Attribution.LOG,
        )
        for index, ordinal in enumerate(columns.ordinals)
    )
    return (*plain, *law.read(told, full=full).entries)


Changes = Callable[[Json, Json], object]
"""What a node alters of the block and its receipts, in place."""


def _honest(_block: Json, _receipts: Json) -> None:
    pass


def _proven(
    of: Deployment, lines: tuple[Entry, ...], *nodes: Changes
) -> ProvenBlock | UnprovenBlock:
    with ExitStack() as stack:
        voices = []
        for index, change in enumerate(nodes):
            block, receipts = copy.deepcopy(_read("block")), copy.deepcopy(_read("receipts"))
            change(block, receipts)
            server = stack.enter_context(serve(_node(block, receipts).answer))
            voices.append((f"operator {index}", "it", JsonRpc(transport(server.url))))
        found = EvmIssuanceProver(voices).prove(of, {NUMBER: lines}, at=_stamp())
    (proven,) = found.blocks
    return proven


def _node(block: Json, receipts: Json) -> Node:
    return Node(
        replaced={
            "eth_getBlockByNumber": lambda _: block,
            "eth_getBlockByHash": lambda _: block,
            "eth_getBlockReceipts": lambda _: receipts,
        }
    )


def _stamp() -> BlockStamp:
    return read_header(_read("block")).stamp(ETHEREUM)


USDC_SUPPLY = _deployment(USDC, SupplyLaw.FIAT_TOKEN, LedgerDepth.SUPPLY)
USDC_FULL = _deployment(USDC, SupplyLaw.FIAT_TOKEN, LedgerDepth.FULL)
USDT_FULL = _deployment(USDT, SupplyLaw.TETHER, LedgerDepth.FULL)


def test_mint_of_usdc_is_borne_out_by_the_block() -> None:
    (line,) = _ledger(USDC_SUPPLY)
    assert (line.kind, line.source, line.base_units) == (EntryKind.MINT, Boundary.SUPPLY, MINTED)
    assert _proven(USDC_SUPPLY, (line,), _honest) == ProvenBlock(
        _stamp(), "it is the reference block", Shown.LOGS, 1
    )


@pytest.mark.parametrize(("of", "lines"), [(USDC_FULL, 18), (USDT_FULL, 48)], ids=["usdc", "usdt"])
def test_every_transfer_of_the_block_is_borne_out(of: Deployment, lines: int) -> None:
    """Of USDC's 18 Transfers one repeats the mint: it is no line, and the mint is one."""
    ledger = _ledger(of)
    proven = _proven(of, ledger, _honest)
    assert isinstance(proven, ProvenBlock)
    assert (proven.lines, proven.differences) == (lines, ())
    assert len(ledger) == lines


def test_mint_of_usdc_left_out_of_the_ledger_is_a_difference() -> None:
    proven = _proven(USDC_SUPPLY, (), _honest)
    assert isinstance(proven, ProvenBlock)
    (difference,) = proven.differences
    assert f"the block has a mint of {MINTED} base units to 0x" in difference
    assert difference.endswith("the ledger lacks it")


def _flipped(text: str) -> str:
    return text[:-1] + ("0" if text[-1] != "0" else "1")


@pytest.mark.parametrize("name", HASHED)
def test_header_with_one_byte_altered_proves_nothing_and_the_next_operator_is_asked(
    name: str,
) -> None:
    def alter(block: Json, _receipts: Json) -> None:
        block[name] = _flipped(block[name])

    alone = _proven(USDC_SUPPLY, _ledger(USDC_SUPPLY), alter)
    assert isinstance(alone, UnprovenBlock)
    assert alone.reason.whom == "operator 0 (it)"
    assert alone.reason.came.startswith("headers[0].hash: its fields hash to 0x")
    both = _proven(USDC_SUPPLY, _ledger(USDC_SUPPLY), alter, _honest)
    assert both == _proven(USDC_SUPPLY, _ledger(USDC_SUPPLY), _honest)


def _mint_log(receipts: Json) -> tuple[int, int, Json]:
    """The receipt, the place in it, and the log of the mint."""
    topic = "0xab8530f87dc9b59234c4623bf917212bb2536d647574c8e7e5da92c2ede0c9f8"
    return next(
        (index, place, log)
        for index, receipt in enumerate(receipts)
        for place, log in enumerate(receipt["logs"])
        if log["topics"][:1] == [topic]
    )


def _alter_log(field: str) -> Changes:
    def alter(_block: Json, receipts: Json) -> None:
        log = _mint_log(receipts)[2]
        if field.isdigit():
            log["topics"][int(field)] = _flipped(log["topics"][int(field)])
        else:
            log[field] = _flipped(log[field])

    return alter


def _alter_receipt(field: str) -> Changes:
    def alter(_block: Json, receipts: Json) -> None:
        receipt = receipts[_mint_log(receipts)[0]]
        receipt[field] = _flipped(receipt[field])

    return alter


def _drop_log(_block: Json, receipts: Json) -> None:
    index, place, _ = _mint_log(receipts)
    del receipts[index]["logs"][place]


def _drop_receipt(_block: Json, receipts: Json) -> None:
    del receipts[-1]


RECEIPT: Final = _mint_log(_read("receipts"))[0] if FOLDER.is_dir() else 0
LOG: Final = _mint_log(_read("receipts"))[1] if FOLDER.is_dir() else 0


@pytest.mark.parametrize(
    ("alter", "path"),
    [
        *((_alter_log(str(topic)), f"receipts[{RECEIPT}].logsBloom") for topic in range(3)),
        (_alter_log("address"), f"receipts[{RECEIPT}].logsBloom"),
        (_alter_log("data"), "receiptsRoot"),
        (_alter_log("logIndex"), f"receipts[{RECEIPT}].logs[{LOG}].logIndex"),
        (_alter_log("blockHash"), f"receipts[{RECEIPT}].logs[{LOG}].blockHash"),
        (_alter_receipt("cumulativeGasUsed"), "receiptsRoot"),
        (_alter_receipt("status"), "receiptsRoot"),
        (_alter_receipt("logsBloom"), f"receipts[{RECEIPT}].logsBloom"),
        (_alter_receipt("type"), "receiptsRoot"),
        (_drop_log, f"receipts[{RECEIPT}].logs[{LOG}].logIndex"),
        (_drop_receipt, "receiptsRoot"),
    ],
    ids=[
        *("topic0", "topic1", "topic2", "address", "data", "logIndex", "blockHash"),
        *("cumulativeGasUsed", "status", "logsBloom", "type", "dropped log", "dropped receipt"),
    ],
)
def test_receipt_with_one_byte_altered_is_named_and_the_next_operator_is_asked(
    alter: Changes, path: str
) -> None:
    ledger = _ledger(USDC_SUPPLY)
    alone = _proven(USDC_SUPPLY, ledger, alter)
    assert isinstance(alone, UnprovenBlock)
    assert alone.reason.came.startswith(f"{path}: ")
    assert alone.reason.kind == "inconsistent"
    both = _proven(USDC_SUPPLY, ledger, alter, _honest)
    assert both == _proven(USDC_SUPPLY, ledger, _honest)


NOT_COMMITTED: Final = frozenset(
    {"transactionHash", "contractAddress", "effectiveGasPrice", "from", "gasUsed", "to"}
)
"""What a receipt says beside what its root covers."""


def _hashed(value: Json, path: str) -> list[tuple[str, Json, str | int]]:
    """Every text in the receipts that has to be right: its path, what holds it, its key there."""
    found: list[tuple[str, Json, str | int]] = []
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        place = f"{path}[{key}]" if isinstance(key, int) else f"{path}.{key}"
        if isinstance(inner, dict | list):
            found += _hashed(inner, place)
        elif isinstance(inner, str) and len(inner) > 2 and key not in NOT_COMMITTED:
            found.append((place, value, key))
    return found


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_digit_of_any_receipt_altered_proves_nothing_and_is_named(data: st.DataObject) -> None:
    """By its own path, or its receipt's bloom, or the root that all receipts give."""
    named = [""]

    def alter(_block: Json, receipts: Json) -> None:
        named[0], holder, key = data.draw(st.sampled_from(_hashed(receipts, "receipts")))
        text = holder[key]
        at = data.draw(st.integers(2, len(text) - 1))
        holder[key] = text[:at] + ("1" if text[at] == "0" else "0") + text[at + 1 :]

    proven = _proven(USDC_SUPPLY, _ledger(USDC_SUPPLY), alter)
    assert isinstance(proven, UnprovenBlock)
    bloom = f"{named[0].partition(']')[0]}].logsBloom"
    assert proven.reason.came.partition(": ")[0] in {named[0], bloom, "receiptsRoot"}
