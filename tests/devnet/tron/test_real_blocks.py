"""The façade's hashing and signing, applied to blocks that real nodes made.

Bytes of `realdata/tron-node` (a private java-tron network of ours) and `realdata/tron` (a complete
4.8.2 block, a mainnet header of 2018), see the notes there. A wrong field, order or hash in the
façade's code cannot reproduce them.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.devnet.tron.addresses import wire
from tests.devnet.tron.genesis import MAINNET
from tests.devnet.tron.headers import Header, header_from_json
from tests.devnet.tron.merkle import merkle_root
from tests.devnet.tron.messages import decode, encode
from tests.devnet.tron.signing import key_address, recover, sign
from tests.devnet.tron.transactions import Transaction, act_of, created_address, shown

_ROOT = Path(__file__).resolve().parents[3]
REALDATA = _ROOT / os.environ.get("STABLEAUDIT_REALDATA", "../shared/realdata")
pytestmark = pytest.mark.skipif(
    not REALDATA.is_dir(), reason=f"the recorded answers of real nodes are not at {REALDATA}"
)
MAINNET_GENESIS = "00000000000000001ebf88508a03865c71d452e25f4d51194196a1d22b6653dc"


def _load(name: str) -> Any:  # noqa: ANN401 - recorded JSON
    return json.loads((REALDATA / name).read_text(encoding="utf-8"))


def _blocks() -> list[dict[str, Any]]:
    """Every distinct recorded block that came with its transactions, or has none."""
    answers = [pair["response"] for pair in _load("tron-node/blocks.json")]
    nested = [block for answer in answers for block in answer.get("block", [answer])]
    by_id: dict[str, dict[str, Any]] = {}
    for block in nested:
        known = by_id.get(block.get("blockID", ""), {})
        if "blockID" in block and len(block) >= len(known):
            by_id[block["blockID"]] = block
    return list(by_id.values())


def _header(block: dict[str, Any]) -> Header:
    return header_from_json(block["block_header"]["raw_data"])


def _transaction(body: dict[str, Any]) -> Transaction:
    return Transaction(
        raw=bytes.fromhex(body["raw_data_hex"]),
        signatures=tuple(bytes.fromhex(each) for each in body.get("signature", [])),
        result=body["ret"][0]["contractRet"] if "ret" in body else "",
    )


def _transactions(block: dict[str, Any]) -> list[Transaction]:
    return [_transaction(body) for body in block.get("transactions", [])]


def test_recorded_blocks_are_not_fewer_than_there_were() -> None:
    """Guards the loops below: 46 blocks and the genesis, 81 transactions and the genesis's own."""
    signed = [each for block in _blocks() for each in _transactions(block) if each.signatures]
    assert (len(_blocks()), len(signed)) == (47, 81)


def test_block_id_of_every_recorded_block_is_reproduced() -> None:
    for block in _blocks():
        assert _header(block).block_id().hex() == block["blockID"]


def test_block_id_of_a_mainnet_header_is_reproduced() -> None:
    block = _load("tron/header_mainnet_3531200.json")
    assert _header(block).block_id().hex() == block["blockID"]


def test_block_id_changed_time_is_not_the_recorded_one() -> None:
    block = _load("tron/header_mainnet_3531200.json")
    block["block_header"]["raw_data"]["timestamp"] += 3000
    assert _header(block).block_id().hex() != block["blockID"]


def test_witness_signature_of_every_recorded_block_recovers_to_the_witness() -> None:
    for block in _blocks():
        if "witness_signature" in block["block_header"]:
            header = _header(block)
            signature = bytes.fromhex(block["block_header"]["witness_signature"])
            assert wire(recover(header.digest(), signature)) == header.witness


def test_witness_signature_of_the_mainnet_header_recovers_to_the_witness() -> None:
    block = _load("tron/header_mainnet_3531200.json")
    header = _header(block)
    signature = bytes.fromhex(block["block_header"]["witness_signature"])
    assert wire(recover(header.digest(), signature)) == header.witness


def test_witness_signature_made_again_is_the_recorded_one() -> None:
    """The nonce is deterministic on both sides, so even the signature is the same bytes."""
    block = next(each for each in _blocks() if each["block_header"]["raw_data"].get("number") == 67)
    header = _header(block)
    assert wire(key_address(1)) == header.witness
    assert sign(1, header.digest()).hex() == block["block_header"]["witness_signature"]


def test_tx_trie_root_of_every_recorded_block_is_reproduced() -> None:
    for block in _blocks():
        root = merkle_root([each.leaf() for each in _transactions(block)])
        assert root == _header(block).tx_trie_root


def test_tx_trie_root_of_the_full_block_of_another_network_is_reproduced() -> None:
    block = _load("tron/block165_private482_full.json")
    root = merkle_root([each.leaf() for each in _transactions(block)])
    assert root == _header(block).tx_trie_root
    assert _header(block).block_id().hex() == block["blockID"]


def test_tx_trie_root_success_called_revert_differs() -> None:
    block = _load("tron/block165_private482_full.json")
    lied = [each.with_result("REVERT").leaf() for each in _transactions(block)]
    assert merkle_root(lied) != _header(block).tx_trie_root


def test_transaction_of_every_recorded_block_is_shown_as_it_was() -> None:
    """Decoding the raw bytes gives the node's JSON back, ABI and permissions included."""
    for block in _blocks():
        for body in block.get("transactions", []):
            assert shown(_transaction(body), visible=False) == body


def test_transaction_of_every_recorded_block_is_encoded_as_it_was() -> None:
    for block in _blocks():
        for body in block.get("transactions", []):
            raw = bytes.fromhex(body["raw_data_hex"])
            assert encode("Raw", decode("Raw", raw)) == raw


def test_transaction_recorded_is_signed_by_its_owner() -> None:
    """Of the single-signature ones; the two-signature one is signed by keys 8 and 9."""
    signers = {
        each.signers() if len(each.signatures) > 1 else each.signers() == (act_of(each).owner,)
        for block in _blocks()
        for each in _transactions(block)
        if each.signatures
    }
    assert signers == {True, (key_address(8), key_address(9))}


def test_created_address_recorded_deployment_is_the_token() -> None:
    block = next(each for each in _blocks() if each["block_header"]["raw_data"].get("number") == 63)
    (deployment,) = _transactions(block)
    assert wire(created_address(deployment)).hex() == "413e17daec007a99ada659b0d4af20396d18154286"


def test_genesis_of_the_mainnet_has_its_real_id() -> None:
    assert MAINNET.header().block_id().hex() == MAINNET_GENESIS
    assert MAINNET.chain_id().hex() == "2b6653dc"
