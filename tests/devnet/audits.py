"""The program against a devnet, its ledgers in a folder of the test's own."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

from stableaudit.adapters.store.store import DuckLedgerStore, file_name
from stableaudit.cli.main import run
from stableaudit.domain.identifiers import AccountId, AssetId, ChainId
from stableaudit.domain.tokens import SupplyLaw
from tests.devnet.network import Devnet

Report: TypeAlias = dict[str, Any]

USDKG = {
    "ethereum": AssetId(
        AccountId.on(ChainId("eip155", "1"), "0xE820C06321E60d36257C666643Fa5436643445E3")
    ),
    "tron": AssetId(
        AccountId.on(ChainId("tron", "0x2b6653dc"), "TXZo12qvnEVKvU2zbfuQeMXKusWyxonwEG")
    ),
}


@dataclass(frozen=True)
class Desk:
    """A configuration and a folder of ledgers, from which the program is run in this process."""

    folder: Path
    devnet: Devnet

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The options that every command gets here."""
        config = self.folder / "stableaudit.toml"
        config.write_text(self.devnet.config_text())
        return ("--config", str(config), "--store", str(self.store))

    @property
    def store(self) -> Path:
        """Where the ledgers are."""
        return self.folder / "ledgers"

    def run(self, *words: str) -> int:
        """Run a command and return its exit code."""
        return run([*words, *self.words])

    def check(self, *words: str) -> "Checked":
        """Check USDKG; fails where there is no report."""
        file = self.folder / "report.json"
        file.unlink(missing_ok=True)
        output = ("--quiet", "--timeout", "400", "--output", f"json={file}")
        code = self.run("check", "usdkg", *output, *words)
        return Checked(code, json.loads(file.read_bytes()))

    def files(self, chain: str) -> tuple[Path, ...]:
        """Return the file of USDKG's ledger on a chain, if there is one."""
        return tuple(self.store.rglob(file_name(USDKG[chain])))

    def forget(self) -> None:
        """Remove every ledger."""
        for path in self.store.rglob("*"):
            if path.is_file():
                path.unlink()

    def digest(self, chain: str) -> str:
        """Return the digest of USDKG's ledger on a chain."""
        asset = USDKG[chain]
        (path,) = self.files(chain)
        with DuckLedgerStore(path, asset, SupplyLaw.USDKG.value, read_only=True) as store:
            return store.digest()


@dataclass(frozen=True)
class Checked:
    """What a check ended in."""

    code: int
    report: Report

    def ledger(self, chain: str) -> Report:
        """Return books 1 and 2 of a chain, by its title in lower case."""
        (one,) = [e for e in self.report["ledgers"] if e["chain_title"].lower() == chain]
        entry: Report = one
        return entry

    def found(self, chain: str) -> set[str]:
        """Return the ids of the checks that found something about USDKG on a chain."""
        return {
            finding["check"]
            for finding in self.report["findings"]
            if finding["subject"].lower() == f"usdkg on {chain}"
        }

    def contradicted(self, chain: str) -> set[str]:
        """Return the ids of the checks that contradict on a chain."""
        return {
            finding["check"]
            for finding in self.report["findings"]
            if finding["subject"].lower() == f"usdkg on {chain}"
            and finding["bearing"] == "contradicts"
        }
