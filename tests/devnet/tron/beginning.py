"""How a simulated chain begins: its genesis, the accounts in it, its first block."""

from collections.abc import Sequence
from dataclasses import replace

from tests.devnet.tron.accounts import Account, Accounts, activated, as_witness
from tests.devnet.tron.blocks import genesis_block, next_block
from tests.devnet.tron.genesis import Genesis
from tests.devnet.tron.history import History
from tests.devnet.tron.signing import key_address
from tests.devnet.tron.witnesses import SLOT_MS, Witness, producer


def beginning(
    genesis: Genesis, witnesses: Sequence[Witness], number: int, start_ms: int
) -> History:
    """Return the history that has the genesis, and one block of a height above 0.

    What came before that block is not told: its parent's id is made up, and nobody can ask for it.
    The time is brought down to a slot.
    """
    start_ms -= start_ms % SLOT_MS
    origin = genesis_block(genesis, _first_accounts(genesis, witnesses, start_ms))
    if not number:
        return History(origin, origin, start_ms)
    parent = (number - 1, (number - 1).to_bytes(8, "big") + origin.id[8:])
    witness = producer(witnesses, start_ms)
    return History(origin, next_block(parent, start_ms, witness, (), origin.accounts), start_ms)


def _first_accounts(genesis: Genesis, witnesses: Sequence[Witness], at_ms: int) -> Accounts:
    """Return the accounts that a network begins with: those of the genesis, and the producers.

    A producer that the genesis names keeps no permissions, as on a private network; any other has
    a witness permission that says who signs.
    """
    accounts: dict[bytes, Account] = {
        first.address: Account(address=first.address, name=first.name, balance=first.balance)
        for first in genesis.accounts
    }
    for witness in witnesses:
        known = accounts.get(witness.address)
        accounts[witness.address] = (
            as_witness(activated(witness.address, at_ms), key_address(witness.signing_key))
            if known is None
            else replace(known, witness=True)
        )
    return accounts
