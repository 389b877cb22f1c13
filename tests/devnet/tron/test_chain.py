"""What a scenario does to the chain: sealing, permissions, pending transactions, reorganisation."""

from collections.abc import Iterator

import pytest

from tests.devnet.anvil import Anvil
from tests.devnet.artifacts import encode_call
from tests.devnet.tron.accounts import OPERATIONS, permission
from tests.devnet.tron.addresses import wire
from tests.devnet.tron.chain import TronChain
from tests.devnet.tron.errors import ChainError
from tests.devnet.tron.merkle import merkle_root
from tests.devnet.tron.signing import key_address
from tests.devnet.tron.stage import GOLD, HOLDER, OTHER, OWNER, SUPPLY, TOKEN, transfer
from tests.devnet.tron.witnesses import finalized, witnesses

pytestmark = pytest.mark.devnet
START = 1_790_000_001


@pytest.fixture
def chain() -> Iterator[TronChain]:
    with Anvil(chain_id=0x2B6653DC, timestamp=START) as anvil:
        chain = TronChain(anvil, witnesses=witnesses(27))
        chain.place(GOLD, [OWNER, OWNER], at=TOKEN, sender=OWNER)
        chain.send(OWNER, TOKEN, encode_call(GOLD, "issue", HOLDER, SUPPLY))
        chain.seal()
        yield chain


def _balance(chain: TronChain, account: bytes) -> int:
    return int.from_bytes(chain.call(TOKEN, encode_call(GOLD, "balanceOf", account)), "big")


def test_caip2_of_the_mainnet_is_that_of_its_genesis(chain: TronChain) -> None:
    assert chain.caip2 == "tron:0x2b6653dc"


def test_seal_two_equal_calls_have_different_ids_and_keep_their_order(chain: TronChain) -> None:
    assert chain.send(HOLDER, TOKEN, transfer(1)) == 0
    assert chain.send(HOLDER, TOKEN, transfer(1)) == 1
    first, second = chain.seal()
    assert first.txid != second.txid
    assert [first.succeeded, second.succeeded] == [True, True]
    assert _balance(chain, OTHER) == 2


def test_seal_root_is_over_the_sealed_transactions(chain: TronChain) -> None:
    chain.send(HOLDER, TOKEN, transfer(1))
    chain.send(HOLDER, TOKEN, transfer(2))
    chain.seal()
    head = chain.history.head
    assert head.header.tx_trie_root == merkle_root([each.leaf() for each in head.transactions])
    assert len(head.transactions) == 2


def test_seal_failed_call_is_no_success(chain: TronChain) -> None:
    chain.send(OTHER, TOKEN, transfer(SUPPLY))
    (sent,) = chain.seal()
    assert not sent.succeeded
    assert chain.history.head.transactions[0].result == "REVERT"


def test_seal_time_is_taken_as_given(chain: TronChain) -> None:
    chain.seal(timestamp=START + 3000)
    assert chain.history.head.header.timestamp == (START + 3000) * 1000


@pytest.mark.parametrize("timestamp", [START, START + 3001])
def test_seal_time_that_is_no_later_slot_is_refused(chain: TronChain, timestamp: int) -> None:
    with pytest.raises(ChainError, match="slot"):
        chain.seal(timestamp=timestamp)


def test_seal_empty_blocks_are_three_seconds_apart_and_linked(chain: TronChain) -> None:
    before = chain.history.head
    chain.seal_empty(2)
    first, second = chain.history.block(before.number + 1), chain.history.head
    assert first is not None
    assert (first.header.parent, second.header.parent) == (before.id, first.id)
    assert second.header.timestamp - before.header.timestamp == 6000


def test_seal_empty_something_queued_is_refused(chain: TronChain) -> None:
    chain.send(HOLDER, TOKEN, transfer(1))
    with pytest.raises(ChainError, match="queued"):
        chain.seal_empty(1)


def test_place_occupied_address_is_refused(chain: TronChain) -> None:
    with pytest.raises(ChainError, match="has code already"):
        chain.place(GOLD, [OWNER, OWNER], at=TOKEN, sender=OWNER)


def test_send_account_without_a_key_is_refused(chain: TronChain) -> None:
    with pytest.raises(ChainError, match="no key"):
        chain.send(bytes(20), TOKEN, transfer(1))


def test_send_no_contract_is_refused(chain: TronChain) -> None:
    with pytest.raises(ChainError, match="no contract"):
        chain.send(HOLDER, OTHER, transfer(1))


def test_call_that_reverts_is_an_error(chain: TronChain) -> None:
    with pytest.raises(ChainError, match="reverted"):
        chain.call(TOKEN, transfer(1))


def test_broadcast_again_is_refused(chain: TronChain) -> None:
    chain.send(HOLDER, TOKEN, transfer(1))
    transaction = chain.pending.waiting[0].transaction
    with pytest.raises(ChainError, match="DUP_TRANSACTION"):
        chain.broadcast(transaction)
    chain.seal()
    with pytest.raises(ChainError, match="DUP_TRANSACTION"):
        chain.broadcast(transaction)


def test_drop_pending_leaves_no_trace(chain: TronChain) -> None:
    chain.send(HOLDER, TOKEN, transfer(7))
    chain.pending.flush()
    (dropped,) = chain.drop_pending()
    assert chain.seal() == ()
    assert chain.history.place_of(dropped.txid()) is None
    assert _balance(chain, OTHER) == 0


def test_reorganise_undone_blocks_get_other_ids_and_state(chain: TronChain) -> None:
    chain.send(HOLDER, TOKEN, transfer(7))
    chain.seal()
    undone = chain.history.head.id
    (lost,) = chain.reorganise(1)
    assert _balance(chain, OTHER) == 0
    chain.broadcast(lost.with_result(""))
    chain.seal()
    assert chain.history.head.id != undone
    assert chain.history.by_id(undone) is None
    assert _balance(chain, OTHER) == 7


def test_reorganise_deeper_than_the_engine_can_undo_is_refused(chain: TronChain) -> None:
    chain.seal_empty(410)
    with pytest.raises(ChainError, match="can be undone"):
        chain.reorganise(401)
    chain.reorganise(400)
    assert _balance(chain, HOLDER) == SUPPLY


def test_permissions_changed_account_needs_both_keys(chain: TronChain) -> None:
    two = permission("two", 2, {HOLDER: 1, OTHER: 1})
    update = {
        "owner_address": wire(HOLDER),
        "owner": two,
        "actives": [{**two, "type": "Active", "operations": OPERATIONS}],
    }
    chain.submit("AccountPermissionUpdateContract", update, sender=HOLDER)
    chain.seal()
    with pytest.raises(ChainError, match="SIGERROR"):
        chain.send(HOLDER, TOKEN, transfer(1))
    call = {"owner_address": wire(HOLDER), "contract_address": wire(TOKEN), "data": transfer(1)}
    chain.submit(
        "TriggerSmartContract", call, sender=HOLDER, fee_limit=10**8, permission_id=2, keys=[5, 6]
    )
    (sent,) = chain.seal()
    assert sent.succeeded
    assert chain.history.head.transactions[0].signers() == (HOLDER, OTHER)
    # More than one signature costs 1 TRX.
    assert chain.history.head.outcomes[0].other_fee == 1_000_000


def test_payment_new_account_is_activated(chain: TronChain) -> None:
    value = {"owner_address": wire(HOLDER), "to_address": wire(key_address(99)), "amount": 5}
    chain.submit("TransferContract", value, sender=HOLDER)
    chain.seal()
    assert chain.history.head.accounts[key_address(99)].balance == 5


def test_finalized_twenty_seven_witnesses_trail_by_eighteen() -> None:
    assert (finalized(100, 27), finalized(100, 1), finalized(5, 27)) == (82, 100, 0)
