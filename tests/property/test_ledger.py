"""What holds for every token's history, not for the examples alone."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from stableaudit.domain.ledger import Boundary, Entry, EntryKind, HolderColumns, Irregular, Party
from stableaudit.domain.logs import RawLog
from stableaudit.domain.tokens import SupplyLaw
from stableaudit.ledger.attribution import attribute, attribute_by_balance
from stableaudit.ledger.calldata import addresses_in, calls_to
from stableaudit.ledger.distribution import measure
from stableaudit.ledger.events import (
    BURN,
    DESTROYED_BLACK_FUNDS,
    FROZEN_ADDRESS_WIPED,
    ISSUE,
    MINT,
    REDEEM,
    SUPPLY_DECREASED,
    SUPPLY_INCREASED,
    TRANSFER,
    Event,
)
from stableaudit.ledger.law import Law, LawReading, law_of
from stableaudit.ledger.postings import balances_of
from stableaudit.ledger.roll_back import supply_then
from tests.unit.ledger import calls
from tests.unit.ledger.calls import SAFE, TOKEN_ADDRESS, transaction
from tests.unit.ledger.pages import LARGEST, TOKEN, ZERO, A, B, C, log, mint, page, supply_change

no_deadline = settings(deadline=None)
"""A shared machine may pause anywhere; time is measured by the benchmarks, never by a test."""

EVENTS = (
    TRANSFER,
    ISSUE,
    REDEEM,
    DESTROYED_BLACK_FUNDS,
    MINT,
    BURN,
    SUPPLY_INCREASED,
    SUPPLY_DECREASED,
    FROZEN_ADDRESS_WIPED,
)
accounts = st.sampled_from([ZERO, A, B, C])
amounts = st.sampled_from([0, 1, 2, LARGEST]) | st.integers(0, LARGEST)
laws = st.sampled_from(SupplyLaw)


@st.composite
def spoken(draw: st.DrawFn) -> RawLog:
    """A log of some event of some law, indexed as it may be."""
    event: Event = draw(st.sampled_from(EVENTS))
    values: list[int | bytes] = [draw(accounts) for _ in range(event.addresses)]
    values += [draw(amounts) for _ in range(event.numbers)]
    indexed = draw(st.sampled_from([event.addresses] * 4 + list(range(min(3, len(values)) + 1))))
    return log(event, *values, at=0, indexed=indexed)


noise = st.builds(
    RawLog,
    st.just(0),
    st.just(0),
    st.just(bytes(32)),
    st.lists(
        st.sampled_from([event.topic for event in EVENTS]) | st.binary(min_size=32, max_size=32),
        max_size=4,
    ).map(tuple),
    st.binary(max_size=100),
)


@st.composite
def histories(draw: st.DrawFn) -> list[RawLog]:
    """Logs in chain order: some to a block, some to a transaction, some that no contract makes."""
    told = draw(st.lists(st.tuples(spoken() | spoken() | noise, st.integers(0, 9)), max_size=30))
    block = ordinal = number = 0
    history = []
    for each, step in told:
        if step == 0:
            block, ordinal = block + 1, 0
        if step <= 3:
            number += 1
        history.append(replace(each, block=block, ordinal=ordinal, transaction=number.to_bytes(32)))
        ordinal += 1
    return history


def _read(key: SupplyLaw, history: list[RawLog], *, full: bool = True) -> LawReading:
    law = law_of(key)
    return law.read(page(history, law.query(TOKEN, full=full)), full=full)


def _acts(entries: tuple[Entry, ...]) -> list[tuple[EntryKind, int, int, int]]:
    return [
        (each.kind, each.block, each.ordinal, each.base_units)
        for each in entries
        if each.kind is not EntryKind.TRANSFER
    ]


@no_deadline
@given(laws, histories())
def test_every_journal_sums_to_zero_and_its_supply_is_what_was_made(
    key: SupplyLaw, history: list[RawLog]
) -> None:
    law = law_of(key)
    told = page(history, law.query(TOKEN, full=True))
    entries = law.read(told).entries
    balances = balances_of(told.transfers, entries)
    assert sum(balances.values()) == 0
    assert balances.get(Boundary.SUPPLY, 0) == -supply_change(entries)


@no_deadline
@given(
    key=laws,
    history=histories(),
    cuts=st.lists(st.integers(0, 30), max_size=5),
    full=st.booleans(),
)
def test_any_partition_of_blocks_is_read_as_the_whole(
    *, key: SupplyLaw, history: list[RawLog], cuts: list[int], full: bool
) -> None:
    """Pages never split a block; within that, where they are cut changes nothing."""
    whole = _read(key, history, full=full)
    edges = sorted({0, *cuts, 31})
    parts = [
        _read(key, [each for each in history if first <= each.block < end], full=full)
        for first, end in pairwise(edges)
    ]
    assert whole == LawReading(
        tuple(entry for part in parts for entry in part.entries),
        tuple(oddity for part in parts for oddity in part.irregular),
    )


@no_deadline
@given(laws, histories())
def test_no_log_is_dropped_or_told_twice(key: SupplyLaw, history: list[RawLog]) -> None:
    """Each wanted log is an entry or odd, but for a wipe's mark and a repetition of an act."""
    law = law_of(key)
    told = page(history, law.query(TOKEN, full=True))
    reading = law.read(told)
    entered = [(each.block, each.ordinal) for each in reading.entries]
    odd = [(each.block, each.ordinal) for each in reading.irregular]
    assert entered == sorted(set(entered))
    assert odd == sorted(set(odd))
    silent = [each for each in told.others if (each.block, each.ordinal) not in {*entered, *odd}]
    repetitions = [each for each in silent if each.topics[0] == TRANSFER.topic]
    marks = [each for each in silent if each.topics[0] == FROZEN_ADDRESS_WIPED.topic]
    doubled = {act.event.topic for act in law.rules.acts if act.repeated}
    acts = [
        each
        for each in told.others
        if (each.block, each.ordinal) in entered and each.topics[0] in doubled
    ]
    alone = [each for each in reading.irregular if "without its Transfer" in each.reason]
    assert len(repetitions) == len(acts) - len(alone)
    assert len(marks) == sum(1 for each in reading.entries if _is_marked(law, each))
    assert len(silent) == len(repetitions) + len(marks)


def _is_marked(law: Law, entry: Entry) -> bool:
    return law.rules.wipe_mark is not None and entry.kind is EntryKind.WIPE


@no_deadline
@given(laws, histories())
def test_supply_events_alone_give_the_same_mints_and_burns(
    key: SupplyLaw, history: list[RawLog]
) -> None:
    """Where Transfers index both accounts, as every deployment of the registry does."""
    indexed = [
        each
        for each in history
        if key is not SupplyLaw.ZERO_TRANSFER or len(each.topics) != 1 or len(each.data) != 96
    ]
    full, some = _read(key, indexed), _read(key, indexed, full=False)
    assert _acts(full.entries) == _acts(some.entries)


@no_deadline
@given(laws, histories(), st.integers(-1, 31))
def test_supply_rolls_back_to_any_block(key: SupplyLaw, history: list[RawLog], then: int) -> None:
    entries = _read(key, history).entries
    earlier = tuple(each for each in entries if each.block <= then)
    assert supply_then(supply_change(entries), entries, then=then, now=31) == supply_change(earlier)


@no_deadline
@given(
    st.lists(st.tuples(accounts, amounts), min_size=1, max_size=6),
    st.permutations(range(6)),
    st.sampled_from(["batch", "timelock"]),
)
def test_issues_of_one_transaction_find_their_accounts_in_any_order_of_asking(
    issued: list[tuple[bytes, int]], order: list[int], how: str
) -> None:
    datas = [calls.issue_to(account, amount) for account, amount in issued]
    batch = (
        calls.multi_send(*((0, TOKEN_ADDRESS, data) for data in datas))
        if how == "batch"
        else calls.timelock_batch([TOKEN_ADDRESS] * len(datas), datas)
    )
    call = transaction(SAFE, batch)
    entries = [mint(Boundary.SUSPENSE, amount, at) for at, (_, amount) in enumerate(issued)]
    for index in order:
        if index < len(entries):
            entries[index] = attribute(
                entries[index], tuple(entries), call, TOKEN_ADDRESS, SupplyLaw.USDKG
            )
    assert [(each.destination, each.base_units) for each in entries] == issued


@no_deadline
@given(st.binary(max_size=600), st.sampled_from(list(SupplyLaw)), amounts)
def test_any_calldata_is_read_without_an_error(data: bytes, key: SupplyLaw, amount: int) -> None:
    call = transaction(SAFE, data)
    entry = mint(Boundary.SUSPENSE, amount, 1)
    assert calls_to(TOKEN_ADDRESS, call) == ()
    assert attribute(entry, (), call, TOKEN_ADDRESS, key) == entry
    assert all(len(each) == 20 and each in data for each in addresses_in(data))


@no_deadline
@given(
    st.sampled_from(
        [
            calls.safe(SAFE, calls.multi_send((0, TOKEN_ADDRESS, calls.issue_to(A, 5)))),
            calls.timelock_batch([TOKEN_ADDRESS], [calls.issue_to(A, 5)]),
            calls.execute(TOKEN_ADDRESS, calls.issue_to(A, 5)),
        ]
    ),
    st.integers(4, 1000),
    st.integers(0, 255),
)
def test_wrapper_with_a_byte_put_wrong_never_credits_another_account_by_itself(
    data: bytes, at: int, byte: int
) -> None:
    """It is read as it is or not at all; only a byte of the account itself changes the account."""
    place = data.index(A)
    at = 4 + at % (len(data) - 4)
    broken = data[:at] + bytes([byte]) + data[at + 1 :]
    entry = mint(Boundary.SUSPENSE, 5, 1)
    told = attribute(entry, (), transaction(SAFE, broken), TOKEN_ADDRESS, SupplyLaw.USDKG)
    assert told.destination in {Boundary.SUSPENSE, broken[place : place + 20]}


@no_deadline
@given(st.dictionaries(accounts, st.integers(-3, 3)), st.integers(0, 3))
def test_balance_difference_credits_only_the_one_account_that_explains_it(
    candidates: dict[bytes, int], amount: int
) -> None:
    told = attribute_by_balance(mint(Boundary.SUSPENSE, amount, 1), candidates)
    explained: list[Party] = [each for each, change in candidates.items() if change == amount]
    expected = explained[0] if amount and len(explained) == 1 else Boundary.SUSPENSE
    assert told.destination == expected


@no_deadline
@given(
    st.lists(st.integers(-3, 20) | st.integers(1, LARGEST), max_size=25),
    st.integers(0, 5),
    st.integers(1, 30),
    st.sets(st.integers(1, 25)),
)
def test_distribution_agrees_with_the_definitions(
    balances: list[int], floor: int, top: int, left_out: set[int]
) -> None:
    addresses = [number.to_bytes(20) for number in range(1, len(balances) + 1)]
    spread = measure(
        HolderColumns(b"".join(addresses), tuple(balances)),
        floor=floor,
        top=(top,),
        excluded=frozenset(number.to_bytes(20) for number in left_out),
        suspense=0,
    )
    held = [each for number, each in enumerate(balances, 1) if each > 0 and number not in left_out]
    assert (spread.holders, spread.base_units) == (len(held), sum(held))
    assert spread.above_floor == sum(1 for each in held if each > floor)
    assert spread.base_units + spread.excluded.base_units + spread.negative.base_units == sum(
        balances
    )
    if held:
        shares = sorted((Fraction(each, sum(held)) for each in held), reverse=True)
        squares = sum((share**2 for share in shares), Fraction(0))
        more_than_half = [n for n in range(len(held) + 1) if sum(shares[:n]) > Fraction(1, 2)]
        assert spread.concentration is not None
        assert spread.concentration.top == ((top, sum(shares[:top], Fraction(0))),)
        assert spread.concentration.hhi == squares
        assert spread.concentration.effective_holders == 1 / squares
        assert spread.concentration.nakamoto == more_than_half[0]
    above = [each for each in held if each > floor]
    if above:
        differences = sum(abs(one - other) for one in above for other in above)
        assert spread.gini == Fraction(differences, 2 * len(above) * sum(above))


@no_deadline
@given(laws, histories())
def test_every_oddity_says_why_in_plain_characters(key: SupplyLaw, history: list[RawLog]) -> None:
    """Reasons are shown as they stand: nothing of a log's bytes may act on a terminal."""
    oddities: tuple[Irregular, ...] = _read(key, history).irregular
    assert all(each.reason.isascii() and each.reason.isprintable() for each in oddities)
