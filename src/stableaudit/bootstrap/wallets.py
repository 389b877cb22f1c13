"""Registers of wallets that a person names, with every signer recovered; and new challenges."""

import secrets
from pathlib import Path

from stableaudit.adapters.evidence.layout import EVIDENCE
from stableaudit.adapters.files.addresses import account_on
from stableaudit.adapters.files.registry import Registry
from stableaudit.adapters.files.toml_file import read_document
from stableaudit.adapters.files.wallets_file import wallets_from
from stableaudit.domain.errors import BundleError, DeclarationError
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.tokens import Token
from stableaudit.domain.untrusted import Untrusted
from stableaudit.domain.wallets import WalletRegister

_NONCE_BYTES = 16


def read_register(path: Path, registry: Registry) -> WalletRegister:
    """Return the register of a user's own file, and of each proof whose key signed.

    Raises:
        DeclarationError: the file is unreadable or invalid. A proof that does not hold is none.
    """
    from stableaudit.adapters.signing.wallet_proofs import signer_of

    return wallets_from(read_document(path), registry.chain_ids, signer_of=signer_of)


def register_of(path: Path, registry: Registry, token: Token) -> WalletRegister:
    """Return the register of a token's wallets; see read_register.

    Raises:
        DeclarationError: the register is of another token.
    """
    register = read_register(path, registry)
    if register.token != token.key:
        raise DeclarationError(
            f"is of the wallets of {register.token}, not of {token.key}", where=register.name
        )
    return register


def refuse_other_signers(register: WalletRegister | None) -> None:
    """Recover the signer of each proof of a bundle's register again.

    Raises:
        BundleError: a proof gives another signer than the bundle says.
    """
    from stableaudit.adapters.signing.wallet_proofs import signer_of

    for one in () if register is None else register.wallets:
        if signer_of(one.proof) != one.signer:
            raise BundleError(
                f"says of {one.wallet.account} what its proof does not give", where=EVIDENCE
            )


def find_account(text: str, chain: str | None, token: Token, registry: Registry) -> AccountId:
    """Return the account that a person spells, on the chain they name or the one that fits.

    Raises:
        DeclarationError: no chain of the token has such an account, or several do.
    """
    own = {deployment.asset.chain for deployment in token.deployments}
    specs = tuple(spec for spec in registry.chains if spec.id in own and _fits(text, spec.id))
    if chain is not None:
        specs = (registry.chain(chain),)
    if len(specs) != 1:
        count = "no chain" if not specs else f"{len(specs)} chains"
        keys = ", ".join(spec.key for spec in specs or registry.chains)
        raise DeclarationError(
            f"{Untrusted(text)} may be an account of {count} of {token.symbol}",
            where="ACCOUNT",
            hint=f"name its chain with --chain: {keys}",
        )
    try:
        return account_on(specs[0].id, text, trusted=False)
    except ValueError as error:
        raise DeclarationError(str(error), where="ACCOUNT") from error


def _fits(text: str, chain: ChainId) -> bool:
    return text.startswith("0x") == (chain.namespace == "eip155")


def new_nonce() -> str:
    """Return 32 hex digits that nobody could have known."""
    return secrets.token_hex(_NONCE_BYTES)
