"""One page out of two sources and the infos of every transaction that either names.

In order: the page's last block; the index, the search and its test (`sources`); the infos; the
places of logs that only an index or an info names; the agreement (`agreement.settle`).
"""

from collections.abc import Callable
from typing import Final

from stableaudit.adapters.tron.agreement import Claims, lacks_places, settle
from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.events_index import Asked
from stableaudit.adapters.tron.node import Node
from stableaudit.adapters.tron.page import page_of
from stableaudit.adapters.tron.receipts import ReceiptReader, Receipts
from stableaudit.adapters.tron.selection import Selection, selection_of
from stableaudit.adapters.tron.sources import Said, Sources
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.logs import LogPage, LogQuery, RawLog

_ENOUGH: Final = 8000
"""Events of the index after which a page may end."""


class PageReader:
    """Reads pages of one endpoint."""

    def __init__(
        self, node: Node, sources: Sources, *, whom: str, tell: Callable[[str], None]
    ) -> None:
        """Prepare; nothing is asked. `tell` receives what went wrong without stopping."""
        self._node = node
        self._sources = sources
        self._whom = whom
        self._tell = tell
        self._valueless_told = False

    def begin(self, contract: AccountId, blocks: BlockRange) -> None:
        """Look whether the search has come as far as the range; it would leave out the rest.

        Raises:
            InconsistentError: it has not, or is on another chain.
        """
        head = self._sources.head(contract)
        if head is not None and head < blocks.last:
            raise self._inquiry(contract, blocks).inconsistent(
                f"a JSON-RPC that has come to block {head} alone", hint="again later"
            )

    def read(self, query: LogQuery, blocks: BlockRange, first_time: int) -> LogPage:
        """Return the page of a range, or of its beginning where that has plenty of logs.

        Raises:
            UnreachableError: the endpoint has neither source, or does not answer.
            InconsistentError: see the sources, and agreement.settle.
            UndecodableError: an answer is none.
        """
        contract, selection = query.contract, selection_of(query)
        header = self._node.header(blocks.last)
        asked = Asked(contract, blocks, first_time, header.timestamp, _ENOUGH)
        said = self._sources.ask(asked, selection)
        if said.through < blocks.last:
            blocks = BlockRange(blocks.first, said.through)
            header = self._node.header(blocks.last)
        inquiry = self._inquiry(contract, blocks)
        if not said.listed and not said.searched:
            raise inquiry.unreachable("neither an events index nor JSON-RPC")
        logs: list[RawLog] = []
        times: dict[int, int] = {}
        decided = list(said.decided)
        valueless = 0
        for each in self._claims(said, selection):
            _require_times(each, inquiry)
            settled = settle(each, inquiry)
            logs += settled.logs
            decided += settled.decided
            valueless += settled.valueless
            times[each.info.block] = each.info.timestamp
        if valueless:
            self._tell_valueless(valueless, contract, blocks)
        return page_of(
            logs,
            query,
            blocks=blocks,
            last=header.stamp(contract.chain),
            times=times,
            source=f"{self._whom}: {', '.join((*self._sources.names, 'transaction infos'))}",
            decided=decided,
            inquiry=inquiry,
        )

    def _claims(self, said: Said, selection: Selection) -> list[Claims]:
        reader = ReceiptReader(self._node, selection, tell=self._tell)
        wanted = said.wanted()
        held = self._held(said, reader.read(wanted, said.doubted()), selection)
        placeless = frozenset(each.info.block for each in held if lacks_places(each))
        if not placeless:
            return held
        again = reader.read({number: wanted[number] for number in placeless}, placeless)
        kept = [each for each in held if each.info.block not in placeless]
        held = kept + self._held(said, again, selection)
        return sorted(held, key=lambda each: each.info.block)

    def _held(self, said: Said, receipts: Receipts, selection: Selection) -> list[Claims]:
        """Return each transaction's info beside what the sources say of it, by block."""
        held: list[Claims] = []
        for info in sorted(receipts.infos.values(), key=lambda info: info.block):
            found = said.found_of(info.transaction, info.block)
            block_id = receipts.block_ids.get(info.block)
            if block_id is not None and any(log.block_id != block_id for log in found or ()):
                raise self._node.inquiry(f"block {info.block}").inconsistent(
                    f"another id than eth_getLogs has: {block_id.hex()}"
                )
            held.append(
                Claims(
                    info,
                    selection.of(info),
                    receipts.first_ordinals.get(info.transaction),
                    said.rows_of(info.transaction, info.block),
                    found,
                    selection.kinds,
                )
            )
        return held

    def _tell_valueless(self, count: int, contract: AccountId, blocks: BlockRange) -> None:
        if self._valueless_told:
            return
        self._valueless_told = True
        self._tell(
            f"the events index gives no values of {count} events of {contract} in blocks"
            f" {blocks.first} to {blocks.last} (a proxy, or no ABI on chain): they are compared by"
            " place and number alone, here and later"
        )

    def _inquiry(self, contract: AccountId, blocks: BlockRange) -> Inquiry:
        at = f"blocks {blocks.first} to {blocks.last}"
        return self._node.inquiry(f"the events of {contract}", at=at)


def _require_times(said: Claims, inquiry: Inquiry) -> None:
    if any(row.timestamp != said.info.timestamp for row in said.rows or ()):
        raise inquiry.inconsistent(
            f"block {said.info.block} at {said.info.timestamp} s of 1970 in the infos, at another"
            " time in the events index"
        )
