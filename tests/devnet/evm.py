"""An EVM chain of a scenario: anvil as Ethereum or BNB Chain.

Contracts can stand at any address, so that a chain of ours looks like the one the shipped registry
describes. See `EvmChain.place` for how.
"""

import threading
from collections.abc import Sequence
from typing import Final, cast

from eth_keys.datatypes import PrivateKey
from eth_utils.conversions import to_bytes, to_hex

from tests.devnet.anvil import Anvil, AnvilError
from tests.devnet.artifacts import Artifact, encode_constructor
from tests.devnet.chain import Sent

_GAS: Final = 10_000_000
"""Of every transaction: more than any of our contracts takes, below the cap of EIP-7825."""
_BALANCE: Final = 10**24
_DEEPEST: Final = 400  # anvil 1.7.1 loses all storage when it undoes 500
_IMPERSONATE: Final = True
_WITH_BODIES: Final = False


class EvmError(Exception):
    """The chain did not do what a scenario needs; the message says what was asked and what came."""


class EvmChain:
    """Implements `SimulatedChain` over a running anvil.

    Without a time given to `seal`, blocks are `spacing` seconds apart; no clock is asked.
    """

    def __init__(self, anvil: Anvil, *, spacing: int = 12) -> None:
        self.anvil = anvil
        self.lock: Final = threading.RLock()
        """Taken by everything that makes a block: a ticker and a test may both do."""
        self.caip2 = f"eip155:{int(cast('str', anvil.rpc('eth_chainId')), 16)}"
        self._spacing = spacing
        self._queued: list[str] = []
        self._funded: set[bytes] = set()
        anvil.rpc("anvil_autoImpersonateAccount", _IMPERSONATE)
        anvil.rpc("anvil_setBlockTimestampInterval", spacing)

    def key_address(self, key: int) -> bytes:
        """See SimulatedChain.key_address."""
        return PrivateKey(bytes([key]) * 32).public_key.to_canonical_address()

    def place(
        self, artifact: Artifact, arguments: Sequence[object], *, at: bytes, sender: bytes
    ) -> None:
        """See SimulatedChain.place. Makes two blocks.

        The creation code stands at the address while one transaction runs it there, and is then
        replaced by what it returned. Unlike with a deployment copied from elsewhere, what the
        constructor wrote it wrote here, and its events are logs of this address in a block.

        Raises:
            EvmError: something is queued, there is code already, or the constructor reverted.
        """
        with self.lock:
            self._place(artifact, arguments, at=at, sender=sender)

    def _place(
        self, artifact: Artifact, arguments: Sequence[object], *, at: bytes, sender: bytes
    ) -> None:
        if self._queued:
            message = f"seal the {len(self._queued)} queued transactions before placing a contract"
            raise EvmError(message)
        if self._code(at):
            message = f"{to_hex(at)} has code already"
            raise EvmError(message)
        self.anvil.rpc(
            "anvil_setCode", to_hex(at), to_hex(encode_constructor(artifact, *arguments))
        )
        try:
            runtime = self._call(sender, at, b"")
        except AnvilError as error:
            self.anvil.rpc("anvil_setCode", to_hex(at), "0x")
            message = f"the constructor of {artifact.name} reverts: {error.message}"
            raise EvmError(message) from error
        self.send(sender, at, b"")
        (sent,) = self.seal()
        if not sent.succeeded:
            message = f"the constructor of {artifact.name} was called well, but reverted in a block"
            raise EvmError(message)
        self.anvil.rpc("anvil_setCode", to_hex(at), to_hex(runtime))
        # The next block's state root is the first that knows the code.
        self.seal()

    def send(self, sender: bytes, to: bytes, data: bytes) -> int:
        """See SimulatedChain.send; the sender's key is not needed."""
        with self.lock:
            transaction = self._request(sender, to, data)
            self._queued.append(cast("str", self.anvil.rpc("eth_sendTransaction", transaction)))
            return len(self._queued) - 1

    def seal(self, *, timestamp: int | None = None) -> tuple[Sent, ...]:
        """See SimulatedChain.seal.

        Raises:
            EvmError: the block does not hold exactly what was queued, in this order.
        """
        with self.lock:
            return self._seal(timestamp)

    def seal_empty(self, count: int) -> None:
        """See SimulatedChain.seal_empty.

        Raises:
            EvmError: something is queued, so that the first block would not be empty.
        """
        with self.lock:
            if self._queued:
                queued = len(self._queued)
                message = f"{queued} transactions are queued, the blocks would not be empty"
                raise EvmError(message)
            self.anvil.rpc("anvil_mine", hex(count))

    def reorganise(self, depth: int, calls: Sequence[tuple[bytes, bytes, bytes]]) -> None:
        """Replace the last `depth` blocks at once by as many of the same times.

        Args:
            depth: how many; finality does not hinder anvil.
            calls: sender, contract and data of what is in the first of them; nothing is in the
                others. What was in the replaced blocks is in no block now.

        Raises:
            EvmError: something is queued, or so deep that anvil would lose the state.
        """
        if depth > _DEEPEST:
            message = f"{depth} blocks are more than the {_DEEPEST} that can be undone"
            raise EvmError(message)
        with self.lock:
            if self._queued:
                message = f"seal the {len(self._queued)} queued transactions before"
                raise EvmError(message)
            placed = [[self._request(*call), 0] for call in calls]
            self.anvil.rpc("anvil_reorg", depth, placed)

    def call(self, to: bytes, data: bytes) -> bytes:
        """See SimulatedChain.call; an address without code answers nothing.

        Raises:
            AnvilError: the call reverted.
        """
        return self._call(None, to, data)

    def _seal(self, timestamp: int | None) -> tuple[Sent, ...]:
        if timestamp is not None:
            self.anvil.rpc("evm_setNextBlockTimestamp", timestamp)
        self.anvil.rpc("evm_mine")
        queued, self._queued = self._queued, []
        block = cast(
            "dict[str, object]",
            self.anvil.rpc("eth_getBlockByNumber", "latest", _WITH_BODIES),
        )
        if block["transactions"] != queued:
            message = f"block {block['number']} holds {block['transactions']}, queued were {queued}"
            raise EvmError(message)
        receipts = self.anvil.batch([("eth_getTransactionReceipt", [txid]) for txid in queued])
        number = int(cast("str", block["number"]), 16)
        return tuple(
            Sent(number, txid, cast("dict[str, object]", receipt)["status"] == "0x1")
            for txid, receipt in zip(queued, receipts, strict=True)
        )

    def _request(self, sender: bytes, to: bytes, data: bytes) -> dict[str, str]:
        if sender not in self._funded:
            self.anvil.rpc("anvil_setBalance", to_hex(sender), hex(_BALANCE))
            self._funded.add(sender)
        return {"from": to_hex(sender), "to": to_hex(to), "data": to_hex(data), "gas": hex(_GAS)}

    def _call(self, sender: bytes | None, to: bytes, data: bytes) -> bytes:
        request = {"to": to_hex(to), "data": to_hex(data)}
        if sender is not None:
            request["from"] = to_hex(sender)
        return to_bytes(hexstr=cast("str", self.anvil.rpc("eth_call", request, "latest")))

    def _code(self, at: bytes) -> bytes:
        return to_bytes(hexstr=cast("str", self.anvil.rpc("eth_getCode", to_hex(at), "latest")))
