"""EVM assembly as readable text, and the bytes that it stands for.

Words are separated by blanks or line ends; `;` begins a comment that ends with its line:

    NAME        the opcode of that name, one byte
    0x2a        pushes the constant, in as many bytes as its digits write
    place:      a JUMPDEST, one byte, and its position gets this name
    @place      pushes the position of that name, in two bytes
    @length     pushes the length of the whole program, in two bytes

Source: the Yellow Paper, appendix H.2; EIP-145 (SHL, SHR), EIP-211 (RETURNDATASIZE), EIP-214
(STATICCALL). PUSH0 is left out on purpose: chains without Shanghai do not know it.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_JUMPDEST: Final = 0x5B
_PUSH1: Final = 0x60
_POSITION_BYTES: Final = 2
_PUSH_POSITION: Final = _PUSH1 + _POSITION_BYTES - 1
_LENGTH: Final = "length"
_CONSTANT: Final = re.compile(r"0x(?:[0-9a-f]{2}){1,32}")

_OPCODES: Final[Mapping[str, int]] = MappingProxyType(
    {
        "ADD": 0x01,
        "SUB": 0x03,
        "LT": 0x10,
        "EQ": 0x14,
        "ISZERO": 0x15,
        "AND": 0x16,
        "SHL": 0x1B,
        "SHR": 0x1C,
        "CALLDATASIZE": 0x36,
        "CALLDATACOPY": 0x37,
        "CODESIZE": 0x38,
        "CODECOPY": 0x39,
        "RETURNDATASIZE": 0x3D,
        "TIMESTAMP": 0x42,
        "NUMBER": 0x43,
        "MLOAD": 0x51,
        "MSTORE": 0x52,
        "JUMP": 0x56,
        "JUMPI": 0x57,
        "GAS": 0x5A,
        "DUP1": 0x80,
        "DUP2": 0x81,
        "DUP3": 0x82,
        "SWAP1": 0x90,
        "RETURN": 0xF3,
        "STATICCALL": 0xFA,
    }
)


def assemble(source: str) -> bytes:
    """Return the program that `source` writes.

    Raises:
        ValueError: a word is none of the above, or a name stands for no place, or for two.
    """
    words = [word for line in source.splitlines() for word in line.partition(";")[0].split()]
    positions: dict[str, int] = {}
    length = 0
    for word in words:
        if word.endswith(":"):
            if word[:-1] in (*positions, _LENGTH):
                raise ValueError(f"{word[:-1]} is two places")
            positions[word[:-1]] = length
        length += _size(word)
    positions[_LENGTH] = length
    return b"".join(_bytes_of(word, positions) for word in words)


def _size(word: str) -> int:
    if word.startswith("@"):
        return 1 + _POSITION_BYTES
    return len(word) // 2 if word.startswith("0x") else 1


def _bytes_of(word: str, positions: Mapping[str, int]) -> bytes:
    if word.endswith(":"):
        return bytes((_JUMPDEST,))
    if word.startswith("@") and word[1:] in positions:
        return bytes((_PUSH_POSITION,)) + positions[word[1:]].to_bytes(_POSITION_BYTES)
    if _CONSTANT.fullmatch(word) is not None:
        constant = bytes.fromhex(word[2:])
        return bytes((_PUSH1 + len(constant) - 1,)) + constant
    if word in _OPCODES:
        return bytes((_OPCODES[word],))
    raise ValueError(f"{word!r} is no word of the assembly")
