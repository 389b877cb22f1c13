"""Reading a chain's past: logs, the calls behind them, and balances of many accounts at once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from stableaudit.domain.blocks import BlockRange, BlockStamp
from stableaudit.domain.evidence import Incident
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.ledger import BalanceSheet
from stableaudit.domain.logs import FetchPlan, LogPage, LogQuery, TransactionCall


class EventReader(Protocol):
    """One endpoint's memory of one chain. Raises only EvidenceError."""

    @property
    def chain(self) -> ChainId:
        """The chain that is read."""
        ...

    @property
    def operator(self) -> str:
        """Who runs the endpoint."""
        ...

    @property
    def endpoint(self) -> str:
        """The endpoint's label without secrets."""
        ...

    def plan(self, query: LogQuery, blocks: BlockRange) -> FetchPlan:
        """Return what fetching a range would cost. Asks for no logs."""
        ...

    def pages(self, query: LogQuery, blocks: BlockRange) -> Iterator[LogPage]:
        """Yield pages that partition a range of final blocks, ascending, each as it is complete.

        Whoever stops iterating may ask again later for what is left. Any partition holds the same
        logs.

        Raises:
            UnreachableError: the endpoint does not serve logs, or no longer.
            InconsistentError: an answer contradicts its question, itself, or another source.
            UndecodableError: an answer is none.
        """
        ...

    def transactions(self, wanted: Sequence[tuple[bytes, int]]) -> Mapping[bytes, TransactionCall]:
        """Return the outermost call of each transaction, given by hash and block number.

        Raises as `pages`; InconsistentError where one is missing.
        """
        ...

    def balances(
        self, token: AccountId, holders: Sequence[bytes], *, at: BlockStamp
    ) -> BalanceSheet:
        """Return what each holder has of a token, at `at` or at final blocks not before it.

        Raises:
            PinnedStateError: the endpoint has no state of that block.
            UndecodableError: the token refuses, or answers no number, for some holder.
        """
        ...

    def contracts(self, accounts: Sequence[bytes], *, at: BlockStamp) -> frozenset[bytes]:
        """Return those of the accounts that have code of their own, 20 bytes each.

        An account that delegates to code (EIP-7702) still belongs to a key and is none of them.
        Raises as `balances`.
        """
        ...

    def incidents(self) -> tuple[Incident, ...]:
        """Return what went wrong so far without stopping the reading, in order."""
        ...
