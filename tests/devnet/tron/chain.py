"""The simulated TRON chain: what a scenario does, and the state behind the façade.

Implements `SimulatedChain`. One writer at a time: servers hold `lock` while they read, a scenario's
acts take it themselves. The chain is true; what a node says of it, and what it gets wrong, is in
`view` and `faults`.
"""

import threading
from collections.abc import Mapping, Sequence
from typing import Final

from tests.devnet.anvil import Anvil
from tests.devnet.artifacts import Artifact, encode_constructor
from tests.devnet.chain import Sent
from tests.devnet.tron.accounts import Accounts, may_sign
from tests.devnet.tron.addresses import ZERO, wire
from tests.devnet.tron.beginning import beginning
from tests.devnet.tron.blocks import Block, next_block
from tests.devnet.tron.contracts import smart_contract
from tests.devnet.tron.engine import Engine
from tests.devnet.tron.errors import ChainError
from tests.devnet.tron.execution import Moment, execution_of, settle_all
from tests.devnet.tron.genesis import MAINNET, Genesis
from tests.devnet.tron.outcomes import Outcome
from tests.devnet.tron.pending import Pending, Waiting
from tests.devnet.tron.signing import key_address, key_of
from tests.devnet.tron.traces import Traces
from tests.devnet.tron.transactions import Transaction, act_of, composed, created_address, signed
from tests.devnet.tron.witnesses import SLOT_MS, Witness, finalized, producer, slot_after

_FEE_LIMIT: Final = 900_000_000
_DEEPEST: Final = 400  # anvil 1.7.1 loses all storage when it undoes 500


class TronChain:
    """Implements `SimulatedChain` over a running anvil, at the same heights."""

    def __init__(
        self,
        anvil: Anvil,
        *,
        witnesses: Sequence[Witness],
        genesis: Genesis = MAINNET,
        genesis_timestamp_ms: int | None = None,
    ) -> None:
        """Begin where anvil stands.

        Args:
            anvil: nobody else may send to it or mine on it.
            witnesses: take turns in this order.
            genesis: the network that the chain claims to be.
            genesis_timestamp_ms: time of the first block; anvil's own without it.
        """
        self.lock: Final = threading.RLock()
        self.genesis: Final = genesis
        self.witnesses: Final = tuple(witnesses)
        self.caip2 = f"tron:0x{genesis.chain_id().hex()}"
        self.engine: Final = Engine(anvil)
        number, seconds = self.engine.head()
        start_ms = seconds * 1000 if genesis_timestamp_ms is None else genesis_timestamp_ms
        self.history: Final = beginning(genesis, self.witnesses, number, start_ms)
        self.pending: Final = Pending(self.engine)
        self.traces: Final = Traces(self.engine)
        self._skipped_slots = 0

    def key_address(self, key: int) -> bytes:
        """See SimulatedChain.key_address."""
        return key_address(key)

    def place(
        self, artifact: Artifact, arguments: Sequence[object], *, at: bytes, sender: bytes
    ) -> None:
        """See SimulatedChain.place. Makes two blocks.

        The creation code stands at the address while one call runs it there, as in
        `tests.devnet.evm`. TRON's block holds that call, signed by the sender, as if a factory had
        created the contract; what the constructor emitted is in its logs.

        Raises:
            ChainError: something is queued, there is code already, or the constructor failed.
        """
        with self.lock:
            creation = encode_constructor(artifact, *arguments)
            message = smart_contract(artifact, creation, sender)
            self.pending.prepare(at, sender, message, head=self.head)
            self.send(sender, at, b"")
            (sent,) = self.seal()
            if not sent.succeeded:
                raise ChainError(f"the constructor of {artifact.name} fails")
            # The next block's state is the first that surely knows the runtime code.
            self.seal()

    def send(self, sender: bytes, to: bytes, data: bytes) -> int:
        """See SimulatedChain.send; the sender must be the account of a key.

        Raises:
            ChainError: see `submit` and `broadcast`.
        """
        value = {"owner_address": wire(sender), "contract_address": wire(to), "data": data}
        return self.submit("TriggerSmartContract", value, sender=sender, fee_limit=_FEE_LIMIT)

    def submit(
        self,
        kind: str,
        value: Mapping[str, object],
        *,
        sender: bytes,
        fee_limit: int = 0,
        permission_id: int = 0,
        keys: Sequence[int] = (),
        memo: bytes = b"",
    ) -> int:
        """Queue a transaction of any executed type; return its position.

        Args:
            kind: a name of `schemas.CONTRACT_TYPES`.
            value: the message of that name.
            sender: who pays.
            fee_limit: sun; 0 where no code runs.
            permission_id: which permission of the sender is used.
            keys: who signs; the sender's own key without them.
            memo: beside the contract; what a real chain charges for one is not taken here.

        Raises:
            ChainError: nobody here has the sender's key, or the signers may not sign.
        """
        with self.lock:
            own = key_of(sender)
            if own is None and not keys:
                raise ChainError(f"no key of {sender.hex()}; use the address of a key 1 to 254")
            reference = self.history.block(self.finalized(self.head)) or self.history.head
            raw = composed(
                kind,
                dict(value),
                reference=reference.id,
                now_ms=self.history.time(self.history.head),
                position=len(self.pending.waiting),
                fee_limit=fee_limit,
                permission_id=permission_id,
                memo=memo,
            )
            return self.broadcast(signed(raw, keys or [own or 0]))

    def broadcast(self, transaction: Transaction) -> int:
        """Queue a signed transaction, as a wallet would; return its position in the block.

        Raises:
            ChainError: sent before, signed by too few, or there is no contract to call.
        """
        with self.lock:
            act = act_of(transaction)
            txid = transaction.txid()
            if self.pending.has(txid) or self.history.place_of(txid):
                raise ChainError(f"DUP_TRANSACTION_ERROR: {txid.hex()}")
            account = self.history.head.accounts.get(act.owner)
            signers = transaction.signers()
            if not may_sign(account, act.owner, act.permission_id, signers):
                raise ChainError(f"SIGERROR: {[each.hex() for each in signers]} may not sign")
            if act.type == "CreateSmartContract":
                created, message = created_address(transaction), act.value["new_contract"]
                self.pending.prepare(created, act.owner, message, head=self.head)
            elif act.target and not self.engine.code(act.target, at=self.head):
                raise ChainError(f"no contract at {act.target.hex()}")
            return self.pending.add(Waiting(transaction, act, execution_of(transaction, act)))

    def seal(self, *, timestamp: int | None = None) -> tuple[Sent, ...]:
        """See SimulatedChain.seal; the time is a multiple of three seconds.

        Raises:
            ChainError: the time is no slot after the head.
        """
        with self.lock:
            time_ms = self._next_time(timestamp)
            at = Moment(time_ms, self.history.time(self.history.head))
            ran = self.pending.run(time_ms // 1000)
            settled, accounts = settle_all(ran, self.history.head.accounts, at)
            block = self._append(time_ms, settled, accounts)
            for contract in self.pending.created(block):
                self.history.register(contract)
            return tuple(
                Sent(block.number, transaction.txid().hex(), outcome.result == "SUCCESS")
                for transaction, outcome in settled
            )

    def seal_empty(self, count: int) -> None:
        """See SimulatedChain.seal_empty.

        Raises:
            ChainError: something is queued, so that the first block would not be empty.
        """
        with self.lock:
            self.pending.require_nothing()
            first = self._next_time(None)
            self.engine.mine_empty(first // 1000, count, SLOT_MS // 1000)
            for number in range(count):
                self._append(first + number * SLOT_MS, (), self.history.head.accounts)

    def call(self, to: bytes, data: bytes) -> bytes:
        """See SimulatedChain.call; an address without code answers nothing.

        Raises:
            ChainError: the call reverted.
        """
        with self.lock:
            answer = self.engine.call(ZERO, to, data, at=self.head)
        if answer.error:
            raise ChainError(f"a call of {data[:4].hex()} at {to.hex()} failed: {answer.error}")
        return answer.output

    def drop_pending(self) -> tuple[Transaction, ...]:
        """Forget everything queued, as if it had expired; return it."""
        with self.lock:
            return self.pending.drop()

    def reorganise(self, depth: int) -> tuple[Transaction, ...]:
        """Undo the last `depth` blocks; return their transactions, which are in no block now.

        The blocks made next come one slot later and so have other ids.

        Raises:
            ChainError: something is queued, or so deep that anvil would lose the state.
        """
        if depth > _DEEPEST:
            raise ChainError(f"{depth} blocks are more than the {_DEEPEST} that can be undone")
        with self.lock:
            self.pending.require_nothing()
            lost = self.history.truncate(depth)
            self.engine.roll_back(depth)
            self._skipped_slots = 1
        return lost

    @property
    def head(self) -> int:
        """Number of the last block."""
        return self.history.head.number

    def finalized(self, number: int) -> int:
        """Return the block that the witnesses had made final at a height."""
        return finalized(number, len(self.witnesses))

    def _next_time(self, timestamp: int | None) -> int:
        head_ms = self.history.time(self.history.head)
        return slot_after(head_ms, timestamp, skipped=self._skipped_slots)

    def _append(
        self, time_ms: int, settled: Sequence[tuple[Transaction, Outcome]], accounts: Accounts
    ) -> Block:
        head = self.history.head
        witness = producer(self.witnesses, time_ms)
        block = next_block((head.number, head.id), time_ms, witness, settled, accounts)
        self.history.append(block)
        self._skipped_slots = 0
        return block
