"""Holds what a ledger has of one block against every log of that block, as its receipts prove them.

1. Of the proven logs those are taken that the ledger asks for, at its depth. Plain transfers are
   lines as they stand, as in a page; the supply law reads the others.
2. Lines meet by their place among all logs of the block. Kind and amount have to be the same, and
   the parties that the logs name.
3. A party that the logs leave open may have been found in calldata or by balances: of that they
   say nothing, and so it differs from nothing. A ledger that has it from its log is wrong.

Not compared: hashes of transactions, to which no receipt commits, and irregular logs, which are no
lines.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stableaudit.domain.identifiers import ADDRESS_BYTES, AccountId, ChainId
from stableaudit.domain.ledger import Attribution, Boundary, Entry, EntryKind, Party
from stableaudit.domain.logs import WORD_BYTES, RawLog, is_plain
from stableaudit.domain.proofs import ProvenLog, ProvenLogs
from stableaudit.domain.tokens import SupplyLaw
from stableaudit.ledger.attribution import is_suspended
from stableaudit.ledger.law import law_of
from stableaudit.ledger.pairing import read_logs


@dataclass(frozen=True, slots=True)
class BlockComparison:
    """What the logs of a block bear out of a ledger."""

    borne_out: int
    """Lines of the ledger that the logs tell, too."""

    differences: tuple[str, ...]
    """One sentence each, without the block, in the order of its logs; may be empty."""


def compare_block(
    lines: Sequence[Entry], proven: ProvenLogs, *, token: AccountId, law: SupplyLaw, full: bool
) -> BlockComparison:
    """Return how a ledger's lines of one block compare with its proven logs.

    Args:
        lines: all that the ledger has of the block: every line, or where it is not kept in full
            its mints, burns and wipes.
        proven: every log of the block.
        token: whose ledger it is.
        law: its supply law.
        full: whether every transfer is in the ledger, else supply events alone.

    Raises:
        ValueError: a line is of another block, or the token of another chain.
    """
    numbers = {proven.block.number, *(line.block for line in lines)}
    if token.chain != proven.block.chain or len(numbers) > 1:
        message = f"{proven.block} of {proven.block.chain} is not the block of these lines"
        raise ValueError(message)
    told = {line.ordinal: line for line in _read(proven, token, law, full=full)}
    found: list[tuple[int, str]] = []
    for line in lines:
        said = told.pop(line.ordinal, None)
        if said is None:
            has = _described(line, token.chain)
            found.append((line.ordinal, f"the ledger has {has}, the block has none there"))
        elif not _is_same(said, line):
            found.append((line.ordinal, _differing(said, line, token.chain)))
    borne_out = len(lines) - len(found)
    found += (
        (said.ordinal, f"the block has {_described(said, token.chain)}, the ledger lacks it")
        for said in told.values()
    )
    sentences = tuple(f"log {ordinal}: {sentence}" for ordinal, sentence in sorted(found))
    return BlockComparison(borne_out, sentences)


def _read(proven: ProvenLogs, token: AccountId, law: SupplyLaw, *, full: bool) -> Iterator[Entry]:
    """Yield the lines that an honest ledger has of these logs, in no order."""
    rule = law_of(law)
    query = rule.query(token, full=full)
    logs = [_raw(log, proven.block.number) for log in proven.of(token.address)]
    wanted = [log for log in logs if query.wants(log.topics)]
    for log in wanted:
        if is_plain(log):
            yield _transfer(log)
    others = [log for log in wanted if not is_plain(log)]
    for line in read_logs(rule.rules, others, full=full):
        if isinstance(line, Entry):
            yield line


def _raw(log: ProvenLog, block: int) -> RawLog:
    # A law pairs logs that tell one act twice within their transaction, by its hash. Receipts
    # commit to its place alone, which tells transactions of one block apart just as well.
    transaction = log.transaction_index.to_bytes(WORD_BYTES)
    return RawLog(block, log.ordinal, transaction, log.topics, log.data)


def _transfer(log: RawLog) -> Entry:
    return Entry(
        EntryKind.TRANSFER,
        log.block,
        log.ordinal,
        log.transaction,
        log.topics[1][-ADDRESS_BYTES:],
        log.topics[2][-ADDRESS_BYTES:],
        int.from_bytes(log.data),
        Attribution.LOG,
    )


def _is_same(said: Entry, line: Entry) -> bool:
    if (said.kind, said.base_units) != (line.kind, line.base_units):
        return False
    if is_suspended(said) and line.attribution is Attribution.LOG:
        return False
    parties = ((said.source, line.source), (said.destination, line.destination))
    return all(_may_be(named, held) for named, held in parties)


def _may_be(named: Party, held: Party) -> bool:
    """Return whether a ledger may hold this party where the logs name that one."""
    return held is not Boundary.SUPPLY if named is Boundary.SUSPENSE else held == named


def _differing(said: Entry, line: Entry, chain: ChainId) -> str:
    sentence = f"the block has {_described(said, chain)}, the ledger {_described(line, chain)}"
    claimed = is_suspended(said) and line.attribution is Attribution.LOG
    return f"{sentence}, as if the log named it" if claimed else sentence


def _described(line: Entry, chain: ChainId) -> str:
    sides = (("from", line.source), ("to", line.destination))
    ways = "".join(f" {way} {_named(p, chain)}" for way, p in sides if p is not Boundary.SUPPLY)
    return f"a {line.kind.name.lower()} of {line.base_units} base units{ways}"


def _named(party: Party, chain: ChainId) -> str:
    if isinstance(party, Boundary):
        return "an account that no log names"
    return AccountId(chain, party).local
