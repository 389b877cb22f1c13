"""One table of a document while its values are made: each refused value is its key's fault."""

from collections.abc import Mapping
from dataclasses import dataclass

from stableaudit.adapters.files.addresses import account_on
from stableaudit.adapters.files.beside import Beside, ReadBars
from stableaudit.adapters.files.document import Document
from stableaudit.adapters.files.vocabulary import UNKNOWN
from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.identifiers import AccountId, AssetId, ChainId
from stableaudit.domain.instants import parse_instant


@dataclass(frozen=True, slots=True)
class Around:
    """What a statement's file may speak of: chains by key, and the files beside it."""

    chains: Mapping[str, ChainId]
    trusted: bool
    """See addresses.account_on."""

    beside: Beside
    read_bars: ReadBars


@dataclass(frozen=True, slots=True)
class Spot:
    """A table by its path in a document."""

    document: Document
    path: tuple[str | int, ...]
    around: Around

    def inside(self, *path: str | int) -> "Spot":
        """Return a table of this table."""
        return Spot(self.document, (*self.path, *path), self.around)

    def error(self, problem: str, key: str, *, hint: str = "") -> DeclarationError:
        """Return the error that names a key of this table."""
        return self.document.error(problem, (*self.path, key), hint=hint)

    def figure(self, text: str, key: str) -> Figure:
        """Return the figure that a key writes."""
        with self.document.blame(*self.path, key):
            return Figure.parse(text)

    def known_figure(self, text: str, key: str) -> Figure | Unknown:
        """Return the figure that a key writes, or Unknown for the word that says so."""
        return Unknown() if text == UNKNOWN else self.figure(text, key)

    def instant(self, text: str, key: str) -> int:
        """Return the instant that a key writes; of a date its end."""
        with self.document.blame(*self.path, key):
            return parse_instant(text)

    def known_day(self, text: str, key: str) -> str | Unknown:
        """Return the date that a key writes, or Unknown for the word that says so."""
        if text == UNKNOWN:
            return Unknown()
        self.instant(text, key)
        return text

    def account(self, chain: str, address: str, key: str) -> AccountId:
        """Return the account that the table's `chain` and an address under `key` name."""
        identity = self.around.chains.get(chain)
        if identity is None:
            raise self.error(
                f"no chain is called {chain}",
                "chain",
                hint=f"known: {', '.join(sorted(self.around.chains))}",
            )
        with self.document.blame(*self.path, key):
            return account_on(identity, address, trusted=self.around.trusted)

    def asset(self, chain: str, address: str, key: str) -> AssetId:
        """Return the token contract that the table's `chain` and an address under `key` name."""
        return AssetId(self.account(chain, address, key))
