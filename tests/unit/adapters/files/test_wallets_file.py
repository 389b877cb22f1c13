"""A register of wallets is read whole or refused with its line; a bad proof is no bad file."""

from datetime import date

import pytest

from stableaudit.adapters.files.toml_file import decode_document, parse_document
from stableaudit.adapters.files.wallets_file import register_draft, wallets_from
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.wallets import (
    Challenge,
    ForMeasurement,
    Proof,
    ProofKind,
    Refused,
    RegisteredWallet,
    Signer,
    Wallet,
    WalletPurpose,
    WalletRegister,
)
from tests.cases import ETHEREUM, TRON
from tests.unit.adapters.files.reading import CHAINS
from tests.unit.adapters.files.samples import WALLETS
from tests.wallet_cases import NONCE, UNTIL, account_of


def signer_of(proof: Proof) -> Signer | Refused:
    return Refused("odd") if proof.signature == "0x01" else Signer(bytes(20))


def read(text: str) -> WalletRegister:
    return wallets_from(
        decode_document(text.encode(), name="a/w.toml"), CHAINS, signer_of=signer_of
    )


def test_register_as_written_is_the_domain_value_with_its_signers() -> None:
    found = read(WALLETS)
    assert (found.name, len(found.sha256), found.token) == ("w.toml", 64, "usdkg")
    assert found.wallets == (
        RegisteredWallet(
            Wallet(account_of(chain=ETHEREUM), WalletPurpose.TREASURY, "me.example"),
            Proof(ProofKind.EIP_191, "what was signed", "0x00"),
            Signer(bytes(20)),
        ),
        RegisteredWallet(
            Wallet(account_of(chain=TRON), WalletPurpose.REDEMPTION_QUEUE, "me.example"),
            Proof(ProofKind.TRON_V2, "what was signed", "0x01"),
            Refused("odd"),
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"ethereum"', '"etherium"', "line 7, key wallet[0].chain: no chain is called etherium"),
        ("0x7E5F", "0x7e5F", "line 8, key wallet[0].account: the capitals of"),
        ('"TMVQ', '"TMVR', "line 16, key wallet[1].account"),
        ('"treasury"', '"cellar"', "line 9, key wallet[0].purpose: Invalid enum value"),
        ('"eip-191"', '"pgp"', "line 10, key wallet[0].kind: Invalid enum value"),
        ('signature = "0x00"\n', "", "wallet[0]: this table lacks the key signature"),
        ('signature = "0x00"', 'signatur = "0x00"', "wallet[0].signatur: unknown key"),
        ('issuer = "me.example"\n', "", "the file lacks the key issuer"),
        ("2026-01-01", "2026-13-01", "month must be"),
    ],
)
def test_register_with_something_wrong_says_where(old: str, new: str, said: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        read(WALLETS.replace(old, new, 1))
    assert said in str(caught.value)


def test_register_without_a_wallet_or_with_one_twice_is_refused() -> None:
    again = WALLETS[WALLETS.index("[[wallet]]") : WALLETS.rindex("[[wallet]]")]
    with pytest.raises(DeclarationError, match=r"key wallet\[2\]\.account: .* is registered twice"):
        read(WALLETS + again)
    with pytest.raises(DeclarationError, match="Expected `array` of length >= 1"):
        read(WALLETS[: WALLETS.index("[[wallet]]")] + "wallet = []\n")


@pytest.mark.parametrize("chain", ["ethereum", "tron"])
def test_draft_of_a_register_is_one_but_for_its_signature(chain: str) -> None:
    account = account_of(chain=CHAINS[chain])
    subject = ForMeasurement(date(2026, 11, 21))
    challenge = Challenge("usdkg", account, WalletPurpose.ESCROW, subject, UNTIL, NONCE)
    issuer = 'The "Issuer" \\ Co.'
    text = register_draft(challenge, chain=chain, issuer=issuer, day="2026-11-21")
    (found,) = wallets_from(
        parse_document(text, name="w.toml"), CHAINS, signer_of=signer_of
    ).wallets
    assert found.wallet == Wallet(account, WalletPurpose.ESCROW, issuer)
    assert (found.proof.challenge, found.proof.signature) == (challenge.text, "")
    assert found.proof.kind is {"tron": ProofKind.TRON_V2}.get(chain, ProofKind.EIP_191)
