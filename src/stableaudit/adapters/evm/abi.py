"""The contract functions that are asked, and web3's codec for them. web3 is imported on use.

Source: ERC-20 and its optional metadata; Chainlink AggregatorV3Interface.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from eth_abi.codec import ABICodec
    from web3.contract.base_contract import BaseContract

UINT256: Final = ("uint256",)
ROUND: Final = ("uint80", "int256", "uint256", "uint256", "uint80")
"""roundId, answer, startedAt, updatedAt, answeredInRound."""

_FUNCTIONS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "totalSupply": (),
        "decimals": (),
        "name": (),
        "symbol": (),
        "balanceOf": ("address",),
        "description": (),
        "latestRoundData": (),
        "getRoundData": ("uint80",),
    }
)
"""Argument types by name. What comes back is decoded apart, more strictly than an ABI says."""


def encode(function: str, *arguments: object) -> str:
    """Return the calldata of a call as hex; raises what `errors.LIBRARY_ERRORS` names."""
    data: str = _interface().encode_abi(function, args=arguments)
    return data


def decode(types: tuple[str, ...], answer: bytes) -> tuple[object, ...]:
    """Return the values of an ABI-encoded answer; raises what `errors.LIBRARY_ERRORS` names."""
    values: tuple[object, ...] = _codec().decode(types, answer)
    return values


def keccak(data: bytes) -> bytes:
    """Return the 32 bytes of keccak256."""
    from web3 import Web3  # noqa: PLC0415 - a second to import

    return bytes(Web3.keccak(data))


def checksummed(address: bytes) -> str:
    """Return the EIP-55 spelling, the only one that web3 encodes."""
    from web3 import Web3  # noqa: PLC0415 - a second to import

    return Web3.to_checksum_address(address)


@cache
def _interface() -> "type[BaseContract] | BaseContract":
    from web3 import Web3  # noqa: PLC0415 - a second to import

    abi = [
        {
            "type": "function",
            "name": name,
            "stateMutability": "view",
            "inputs": [{"name": "", "type": kind} for kind in kinds],
            "outputs": [],
        }
        for name, kinds in _FUNCTIONS.items()
    ]
    return Web3(None).eth.contract(abi=abi)


@cache
def _codec() -> "ABICodec":
    from web3 import Web3  # noqa: PLC0415 - a second to import

    return Web3(None).codec
