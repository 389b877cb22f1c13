"""The small files of a bundle: manifest, run, exchanges. Each has one text for one content."""

from typing import Final, TypeVar

import msgspec

from stableaudit.adapters.evidence.layout import BUNDLE_VERSION
from stableaudit.domain.errors import BundleError
from stableaudit.domain.nesting import is_too_deep

R = TypeVar("R", bound=msgspec.Struct)

_INDENT: Final = 2


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A file of the bundle."""

    path: str
    kind: str
    sha256: str
    """Of the file as it lies there."""

    size: int
    content_size: int | None = None
    """Of what a packed file holds."""


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every file of the bundle, by path."""

    bundle_version: int
    files: tuple[File, ...]


class Input(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file that a person named, or that such a file named."""

    path: str
    """In the bundle."""

    sha256: str


class Run(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was asked. The policy and the sources are part of the evidence."""

    bundle_version: int
    program: str
    command: str
    token: str
    fail_on: str
    profile: str | None
    operators: int
    measurement_time: int
    """Seconds of UTC."""

    collected_at: int
    """Our clock when everything was read."""

    registry_sha256: str
    """Of the shipped registry: of its files' names and digests."""

    inputs: tuple[Input, ...]


class Exchange(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One request, without any secret, and what came."""

    chain: str
    """Key of the chain, or `rates`."""

    operator: str
    endpoint: str
    """Its label."""

    method: str
    path: str
    """Below the endpoint's own."""

    query: tuple[tuple[str, str], ...]
    body: str | None
    """JSON with sorted keys and without ids; None for a GET, and where it is in `body_sha256`."""

    body_sha256: str | None
    """Of a long body, which is kept among the answers."""

    at: int
    """Our clock when the answer was there."""

    status: int | None
    """Of HTTP; None where nothing came."""

    answer_sha256: str | None
    answer_size: int
    failure: str = ""
    """The kind of the failure where nothing came."""

    redacted: bool = False
    """Whether the server repeated a secret of the endpoint, which was taken out of the answer."""


def encode_record(record: msgspec.Struct) -> bytes:
    """Return a record as indented JSON with sorted keys and a final newline."""
    data = msgspec.json.Encoder(order="sorted").encode(record)
    return msgspec.json.format(data, indent=_INDENT) + b"\n"


def decode_record(data: bytes, kind: type[R], *, where: str) -> R:
    """Return the record that bytes hold.

    Raises:
        BundleError: not JSON of that shape, another version, or not as `encode_record` writes it.
    """
    record = _decode(data, kind, where)
    version = getattr(record, "bundle_version", BUNDLE_VERSION)
    if version != BUNDLE_VERSION:
        raise BundleError(
            f"bundle_version is {version}, and this program reads {BUNDLE_VERSION}",
            where=where,
            hint="use the program that made it",
        )
    if encode_record(record) != data:
        raise BundleError("is not written as this program writes it", where=where)
    return record


def encode_exchanges(exchanges: list[Exchange]) -> bytes:
    """Return exchanges as JSON, a line each, sorted: threads may have ended in any order."""
    encoder = msgspec.json.Encoder(order="sorted")
    return b"".join(sorted(encoder.encode(one) + b"\n" for one in exchanges))


def decode_exchanges(data: bytes, *, where: str) -> list[Exchange]:
    """Return the exchanges that bytes hold.

    Raises:
        BundleError: a line is no exchange, or they are not as `encode_exchanges` writes them.
    """
    exchanges = [_decode(line, Exchange, where) for line in data.splitlines()]
    if encode_exchanges(exchanges) != data:
        raise BundleError("is not written as this program writes it", where=where)
    return exchanges


def _decode(data: bytes, kind: type[R], where: str) -> R:
    # First, because parsers follow nesting on the machine's own stack.
    if is_too_deep(data):
        raise BundleError("nests too deeply", where=where)
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BundleError(f"is not JSON as it should be: {error}", where=where) from error
