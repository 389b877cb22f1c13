"""Mints and burns against what is declared of them, as the flow book says, with chains' titles."""

from collections.abc import Mapping
from dataclasses import dataclass

from stableaudit.domain.identifiers import ChainId
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.judge import Result
from stableaudit.reserves.flow_book import FlowBook


@dataclass(frozen=True, slots=True)
class FlowSection:
    """The flow book, and how its chains are called."""

    book: FlowBook | Open
    titles: Mapping[ChainId, str]

    simulated: frozenset[ChainId]


def flow_section(result: Result) -> FlowSection:
    """Return the flow book of a result."""
    chains = result.case.scope.chains
    return FlowSection(
        result.books.flows,
        {chain.id: chain.title for chain in chains},
        frozenset(chain.id for chain in chains if chain.simulated),
    )
