"""Wallets, challenges and their signatures, made with keys that everybody knows."""

from collections.abc import Callable
from dataclasses import replace

from eth_account import Account
from eth_account.messages import encode_defunct
from eth_keys.datatypes import PrivateKey

from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.wallets import (
    Challenge,
    ForStatement,
    Proof,
    ProofKind,
    RegisteredWallet,
    Signer,
    Wallet,
    WalletPurpose,
    WalletRegister,
)
from tests.cases import ETHEREUM, NOW, TRON

KEY = PrivateKey(bytes(31) + b"\x01")
OTHER_KEY = PrivateKey(bytes(31) + b"\x02")
DIGEST = "ab" * 32
NONCE = "0123456789abcdef"
UNTIL = NOW + 30 * 86_400


def account_of(key: PrivateKey = KEY, chain: ChainId = ETHEREUM) -> AccountId:
    return AccountId(chain, key.public_key.to_canonical_address())


def challenge_to(account: AccountId) -> Challenge:
    return Challenge("usdkg", account, WalletPurpose.TREASURY, ForStatement(DIGEST), UNTIL, NONCE)


def personal_sign(text: str, key: PrivateKey = KEY) -> str:
    """Sign as an EVM wallet does, by eth-account's own implementation of EIP-191."""
    signed = Account.sign_message(encode_defunct(text=text), key.to_bytes())
    return "0x" + bytes(signed.signature).hex()


def tron_sign(text: str, key: PrivateKey = KEY, *, version: int = 2) -> str:
    """Sign as TronWeb does, with another keccak than the program's."""
    body = text.encode()
    if version == 1:
        signed = b"\x19TRON Signed Message:\n32" + other_keccak(body)
    else:
        signed = b"\x19TRON Signed Message:\n" + str(len(body)).encode() + body
    signature = key.sign_msg_hash(other_keccak(signed)).to_bytes()
    return "0x" + signature[:-1].hex() + bytes([27 + signature[-1]]).hex()


def other_keccak(data: bytes) -> bytes:
    from Crypto.Hash import keccak

    return bytes(keccak.new(digest_bits=256, data=data).digest())


SIGNERS: dict[ProofKind, Callable[[str], str]] = {
    ProofKind.EIP_191: personal_sign,
    ProofKind.TRON_V1: lambda text: tron_sign(text, version=1),
    ProofKind.TRON_V2: tron_sign,
}


def chain_of(kind: ProofKind) -> ChainId:
    return ETHEREUM if kind is ProofKind.EIP_191 else TRON


def proof_of(kind: ProofKind = ProofKind.EIP_191) -> Proof:
    text = challenge_to(account_of(chain=chain_of(kind))).text
    return Proof(kind, text, SIGNERS[kind](text))


def registered(kind: ProofKind = ProofKind.EIP_191) -> RegisteredWallet:
    """A wallet whose key signed its challenge, as if the signer had been recovered."""
    account = account_of(chain=chain_of(kind))
    wallet = Wallet(account, WalletPurpose.TREASURY, "Issuer")
    return RegisteredWallet(wallet, proof_of(kind), Signer(account.address))


def register(*wallets: RegisteredWallet) -> WalletRegister:
    return WalletRegister("wallets.toml", "cd" * 32, "usdkg", wallets or (registered(),))


def challenged(entry: RegisteredWallet, challenge: Challenge) -> RegisteredWallet:
    """The same wallet, whose proof is about another challenge."""
    return replace(entry, proof=replace(entry.proof, challenge=challenge.text))
