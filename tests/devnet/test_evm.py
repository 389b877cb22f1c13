from collections.abc import Iterator
from typing import cast

import pytest
from eth_utils.conversions import to_hex

from tests.devnet.anvil import Anvil, AnvilError
from tests.devnet.artifacts import decode_answer, encode_call, event_topic, load
from tests.devnet.evm import EvmChain, EvmError

pytestmark = pytest.mark.devnet

BODIES = False
START = 1_790_000_000
TOKEN = bytes.fromhex("e820c06321e60d36257c666643fa5436643445e3")
PROXY = bytes.fromhex("94be0bba8e1e303fe998c9360b57b826f1a4f828")
GOLD = load("GoldDollarSim")


@pytest.fixture
def chain() -> Iterator[EvmChain]:
    with Anvil(chain_id=1, number=100, timestamp=START) as anvil:
        yield EvmChain(anvil)


def _place_gold(chain: EvmChain) -> tuple[bytes, bytes]:
    owner, compliance = chain.key_address(1), chain.key_address(4)
    chain.place(GOLD, [owner, compliance], at=TOKEN, sender=owner)
    return owner, compliance


def _block(chain: EvmChain) -> dict[str, str]:
    answer = chain.anvil.rpc("eth_getBlockByNumber", "latest", BODIES)
    return cast("dict[str, str]", answer)


def test_chain_id_is_told_in_caip2(chain: EvmChain) -> None:
    assert chain.caip2 == "eip155:1"


def test_key_address_key_1_is_the_known_account(chain: EvmChain) -> None:
    """0x1a64…50a1 is the address of the private key 0x0101…01 everywhere."""
    assert chain.key_address(1).hex() == "1a642f0e3c3af545e7acbd38b07251b3990914f1"


def test_place_contract_has_its_runtime_at_the_address(chain: EvmChain) -> None:
    _place_gold(chain)
    assert chain.anvil.rpc("eth_getCode", to_hex(TOKEN), "latest") == to_hex(GOLD.runtime)


def test_place_constructor_wrote_its_storage_there(chain: EvmChain) -> None:
    owner, compliance = _place_gold(chain)
    assert chain.call(TOKEN, encode_call(GOLD, "owner"))[12:] == owner
    assert chain.call(TOKEN, encode_call(GOLD, "compliance"))[12:] == compliance


def test_place_immutable_is_filled_in(chain: EvmChain) -> None:
    multisig = load("MultisigSim")
    owners = [chain.key_address(key) for key in (1, 2, 3)]
    chain.place(multisig, [owners, 2], at=PROXY, sender=owners[0])
    answer = chain.call(PROXY, encode_call(multisig, "getThreshold"))
    assert decode_answer(multisig, "getThreshold", answer) == (2,)


def test_place_constructors_events_are_logs_of_the_address(chain: EvmChain) -> None:
    owner, _ = _place_gold(chain)
    proxy = load("Proxy1967")
    chain.place(proxy, [TOKEN, owner, b""], at=PROXY, sender=owner)
    logs = chain.anvil.rpc("eth_getLogs", {"address": to_hex(PROXY), "fromBlock": "0x0"})
    assert [log["topics"][0] for log in cast("list[dict[str, list[str]]]", logs)] == [
        to_hex(event_topic(proxy, "Upgraded")),
        to_hex(event_topic(proxy, "AdminChanged")),
    ]


def test_place_state_is_proven_by_the_heads_state_root(chain: EvmChain) -> None:
    """The account of the proof has the code that stands there, at a block that was made with it."""
    _place_gold(chain)
    proof = cast("dict[str, str]", chain.anvil.rpc("eth_getProof", to_hex(TOKEN), [], "latest"))
    code = cast("str", chain.anvil.rpc("eth_getCode", to_hex(TOKEN), "latest"))
    assert proof["codeHash"] == chain.anvil.rpc("web3_sha3", code)


def test_place_constructor_reverting_is_an_error(chain: EvmChain) -> None:
    owner = chain.key_address(1)
    with pytest.raises(EvmError, match="no code"):
        chain.place(load("Proxy1967"), [owner, owner, b""], at=PROXY, sender=owner)


def test_place_constructor_reverting_leaves_the_address_free(chain: EvmChain) -> None:
    owner = chain.key_address(1)
    with pytest.raises(EvmError):
        chain.place(load("Proxy1967"), [owner, owner, b""], at=PROXY, sender=owner)
    assert chain.anvil.rpc("eth_getCode", to_hex(PROXY), "latest") == "0x"


def test_place_twice_is_refused(chain: EvmChain) -> None:
    _place_gold(chain)
    with pytest.raises(EvmError, match="has code already"):
        _place_gold(chain)


def test_place_with_something_queued_is_refused(chain: EvmChain) -> None:
    chain.send(chain.key_address(1), TOKEN, b"")
    with pytest.raises(EvmError, match="seal the 1 queued"):
        _place_gold(chain)


def test_seal_queued_transactions_are_one_block_in_order(chain: EvmChain) -> None:
    """Several senders, one of them twice: the order is that of sending, not of price or nonce."""
    owner, compliance = _place_gold(chain)
    issue = encode_call(GOLD, "issue", owner, 1)
    assert chain.send(owner, TOKEN, issue) == 0
    assert chain.send(compliance, TOKEN, encode_call(GOLD, "addBlackList", compliance)) == 1
    assert chain.send(owner, TOKEN, encode_call(GOLD, "pause")) == 2
    sent = chain.seal()
    block = chain.anvil.rpc("eth_getBlockByNumber", "latest", BODIES)
    assert [each.txid for each in sent] == cast("dict[str, object]", block)["transactions"]
    assert {each.block for each in sent} == {103}
    assert [each.succeeded for each in sent] == [True, True, True]


def test_seal_reverting_transaction_is_reported_failed(chain: EvmChain) -> None:
    owner, compliance = _place_gold(chain)
    chain.send(compliance, TOKEN, encode_call(GOLD, "pause"))
    chain.send(owner, TOKEN, encode_call(GOLD, "pause"))
    assert [each.succeeded for each in chain.seal()] == [False, True]


def test_seal_block_with_somebody_elses_transaction_is_an_error(chain: EvmChain) -> None:
    """A scenario's chain is its own: whatever else is in a block is not in the ground truth."""
    owner = to_hex(chain.key_address(1))
    chain.anvil.rpc("anvil_setBalance", owner, hex(10**18))
    chain.anvil.rpc("eth_sendTransaction", {"from": owner, "to": owner})
    with pytest.raises(EvmError, match="block 0x65 holds"):
        chain.seal()


def test_seal_nothing_queued_is_an_empty_block(chain: EvmChain) -> None:
    assert chain.seal() == ()
    assert _block(chain)["number"] == hex(101)


def test_seal_without_a_time_is_one_spacing_later(chain: EvmChain) -> None:
    chain.seal()
    chain.seal()
    assert _block(chain)["timestamp"] == hex(START + 24)


def test_seal_with_a_time_has_it_and_the_next_follows(chain: EvmChain) -> None:
    chain.seal(timestamp=START + 3600)
    assert _block(chain)["timestamp"] == hex(START + 3600)
    chain.seal()
    assert _block(chain)["timestamp"] == hex(START + 3612)


def test_seal_empty_count_has_the_chains_spacing(chain: EvmChain) -> None:
    chain.seal_empty(5)
    block = _block(chain)
    assert (block["number"], block["timestamp"]) == (hex(105), hex(START + 60))


def test_seal_empty_with_something_queued_is_refused(chain: EvmChain) -> None:
    chain.send(chain.key_address(1), TOKEN, b"")
    with pytest.raises(EvmError, match="would not be empty"):
        chain.seal_empty(1)


def test_call_reverting_tells_the_reason(chain: EvmChain) -> None:
    _place_gold(chain)
    with pytest.raises(AnvilError, match="not allowed"):
        chain.call(TOKEN, encode_call(GOLD, "pause"))
