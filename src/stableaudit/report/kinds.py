"""What an entry of the registry is, in words."""

from typing import Final

from stableaudit.domain.phrases import say
from stableaudit.domain.tokens import TokenKind

KIND: Final = {
    TokenKind.STABLECOIN: "stablecoin",
    TokenKind.CRYPTO_RESERVE: "crypto reserve",
    TokenKind.DIGITAL_CURRENCY: "digital currency",
}

MEANING: Final = {
    TokenKind.STABLECOIN: "a token that promises a worth",
    TokenKind.CRYPTO_RESERVE: "holdings on chain that back no token",
    TokenKind.DIGITAL_CURRENCY: "central bank money",
}


def kind_text(kind: TokenKind) -> str:
    """Return what a kind is called, and what that means."""
    return say("{kind}: {meaning}", kind=KIND[kind], meaning=MEANING[kind])
