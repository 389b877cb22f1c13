"""A small history for tests of the façade: one token on a chain that claims to be the mainnet."""

from dataclasses import dataclass
from typing import Final

from tests.devnet.artifacts import encode_call, load
from tests.devnet.chain import Sent
from tests.devnet.tron.addresses import show
from tests.devnet.tron.chain import TronChain
from tests.devnet.tron.signing import key_address

GOLD: Final = load("GoldDollarSim")
PROBE: Final = load("Probe")
TOKEN: Final = bytes.fromhex("a1" * 20)
PROBE_AT: Final = bytes.fromhex("b2" * 20)
OWNER: Final = key_address(1)
HOLDER: Final = key_address(5)
OTHER: Final = key_address(6)
TOKEN_BASE58: Final = show(TOKEN, visible=True)
SUPPLY: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Stage:
    """What was done, and where."""

    issued: Sent
    transfers: tuple[Sent, ...]
    """Two in one block."""
    reverted: Sent
    """Emitted Issue(999) and a Transfer before it failed."""


def set_up(chain: TronChain) -> Stage:
    """Issue a supply, transfer 30 and 12 in one block, fail after logs, let 40 blocks pass."""
    chain.place(GOLD, [OWNER, OWNER], at=TOKEN, sender=OWNER)
    chain.place(PROBE, [], at=PROBE_AT, sender=OWNER)
    chain.send(OWNER, TOKEN, encode_call(GOLD, "issue", HOLDER, SUPPLY))
    (issued,) = chain.seal()
    chain.send(HOLDER, TOKEN, transfer(30))
    chain.send(HOLDER, TOKEN, transfer(12))
    transfers = chain.seal()
    chain.send(OWNER, PROBE_AT, encode_call(PROBE, "emitThenRevert"))
    (reverted,) = chain.seal()
    chain.seal_empty(40)
    return Stage(issued, transfers, reverted)


def transfer(amount: int) -> bytes:
    """Return the calldata of a transfer to `OTHER`."""
    return encode_call(GOLD, "transfer", OTHER, amount)


def constant_call(function: str, parameter: str = "") -> dict[str, object]:
    """Return the body of a constant call of the token."""
    return {
        "owner_address": show(bytes(20), visible=True),
        "contract_address": TOKEN_BASE58,
        "function_selector": function,
        "parameter": parameter,
        "visible": True,
    }


def balance_call(account: bytes) -> dict[str, object]:
    """Return the body of a constant call of the token's `balanceOf`."""
    return constant_call("balanceOf(address)", account.hex().rjust(64, "0"))
