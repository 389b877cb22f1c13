"""TRON's proofs over bytes that real nodes gave: headers of four networks, blocks of two.

tron-node is a private network of ours with one witness, of real java-tron 4.8.0: its issuances are
simulated. The header of block 66987565 is an example of TRON's documentation.
"""

import copy
from typing import Final

import pytest

from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.proof.answers import (
    read_active,
    read_contents,
    read_signed_header,
    read_signing_key,
)
from stableaudit.adapters.tron.proof.chain import prove_final
from stableaudit.adapters.tron.proof.header import SignedHeader, prove_header, spelled
from stableaudit.adapters.tron.proof.issuance import prove_issuance
from stableaudit.adapters.tron.proof.transactions import prove_transactions
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.ledger import Attribution, Boundary, Entry, EntryKind
from stableaudit.domain.logs import TransactionCall
from stableaudit.domain.tokens import SupplyLaw
from stableaudit.domain.tron_proofs import (
    IssuingCall,
    KeyStanding,
    Producer,
    ProducerSet,
    ProofFailure,
    ProvenTransactions,
)
from tests.unit.adapters.tron.http_node import CHAIN
from tests.unit.adapters.tron.played import Json
from tests.unit.adapters.tron.proof.simulated import broken, unbroken
from tests.unit.adapters.tron.recorded import blocks, needs_realdata, pairs, read

pytestmark = needs_realdata
_INQUIRY = Inquiry("a recorded answer", "a recording")
_TOKEN: Final = AccountId.on(CHAIN, "TFdXUSNjF4J1JJAfehtd9LnZeWdp5zvidt").address
_MULTISIG: Final = AccountId.on(CHAIN, "TJTjEeLegJ8Zy8NzjjfiiDe2FYhvae6fi7").address
_KEYS: Final = {
    key: AccountId.on(CHAIN, text).address
    for key, text in {
        1: "TCNkawTmcQgYSU8nP8cHswT1QPjharxJr7",
        5: "TUzD1rsJtHzx5zQzzLgzmmaKUDzcDAU6KD",
        6: "TB8JBJdVX7FSU9WsGPyvQ1i6gGWAhut65r",
        8: "TPzLMtKqkJ5dXJX8DEHYFSmX8QobKF4N77",
        9: "TJ52LP9eqskXuZ9Paz8CCoKzTRx3TkpKKn",
    }.items()
}


def _header(block: Json) -> SignedHeader:
    return read_signed_header(block, _INQUIRY)


def _proven(block: Json) -> ProvenTransactions:
    header = unbroken(prove_header(_header(block), None))
    return unbroken(prove_transactions(header, read_contents(block, _INQUIRY)))


def _recorded() -> dict[int, Json]:
    """Of the blocks that came whole; the genesis, signed by nobody, is left out."""
    return {
        number: block
        for number, block in blocks().items()
        if number and ("transactions" in block or not int(_root(block), 16))
    }


def _root(block: Json) -> str:
    return str(block["block_header"]["raw_data"]["txTrieRoot"])


@pytest.mark.parametrize(
    "name",
    [
        "header_mainnet_3531200",
        "header_testnet_18421767",
        "docs_http_getblock_header_only",
        "block165_private482_full",
    ],
)
def test_header_of_a_real_network_is_signed_by_its_producers_own_key(name: str) -> None:
    block = read(f"tron/{name}.json")
    proven = unbroken(prove_header(_header(block), None))
    assert proven.block_id.hex() == block["blockID"]
    assert proven.standing is KeyStanding.OWN


def test_header_of_mainnet_2026_is_signed_by_another_key_than_its_producers() -> None:
    block = read("tron/trongrid_walletsolidity_getnowblock.json")
    proven = unbroken(prove_header(_header(block), None))
    assert (86726601, block["blockID"]) == (proven.number, proven.block_id.hex())
    assert spelled(proven.producer) == "TGyrSc9ZmTdbYziuk1SKEmdtCdETafewJ9"
    assert spelled(proven.signer) == "TVbTHM4NsiZ6tGKKekoEriNoemeCdTf16n"
    assert proven.standing is KeyStanding.OTHER


def test_header_of_mainnet_2026_is_that_of_the_key_in_a_permission() -> None:
    """With a set that names the key it is proven, with one that knows the account alone refused."""
    block = read("tron/trongrid_walletsolidity_getnowblock.json")
    found = unbroken(prove_header(_header(block), None))
    right, wrong = _set(found.producer, found.signer), _set(found.producer, found.producer)
    assert unbroken(prove_header(_header(block), right)).standing is KeyStanding.ACTIVE
    assert broken(prove_header(_header(block), wrong)) == "header.signature"


def test_transactions_of_a_real_block_of_another_network_are_proven() -> None:
    (found,) = _proven(read("tron/block165_private482_full.json")).transactions
    assert found.succeeded
    assert len(found.signers) == 1


def test_transactions_of_every_recorded_block_are_proven() -> None:
    proven = [_proven(block) for block in _recorded().values()]
    assert len(proven) >= 46
    assert sum(len(each.transactions) for each in proven) == 81
    ids = {each.transaction.hex() for block in proven for each in block.transactions}
    shown = {
        each["txID"] for block in _recorded().values() for each in block.get("transactions", [])
    }
    assert ids == shown


def test_transactions_recorded_are_signed_by_their_senders_or_two_of_a_permission() -> None:
    for block in _recorded().values():
        for each in _proven(block).transactions:
            if each.permission_id:
                assert (each.permission_id, each.signers) == (2, (_KEYS[8], _KEYS[9]))
            elif isinstance(each.call, TransactionCall):
                assert each.signers == (each.call.sender,)


def test_transactions_of_a_real_block_with_a_failure_called_success_are_refused() -> None:
    block = copy.deepcopy(_recorded()[81])
    assert [each["ret"][0]["contractRet"] for each in block["transactions"]].count("REVERT") == 1
    for each in block["transactions"]:
        each["ret"] = [{"contractRet": "SUCCESS"}]
    assert _refused(block) == "transactions"


@pytest.mark.parametrize("change", ["left out", "moved", "signature", "raw", "ret"])
def test_transactions_of_a_real_block_changed_are_refused(change: str) -> None:
    block = copy.deepcopy(_recorded()[70])
    listed = block["transactions"]
    if change == "left out":
        listed.pop()
    elif change == "moved":
        listed.reverse()
    elif change == "signature":
        listed[0]["signature"][0] = "00" + listed[0]["signature"][0][2:]
    elif change == "raw":
        listed[0]["raw_data_hex"] = listed[0]["raw_data_hex"][:-2] + "04"
    else:
        del listed[0]["ret"]
    assert _refused(block) == "transactions"


@pytest.mark.parametrize(
    ("number", "base_units", "to"),
    [
        (67, 50_000_000_000_000, _KEYS[5]),
        (69, 1_000_000_500_000, _MULTISIG),
        (130, 123_456_789, _KEYS[6]),
    ],
)
def test_issuance_recorded_is_proven(number: int, base_units: int, to: bytes) -> None:
    block = _proven(_recorded()[number])
    (found,) = [each for each in block.transactions if _calls(each.call, _MULTISIG)]
    mint = _mint(number, found.transaction, base_units, to)
    proven = unbroken(prove_issuance(block, (mint,), token=_TOKEN, law=SupplyLaw.USDKG))
    assert proven.calls == (IssuingCall(_MULTISIG, to, base_units, nested=True),)
    assert not proven.is_direct


def test_issuance_that_reverted_is_refused() -> None:
    """Block 86: issue by key 1, who is not the owner."""
    block = _proven(_recorded()[86])
    (found,) = [each for each in block.transactions if _calls(each.call, _TOKEN)]
    mint = _mint(86, found.transaction, 1_000_000, _KEYS[1])
    failure = prove_issuance(block, (mint,), token=_TOKEN, law=SupplyLaw.USDKG)
    assert broken(failure) == f"transactions[{found.position}].ret"


def test_chain_of_recorded_blocks_is_linked_but_of_one_producer() -> None:
    """Real links and signatures; the set that it is judged by is ours, but for the one witness."""
    run = [_header(blocks()[number]) for number in range(61, 90)]
    failure = prove_final(run, _set(_KEYS[1], _KEYS[1]))
    assert failure == ProofFailure("headers", "1 distinct producers in 29 blocks, 19 are needed")
    del run[9]
    assert broken(prove_final(run, _set(_KEYS[1], _KEYS[1]))) == "headers[9].number"


def test_witnesses_recorded_are_the_one_who_signs_with_its_own_key() -> None:
    (listed,) = [
        each.response
        for each in pairs("head.json")
        if each.path == "/walletsolidity/listwitnesses" and each.status == 200
    ]
    assert read_active(listed, _INQUIRY) == (_KEYS[1],)
    account = AccountId(CHAIN, _KEYS[1])
    (told,) = [
        each.response
        for each in pairs("accounts_contracts.json")
        if each.path == "/walletsolidity/getaccount"
        and each.request == {"address": account.local, "visible": True}
    ]
    assert read_signing_key(told, account, _INQUIRY) == account.address


def _refused(block: Json) -> str:
    header = unbroken(prove_header(_header(block), None))
    return broken(prove_transactions(header, read_contents(block, _INQUIRY)))


def _calls(call: object, contract: bytes) -> bool:
    return isinstance(call, TransactionCall) and call.to == contract


def _mint(number: int, transaction: bytes, base_units: int, to: bytes) -> Entry:
    parties = (Boundary.SUPPLY, to)
    return Entry(
        EntryKind.MINT, number, 0, transaction, *parties, base_units, Attribution.NESTED_CALLDATA
    )


def _set(account: bytes, key: bytes) -> ProducerSet:
    others = tuple(Producer(bytes([n]) * 20, bytes([n]) * 20) for n in range(1, 27))
    every = sorted((Producer(account, key), *others), key=lambda each: each.account)
    return ProducerSet(tuple(every), "a test")
