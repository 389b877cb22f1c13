"""A contract that calls itself USDKG, and two addresses over one ledger, seen by the program."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from stableaudit.adapters.files.addresses import checksummed
from stableaudit.domain.identifiers import AccountId, ChainId
from tests.devnet.artifacts import load
from tests.devnet.audits import USDKG
from tests.devnet.network import Devnet
from tests.devnet.test_control_changes import check, found

pytestmark = pytest.mark.devnet

ETHEREUM = ChainId("eip155", "1")
FAKE, DISGUISED, OLD, NEW, HOLDER = (
    AccountId(ETHEREUM, bytes([number]) * 20) for number in (0xFA, 0xCE, 0x01, 0x02, 0x77)
)
SUPPLY = 5_000_000_000000
WITH_KA = "USD\u041aG"
"""USDKG with a Cyrillic letter."""

HEAD = """\
key = "{key}"
title = "A token of the test"
symbol = "{symbol}"
issuer = "nobody"
source = "the test"
as_of = "2026-11-22"

[peg]
currency = "USD"
per_token = "1"
source = "the test"
as_of = "2026-11-22"

[statement]
missing = "nobody declares anything"
source = "the test"
as_of = "2026-11-22"
"""
DEPLOYMENT = """
[[deployments]]
chain = "ethereum"
address = "{address}"
decimals = 6
law = "zero-transfer"
law_established = false
native = true
source = "the test"
as_of = "2026-11-22"
"""
ACCOUNT = """
[[accounts]]
chain = "ethereum"
address = "{address}"
label = "a holder"
role = "treasury"
source = "the test"
as_of = "2026-11-22"
"""


class LookAlikes(Devnet):
    """A devnet where others have put up contracts of their own before anybody looks."""

    def _finalise(self) -> None:
        chain, sender = self.chain("ethereum"), self.chain("ethereum").key_address(9)
        for at, symbol in ((FAKE, "USDKG"), (DISGUISED, WITH_KA), (OLD, "TWICE")):
            arguments = ("Gold Dollar", symbol, HOLDER.address, SUPPLY)
            chain.place(load("NamedTokenSim"), arguments, at=at.address, sender=sender)
        chain.place(load("SecondEntrySim"), (OLD.address,), at=NEW.address, sender=sender)
        super()._finalise()


@pytest.fixture(scope="module")
def devnet(tools: Path) -> Iterator[Devnet]:
    del tools
    with LookAlikes() as network:
        yield network


@pytest.fixture
def config(devnet: Devnet, tmp_path: Path) -> Path:
    path = tmp_path / "stableaudit.toml"
    path.write_text(devnet.config_text())
    return path


def token(folder: Path, key: str, symbol: str, *contracts: AccountId) -> str:
    """Write a token's file, and return its name."""
    text = HEAD.format(key=key, symbol=symbol) + ACCOUNT.format(address=checksummed(HOLDER))
    text += "".join(DEPLOYMENT.format(address=checksummed(one)) for one in contracts)
    path = folder / f"{key}.toml"
    path.write_text(text)
    return str(path)


def test_contract_with_the_symbol_of_usdkg_is_told_with_the_true_addresses(config: Path) -> None:
    code, report = check(config, token(config.parent, "fake-gold", "USDKG", FAKE))
    ((subject, statement),) = found(report, "IDN-01")
    assert (code, subject) == (3, "USDKG on Ethereum")
    for true in USDKG.values():
        assert true.contract.local in statement
    assert found(report, "IDN-02") == []


def test_contract_with_a_cyrillic_letter_in_its_symbol_is_told_with_the_letter(
    config: Path,
) -> None:
    _, report = check(config, token(config.parent, "disguised", "USDKG", DISGUISED))
    ((_, statement),) = found(report, "IDN-02")
    assert "CYRILLIC CAPITAL LETTER KA" in statement
    assert found(report, "IDN-01") == []
    assert found(report, "TOK-02") != []


def test_two_addresses_over_one_ledger_are_told_and_leave_the_check_undecided(
    config: Path,
) -> None:
    code, report = check(config, token(config.parent, "twice", "TWICE", OLD, NEW))
    ((_, statement),) = found(report, "IDN-03")
    assert OLD.local in statement
    assert NEW.local in statement
    assert "the same balances" in statement
    assert code != 0


def test_usdkg_of_the_registry_is_taken_for_no_other(config: Path) -> None:
    _, report = check(config, "usdkg")
    assert [found(report, f"IDN-0{number}") for number in (1, 2, 3)] == [[], [], []]
