"""Logs on disk, one file a column, as plain numbers: what every fetching tool is reduced to.

Standard library only: it is imported in environments that hold nothing but a peer.
"""

from array import array
from pathlib import Path
from types import TracebackType
from typing import Final, Self

NAMES: Final = ("blocks", "ordinals", "senders", "recipients", "amounts")
"""Two of 8 bytes little-endian, two of 20, one of 32 big-endian."""


class ColumnWriter:
    """Appends columns to the files of a folder."""

    def __init__(self, folder: Path) -> None:
        self._files = [(folder / name).open("wb") for name in NAMES]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for file in self._files:
            file.close()

    def write(
        self,
        blocks: "array[int]",
        ordinals: "array[int]",
        senders: bytes,
        recipients: bytes,
        amounts: bytes,
    ) -> None:
        """Append one stretch; all columns are equally long."""
        columns = (blocks.tobytes(), ordinals.tobytes(), senders, recipients, amounts)
        for file, column in zip(self._files, columns, strict=True):
            file.write(column)
