"""A block that a person trusts: of their own node, or as several people told it."""

import re
from dataclasses import dataclass
from typing import Final

from stableaudit.domain.identifiers import ChainId

_HASH: Final = re.compile(r"0x[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class TrustedBlock:
    """Whoever trusts it need not believe any operator's word on the blocks before it."""

    chain: ChainId
    hash: str
    """`0x` and 64 lower-case hex digits."""

    def __post_init__(self) -> None:
        if _HASH.fullmatch(self.hash) is None:
            message = f"{self.hash[:80]!r} is no hash of a block: 0x and 64 lower-case digits"
            raise ValueError(message)
