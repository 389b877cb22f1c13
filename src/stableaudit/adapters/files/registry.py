"""The shipped tokens, chains, feeds, labels and refiners, and a user's own files beside them.

Read through importlib.resources, so that a zipped package works. Only what is asked for is parsed:
the chains always, a token when it is named, the feeds when a price is needed, the labels when
holders are shown, the refiners when bars are.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, Self

from stableaudit.adapters.files.bar_file import listed_bars
from stableaudit.adapters.files.beside import Beside, ReadBars, ShippedFolder, UserFolder
from stableaudit.adapters.files.chain_file import chain_from
from stableaudit.adapters.files.controls_file import controls_from
from stableaudit.adapters.files.document import Document
from stableaudit.adapters.files.feed_file import feed_from
from stableaudit.adapters.files.labels_file import labels_from
from stableaudit.adapters.files.refiner_file import refiners_from
from stableaudit.adapters.files.spot import Around
from stableaudit.adapters.files.statement_values import Problems, read_statement, statement_from
from stableaudit.adapters.files.token_values import token_from
from stableaudit.adapters.files.toml_file import (
    decode_document,
    read_document,
    read_document_beside,
)
from stableaudit.domain.control_snapshot import ControlSnapshot
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.labels import Label
from stableaudit.domain.refiners import Refiner
from stableaudit.domain.statements import ReserveStatement
from stableaudit.domain.tokens import ChainSpec, FeedSpec, Token
from stableaudit.domain.untrusted import Untrusted

_SUFFIX: Final = ".toml"

READ_BARS: Final[ReadBars] = listed_bars
"""What reads the lists of bars that statements name."""

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")


@dataclass(frozen=True, slots=True)
class Registry:
    """What the program knows by name."""

    root: Traversable
    """The folder with `chains/`, `feeds/`, `labels/`, `refiners/`, `statements/` and `tokens/`."""

    chains: tuple[ChainSpec, ...]
    """All chains, by key."""

    def with_chains(self, chains: tuple[ChainSpec, ...]) -> Self:
        """Return the registry with other chains: those that a configuration was applied to."""
        return replace(self, chains=chains)

    @property
    def chain_ids(self) -> Mapping[str, ChainId]:
        """The chains' CAIP-2 names by key."""
        return {chain.key: chain.id for chain in self.chains}

    def chain(self, key: str) -> ChainSpec:
        """Return the chain of that key; DeclarationError with near names for any other."""
        for chain in self.chains:
            if chain.key == key:
                return chain
        raise _unknown("chain", key, tuple(chain.key for chain in self.chains))

    @property
    def token_keys(self) -> tuple[str, ...]:
        """The names that `token` knows, sorted; parses nothing."""
        return _names(self.root / "tokens")

    @property
    def tokens(self) -> tuple[Token, ...]:
        """All tokens, by key; parses every token file."""
        return tuple(self.token(key) for key in self.token_keys)

    def token(self, key: str) -> Token:
        """Return the token of that key; DeclarationError with near names for any other."""
        known = self.token_keys
        if key not in known:
            raise _unknown("token", key, known)
        return token_from(
            _document(self.root, "tokens", key + _SUFFIX),
            self.chain_ids,
            trusted=True,
            read_statement=self._statement,
        )

    def feeds(self, base: str, quote: str) -> tuple[FeedSpec, ...]:
        """Return the feeds that price `base` in `quote`, by file name; maybe none."""
        return tuple(feed for feed in self._feeds() if (feed.base, feed.quote) == (base, quote))

    @property
    def labels(self) -> tuple[Label, ...]:
        """All labels, by file name; parses every labels file."""
        return tuple(
            label
            for name in _names(self.root / "labels")
            for label in labels_from(
                _document(self.root, "labels", name + _SUFFIX), self.chain_ids, trusted=True
            )
        )

    @property
    def refiners(self) -> tuple[Refiner, ...]:
        """All refiners, by file name; parses every refiners file."""
        return tuple(
            refiner
            for name in _names(self.root / "refiners")
            for refiner in refiners_from(_document(self.root, "refiners", name + _SUFFIX))
        )

    def _feeds(self) -> Iterator[FeedSpec]:
        for name in _names(self.root / "feeds"):
            document = _document(self.root, "feeds", name + _SUFFIX)
            yield feed_from(document, self.chain_ids, trusted=True)

    def _statement(self, name: str) -> ReserveStatement:
        beside = ShippedFolder(self.root, "statements")
        return statement_from(
            _document(self.root, "statements", name), self.around(beside, trusted=True)
        )

    def around(self, beside: Beside, *, trusted: bool) -> Around:
        """Return what a statement's file may speak of: our chains, and the files beside it."""
        return Around(self.chain_ids, trusted=trusted, beside=beside, read_bars=READ_BARS)


def load_registry() -> Registry:
    """Return the shipped registry, its chains read and the rest left for when it is asked for."""
    return read_registry(files("stableaudit") / "registry")


def read_registry(root: Traversable) -> Registry:
    """Return the registry in a folder laid out like the shipped one.

    Raises:
        DeclarationError: a chain's file is invalid.
    """
    documents = (_document(root, "chains", name + _SUFFIX) for name in _names(root / "chains"))
    return Registry(root, tuple(chain_from(document) for document in documents))


def load_token(path: Path, registry: Registry) -> Token:
    """Return the token that a user's own file describes.

    Its statement is another file in the same directory or below it; an URL is never fetched.

    Raises:
        DeclarationError: a file is unreadable, invalid, or outside that directory.
    """

    def read_statement(name: str) -> ReserveStatement:
        beside = UserFolder(path.parent).of(name)
        return statement_from(
            read_document_beside(path.parent, name), registry.around(beside, trusted=False)
        )

    return token_from(
        read_document(path), registry.chain_ids, trusted=False, read_statement=read_statement
    )


def load_statement(path: Path, registry: Registry) -> ReserveStatement | Problems:
    """Return the statement that a user's own file declares, or everything that is wrong with it.

    What it names lies in the same directory or below it; an URL is never fetched.

    Raises:
        DeclarationError: the file is unreadable, or is neither TOML nor JSON.
    """
    around = registry.around(UserFolder(path.parent), trusted=False)
    return read_statement(read_document(path), around)


def load_labels(path: Path, registry: Registry) -> tuple[Label, ...]:
    """Return the labels of a user's own file.

    Raises:
        DeclarationError: the file is unreadable or invalid.
    """
    return labels_from(read_document(path), registry.chain_ids, trusted=False)


def load_refiners(path: Path) -> tuple[Refiner, ...]:
    """Return the refiners of a user's own file.

    Raises:
        DeclarationError: the file is unreadable or invalid.
    """
    return refiners_from(read_document(path))


def load_controls(path: Path, registry: Registry) -> ControlSnapshot:
    """Return the snapshot of who controlled a token that a user's own file holds.

    Raises:
        DeclarationError: the file is unreadable or invalid.
    """
    return controls_from(read_document(path), registry.chain_ids)


def _names(folder: Traversable) -> tuple[str, ...]:
    names = (entry.name for entry in folder.iterdir() if entry.name.endswith(_SUFFIX))
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in names))


def _document(root: Traversable, folder: str, file: str) -> Document:
    name = f"registry/{folder}/{file}"
    if _NAME.fullmatch(file.removesuffix(_SUFFIX)) is None:
        raise DeclarationError("is no name of a registry file", where=str(Untrusted(name)))
    try:
        data = (root / folder / file).read_bytes()
    except OSError as error:
        raise DeclarationError(f"cannot be read: {error.strerror}", where=name) from error
    return decode_document(data, name=name)


def _unknown(kind: str, key: str, known: tuple[str, ...]) -> DeclarationError:
    close = difflib.get_close_matches(key[:100].lower(), known, n=3)
    near = " or ".join(close)
    return DeclarationError(
        f"no {kind} is called {Untrusted(key)}",
        where=f"registry/{kind}s",
        hint=f"did you mean {near}?" if close else f"known: {', '.join(known)}",
    )
