"""Who and where: chains, accounts and assets by their CAIP names.

An account is 20 raw bytes on every chain we read; how it is spelled belongs to the chain. EIP-55
capitals are checked where a person's file is read and added where a report is written (both need
keccak, which the standard library lacks); inside, addresses are bytes and compare as bytes.

Source: CAIP-2, CAIP-10, CAIP-19; TIP-0041 for the version byte of TRON addresses.
"""

import re
from dataclasses import dataclass
from typing import Final, Self

from stableaudit.domain import base58

ADDRESS_BYTES: Final = 20
_TRON_VERSION: Final = b"\x41"
_CHAIN: Final = re.compile(r"(eip155):([1-9][0-9]{0,17})|(tron):(0x[0-9a-f]{8})")
_HEX_ADDRESS: Final = re.compile(r"0x[0-9a-fA-F]{40}")


@dataclass(frozen=True, slots=True, order=True)
class ChainId:
    """A chain by its CAIP-2 name: `eip155:1`, `eip155:56`, `tron:0x2b6653dc`."""

    namespace: str
    """`eip155` or `tron`."""

    reference: str

    def __post_init__(self) -> None:
        if _CHAIN.fullmatch(str(self)) is None:
            message = f"{self!s} is not a chain this program can read"
            raise ValueError(message)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the chain that a CAIP-2 text names; ValueError for any other text."""
        namespace, _, reference = text.partition(":")
        return cls(namespace, reference)

    def __str__(self) -> str:
        return f"{self.namespace}:{self.reference}"


@dataclass(frozen=True, slots=True, order=True)
class AccountId:
    """An account or contract on one chain, by CAIP-10."""

    chain: ChainId
    address: bytes
    """20 raw bytes."""

    def __post_init__(self) -> None:
        if len(self.address) != ADDRESS_BYTES:
            message = f"an address has {ADDRESS_BYTES} bytes, not {len(self.address)}"
            raise ValueError(message)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the account that a CAIP-10 text names; ValueError for any other text."""
        chain, separator, address = text.rpartition(":")
        if not separator:
            message = "a chain is missing before the address"
            raise ValueError(message)
        return cls.on(ChainId.parse(chain), address)

    @classmethod
    def on(cls, chain: ChainId, text: str) -> Self:
        """Return the account that `text` spells on `chain`: `0x…`, and on TRON `T…` or `41…`."""
        return cls(chain, _address_bytes(chain, text))

    @property
    def local(self) -> str:
        """The chain's own spelling: lower-case `0x…`, or `T…` on TRON."""
        if self.chain.namespace == "tron":
            return base58.encode(_TRON_VERSION + self.address)
        return "0x" + self.address.hex()

    def __str__(self) -> str:
        return f"{self.chain}:{self.local}"


@dataclass(frozen=True, slots=True, order=True)
class AssetId:
    """A token contract on one chain, by CAIP-19: `eip155:1/erc20:0x…`, `tron:0x…/trc20:T…`."""

    contract: AccountId

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the asset that a CAIP-19 text names; ValueError for any other text."""
        chain_text, separator, rest = text.partition("/")
        standard, _, address = rest.partition(":")
        chain = ChainId.parse(chain_text)
        if not separator or standard != _standard(chain):
            message = f"{text!r} does not name a token as {chain}/{_standard(chain)}:ADDRESS"
            raise ValueError(message)
        return cls(AccountId.on(chain, address))

    @property
    def chain(self) -> ChainId:
        """The chain the contract stands on."""
        return self.contract.chain

    def __str__(self) -> str:
        return f"{self.chain}/{_standard(self.chain)}:{self.contract.local}"


def _standard(chain: ChainId) -> str:
    return "trc20" if chain.namespace == "tron" else "erc20"


def _address_bytes(chain: ChainId, text: str) -> bytes:
    if _HEX_ADDRESS.fullmatch(text) is not None:
        return bytes.fromhex(text[2:])
    if chain.namespace != "tron":
        message = f"{text!r} is not 0x and 40 hex digits"
        raise ValueError(message)
    if re.fullmatch(r"41[0-9a-fA-F]{40}", text) is not None:
        return bytes.fromhex(text[2:])
    try:
        payload = base58.decode(text, payload_bytes=1 + ADDRESS_BYTES)
    except ValueError as error:
        message = f"{text!r} is not a TRON address: {error}"
        raise ValueError(message) from error
    if payload[:1] != _TRON_VERSION:
        message = f"{text!r} has version byte 0x{payload[:1].hex()}, TRON's is 0x41"
        raise ValueError(message)
    return payload[1:]
