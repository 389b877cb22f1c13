"""check --wallets against a contract wallet: what it accepts (EIP-1271) is asked of its chain."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from stableaudit.adapters.files.addresses import checksummed
from stableaudit.cli.main import run
from stableaudit.domain.identifiers import AccountId, ChainId
from tests.devnet.artifacts import encode_call, load
from tests.devnet.audits import Desk
from tests.devnet.network import Devnet
from tests.devnet.test_wallets import CONTRACTS, EXAMPLE, about_wallets, redeemable_of
from tests.devnet.tron.signing import private_key
from tests.wallet_cases import personal_sign

pytestmark = pytest.mark.devnet

WALLET = AccountId(ChainId("eip155", "1"), b"\x5e" * 20)
HOLDER, OWNER, STRANGER = 5, 7, 8
MILLION = 1_000_000_000000


class WithWallet(Devnet):
    """A devnet with a contract wallet that holds a million USDKG on Ethereum."""

    def _finalise(self) -> None:
        chain, token = self.chain("ethereum"), self.truths["usdkg", "ethereum"].deployment
        owner = private_key(OWNER).public_key.to_canonical_address()
        chain.place(load("SignatureWalletSim"), (owner,), at=WALLET.address, sender=owner)
        send = encode_call(load("GoldDollarSim"), "transfer", WALLET.address, MILLION)
        chain.send(chain.key_address(HOLDER), token.address, send)
        (sent,) = chain.seal()
        assert sent.succeeded
        super()._finalise()


@pytest.fixture(scope="module")
def devnet(tools: Path) -> Iterator[Devnet]:
    del tools
    with WithWallet() as network:
        yield network


def declared(folder: Path) -> Path:
    """A statement that says of the wallet's tokens that they are not issued."""
    (folder / "bars.csv").write_bytes((EXAMPLE / "bars.csv").read_bytes())
    table = (
        '[[nonredeemable]]\nclass = "unissued"\nchain = "ethereum"\n'
        f'address = "{CONTRACTS["ethereum"]}"\naccount = "{checksummed(WALLET)}"\n'
        'amount = "1000000"\nsource = "invented"\nas_of = "2026-11-20"\n'
    )
    file = folder / "statement.toml"
    file.write_text(f"{(EXAMPLE / 'declaration.toml').read_text()}\n{table}")
    return file


def registered(folder: Path, statement: Path, key: int) -> Path:
    """A register of the wallet, its challenge signed by a key."""
    file = folder / "wallets.toml"
    words = ("usdkg", checksummed(WALLET), "--purpose", "treasury", "-o", str(file), "--force")
    assert run(["wallets", "challenge", *words, "--declaration", str(statement)]) == 0
    text = file.read_text().replace('kind = "eip-191"', 'kind = "eip-1271"')
    line = text.partition('challenge = "')[2].partition('"')[0]
    signature = personal_sign(line, private_key(key))
    file.write_text(text.replace('signature = ""', f'signature = "{signature}"'))
    return file


def test_tokens_of_a_contract_wallet_are_deducted_where_it_accepts_the_signature(
    devnet: Devnet, tmp_path: Path
) -> None:
    desk, statement = Desk(tmp_path, devnet), declared(tmp_path)
    words = ("--declaration", str(statement))
    register = registered(tmp_path, statement, OWNER)
    bundle = tmp_path / "out"
    accepted = desk.check(*words, "--wallets", str(register), "--bundle", str(bundle)).report
    assert about_wallets(accepted) == []
    assert run(["verify", str(bundle)]) == 0
    register = registered(tmp_path, statement, STRANGER)
    refused = desk.check(*words, "--wallets", str(register)).report
    (why,) = about_wallets(refused)
    assert "the contract does not accept the signature (EIP-1271) at block" in why
    assert redeemable_of(refused) - redeemable_of(accepted) == MILLION


def test_register_of_a_contract_wallet_is_not_verified_without_its_chain(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    statement = declared(tmp_path)
    register = registered(tmp_path, statement, OWNER)
    assert run(["wallets", "verify", str(register), "--declaration", str(statement)]) == 4
    assert "only its chain can say" in " ".join(capsys.readouterr().out.split())
