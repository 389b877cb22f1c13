"""Results of TRON's proofs refuse to say what was not proven."""

from dataclasses import replace

import pytest

from stableaudit.domain.tron_proofs import (
    NEEDED,
    PRODUCERS,
    IssuingCall,
    KeyStanding,
    NoCall,
    Producer,
    ProducerSet,
    ProofFailure,
    ProvenFinality,
    ProvenHeader,
    ProvenIssuance,
    ProvenTransaction,
    ProvenTransactions,
)

_PRODUCERS = tuple(Producer(bytes([n]) * 20, bytes([n + 100]) * 20) for n in range(PRODUCERS))
_SET = ProducerSet(_PRODUCERS, "a node")
_HEADER = ProvenHeader(
    7, b"\x01" * 32, b"\x02" * 32, 1, bytes(32), bytes(20), bytes(20), KeyStanding.ACTIVE
)
_DONE = ProvenTransaction(0, b"\x03" * 32, (bytes(20),), 0, (1,), NoCall("a test"))
_CALL = IssuingCall(bytes(20), bytes(20), 5, nested=False)


def test_failure_as_text_is_path_and_reason() -> None:
    assert str(ProofFailure("headers[3].signature", "no key")) == "headers[3].signature: no key"


def test_threshold_is_the_chains_seventy_per_cent() -> None:
    """The eighth from below of the sorted 27 has been reached by 19."""
    assert NEEDED == PRODUCERS - PRODUCERS * 30 // 100


@pytest.mark.parametrize(("account", "key"), [(bytes(19), bytes(20)), (bytes(20), bytes(21))])
def test_producer_of_other_than_accounts_cannot_be(account: bytes, key: bytes) -> None:
    with pytest.raises(ValueError, match="20 bytes"):
        Producer(account, key)


def test_set_tells_whose_key_signs_and_what_it_rests_on() -> None:
    assert _SET.key_of(b"\x05" * 20) == b"\x69" * 20
    assert _SET.key_of(b"\xff" * 20) is None
    assert "as told by a node; no header commits to it" in _SET.rests_on()


@pytest.mark.parametrize(
    ("producers", "told_by"),
    [
        (_PRODUCERS[1:], "a node"),
        ((), "a node"),
        ((*_PRODUCERS[1:], _PRODUCERS[1]), "a node"),
        ((*_PRODUCERS, _PRODUCERS[0]), "a node"),
        (_PRODUCERS[::-1], "a node"),
        ((*_PRODUCERS, Producer(b"\xff" * 20, bytes(20))), "a node"),
        (_PRODUCERS, ""),
    ],
)
def test_set_of_another_size_or_of_nobody_cannot_be(
    producers: tuple[Producer, ...], told_by: str
) -> None:
    with pytest.raises(ValueError, match="producer"):
        ProducerSet(producers, told_by)


@pytest.mark.parametrize("part", ["block_id", "parent_id", "transactions_root"])
def test_header_with_another_hash_cannot_be(part: str) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        replace(_HEADER, **{part: bytes(31)})  # type: ignore[arg-type]  # the key is a field


def test_finality_of_the_least_number_can_be() -> None:
    builders = tuple(each.account for each in _PRODUCERS[:NEEDED])
    assert ProvenFinality(_HEADER, _HEADER, builders, _SET).builders == builders


@pytest.mark.parametrize("count", [NEEDED - 1, 0])
def test_finality_of_fewer_cannot_be(count: int) -> None:
    builders = tuple(each.account for each in _PRODUCERS[:count])
    with pytest.raises(ValueError, match="19 distinct"):
        ProvenFinality(_HEADER, _HEADER, builders, _SET)


def test_finality_of_a_repeated_producer_cannot_be() -> None:
    builders = tuple(each.account for each in _PRODUCERS[: NEEDED - 1])
    with pytest.raises(ValueError, match="19 distinct"):
        ProvenFinality(_HEADER, _HEADER, (*builders, builders[0]), _SET)


@pytest.mark.parametrize(
    ("results", "succeeded"), [((1,), True), ((2,), False), ((), False), ((1, 1), False)]
)
def test_transaction_succeeded_by_the_one_code_alone(
    results: tuple[int, ...], *, succeeded: bool
) -> None:
    assert replace(_DONE, results=results).succeeded is succeeded


def test_transactions_find_by_id_and_prove_absence() -> None:
    block = ProvenTransactions(_HEADER, (_DONE,))
    assert block.find(_DONE.transaction) is _DONE
    assert block.find(bytes(32)) is None


@pytest.mark.parametrize("nested", [False, True])
def test_issuance_is_direct_where_no_call_is_nested(*, nested: bool) -> None:
    calls = (_CALL, replace(_CALL, nested=nested))
    assert ProvenIssuance(_HEADER, _DONE, calls).is_direct is not nested


def test_issuance_without_call_or_success_cannot_be() -> None:
    with pytest.raises(ValueError, match="ordered by a call"):
        ProvenIssuance(_HEADER, _DONE, ())
    with pytest.raises(ValueError, match="succeeded"):
        ProvenIssuance(_HEADER, replace(_DONE, results=(2,)), (_CALL,))
