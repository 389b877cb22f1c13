"""The ways in which one eth_call reads many balances, and what each is known to bear.

Each asks for the block's number and time in the same call, so an answer shows which state it is of.
An answer about no holders is the way's canary: only a node that really ran the code can give it.
Which of them works is found by asking; see bulk_balances.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from stableaudit.adapters.evm import balance_program, multicall3
from stableaudit.adapters.evm.tally import Tally
from stableaudit.domain.identifiers import ADDRESS_BYTES

Holders = tuple[bytes, ...]
Params = Sequence[object]


class Way(Protocol):
    """One form of eth_call that answers for many holders."""

    @property
    def method(self) -> str:
        """How a balance sheet tells of it."""
        ...

    @property
    def most(self) -> int:
        """Holders that one call can bear at all."""
        ...

    @property
    def unusual(self) -> bool:
        """Whether gateways may refuse the form itself, and some do with a bare HTTP error."""
        ...

    def params(self, token: bytes, holders: Holders, block: object) -> Params:
        """Return the parameters of the eth_call at a block."""
        ...

    def tally(self, answer: bytes, asked: int) -> Tally:
        """Return what was answered for that many holders; UnfitTallyError if it is no answer."""
        ...


@dataclass(frozen=True, slots=True)
class ThroughMulticall3:
    """A call of aggregate3, where Multicall3 stands."""

    method: str = "eth_call aggregate3 at block hash"
    most: int = 2000
    """Half a megabyte of calldata, nearly twice that as JSON."""

    unusual: bool = False

    def params(self, token: bytes, holders: Holders, block: object) -> Params:
        """See Way.params."""
        data = multicall3.calldata(token, holders)
        return ({"to": _hex(multicall3.ADDRESS), "data": _hex(data)}, block)

    def tally(self, answer: bytes, asked: int) -> Tally:
        """See Way.tally."""
        return multicall3.tally_of(answer, asked)


@dataclass(frozen=True, slots=True)
class ByStateOverride:
    """A call of an address that has our program as its code in this call alone.

    Some gateways strip the third parameter silently. Without it the address has no code, so
    nothing at all is answered, not even the block's number.
    """

    method: str = "eth_call with a state override at block hash"
    most: int = balance_program.MOST_RUN
    unusual: bool = True

    def params(self, token: bytes, holders: Holders, block: object) -> Params:
        """See Way.params."""
        data = balance_program.given(token, holders)
        stage = _hex(_no_ones_address())
        overrides = {stage: {"code": _hex(balance_program.runtime())}}
        return ({"to": stage, "data": _hex(data)}, block, overrides)

    def tally(self, answer: bytes, asked: int) -> Tally:
        """See Way.tally."""
        del asked
        return balance_program.tally_of(answer)


@dataclass(frozen=True, slots=True)
class ByCreation:
    """A call that creates a contract, our program being its creation code and the answer its code.

    Needs no more of a node than the state. Creation code has at most 49,152 bytes (EIP-3860), which
    the bound on its answer keeps far from.
    """

    method: str = "eth_call of creation code at block hash"
    most: int = balance_program.MOST_CREATED
    unusual: bool = True

    def params(self, token: bytes, holders: Holders, block: object) -> Params:
        """See Way.params."""
        data = balance_program.creation() + balance_program.given(token, holders)
        return ({"data": _hex(data)}, block)

    def tally(self, answer: bytes, asked: int) -> Tally:
        """See Way.tally."""
        del asked
        return balance_program.tally_of(answer)


WAYS: Final[tuple[Way, ...]] = (ThroughMulticall3(), ByStateOverride(), ByCreation())
"""In the order in which they are tried."""


@dataclass(slots=True)
class Remembered:
    """What one endpoint has shown; whoever keeps the endpoint keeps this beside it."""

    way: Way | None = field(default=None)
    """The way that read its last sheet whole; tried first, without a canary."""

    def order(self) -> tuple[Way, ...]:
        """Return every way, the remembered one first."""
        if self.way is None:
            return WAYS
        return (self.way, *(way for way in WAYS if way != self.way))


def _no_ones_address() -> bytes:
    """Return an address that nobody has the key of and no code stands at, always the same."""
    return hashlib.sha256(b"stableaudit: reads balances").digest()[:ADDRESS_BYTES]


def _hex(content: bytes) -> str:
    return "0x" + content.hex()
