"""A register of an issuer's wallets: the schema of its file, its values, and a first text of one.

Whether a proof holds is not asked here: whoever reads a register brings what recovers signers.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Annotated, Literal, TypeAlias

from msgspec import Meta

from stableaudit.adapters.files.addresses import account_on, checksummed
from stableaudit.adapters.files.conversion import convert
from stableaudit.adapters.files.document import Document
from stableaudit.adapters.files.vocabulary import Address, Fact, Key, ShortText, Strict
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.untrusted import Untrusted
from stableaudit.domain.wallets import (
    Challenge,
    OnChainProof,
    Proof,
    ProofKind,
    Refused,
    RegisteredWallet,
    Signer,
    Wallet,
    WalletPurpose,
    WalletRegister,
)

Recover: TypeAlias = Callable[[Proof], Signer | OnChainProof | Refused]

_Purpose = Literal["treasury", "redemption-queue", "escrow", "test"]
_Kind = Literal["eip-191", "tron-v1", "tron-v2", "eip-1271", "marker-transaction"]


class WalletTable(Strict, frozen=True, kw_only=True):
    """One wallet, and what is given to show control of it."""

    chain: Annotated[Key, Meta(description="Key of the chain it is on.")]
    account: Annotated[Address, Meta(description="The account: 0x… (EIP-55), on TRON T….")]
    purpose: Annotated[_Purpose, Meta(description="What it is kept for.")]
    kind: Annotated[_Kind, Meta(description="How control of it is shown.")]
    challenge: Annotated[
        str, Meta(max_length=1000, description="What was signed, as `wallets challenge` gave it.")
    ]
    signature: Annotated[
        str,
        Meta(
            max_length=8000,
            description="Hex: r, s and v of a key; what a contract takes; a transaction's hash.",
        ),
    ]


class WalletsFile(Fact, frozen=True, kw_only=True):
    """Wallets that the issuer of one token says are its own."""

    token: Annotated[Key, Meta(description="Key of the token.")]
    issuer: Annotated[ShortText, Meta(description="Who says that they are its own.")]
    wallet: Annotated[
        tuple[WalletTable, ...],
        Meta(min_length=1, max_length=1000, description="One table for each wallet."),
    ]


def wallets_from(
    document: Document, chains: Mapping[str, ChainId], *, signer_of: Recover
) -> WalletRegister:
    """Return the register that a file states, in its order, each signer recovered.

    Args:
        document: the parsed file.
        chains: the chains that may be named, by key.
        signer_of: tells whose key made a proof's signature.

    Raises:
        DeclarationError: a key is unknown, missing or not of its type; the chain is not known, the
            account is none of its accounts, or stands twice. A proof that does not hold is none.
    """
    table = convert(document, WalletsFile)
    wallets: dict[AccountId, RegisteredWallet] = {}
    for index, one in enumerate(table.wallet):
        account = _account(document, index, one, chains)
        if account in wallets:
            raise document.error(f"{account} is registered twice", ("wallet", index, "account"))
        proof = Proof(ProofKind(one.kind), one.challenge, one.signature)
        wallet = Wallet(account, WalletPurpose(one.purpose), table.issuer)
        wallets[account] = RegisteredWallet(wallet, proof, signer_of(proof))
    name = str(Untrusted(PurePath(document.name).name))
    return WalletRegister(name, document.sha256, table.token, tuple(wallets.values()))


def register_draft(challenge: Challenge, *, chain: str, issuer: str, day: str) -> str:
    """Return the text of a register of one wallet, whose signature is still to be filled in."""
    account = challenge.account
    kind = ProofKind.TRON_V2 if account.chain.namespace == "tron" else ProofKind.EIP_191
    head = (("token", challenge.token), ("issuer", issuer), ("source", issuer), ("as_of", day))
    wallet = (
        ("chain", chain),
        ("account", checksummed(account)),
        ("purpose", challenge.purpose.value),
        ("kind", kind.value),
        ("challenge", challenge.text),
        ("signature", ""),
    )
    lines = (*_lines(head), "", "[[wallet]]", *_lines(wallet), "")
    return "\n".join(lines)


def _lines(pairs: tuple[tuple[str, str], ...]) -> list[str]:
    return [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in pairs]


def _account(
    document: Document, index: int, table: WalletTable, chains: Mapping[str, ChainId]
) -> AccountId:
    chain = chains.get(table.chain)
    if chain is None:
        raise document.error(
            f"no chain is called {table.chain}",
            ("wallet", index, "chain"),
            hint=f"known: {', '.join(sorted(chains))}",
        )
    with document.blame("wallet", index, "account"):
        return account_on(chain, table.account, trusted=False)
