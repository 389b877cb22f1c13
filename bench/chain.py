"""A chain with many Transfer logs on a real anvil: the same for every tool that fetches logs.

Each block holds three transactions with 80 transfers of the token and one with 30 of another token
that nobody asked for; now and then the token mints and burns. Sizes are those of the comparison
that the budgets come from, so that its figures can be held beside ours.
"""

import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from eth_utils.address import to_checksum_address
from eth_utils.conversions import to_hex

from tests.devnet.anvil import Anvil
from tests.devnet.artifacts import encode_call, encode_constructor, load

TOKEN: Final = bytes.fromhex("70") * 20
NOISE: Final = bytes.fromhex("7e") * 20
LOGS_PER_BLOCK: Final = 240
_CALLS_PER_BLOCK: Final = 3
_NOISE_PER_BLOCK: Final = 30
_SUPPLY_EVERY: Final = 50
"""Blocks between two that also mint and burn."""
_EMPTY_AT_END: Final = 8
"""Blocks after the last log, so that it is final."""
_GAS: Final = 2_000_000
_GAS_PRICE: Final = 10**10
_GENESIS: Final = 1_700_000_000
_JIFFIES_PER_SECOND: Final = 100


@dataclass(frozen=True, slots=True)
class Chain:
    """A running node and what stands on it."""

    url: str
    pid: int
    first: int
    last: int
    """First and last block with logs."""

    @property
    def token(self) -> str:
        """Checksummed, since some tools take no other form."""
        return to_checksum_address(TOKEN)

    def node_seconds(self) -> float:
        """Return the CPU seconds that the node has used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
        return sum(int(each) for each in fields.split()[11:13]) / _JIFFIES_PER_SECOND


@contextmanager
def running(logs: int) -> Iterator[Chain]:
    """Start a node with at least this many transfers of the token on it; stop it at the end."""
    # Old states are of no use here, and a thousand of them are gigabytes.
    with Anvil(
        timestamp=_GENESIS,
        slots_in_an_epoch=1,
        gas_limit=60_000_000,
        extra=("--prune-history", "3"),
    ) as anvil:
        sender = _prepare(anvil)
        first = _head(anvil) + 1
        nonce = int(str(anvil.rpc("eth_getTransactionCount", sender, "latest")), 16)
        blocks = math.ceil(logs / LOGS_PER_BLOCK)
        for block in range(blocks):
            nonce = _fill(anvil, sender, block, nonce=nonce)
            if block % 500 == 0:
                print(f"  {block}/{blocks} blocks", end="\r", file=sys.stderr, flush=True)
        last = _head(anvil)
        if last - first + 1 != blocks:
            message = f"the chain has blocks {first} to {last}, {blocks} were mined"
            raise RuntimeError(message)
        anvil.rpc("anvil_mine", hex(_EMPTY_AT_END))
        yield Chain(anvil.url, anvil.pid, first, last)


def _prepare(anvil: Anvil) -> str:
    anvil.rpc("anvil_setBlockTimestampInterval", 12)
    contract = load("SpamSim")
    # The contract keeps nothing, so its code alone is the contract.
    for address in (TOKEN, NOISE):
        anvil.rpc("anvil_setCode", to_hex(address), to_hex(contract.runtime))
    accounts = anvil.rpc("eth_accounts")
    if not isinstance(accounts, list) or encode_constructor(contract) != contract.bytecode:
        message = "the node has no account, or the contract wants arguments"
        raise RuntimeError(message)
    anvil.rpc("anvil_setBalance", accounts[0], hex(10**30))
    anvil.rpc("anvil_mine", "0x1")
    return str(accounts[0])


def _fill(anvil: Anvil, sender: str, block: int, *, nonce: int) -> int:
    spam = load("SpamSim")
    per_call = LOGS_PER_BLOCK // _CALLS_PER_BLOCK
    calls = [
        (TOKEN, encode_call(spam, "spam", per_call, block * _CALLS_PER_BLOCK + index))
        for index in range(_CALLS_PER_BLOCK)
    ]
    calls.append((NOISE, encode_call(spam, "spam", _NOISE_PER_BLOCK, block)))
    if block % _SUPPLY_EVERY == 0:
        someone = bytes.fromhex("aa") * 20
        calls.append((TOKEN, encode_call(spam, "mint", someone, 10**12)))
        calls.append((TOKEN, encode_call(spam, "burn", someone, 10**6)))
    for to, data in calls:
        transaction = {
            "from": sender,
            "to": to_hex(to),
            "data": to_hex(data),
            "gas": hex(_GAS),
            "gasPrice": hex(_GAS_PRICE),
            "nonce": hex(nonce),
        }
        anvil.rpc("eth_sendTransaction", transaction)
        nonce += 1
    anvil.rpc("evm_mine")
    return nonce


def _head(anvil: Anvil) -> int:
    return int(str(anvil.rpc("eth_blockNumber")), 16)
