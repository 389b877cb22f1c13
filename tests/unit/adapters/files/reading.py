"""Reads a statement as a user's own file is read."""

from pathlib import Path

from stableaudit.adapters.files.bar_file import listed_bars
from stableaudit.adapters.files.beside import ReadBars, UserFolder
from stableaudit.adapters.files.spot import Around
from stableaudit.adapters.files.statement_values import read_statement, statement_from
from stableaudit.adapters.files.toml_file import decode_document
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.statements import ReserveStatement

CHAINS = {
    "bnb": ChainId("eip155", "56"),
    "ethereum": ChainId("eip155", "1"),
    "tron": ChainId("tron", "0x2b6653dc"),
}


def around(directory: Path = Path("/nowhere"), *, read_bars: ReadBars = listed_bars) -> Around:
    """A user's directory, and the three chains that the registry knows."""
    return Around(CHAINS, trusted=False, beside=UserFolder(directory), read_bars=read_bars)


def statement(text: str, place: Around | None = None, *, name: str = "s.toml") -> ReserveStatement:
    """The statement that a text declares; raises its first problem."""
    return statement_from(decode_document(text.encode(), name=name), place or around())


def problems(text: str, place: Around | None = None) -> list[str]:
    """Everything wrong with a text."""
    found = read_statement(decode_document(text.encode(), name="s.toml"), place or around())
    assert isinstance(found, tuple)
    return [str(one) for one in found]
