"""Transactions that wait for a block, and contracts that wait to be created.

What waits is handed to the machine only when somebody asks for the pending state or makes a block.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.devnet.tron.blocks import Block
from tests.devnet.tron.contracts import Contract
from tests.devnet.tron.engine import Engine, Executed, Execution
from tests.devnet.tron.errors import ChainError
from tests.devnet.tron.messages import Message
from tests.devnet.tron.transactions import Act, Transaction


@dataclass(frozen=True, slots=True)
class Waiting:
    """A transaction that waits for a block."""

    transaction: Transaction
    act: Act
    execution: Execution | None
    """The call that it makes; None where it runs no code."""


@dataclass(frozen=True, slots=True)
class _Creation:
    message: Message
    runtime: bytes


class Pending:
    """What waits, in the order of sending."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: list[Waiting] = []
        self._submitted: list[str] = []
        self._txids: set[bytes] = set()
        self._creations: dict[bytes, _Creation] = {}

    @property
    def waiting(self) -> tuple[Waiting, ...]:
        """The transactions in order."""
        return tuple(self._waiting)

    def has(self, txid: bytes) -> bool:
        """Tell whether a transaction waits."""
        return txid in self._txids

    def require_nothing(self) -> None:
        """Refuse to go on while something waits.

        Raises:
            ChainError: something does.
        """
        if self._waiting:
            raise ChainError(f"seal or drop the {len(self._waiting)} queued transactions before")

    def add(self, waiting: Waiting) -> int:
        """Queue a transaction; return its position."""
        self._waiting.append(waiting)
        self._txids.add(waiting.transaction.txid())
        return len(self._waiting) - 1

    def prepare(self, at: bytes, origin: bytes, message: Message, *, head: int) -> None:
        """Let creation code stand at an address until one call has run it there.

        Raises:
            ChainError: something waits, there is code already, or the constructor reverts.
        """
        self.require_nothing()
        if self._engine.code(at, at=head):
            raise ChainError(f"{at.hex()} has code already")
        self._engine.set_code(at, message["bytecode"])
        answer = self._engine.call(origin, at, b"", at=head)
        if answer.error:
            self._engine.set_code(at, b"")
            raise ChainError(f"the constructor of {message['name']} fails: {answer.error}")
        self._creations[at] = _Creation(message, answer.output)

    def flush(self) -> None:
        """Hand to the machine what it has not got yet, so that its pending state is ours."""
        executions = self._executions()[len(self._submitted) :]
        self._submitted += self._engine.submit(executions)

    def run(self, seconds: int) -> list[tuple[Waiting, Executed | None]]:
        """Make one block of what waits; return what came of each, and wait for nothing."""
        self.flush()
        self._engine.mine(seconds)
        executed = iter(self._engine.executed(self._submitted, self._executions()))
        waiting = self._waiting
        self._forget()
        return [(each, next(executed) if each.execution else None) for each in waiting]

    def created(self, block: Block) -> Iterator[Contract]:
        """End the creations of a block: code becomes what was returned; yield the contracts."""
        for outcome in block.outcomes:
            creation = self._creations.pop(outcome.contract, None)
            if creation is None:
                continue
            succeeded = outcome.result == "SUCCESS"
            self._engine.set_code(outcome.contract, creation.runtime if succeeded else b"")
            if succeeded:
                message, runtime = creation.message, creation.runtime
                yield Contract(outcome.contract, block.number, message, runtime)

    def drop(self) -> tuple[Transaction, ...]:
        """Forget what waits, as if it had expired; return it."""
        self._engine.drop(self._submitted)
        for address in self._creations:
            self._engine.set_code(address, b"")
        dropped = tuple(each.transaction for each in self._waiting)
        self._creations.clear()
        self._forget()
        return dropped

    def _forget(self) -> None:
        self._waiting, self._submitted, self._txids = [], [], set()

    def _executions(self) -> list[Execution]:
        return [each.execution for each in self._waiting if each.execution is not None]
