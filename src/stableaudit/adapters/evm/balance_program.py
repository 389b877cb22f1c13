"""Our own EVM program that reads `balanceOf` of many holders, and tells of which block.

It is deployed nowhere. A node runs it for one call: as the code that an address is said to have
(state override), or as creation code whose "contract" is the answer (no `to`).

Given:    token (20 bytes), then holders (20 bytes each), without anything between.
Answers:  words of 32 bytes: block number, block time, how many balances follow, the balances.

It stops at the first holder whose `balanceOf` fails or answers other than 32 bytes: the count is
then that holder's position. Everything is a STATICCALL, so nothing can depend on the order.

Memory:   0x00     calldata of the call: selector, holder as a word (36 bytes)
          0x40     block number       0x60  block time      0x80  count
          0xa0     balances, up to
          0x10000  what was given
"""

from functools import cache
from typing import Final

from stableaudit.adapters.evm.assembly import assemble
from stableaudit.adapters.evm.tally import Tally, UnfitTallyError
from stableaudit.domain.identifiers import ADDRESS_BYTES

MOST_CREATED: Final = 765
"""Holders that a creation answers for: it may be no longer than 24,576 bytes (EIP-170)."""

MOST_RUN: Final = 2000
"""Holders that the runtime program answers for: then its answer would reach what was given."""

_WORD: Final = 32
_HEAD_WORDS: Final = 3

_GIVEN_TO_A_CALL: Final = """
    CALLDATASIZE 0x00 0x010000 CALLDATACOPY      ; all of the calldata to 0x10000
    CALLDATASIZE                                 ; size
"""
_GIVEN_TO_A_CREATION: Final = """
    @length CODESIZE SUB                         ; size: what stands behind the program
    DUP1 @length 0x010000 CODECOPY               ; to 0x10000
"""
_READ_BALANCES: Final = """
    0x70a08231 0xe0 SHL 0x00 MSTORE              ; the selector of balanceOf(address) at 0x00
    NUMBER 0x40 MSTORE
    TIMESTAMP 0x60 MSTORE
    0x010000 ADD                                 ; end: where the holders end
    0x010014                                     ; end next: the first holder, behind the token
    0xa0                                         ; end next out: where its balance goes
each:
    DUP3 DUP3 LT ISZERO @done JUMPI              ; no more once next reaches end
    DUP2 MLOAD 0x60 SHR 0x04 MSTORE              ; the holder, 20 bytes as a word, at 0x04
    0x20 DUP2 0x24 0x00                          ; 32 bytes to out; 36 bytes from 0x00
    0x010000 MLOAD 0x60 SHR GAS STATICCALL       ; of the token
    RETURNDATASIZE 0x20 EQ AND ISZERO @done JUMPI ; stop unless it succeeded with a word
    0x20 ADD SWAP1 0x14 ADD SWAP1                ; end next+20 out+32
    @each JUMP
done:
    0xa0 DUP2 SUB 0x05 SHR 0x80 MSTORE           ; (out - 0xa0) / 32 balances
    0x40 SWAP1 SUB 0x40 RETURN                   ; from 0x40 up to out
"""


@cache
def runtime() -> bytes:
    """Return the program as the code of an address; it is given its calldata."""
    return assemble(_GIVEN_TO_A_CALL + _READ_BALANCES)


@cache
def creation() -> bytes:
    """Return the program as creation code; it is given what is appended to it."""
    return assemble(_GIVEN_TO_A_CREATION + _READ_BALANCES)


def given(token: bytes, holders: tuple[bytes, ...]) -> bytes:
    """Return what the program is given; ValueError where one is not 20 bytes."""
    if any(len(address) != ADDRESS_BYTES for address in (token, *holders)):
        message = f"an address has {ADDRESS_BYTES} bytes"
        raise ValueError(message)
    return b"".join((token, *holders))


def tally_of(answer: bytes) -> Tally:
    """Return what the program answered; UnfitTallyError if these bytes cannot be its answer."""
    count, rest = divmod(len(answer), _WORD)
    words = tuple(
        int.from_bytes(answer[start : start + _WORD]) for start in range(0, len(answer), _WORD)
    )
    if rest or count < _HEAD_WORDS or words[2] != count - _HEAD_WORDS:
        raise UnfitTallyError(f"{len(answer)} bytes that our own program does not answer")
    return Tally(words[0], words[1], words[_HEAD_WORDS:])
