"""The rule of the spreaders by itself: repeatable, conserving, skewed; and what it refuses."""

from collections import Counter

import pytest

from tests.devnet.spreading import Move, ShortageError, holder_of, most_needed, spread

SPREADER, PEER = b"\x51" * 20, b"\x52" * 20
RELAYS = (b"\x61" * 20, b"\x62" * 20)
COUNT = 20_000
HOLDERS = 1_000


def _spread(seed: int, balances: dict[bytes, int]) -> list[Move]:
    moves = spread(
        seed,
        COUNT,
        HOLDERS,
        spreader=SPREADER,
        peer=PEER,
        relays=RELAYS,
        holder=holder_of(7),
        balances=balances,
    )
    return list(moves)


def test_spread_moves_add_up_to_the_balances() -> None:
    balances = {SPREADER: most_needed(COUNT)}
    moves = _spread(1, balances)
    summed: Counter[bytes] = Counter({SPREADER: most_needed(COUNT)})
    for move in moves:
        summed[move.source] -= move.amount
        summed[move.target] += move.amount
    assert balances == dict(summed)
    assert sum(balances.values()) == most_needed(COUNT)


def test_spread_again_is_the_same_and_with_another_seed_is_not() -> None:
    runs = [_spread(seed, {SPREADER: most_needed(COUNT)}) for seed in (1, 1, 2)]
    assert runs[0] == runs[1]
    assert runs[0] != runs[2]


def test_spread_reaches_nearly_all_holders_and_favours_a_few() -> None:
    drawn = Counter(move.target for move in _spread(1, {SPREADER: most_needed(COUNT)}))
    assert HOLDERS * 0.99 < len(drawn) <= HOLDERS + len(RELAYS) + 1
    holders = [count for account, count in drawn.most_common() if account not in (PEER, *RELAYS)]
    assert holders[0] > 100 * holders[-1]


def test_spread_relays_pass_on_half_of_what_they_have() -> None:
    balances = {SPREADER: most_needed(COUNT)}
    before: Counter[bytes] = Counter()
    forwarded = []
    for move in _spread(1, balances):
        if move.source in RELAYS:
            forwarded.append(move.amount == before[move.source] // 2)
            before[move.source] -= move.amount
        before[move.target] += move.amount
    assert len(forwarded) > COUNT // 100
    assert all(forwarded)


def test_spread_without_tokens_is_refused_with_the_amounts() -> None:
    with pytest.raises(ShortageError, match=r"0x5151.* has 3 base units, not"):
        _spread(1, {SPREADER: 3})
