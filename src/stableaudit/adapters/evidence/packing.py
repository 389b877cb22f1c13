"""Compression of a bundle's files: the same bytes for the same content, and never more than said.

Zstandard at one level, without a checksum: the manifest has a better one. The same content gives
the same bytes with the same version of the library.
"""

import hashlib
import io
from collections.abc import Iterator
from typing import Final

import zstandard

_LEVEL: Final = 3
_PIECE: Final = 1 << 18
_MOST_WINDOW: Final = 1 << 27
"""What a reader must hold at once, whatever a hostile frame asks for."""


class PackingError(ValueError):
    """Packed bytes that are none, or hold something else than was said."""


def pack(content: bytes) -> bytes:
    """Return the content compressed."""
    return zstandard.ZstdCompressor(level=_LEVEL, write_checksum=False).compress(content)


def unpack(data: bytes, *, size: int) -> bytes:
    """Return the content of packed bytes, which must be `size` long.

    Raises:
        PackingError: not Zstandard, cut short, or of another size; no more than `size` is held.
    """
    return b"".join(_pieces(data, size))


def digest_within(data: bytes, *, size: int) -> str:
    """Return the SHA-256 of the content of packed bytes, holding a piece of it at a time.

    Raises:
        PackingError: as for unpack.
    """
    digest = hashlib.sha256()
    for piece in _pieces(data, size):
        digest.update(piece)
    return digest.hexdigest()


def _pieces(data: bytes, size: int) -> Iterator[bytes]:
    reader = zstandard.ZstdDecompressor(max_window_size=_MOST_WINDOW).stream_reader(
        io.BytesIO(data), read_across_frames=True
    )
    came = 0
    try:
        while piece := reader.read(min(_PIECE, size - came + 1)):
            came += len(piece)
            if came > size:
                raise PackingError(f"holds more than the {size} bytes that the manifest says")
            yield piece
    except zstandard.ZstdError as error:
        raise PackingError(f"is not packed as Zstandard: {error}") from error
    if came < size:
        raise PackingError(f"holds {came} bytes, and the manifest says {size}")
