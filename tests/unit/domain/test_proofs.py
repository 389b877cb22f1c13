"""What is proven says from which block and by which steps; a broken proof says where."""

import pytest

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.proofs import (
    ProofFailure,
    ProvenLog,
    ProvenLogs,
    ProvenValue,
    TokenProof,
)
from tests.fakes.chain_reader import ETHEREUM, stamp

TOKEN = AccountId(ETHEREUM, b"\1" * 20)
HOLDER = AccountId(ETHEREUM, b"\2" * 20)


def _log(ordinal: int, address: bytes = TOKEN.address) -> ProvenLog:
    return ProvenLog(0, ordinal, address, (b"\0" * 32,), b"")


def _value(block: BlockStamp = stamp(7)) -> ProvenValue[int]:  # noqa: B008 - a value
    return ProvenValue(5, "totalSupply()", block, ("block hash",))


def _code(block: BlockStamp) -> ProvenValue[str]:
    return ProvenValue("0x", "code", block, ("block hash",))


def test_proof_failure_in_words_begins_with_the_place() -> None:
    assert str(ProofFailure("accountProof[3]", "missing")) == "accountProof[3]: missing"


def test_proven_value_by_no_step_is_refused() -> None:
    with pytest.raises(ValueError, match="proven by no step"):
        ProvenValue(5, "totalSupply()", stamp(7), ())


def test_proven_logs_of_a_contract_are_its_own_in_order() -> None:
    logs = ProvenLogs(stamp(7), 1, (_log(0), _log(1, HOLDER.address), _log(2)))
    assert logs.of(TOKEN.address) == (_log(0), _log(2))


@pytest.mark.parametrize("ordinals", [(1,), (0, 2), (0, 0), (1, 0)])
def test_proven_logs_with_one_missing_or_repeated_are_refused(ordinals: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="not each there once"):
        ProvenLogs(stamp(7), 1, tuple(map(_log, ordinals)))


@pytest.mark.parametrize(
    ("place", "ordinal", "address", "topics"),
    [
        (-1, 0, b"\1" * 20, ()),
        (0, -1, b"\1" * 20, ()),
        (0, 0, b"\1" * 19, ()),
        (0, 0, b"\1" * 20, (b"\1" * 31,)),
        (0, 0, b"\1" * 20, (b"\1" * 32,) * 5),
    ],
)
def test_proven_log_that_no_chain_writes_is_refused(
    place: int, ordinal: int, address: bytes, topics: tuple[bytes, ...]
) -> None:
    with pytest.raises(ValueError, match="log"):
        ProvenLog(place, ordinal, address, topics, b"")


def test_token_proof_of_one_block_is_kept_and_of_several_refused() -> None:
    proof = TokenProof(TOKEN, _code(stamp(7)), _value(), ((HOLDER, _value()),), "usdkg")
    assert proof.supply.block == stamp(7)
    for code, balance in (stamp(8), stamp(7)), (stamp(7), stamp(8)):
        with pytest.raises(ValueError, match="of several blocks"):
            TokenProof(TOKEN, _code(code), _value(), ((HOLDER, _value(balance)),), "usdkg")
