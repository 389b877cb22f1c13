"""Why a contract ended a call, from its revert data or the node's words; always escaped.

Source: Solidity ABI, Error(string) and Panic(uint256); EIP-3668, OffchainLookup.
"""

from typing import Final

from stableaudit.adapters.transport.envelope import RpcError
from stableaudit.adapters.transport.hexes import hex_to_bytes
from stableaudit.domain.untrusted import Untrusted

_SELECTOR_BYTES: Final = 4
_WORD: Final = 32
_ERROR: Final = bytes.fromhex("08c379a0")
_PANIC: Final = bytes.fromhex("4e487b71")
_OFFCHAIN_LOOKUP: Final = bytes.fromhex("556f1830")


def reason_of(error: RpcError) -> str:
    """Return the reason of a revert as a clause that may be shown."""
    data = _revert_data(error.data)
    selector, rest = data[:_SELECTOR_BYTES], data[_SELECTOR_BYTES:]
    if selector == _ERROR:
        content = _string(rest)
        if content is not None:
            return f"reverted with '{Untrusted(content.decode(errors='backslashreplace'))}'"
    if selector == _PANIC and len(rest) == _WORD:
        return f"panicked with code {int.from_bytes(rest):#x}"
    if selector == _OFFCHAIN_LOOKUP:
        return "wants an answer fetched from elsewhere (EIP-3668), which is never done"
    if len(selector) == _SELECTOR_BYTES:
        return f"reverted with the error 0x{selector.hex()} ({error})"
    return str(error)


def _revert_data(data: object) -> bytes:
    try:
        return hex_to_bytes(data)
    except ValueError:
        return b""


def _string(rest: bytes) -> bytes | None:
    """Return the bytes of the one ABI-encoded string; None if it is not laid out as one."""
    start, length = int.from_bytes(rest[:_WORD]), int.from_bytes(rest[_WORD : 2 * _WORD])
    content = rest[2 * _WORD :]
    if start != _WORD or length > len(content):
        return None
    return content[:length]
