"""check --wallets against real nodes: a balance that is there is deducted where its key signed."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from stableaudit.cli.main import run
from stableaudit.domain.identifiers import AccountId, ChainId
from tests.devnet.audits import Desk, Report
from tests.devnet.network import Devnet
from tests.devnet.tron.signing import private_key
from tests.wallet_cases import personal_sign, tron_sign

pytestmark = pytest.mark.devnet

EXAMPLE = Path(__file__).parents[2] / "examples" / "usdkg-reconciled"
CONTRACTS = {
    "ethereum": "0xE820C06321E60d36257C666643Fa5436643445E3",
    "tron": "TXZo12qvnEVKvU2zbfuQeMXKusWyxonwEG",
}
KEY = 5
"""Of an account that holds tokens on both chains."""


@pytest.fixture(scope="module")
def devnet(tools: Path) -> Iterator[Devnet]:
    del tools
    with Devnet() as network:
        yield network


def account_on(chain: str) -> str:
    key = private_key(KEY).public_key
    if chain == "ethereum":
        return key.to_checksum_address()
    return AccountId(ChainId("tron", "0x2b6653dc"), key.to_canonical_address()).local


def declared(folder: Path) -> Path:
    """A statement that says of a million tokens on each chain that they are not issued."""
    (folder / "bars.csv").write_bytes((EXAMPLE / "bars.csv").read_bytes())
    tables = (
        f'[[nonredeemable]]\nclass = "unissued"\nchain = "{chain}"\naddress = "{address}"\n'
        f'account = "{account_on(chain)}"\namount = "1000000"\n'
        'source = "invented"\nas_of = "2026-11-20"\n'
        for chain, address in CONTRACTS.items()
    )
    file = folder / "statement.toml"
    file.write_text("\n".join(((EXAMPLE / "declaration.toml").read_text(), *tables)))
    return file


def registered(folder: Path, statement: Path, *signed: str) -> Path:
    """A register of the account on both chains; it signed for those named alone."""
    texts: list[str] = []
    for chain in CONTRACTS:
        file = folder / f"{chain}.toml"
        words = ["usdkg", account_on(chain), "--purpose", "treasury", "-o", str(file), "--force"]
        assert run(["wallets", "challenge", *words, "--declaration", str(statement)]) == 0
        text = file.read_text()
        line = tomllib.loads(text)["wallet"][0]["challenge"]
        sign = personal_sign if chain == "ethereum" else tron_sign
        if chain in signed:
            signature = sign(line, private_key(KEY))
            text = text.replace('signature = ""', f'signature = "{signature}"')
        texts.append(text if not texts else text[text.index("[[wallet]]") :])
    register = folder / "wallets.toml"
    register.write_text("\n".join(texts))
    return register


def test_tokens_of_a_wallet_are_deducted_once_its_key_signed(
    devnet: Devnet, tmp_path: Path
) -> None:
    desk, statement = Desk(tmp_path, devnet), declared(tmp_path)
    words = ("--declaration", str(statement))
    redeemable = {}
    for signed in ((), ("ethereum",), ("ethereum", "tron")):
        register = registered(tmp_path, statement, *signed)
        code = run(["wallets", "verify", str(register), "--declaration", str(statement)])
        assert code == (0 if len(signed) == len(CONTRACTS) else 4)
        report = desk.check(*words, "--wallets", str(register)).report
        redeemable[signed] = redeemable_of(report)
        assert len(about_wallets(report)) == len(CONTRACTS) - len(signed)
    supply = sum(devnet.truths["usdkg", chain].total_supply for chain in CONTRACTS)
    million = 1_000_000_000000
    assert list(redeemable.values()) == [supply, supply - million, supply - 2 * million]
    without = desk.check(*words).report
    assert redeemable_of(without) == supply - 2 * million
    assert len(about_wallets(without)) == len(CONTRACTS)


def redeemable_of(report: Report) -> int:
    return int(report["reserve"]["outstanding"]["redeemable"]["base_units"])


def about_wallets(report: Report) -> list[str]:
    return [one["statement"] for one in report["findings"] if one["check"] == "WAL-01"]


def test_bundle_with_a_register_is_verified(devnet: Devnet, tmp_path: Path) -> None:
    desk, statement = Desk(tmp_path, devnet), declared(tmp_path)
    register = registered(tmp_path, statement, *CONTRACTS)
    bundle = tmp_path / "out"
    words = ("--declaration", str(statement), "--wallets", str(register))
    desk.check(*words, "--bundle", str(bundle))
    assert run(["verify", str(bundle)]) == 0
