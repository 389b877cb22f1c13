"""The chains' own coins: no contract says their symbol and decimals, so they are written here."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from stableaudit.domain.identifiers import ChainId


@dataclass(frozen=True, slots=True)
class Coin:
    """What a chain's fees are paid in."""

    symbol: str
    decimals: int
    """Of its smallest unit: wei, sun."""


COINS: Final[Mapping[ChainId, Coin]] = MappingProxyType(
    {
        ChainId("eip155", "1"): Coin("ETH", 18),
        ChainId("eip155", "56"): Coin("BNB", 18),
        ChainId("tron", "0x2b6653dc"): Coin("TRX", 6),
    }
)
"""By chain. A simulated chain poses as one of them and has its coin."""
