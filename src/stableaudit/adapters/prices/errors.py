"""What is wrong with a rate file or answer, in our words. The one place that knows XML's errors.

The same bytes may come from a person or from a server: what is wrong with them is found once, as a
`RateFileError`, and said here as whose fault it is.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Final
from xml.etree.ElementTree import ParseError

from defusedxml import common

from stableaudit.domain.errors import DeclarationError, UndecodableError, UnreachableError
from stableaudit.domain.untrusted import Untrusted

MEANINGS: Final[Mapping[type[Exception], str]] = MappingProxyType(
    {
        common.DefusedXmlException: "it has a part of XML that is not read",
        common.DTDForbidden: "it has a document type, which is not read",
        common.EntitiesForbidden: "it declares an entity, which is not read",
        common.ExternalReferenceForbidden: "it refers to another file, which is not read",
        common.NotSupportedError: "it has a part of XML that is not read",
        ParseError: "it is not well-formed XML",
    }
)
"""By exact class. Their own texts are not used: they quote the file at any length."""


class RateFileError(Exception):
    """The bytes are no rate file; the text says why and is safe to print."""


@contextmanager
def xml_errors() -> Iterator[None]:
    """Raise RateFileError for whatever a parser of XML raises inside."""
    try:
        yield
    except tuple(MEANINGS) as error:
        where = ""
        if isinstance(error, ParseError):
            line, column = error.position
            where = f" (line {line}, column {column + 1})"
        raise RateFileError(MEANINGS[type(error)] + where) from error


@contextmanager
def declared(name: str) -> Iterator[None]:
    """Say of a file that a person named what is wrong with it, as a DeclarationError."""
    try:
        yield
    except RateFileError as error:
        raise DeclarationError(
            f"is no rate file of the National Bank: {error}",
            where=str(Untrusted(name)),
            hint="save https://www.nbkr.kg/XML/daily.xml as it is",
        ) from error


@contextmanager
def fetched(*, asked: str, whom: str, hint: str) -> Iterator[None]:
    """Say of an answer, or of there being none, what is wrong and what to try.

    What the transport advises is of chains: a rate is not asked of another `--endpoint`.
    """
    try:
        yield
    except RateFileError as error:
        raise UndecodableError(f"no rate: {error}", asked=asked, whom=whom, hint=hint) from error
    except UndecodableError as error:
        raise UndecodableError(error.came, asked=asked, whom=whom, hint=hint) from error
    except UnreachableError as error:
        raise UnreachableError(error.came, asked=asked, whom=whom, hint=hint) from error
