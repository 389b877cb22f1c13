"""A supply law: what to ask a chain for, and what the answer means. ADR 0006.

The laws differ in their rules alone, one small file each in `laws/`. Accounts that no log names
are left in suspense here; `attribution` looks for them elsewhere.
"""

from dataclasses import dataclass
from typing import Final, assert_never

from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.ledger import Entry, Irregular
from stableaudit.domain.logs import TRANSFER_TOPIC, WORD_BYTES, LogPage, LogQuery
from stableaudit.domain.tokens import SupplyLaw
from stableaudit.ledger.laws import fiat_token, paxos, tether, tether_tron, usdkg, zero_transfer
from stableaudit.ledger.pairing import read_logs
from stableaudit.ledger.rules import Rules

_ZERO_WORD: Final = bytes(WORD_BYTES)


@dataclass(frozen=True, slots=True)
class LawReading:
    """What a law read in a page's logs, beside the plain transfers that travel by column."""

    entries: tuple[Entry, ...]
    """In chain order; may be empty."""

    irregular: tuple[Irregular, ...]
    """In chain order. A log may stand here and also have an entry: counted, but odd."""


@dataclass(frozen=True, slots=True)
class Law:
    """One of the closed set of supply laws."""

    key: SupplyLaw
    rules: Rules

    def query(self, contract: AccountId, *, full: bool) -> LogQuery:
        """Return which logs of a token are wanted.

        full: every transfer and supply event; otherwise the supply events only, for a token whose
        transfers are too many to fetch. Both give the same mints and burns, with one exception:
        zero-transfer finds a Transfer by its topics, so a token that does not index both accounts
        must be read in full.
        """
        events = self.rules.supply_events
        supply = tuple(event.topic for event in events)
        if full:
            return LogQuery(contract, (((TRANSFER_TOPIC, *supply),),))
        if self.rules.zero_transfers:
            from_zero = ((TRANSFER_TOPIC,), (_ZERO_WORD,))
            to_zero = ((TRANSFER_TOPIC,), (), (_ZERO_WORD,))
            # No names: every transfer has the name of these.
            return LogQuery(contract, (from_zero, to_zero))
        return LogQuery(contract, ((supply,),), tuple(event.name for event in events))

    def read(self, page: LogPage, *, full: bool = True) -> LawReading:
        """Return the entries of a page's `others`, and what is odd about them.

        full: as the page was queried; where it was not, a supply event without the Transfer that
        repeats it is nothing odd.
        """
        lines = tuple(read_logs(self.rules, page.others, full=full))
        return LawReading(
            tuple(sorted((line for line in lines if isinstance(line, Entry)), key=_place)),
            tuple(sorted((line for line in lines if isinstance(line, Irregular)), key=_place)),
        )


def _place(line: Entry | Irregular) -> tuple[int, int]:
    return line.block, line.ordinal


def law_of(key: SupplyLaw) -> Law:
    """Return the law that a registry's word names."""
    return Law(key, _rules_of(key))


def _rules_of(key: SupplyLaw) -> Rules:
    match key:
        case SupplyLaw.TETHER:
            return tether.RULES
        case SupplyLaw.USDKG:
            return usdkg.RULES
        case SupplyLaw.TETHER_TRON:
            return tether_tron.RULES
        case SupplyLaw.FIAT_TOKEN:
            return fiat_token.RULES
        case SupplyLaw.PAXOS:
            return paxos.RULES
        case SupplyLaw.ZERO_TRANSFER:
            return zero_transfer.RULES
        case _ as never:
            assert_never(never)
