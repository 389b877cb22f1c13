"""A block of the simulated chain and how it is put together."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.devnet.tron.accounts import Accounts
from tests.devnet.tron.addresses import wire
from tests.devnet.tron.genesis import Genesis
from tests.devnet.tron.headers import Header
from tests.devnet.tron.merkle import merkle_root
from tests.devnet.tron.messages import Message
from tests.devnet.tron.outcomes import Outcome
from tests.devnet.tron.signing import sign
from tests.devnet.tron.transactions import Transaction, shown
from tests.devnet.tron.witnesses import Witness

_VERSION = 32


@dataclass(frozen=True, slots=True)
class Block:
    """A sealed block."""

    header: Header
    id: bytes
    transactions: tuple[Transaction, ...]
    outcomes: tuple[Outcome, ...]
    """One per transaction; none in a genesis block."""
    accounts: Accounts
    """Every account after the block."""
    signing_key: int
    """0 in a genesis block, which nobody signed."""

    @property
    def number(self) -> int:
        """The height."""
        return self.header.number

    def shown(self, *, detail: bool, visible: bool) -> Message:
        """Return the block as the HTTP services show it; the signature is made here.

        Without detail, and without transactions, there is no key `transactions`.
        """
        header: Message = {"raw_data": self.header.shown(visible=visible)}
        if self.signing_key:
            header["witness_signature"] = sign(self.signing_key, self.header.digest()).hex()
        body: Message = {"blockID": self.id.hex(), "block_header": header}
        if detail and self.transactions:
            body["transactions"] = [shown(each, visible=visible) for each in self.transactions]
        return body


def genesis_block(genesis: Genesis, accounts: Accounts) -> Block:
    """Return block 0 of a network."""
    header = genesis.header()
    return Block(header, header.block_id(), genesis.transactions(), (), accounts, 0)


def next_block(
    parent: tuple[int, bytes],
    timestamp_ms: int,
    witness: Witness,
    executed: Sequence[tuple[Transaction, Outcome]],
    accounts: Accounts,
) -> Block:
    """Return the block after the one of this number and id."""
    number, parent_id = parent
    transactions = tuple(each.with_result(outcome.result) for each, outcome in executed)
    header = Header(
        number=number + 1,
        timestamp=timestamp_ms,
        parent=parent_id,
        tx_trie_root=merkle_root([each.leaf() for each in transactions]),
        witness=wire(witness.address),
        version=_VERSION,
    )
    return Block(
        header,
        header.block_id(),
        transactions,
        tuple(outcome for _, outcome in executed),
        accounts,
        witness.signing_key,
    )
