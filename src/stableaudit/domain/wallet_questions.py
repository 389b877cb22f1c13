"""What a chain is asked of a wallet's proof that no key's signature shows.

A contract has no key: EIP-1271 lets it say whether it accepts a signature of 32 bytes, and how it
decides is its own affair (a Safe asks its owners' signatures). Its word counts at one block. A
wallet whose keeper signs nothing but transactions can send one that carries the challenge.
"""

from typing import Final, TypeAlias

from stableaudit.domain.control_questions import Getter
from stableaudit.domain.readings import Reading, Unavailable
from stableaudit.domain.transaction_questions import (
    OutcomeOf,
    SentTransaction,
    TransactionOf,
    TransactionOutcome,
)
from stableaudit.domain.wallets import OnChainProof, ProofKind, RegisteredWallet

_WORD: Final = 32
_IS_VALID: Final = "isValidSignature(bytes32,bytes)"
_ACCEPTED: Final = bytes.fromhex("1626ba7e")

WalletQuestion: TypeAlias = Getter | TransactionOf | OutcomeOf
WalletValue: TypeAlias = bytes | SentTransaction | TransactionOutcome
WalletAnswer: TypeAlias = Reading[WalletValue] | Unavailable


def questions_of(entry: RegisteredWallet) -> tuple[WalletQuestion, ...]:
    """Return what the wallet's chain is to be asked; nothing where a key's signature tells."""
    account, given = entry.wallet.account, entry.signer
    if not isinstance(given, OnChainProof):
        return ()
    if entry.proof.kind is ProofKind.MARKER:
        return (TransactionOf(account, given.given), OutcomeOf(account, given.given))
    return (Getter(account, _IS_VALID, _arguments(given.digest, given.given)),)


def accepts(answer: object) -> bool:
    """Return whether an answer to isValidSignature says yes: its selector, and nothing else.

    Source: EIP-1271. Exactly one word: a contract that answers everything with the same bytes, or
    echoes what it is asked, accepts nothing.
    """
    return answer == _ACCEPTED.ljust(_WORD, b"\0")


def _arguments(digest: bytes, signature: bytes) -> bytes:
    padded = signature + bytes(-len(signature) % _WORD)
    return digest + (2 * _WORD).to_bytes(_WORD) + len(signature).to_bytes(_WORD) + padded
