"""What came of every transaction that a source names, in as few requests as that takes.

One transaction costs one request, a whole block two: its infos, and its transactions, since a node
leaves infos out without a word. So a block with three or more wanted transactions is read whole,
any other by transaction. A block in doubt is read whole in any case: then logs that no other source
named are found, and every log's place among all logs of the block is counted.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from stableaudit.adapters.tron.infos import Info
from stableaudit.adapters.tron.node import Node
from stableaudit.adapters.tron.selection import Selection

_WHOLE_COSTS: Final = 2
_MOST_MISSING: Final = 30
"""Infos that a list may lack and are asked for one by one."""


@dataclass(slots=True)
class Receipts:
    """Infos of transactions."""

    infos: dict[bytes, Info] = field(default_factory=dict)
    first_ordinals: dict[bytes, int] = field(default_factory=dict)
    """Of transactions in blocks that were read whole: logs of the block before its own."""

    block_ids: dict[int, bytes] = field(default_factory=dict)
    """Of blocks that were read whole."""


class ReceiptReader:
    """Reads receipts of one endpoint, for the events selected."""

    def __init__(self, node: Node, selection: Selection, *, tell: Callable[[str], None]) -> None:
        """Prepare; nothing is asked. `tell` receives what kept a block's list from being whole."""
        self._node = node
        self._selection = selection
        self._tell = tell

    def read(self, wanted: Mapping[int, Iterable[bytes]], doubted: frozenset[int]) -> Receipts:
        """Return the infos of all wanted transactions, given by block; of doubted blocks all.

        Raises:
            UnreachableError, UndecodableError: the node did not answer, or not so.
            InconsistentError: the node knows no such transaction, or of another block.
        """
        receipts = Receipts()
        for number in sorted({*wanted, *doubted}):
            names = tuple(dict.fromkeys(wanted.get(number, ())))
            if number in doubted or len(names) > _WHOLE_COSTS:
                self._read_whole(number, names, receipts, doubted=number in doubted)
            else:
                for name in names:
                    receipts.infos[name] = self._node.info(name, number)
        return receipts

    def _read_whole(
        self, number: int, names: tuple[bytes, ...], receipts: Receipts, *, doubted: bool
    ) -> None:
        block = self._node.block(number)
        receipts.block_ids[number] = block.header.block_id
        inquiry = self._node.inquiry(f"the transaction infos of block {number}")
        listed = {info.transaction: info for info in self._node.listed_infos(number)}
        foreign = listed.keys() - block.transactions
        if foreign:
            raise inquiry.inconsistent(f"infos of {len(foreign)} transactions not in that block")
        unknown = [name for name in names if name not in block.transactions]
        if unknown:
            raise inquiry.inconsistent(
                f"no transaction {unknown[0].hex()}, whose events another source puts there"
            )
        missing = [name for name in block.order if name not in listed]
        if missing:
            came = f"infos of {len(listed)} transactions, not of the {len(block.order)} in it"
            self._tell(f"{inquiry.asked}: {came}; asked for one by one")
            # Of a block that nobody doubts only the wanted ones matter.
            sought = missing if doubted else [name for name in names if name not in listed]
            if len(sought) > _MOST_MISSING:
                raise inquiry.inconsistent(came)
            listed |= {name: self._node.info(name, number) for name in sought}
        ordinal = 0
        whole = len(listed) == len(block.order)
        for name in block.order:
            info = listed.get(name)
            if info is None:
                continue
            if name in names or self._selection.of(info):
                receipts.infos[name] = info
                if whole:
                    receipts.first_ordinals[name] = ordinal
            ordinal += len(info.logs)
        if any(info.timestamp != block.header.timestamp for info in listed.values()):
            raise inquiry.inconsistent("infos of another time than their block")
