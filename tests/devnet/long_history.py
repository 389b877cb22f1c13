"""Long histories: as many real transfers of a token as wanted, and what must be true after them.

`play_history` makes them happen, `spreading` says what they must come to. Two spreaders, of which
each lends to the other, send to many accounts and to relays, which pass on half of what they have.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Final, NamedTuple

from eth_utils.crypto import keccak

from tests.devnet.artifacts import decode_answer, encode_call, load
from tests.devnet.chain import SimulatedChain
from tests.devnet.spreading import Move, holder_of, most_needed, spread

_TOKEN: Final = load("GoldDollarSim")
_SPREADER: Final = load("SpreaderSim")
_PER_CALL: Final = 250
"""Transfers of a transaction; with as many new holders it takes 7 of its 9 million gas."""
_CALLS_PER_BLOCK: Final = (1, 4)
_EMPTY_EVERY: Final = 4
_RELAYS: Final = 4
_DEPLOYER: Final = 1
_SAMPLE: Final = 40


class HistoryError(Exception):
    """The chain did not come to what the rule says; the message says where."""


class Transferred(NamedTuple):
    """One Transfer log of the token."""

    block: int
    ordinal: int
    """Position among the logs of the block: nothing else happens in these blocks."""
    source: bytes
    target: bytes
    amount: int


@dataclass(frozen=True, slots=True)
class Expected:
    """What must be true after a long history, from its rule alone; heights are the chain's."""

    first: int
    """The block that funds the spreaders."""
    last: int
    """The last block with a transfer."""
    transfers: tuple[Transferred, ...]
    """Every one, in chain order, the two that fund the spreaders among them."""
    changes: Mapping[bytes, int]
    """What each account has gained, base units; the sum is zero."""

    @property
    def senders(self) -> frozenset[bytes]:
        """Every account that ever sent."""
        return frozenset(each.source for each in self.transfers)

    def after(self, balances: Mapping[bytes, int]) -> dict[bytes, int]:
        """Return the balances after the history of those before it, those with nothing left out."""
        accounts = {**balances, **self.changes}
        sums = {each: balances.get(each, 0) + self.changes.get(each, 0) for each in accounts}
        return {account: amount for account, amount in sums.items() if amount}


class _Call(NamedTuple):
    spreader: int
    seed: int
    transfers: int


@dataclass(frozen=True, slots=True)
class _Cast:
    """Who takes part."""

    spreaders: tuple[bytes, ...]
    relays: tuple[bytes, ...]
    holder: Callable[[int], bytes]
    holders: int

    def moves(self, call: _Call, held: dict[bytes, int]) -> Iterator[Move]:
        return spread(
            call.seed,
            call.transfers,
            self.holders,
            spreader=self.spreaders[call.spreader],
            peer=self.spreaders[1 - call.spreader],
            relays=self.relays,
            holder=self.holder,
            balances=held,
        )


def blocks_needed(transfers: int) -> int:
    """Return how many blocks a history surely does not exceed."""
    return transfers // _PER_CALL + transfers // (_PER_CALL * _EMPTY_EVERY) + 8 + 2 * (_RELAYS + 2)


def play_history(
    chain: SimulatedChain,
    token: bytes,
    *,
    funder: int,
    balances: Mapping[bytes, int],
    transfers: int,
    holders: int = 10_000,
    seed: int = 1,
) -> Expected:
    """Make transfers of a token happen, and return what must be true after them.

    Args:
        chain: with the token on it, not paused, without a fee, and nothing queued.
        token: a GoldDollarSim.
        funder: number of a key; its account pays `2 * most_needed(transfers)` base units.
        balances: what the accounts have before.
        transfers: how many, the two that fund the spreaders not counted.
        holders: how many accounts may come to hold something; nearly all do.
        seed: of everything; another seed has other holders, so use one once on a chain.

    Raises:
        HistoryError: a transaction failed, or a balance of a sample is not the computed one.
        ShortageError: the rule asks for more than `most_needed`, which it should not.
    """
    cast = _Cast(
        tuple(_account(seed, f"spreader {number}") for number in range(2)),
        tuple(_account(seed, f"relay {number}") for number in range(_RELAYS)),
        holder_of(seed),
        holders,
    )
    _place(chain, cast, seed)
    needed = most_needed(transfers)
    payer, deployer = chain.key_address(funder), chain.key_address(_DEPLOYER)
    funding = [Move(payer, spreader, needed) for spreader in cast.spreaders]
    for move in funding:
        chain.send(payer, token, encode_call(_TOKEN, "transfer", move.target, move.amount))
    done = list(_placed(_seal(chain), funding))
    held = {**dict.fromkeys(cast.spreaders, needed), payer: -2 * needed}
    for calls in _plan(transfers, seed):
        if not calls:
            chain.seal_empty(1)
            continue
        moves: list[Move] = []
        for call in calls:
            moves += cast.moves(call, held)
            data = encode_call(_SPREADER, "spread", token, call.seed, call.transfers, holders)
            chain.send(deployer, cast.spreaders[call.spreader], data)
        done += _placed(_seal(chain), moves)
    expected = Expected(done[0].block, done[-1].block, tuple(done), held)
    _compare(chain, token, expected, balances)
    return expected


def _place(chain: SimulatedChain, cast: _Cast, seed: int) -> None:
    deployer = chain.key_address(_DEPLOYER)
    for relay in cast.relays:
        chain.place(_SPREADER, [relay, [], seed], at=relay, sender=deployer)
    for spreader, peer in (cast.spreaders, cast.spreaders[::-1]):
        chain.place(_SPREADER, [peer, list(cast.relays), seed], at=spreader, sender=deployer)


def _plan(transfers: int, seed: int) -> Iterator[list[_Call]]:
    """Yield the calls of each block; some blocks have none."""
    lot = Random(seed)  # noqa: S311 - repeatable, not secret
    left = transfers
    number = 0
    while left > 0:
        number += 1
        if number % _EMPTY_EVERY == 0:
            yield []
        calls = []
        for _ in range(lot.randint(*_CALLS_PER_BLOCK)):
            count = min(_PER_CALL, left)
            if count:
                calls.append(_Call(lot.randrange(2), lot.getrandbits(64), count))
            left -= count
        yield calls


def _seal(chain: SimulatedChain) -> int:
    sealed = chain.seal()
    failed = [each.txid for each in sealed if not each.succeeded]
    if failed:
        raise HistoryError(f"{len(failed)} of {len(sealed)} transactions failed: {failed}")
    return sealed[0].block


def _placed(block: int, moves: list[Move]) -> Iterator[Transferred]:
    return (Transferred(block, ordinal, *move) for ordinal, move in enumerate(moves))


def _compare(
    chain: SimulatedChain, token: bytes, expected: Expected, before: Mapping[bytes, int]
) -> None:
    accounts = sorted(expected.changes)
    step = max(len(accounts) // _SAMPLE, 1)
    for account in (*accounts[::step], *expected.senders):
        wanted = before.get(account, 0) + expected.changes[account]
        told = _balance(chain, token, account)
        if told != wanted:
            raise HistoryError(f"0x{account.hex()} has {told} base units, {wanted} were computed")


def _balance(chain: SimulatedChain, token: bytes, account: bytes) -> int:
    answer = chain.call(token, encode_call(_TOKEN, "balanceOf", account))
    (value,) = decode_answer(_TOKEN, "balanceOf", answer)
    assert isinstance(value, int)
    return value


def _account(seed: int, name: str) -> bytes:
    return keccak(text=f"stableaudit devnet {seed} {name}")[12:]
