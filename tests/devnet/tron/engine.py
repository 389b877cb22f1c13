"""The EVM behind the façade: one anvil, one of its blocks per TRON block, the same height.

Everything that the façade asks of anvil is here. What differs between the machines is translated
here too: energy is gas less what Ethereum takes for the transaction itself. Not modelled: TRON's
own opcodes, precompiles and energy prices; a contract compiled for `paris` behaves alike on both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from eth_utils.conversions import to_bytes, to_hex

from tests.devnet.anvil import Anvil

PENDING: Final = "pending"
_BALANCE: Final = 10**24
_WITH_BODIES: Final = False
_IMPERSONATE: Final = True
_TRACER: Final = {"tracer": "callTracer", "tracerConfig": {"withLog": True}}


class EngineError(Exception):
    """Anvil did not do what the façade asked; the message says what was asked and what came."""


@dataclass(frozen=True, slots=True)
class Execution:
    """A call to run in the next block."""

    sender: bytes
    to: bytes
    data: bytes
    energy: int
    """The most it may use."""


@dataclass(frozen=True, slots=True)
class Log:
    """One event as the machine emitted it."""

    address: bytes
    topics: tuple[bytes, ...]
    data: bytes


@dataclass(frozen=True, slots=True)
class Executed:
    """What came of an execution."""

    hash: str
    """Anvil's name of it."""
    succeeded: bool
    energy: int
    exhausted: bool
    """It failed by using all it was allowed."""
    logs: tuple[Log, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a constant call came to."""

    output: bytes
    """Return data, or the bytes of a revert."""
    error: str
    """The machine's word for a failure; empty where there was none."""
    energy: int


class Engine:
    """A running anvil as a machine for contracts."""

    def __init__(self, anvil: Anvil) -> None:
        self._anvil = anvil
        self._nonces: dict[bytes, int] = {}
        anvil.rpc("anvil_autoImpersonateAccount", _IMPERSONATE)

    def head(self) -> tuple[int, int]:
        """Return height and Unix seconds of the latest block."""
        block = cast("dict[str, str]", self._ask("eth_getBlockByNumber", "latest", _WITH_BODIES))
        return int(block["number"], 16), int(block["timestamp"], 16)

    def submit(self, executions: Sequence[Execution]) -> list[str]:
        """Queue calls for the next block in this order; return anvil's names of them."""
        calls = [("eth_sendTransaction", [self._request(each)]) for each in executions]
        return cast("list[str]", self._anvil.batch(calls))

    def mine(self, seconds: int) -> None:
        """Make one block of what is queued."""
        self._ask("evm_setNextBlockTimestamp", seconds)
        self._ask("evm_mine")

    def mine_empty(self, first_seconds: int, count: int, spacing: int) -> None:
        """Make `count` blocks, `spacing` seconds apart."""
        self._ask("evm_setNextBlockTimestamp", first_seconds)
        self._ask("anvil_mine", hex(count), hex(spacing))

    def executed(self, hashes: Sequence[str], executions: Sequence[Execution]) -> list[Executed]:
        """Return what came of calls that are in a block now.

        Raises:
            EngineError: one of them is in no block.
        """
        receipts = self._anvil.batch([("eth_getTransactionReceipt", [name]) for name in hashes])
        pairs = zip(executions, cast("list[dict[str, Any] | None]", receipts), strict=True)
        return [_executed(execution, receipt) for execution, receipt in pairs]

    def call(self, sender: bytes, to: bytes, data: bytes, *, at: int | str) -> Answer:
        """Run a constant call on the state of a height, or on the pending state."""
        request = {"from": to_hex(sender), "to": to_hex(to), "data": to_hex(data)}
        trace = cast("dict[str, str]", self._ask("debug_traceCall", request, _tag(at), _TRACER))
        return Answer(
            output=to_bytes(hexstr=trace.get("output", "0x")),
            error=trace.get("error", ""),
            energy=max(int(trace["gasUsed"], 16) - intrinsic(data), 0),
        )

    def traces(self, hashes: Sequence[str]) -> list[dict[str, Any]]:
        """Return the call traces of executed transactions, with the logs of reverted calls."""
        calls = [("debug_traceTransaction", [name, _TRACER]) for name in hashes]
        return cast("list[dict[str, Any]]", self._anvil.batch(calls))

    def code(self, address: bytes, *, at: int | str) -> bytes:
        """Return the code at an address; empty where there is none."""
        return to_bytes(hexstr=cast("str", self._ask("eth_getCode", to_hex(address), _tag(at))))

    def storage(self, address: bytes, slot: int, *, at: int | str) -> bytes:
        """Return the 32 bytes of a storage slot."""
        word = self._ask("eth_getStorageAt", to_hex(address), hex(slot), _tag(at))
        return to_bytes(hexstr=cast("str", word))

    def set_code(self, address: bytes, code: bytes) -> None:
        """Put code at an address, outside any transaction."""
        self._ask("anvil_setCode", to_hex(address), to_hex(code))

    def drop(self, hashes: Sequence[str]) -> None:
        """Forget queued transactions."""
        for name in reversed(hashes):
            self._ask("anvil_dropTransaction", name)
        self._nonces.clear()

    def roll_back(self, depth: int) -> None:
        """Undo the last `depth` blocks."""
        self._ask("anvil_rollback", depth)
        self._nonces.clear()

    def _request(self, execution: Execution) -> dict[str, str]:
        sender = execution.sender
        if sender not in self._nonces:
            self._ask("anvil_setBalance", to_hex(sender), hex(_BALANCE))
            known = self._ask("eth_getTransactionCount", to_hex(sender), "latest")
            self._nonces[sender] = int(cast("str", known), 16)
        nonce = self._nonces[sender]
        self._nonces[sender] += 1
        return {
            "from": to_hex(sender),
            "to": to_hex(execution.to),
            "data": to_hex(execution.data),
            "gas": hex(_gas(execution)),
            # Said, because anvil finds the next one too late for requests of one batch.
            "nonce": hex(nonce),
        }

    def _ask(self, method: str, *parameters: object) -> object:
        return self._anvil.rpc(method, *parameters)


def intrinsic(data: bytes) -> int:
    """Return the gas that Ethereum takes for a call with this calldata before any code runs."""
    zeros = data.count(0)
    return 21_000 + 4 * zeros + 16 * (len(data) - zeros)


def _gas(execution: Execution) -> int:
    zeros = execution.data.count(0)
    floor = 21_000 + 10 * (zeros + 4 * (len(execution.data) - zeros))  # EIP-7623
    return max(intrinsic(execution.data) + execution.energy, floor)


def _tag(at: int | str) -> str:
    return hex(at) if isinstance(at, int) else at


def _executed(execution: Execution, receipt: dict[str, Any] | None) -> Executed:
    if receipt is None:
        raise EngineError(f"a call to {to_hex(execution.to)} was queued and is in no block")
    used = int(receipt["gasUsed"], 16)
    succeeded = receipt["status"] == "0x1"
    return Executed(
        hash=receipt["transactionHash"],
        succeeded=succeeded,
        energy=max(used - intrinsic(execution.data), 0),
        exhausted=not succeeded and used == _gas(execution),
        logs=tuple(log_of(each) for each in receipt["logs"]),
    )


def log_of(body: dict[str, Any]) -> Log:
    """Return the log that anvil's JSON describes."""
    return Log(
        address=unhexed(body["address"]),
        topics=tuple(unhexed(topic) for topic in body["topics"]),
        data=unhexed(body["data"]),
    )


def unhexed(text: str) -> bytes:
    """Return the bytes of anvil's 0x-prefixed hexadecimal; fast, there are millions of them."""
    return bytes.fromhex(text[2:])
