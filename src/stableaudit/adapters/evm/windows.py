"""A range of blocks cut into windows that one request each can answer. Asks nothing.

Windows come in ascending order and leave nothing out: what was refused comes back, in smaller
pieces, before anything after it.
"""

from dataclasses import dataclass

from stableaudit.adapters.evm.sizes import Sizer
from stableaudit.domain.blocks import BlockRange


@dataclass(frozen=True, slots=True)
class _Piece:
    """Blocks that are still to be asked for, in windows of at most `most`; 0 is no bound."""

    blocks: BlockRange
    most: int = 0


class Windows:
    """The windows of one range that are still to be asked for."""

    def __init__(self, blocks: BlockRange, sizer: Sizer) -> None:
        """Cut `blocks`, both ends included, as `sizer` says."""
        self._sizer = sizer
        self._left = [_Piece(blocks)]

    def __bool__(self) -> bool:
        return bool(self._left)

    def take(self) -> BlockRange:
        """Return the next window, the lowest of what is left. There must be some."""
        piece = self._left.pop()
        first, last = piece.blocks.first, piece.blocks.last
        size = self._sizer.next_size()
        if piece.most:
            size = min(size, piece.most)
        if size < len(piece.blocks) < 2 * size:
            # Two halves, rather than a whole one and a rest that is hardly worth its request.
            size = (len(piece.blocks) + 1) // 2
        end = min(first + size - 1, last)
        if end < last:
            self._left.append(_Piece(BlockRange(end + 1, last), piece.most))
        return BlockRange(first, end)

    def put_back(self, window: BlockRange, *, most: int) -> None:
        """Take back a window that was refused, the lowest of all, to be asked for in pieces."""
        self._left.append(_Piece(window, most))
