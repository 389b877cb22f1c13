"""check --wallets against transactions that wallets sent to themselves, on both kinds of chain."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from stableaudit.cli.main import run
from tests.devnet.artifacts import encode_call, load
from tests.devnet.audits import Desk
from tests.devnet.chain import SimulatedChain
from tests.devnet.network import Devnet
from tests.devnet.test_wallets import (
    CONTRACTS,
    KEY,
    about_wallets,
    account_on,
    declared,
    redeemable_of,
)
from tests.devnet.tron.addresses import wire
from tests.devnet.tron.chain import TronChain
from tests.wallet_cases import other_keccak

pytestmark = pytest.mark.devnet

MILLION = 1_000_000_000000
NOTHING = 0
FEE_LIMIT = 1_000_000_000


class WithMarkers(Devnet):
    """A devnet where the wallet of a key told its challenge on each chain before now."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.statement = declared(folder)
        self.folder = folder
        self.registers: dict[str, str] = {}
        """A register of one wallet, by chain, its marker transaction filled in."""

    def _finalise(self) -> None:
        for key in CONTRACTS:
            text = challenged(self.folder, self.statement, key)
            line: str = tomllib.loads(text)["wallet"][0]["challenge"]
            chain, token = self.chain(key), self.truths["usdkg", key].deployment.address
            sent = marked(chain, token, other_keccak(line.encode()))
            kind = "tron-v2" if key == "tron" else "eip-191"
            text = text.replace(f'kind = "{kind}"', 'kind = "marker-transaction"')
            self.registers[key] = text.replace('signature = ""', f'signature = "{sent}"')
        super()._finalise()


def challenged(folder: Path, statement: Path, key: str) -> str:
    file = folder / f"{key}.toml"
    words = ("usdkg", account_on(key), "--purpose", "treasury", "-o", str(file), "--marker")
    assert run(["wallets", "challenge", *words, "--declaration", str(statement)]) == 0
    return file.read_text()


def marked(chain: SimulatedChain, token: bytes, digest: bytes) -> str:
    """Send a marker from the key's account to itself, and return its hash."""
    own = chain.key_address(KEY)
    if isinstance(chain, TronChain):
        data = encode_call(load("GoldDollarSim"), "transfer", own, NOTHING)
        call = {"owner_address": wire(own), "contract_address": wire(token), "data": data}
        chain.submit("TriggerSmartContract", call, sender=own, fee_limit=FEE_LIMIT, memo=digest)
    else:
        chain.send(own, own, digest)
    (sent,) = chain.seal()
    assert sent.succeeded
    return sent.txid


@pytest.fixture(scope="module")
def devnet(tools: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WithMarkers]:
    del tools
    with WithMarkers(tmp_path_factory.mktemp("markers")) as network:
        yield network


def registered(folder: Path, texts: dict[str, str]) -> Path:
    first, *others = texts.values()
    file = folder / "wallets.toml"
    file.write_text("\n".join((first, *(text[text.index("[[wallet]]") :] for text in others))))
    return file


def test_tokens_of_wallets_are_deducted_for_their_marker_transactions_on_both_chains(
    devnet: WithMarkers, tmp_path: Path
) -> None:
    register = registered(tmp_path, devnet.registers)
    bundle = tmp_path / "out"
    words = ("--declaration", str(devnet.statement), "--wallets", str(register))
    report = Desk(tmp_path, devnet).check(*words, "--bundle", str(bundle)).report
    assert about_wallets(report) == []
    supply = sum(devnet.truths["usdkg", chain].total_supply for chain in CONTRACTS)
    assert redeemable_of(report) == supply - 2 * MILLION
    assert run(["verify", str(bundle)]) == 0


def test_marker_transactions_of_another_challenge_deduct_nothing(
    devnet: WithMarkers, tmp_path: Path
) -> None:
    """The same transactions, given for challenges with another nonce."""
    others = {
        key: text.replace("nonce ", "nonce other", 1) for key, text in devnet.registers.items()
    }
    register = registered(tmp_path, others)
    words = ("--declaration", str(devnet.statement), "--wallets", str(register))
    report = Desk(tmp_path, devnet).check(*words).report
    assert len(about_wallets(report)) == len(CONTRACTS)
    assert all("does not carry the challenge" in one for one in about_wallets(report))
    assert redeemable_of(report) == sum(
        devnet.truths["usdkg", chain].total_supply for chain in CONTRACTS
    )
