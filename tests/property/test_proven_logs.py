"""Proven logs and a ledger of one block: alike however they came about, and never otherwise."""

from dataclasses import replace
from itertools import accumulate

from hypothesis import assume, given
from hypothesis import strategies as st

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.ledger import Attribution, Boundary, Entry, EntryKind
from stableaudit.domain.logs import RawLog
from stableaudit.domain.proofs import ProvenLog, ProvenLogs
from stableaudit.domain.tokens import SupplyLaw
from stableaudit.ledger.attribution import is_suspended
from stableaudit.ledger.law import law_of
from stableaudit.ledger.proven_logs import BlockComparison, compare_block
from tests.property.test_ledger import accounts, laws, no_deadline, noise, spoken
from tests.unit.ledger.pages import TOKEN, page

AT = BlockStamp(TOKEN.chain, 7, "0x" + "7" * 64, 1_700_000_000)
STRANGER = b"\xe9" * 20
SUPPLY_KINDS = (EntryKind.MINT, EntryKind.BURN, EntryKind.WIPE)


@st.composite
def blocks(draw: st.DrawFn) -> tuple[list[RawLog], ProvenLogs]:
    """The token's logs of one block as eth_getLogs gives them, and all logs of it as proven."""
    told = draw(st.lists(st.tuples(spoken() | spoken() | noise, st.integers(0, 2), st.booleans())))
    indexes = accumulate((step for _, step, _ in told), initial=0)
    logs, proven = [], []
    for ordinal, ((each, _, own), index) in enumerate(zip(told, indexes, strict=False)):
        address = TOKEN.address if own else STRANGER
        proven.append(ProvenLog(index, ordinal, address, each.topics, each.data))
        if own:
            # A hash says nothing of the place of its transaction.
            transaction = (index * 7919 % 1009).to_bytes(32)
            logs.append(replace(each, block=AT.number, ordinal=ordinal, transaction=transaction))
    return logs, ProvenLogs(AT, sum(step for _, step, _ in told) + 1, tuple(proven))


def ledger_of(key: SupplyLaw, logs: list[RawLog], *, full: bool) -> list[Entry]:
    """What a store has of a page of these logs: its columns, and what the law read."""
    law = law_of(key)
    told = page(logs, law.query(TOKEN, full=full))
    columns = told.transfers
    plain = [
        Entry(
            EntryKind.TRANSFER,
            block,
            ordinal,
            b"",
            columns.senders[20 * index : 20 * index + 20],
            columns.recipients[20 * index : 20 * index + 20],
            int.from_bytes(columns.amounts[32 * index : 32 * index + 32]),
            Attribution.LOG,
        )
        for index, (block, ordinal) in enumerate(zip(columns.blocks, columns.ordinals, strict=True))
    ]
    whole = sorted((*plain, *law.read(told, full=full).entries), key=lambda each: each.ordinal)
    return [each for each in whole if full or each.kind in SUPPLY_KINDS]


def compared(
    key: SupplyLaw, lines: list[Entry], proven: ProvenLogs, *, full: bool
) -> BlockComparison:
    return compare_block(lines, proven, token=TOKEN, law=key, full=full)


@no_deadline
@given(key=laws, block=blocks(), full=st.booleans(), data=st.data())
def test_ledger_made_of_the_logs_never_differs_however_its_accounts_were_found(
    *, key: SupplyLaw, block: tuple[list[RawLog], ProvenLogs], full: bool, data: st.DataObject
) -> None:
    logs, proven = block
    lines = ledger_of(key, logs, full=full)
    for index, line in enumerate(lines):
        if is_suspended(line) and data.draw(st.booleans()):
            way = data.draw(st.sampled_from(list(Attribution)[1:4]))
            lines[index] = _found(line, data.draw(accounts), way)
    assert compared(key, lines, proven, full=full) == BlockComparison(len(lines), ())


def _found(line: Entry, account: bytes, way: Attribution) -> Entry:
    if line.source is Boundary.SUSPENSE:
        return replace(line, source=account, attribution=way)
    return replace(line, destination=account, attribution=way)


@no_deadline
@given(key=laws, block=blocks(), full=st.booleans(), data=st.data())
def test_ledger_with_one_line_removed_added_or_altered_always_differs(
    *, key: SupplyLaw, block: tuple[list[RawLog], ProvenLogs], full: bool, data: st.DataObject
) -> None:
    logs, proven = block
    lines = ledger_of(key, logs, full=full)
    assume(lines)
    index = data.draw(st.integers(0, len(lines) - 1))
    line = lines.pop(index)
    told = compared(key, lines, proven, full=full)
    assert (told.borne_out, len(told.differences)) == (len(lines), 1)
    altered = data.draw(st.sampled_from(_alterations(line)))
    wrong = compared(key, [*lines, altered], proven, full=full)
    assert wrong.borne_out == len(lines)
    assert wrong.differences
    added = compared(key, [*lines, line, altered], proven, full=full)
    assert added.borne_out == len(lines) + 1
    assert len(added.differences) == 1


def _alterations(line: Entry) -> list[Entry]:
    """The line with one thing changed that its log tells."""
    unknown = b"\xdd" * 20
    changed = [
        replace(line, base_units=line.base_units + 1),
        replace(line, ordinal=line.ordinal + 1000),
        *(replace(line, kind=kind) for kind in EntryKind if kind is not line.kind),
    ]
    if line.source is not Boundary.SUSPENSE:
        changed.append(replace(line, source=unknown))
    if line.destination is not Boundary.SUSPENSE:
        changed.append(replace(line, destination=unknown))
    return changed


@no_deadline
@given(key=laws, block=blocks(), full=st.booleans())
def test_every_difference_is_a_sentence_in_plain_characters(
    *, key: SupplyLaw, block: tuple[list[RawLog], ProvenLogs], full: bool
) -> None:
    logs, proven = block
    count = len(ledger_of(key, logs, full=full))
    told = compared(key, [], proven, full=full)
    assert len(told.differences) == count
    assert all(each.isascii() and each.isprintable() for each in told.differences)
