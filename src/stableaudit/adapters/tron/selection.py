"""Which events of a contract are asked for: all of them, or those of some kinds alone.

A contract may have a thousand million transfers and a few hundred supply events, so where the kinds
are known every source is asked for those, each in its own words: the index by name, eth_getLogs by
first topic. An info has all logs of its transaction; those of other kinds are left out of it, so
that the sources are compared in what all of them were asked for.
"""

from dataclasses import dataclass

from stableaudit.adapters.tron.infos import Info, NativeLog
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.logs import LogQuery


@dataclass(frozen=True, slots=True)
class Selection:
    """Events of one contract."""

    contract: AccountId
    names: tuple[str, ...] = ()
    """Of their kinds, as an index knows them, each once; empty where all are asked for."""

    topics: tuple[bytes, ...] = ()
    """First topics of the same kinds, each once; empty where all are asked for."""

    @property
    def kinds(self) -> str:
        """What to say after "logs" in a sentence: nothing where all are asked for."""
        return f" of {', '.join(self.names)}" if self.names else ""

    def holds(self, topics: tuple[bytes, ...]) -> bool:
        """Return whether the contract's log with these topics is asked for."""
        return not self.topics or (bool(topics) and topics[0] in self.topics)

    def of(self, info: Info) -> tuple[NativeLog, ...]:
        """Return the logs of a transaction that are asked for, in order."""
        return tuple(log for log in info.of(self.contract.address) if self.holds(log.topics))


def selection_of(query: LogQuery) -> Selection:
    """Return what to ask for so that every wanted log is among it, and as little else as can be."""
    firsts = [pattern[0] if pattern else () for pattern in query.patterns]
    if not query.names or not firsts or not all(firsts):
        return Selection(query.contract)
    topics = dict.fromkeys(topic for first in firsts for topic in first)
    return Selection(query.contract, tuple(dict.fromkeys(query.names)), tuple(topics))
