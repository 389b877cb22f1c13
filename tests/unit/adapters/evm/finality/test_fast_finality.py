"""BNB Chain's finality: made up, proven, and refused with each part tampered with."""

import pytest

from stableaudit.adapters.evm.finality.fast_finality import prove_final
from stableaudit.adapters.evm.finality.parlia import ValidatorSet, read_attestation, read_validators
from stableaudit.adapters.evm.proof.failure import ProofError
from stableaudit.domain.finality import FinalBlock
from tests.unit.adapters.evm.finality.parlia_maker import (
    ALL,
    EPOCH,
    FOURTEEN,
    TURN,
    VALIDATORS,
    Json,
    Run,
    Vote,
    epoch_header,
    header,
    stamp_of,
)
from tests.unit.adapters.evm.proof.trie_maker import library_encode

HEADER = epoch_header()
SET = read_validators(HEADER, stamp_of(HEADER), told_by="a test")
UNSIGNED = Vote(signature=bytes(96))
ELSEWHERE = bytes.fromhex("ee" * 32)
FIRST, LAST = EPOCH + 11 * TURN, EPOCH + 11 * TURN + 999
"""What the set votes for: bsc's snapshot before FIRST has it, the one before LAST + 1 the next."""


def proven(run: Run, validators: ValidatorSet = SET) -> FinalBlock:
    return prove_final(run.answers(), validators)


def refused(run: Run) -> tuple[str, str]:
    """Return place and reason of the refusal."""
    with pytest.raises(ProofError) as caught:
        proven(run)
    return caught.value.failure.path, caught.value.failure.reason


def test_block_with_votes_for_it_and_for_its_child_is_final() -> None:
    run = Run()
    found = proven(run)
    assert found.block == stamp_of(run.answers()[0])
    assert (found.signers, found.validators, found.needed) == (14, 21, 14)
    assert found.rests_on == (
        f"{stamp_of(HEADER)} is the chain's own, as a test says",
        "two thirds of the 21 validators that it names are honest",
    )


def test_fewest_voters_of_both_are_counted() -> None:
    assert proven(Run(votes=(Vote(ALL), Vote(FOURTEEN)))).signers == 14


@pytest.mark.parametrize("first", [FIRST, LAST - 1])
def test_set_votes_from_its_first_block_to_its_last(first: int) -> None:
    """What is refused of such votes is no more than the signature that they lack."""
    place, _ = refused(Run(first=first, votes=(UNSIGNED, UNSIGNED)))
    assert place == "headers[1].extraData.signature"


def test_votes_that_stand_in_an_epoch_s_header_behind_its_validators_are_read() -> None:
    place, _ = refused(Run(first=EPOCH + 999, votes=(UNSIGNED, UNSIGNED)))
    assert place == "headers[1].extraData.signature"


def test_votes_that_come_two_headers_late_are_found() -> None:
    run = Run(late=2)
    assert len(run.answers()) == 5
    assert proven(run).block == stamp_of(run.answers()[0])


def test_votes_for_the_grandchild_do_not_stand_for_the_child_s() -> None:
    _, reason = refused(Run(votes=(Vote(), None, Vote())))
    assert reason.startswith(f"no votes for block {EPOCH + 501} from {EPOCH + 500}")


def test_thirteen_of_twenty_one_are_too_few() -> None:
    for place, path in ((0, "headers[1]"), (1, "headers[2]")):
        came = refused(Run().with_vote(place, Vote(FOURTEEN >> 1)))
        assert came == (f"{path}.extraData.voters", "13 of 21 voted, 14 are needed")


def test_voter_beyond_the_set_is_refused() -> None:
    place, reason = refused(Run().with_vote(1, Vote(ALL | 1 << 21, signers=ALL)))
    assert place == "headers[2].extraData.voters"
    assert reason == "0x3fffff names more than the 21 validators"


@pytest.mark.parametrize(
    ("place", "vote"),
    [
        (0, Vote(ALL, signers=FOURTEEN)),
        (0, Vote(FOURTEEN, signers=FOURTEEN << 1)),
        (0, Vote(signature=b"\xc0" + bytes(95))),
        (1, Vote(signed=(EPOCH + 501, ELSEWHERE))),
        (1, UNSIGNED),
    ],
)
def test_signature_of_others_or_over_another_vote_is_refused(place: int, vote: Vote) -> None:
    came, reason = refused(Run().with_vote(place, vote))
    assert came == f"headers[{place + 1}].extraData.signature"
    assert reason.startswith("is not of those")


@pytest.mark.parametrize(
    ("place", "vote", "wanted"),
    [
        (0, Vote(target=(EPOCH + 500, ELSEWHERE)), f"block {EPOCH + 500} by"),
        (0, Vote(target=(EPOCH + 499, ELSEWHERE)), f"block {EPOCH + 500} by"),
        (0, None, f"block {EPOCH + 500} by"),
        (1, Vote(target=(EPOCH + 501, ELSEWHERE)), f"block {EPOCH + 501} from {EPOCH + 500} by"),
        (1, Vote(source=(EPOCH + 500, ELSEWHERE)), f"block {EPOCH + 501} from {EPOCH + 500} by"),
        (1, Vote(source=(EPOCH + 499, ELSEWHERE)), f"block {EPOCH + 501} from {EPOCH + 500} by"),
        (1, None, f"block {EPOCH + 501} from {EPOCH + 500} by"),
    ],
)
def test_votes_for_another_block_or_from_another_are_none(
    place: int, vote: Vote | None, wanted: str
) -> None:
    came, reason = refused(Run().with_vote(place, vote))
    assert came == "headers"
    assert reason.startswith(f"no votes for {wanted} these hashes; there are: ")


def test_headers_without_any_votes_say_so() -> None:
    assert refused(Run(votes=(None, None)))[1].endswith("there are: none")


@pytest.mark.parametrize("first", [FIRST - 1, LAST])
def test_votes_of_another_set_s_time_are_refused(first: int) -> None:
    place, reason = refused(Run(first=first))
    assert place.endswith("extraData.target")
    assert reason.endswith(f"vote for {FIRST} to {LAST}")


def test_changed_header_is_refused() -> None:
    for index in range(3):
        answers = Run().answers()
        answers[index]["gasUsed"] = "0x1"
        with pytest.raises(ProofError, match=rf"headers\[{index}\]\.hash: its fields hash to"):
            prove_final(answers, SET)


def test_headers_that_do_not_follow_one_another_are_refused() -> None:
    one, other = Run().answers(), Run(first=EPOCH + 600).answers()
    with pytest.raises(ProofError, match=r"headers\[2\]\.parentHash"):
        prove_final([*one[:2], other[2]], SET)


@pytest.mark.parametrize("count", [0, 2, 6])
def test_too_few_or_too_many_headers_are_refused(count: int) -> None:
    with pytest.raises(ProofError, match=f"headers: {count}; 3 to 5 are read"):
        prove_final((Run().answers() * 2)[:count], SET)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"\x01\x02", "no attestation: 1 bytes after its end"),
        (b"\x01", "no attestation: not a list of 4"),
        (library_encode([1, bytes(96), [1, bytes(32), 2], b""]), "no attestation: not a list of 4"),
        (library_encode([1, bytes(95), [1, bytes(32), 2, bytes(32)], b""]), "not 96 bytes"),
        (library_encode([1, bytes(96), [1, bytes(31), 2, bytes(32)], b""]), "not 32 bytes"),
        (library_encode([1, bytes(96), [1, [], 2, bytes(32)], b""]), "nested deeper"),
        (library_encode([1 << 64, bytes(96), [1, bytes(32), 2, bytes(32)], b""]), "than 64 bits"),
    ],
)
def test_votes_that_are_none_are_refused(raw: bytes, reason: str) -> None:
    place, why = refused(Run().with_vote(1, Vote(raw=raw)))
    assert place == "headers[2].extraData"
    assert reason in why


def test_header_too_short_for_a_seal_is_refused() -> None:
    short = header(EPOCH + 1, "0x" + "ab" * 32, bytes(96))
    with pytest.raises(ProofError, match=r"there\.extraData: 96 bytes, less than 97"):
        read_attestation(short, EPOCH + 1, "there")


def test_validators_are_in_the_order_of_their_addresses() -> None:
    assert SET.keys == tuple(key for _, key, _ in VALIDATORS)
    assert (SET.turn_length, SET.needed, SET.told_by) == (TURN, 14, "a test")


@pytest.mark.parametrize(
    ("answer", "place", "reason"),
    [
        (epoch_header(EPOCH + 1), "epoch.number", "no epoch begins there"),
        (epoch_header(validators=[]), "epoch.extraData", "0 validators, 16 blocks a turn"),
        (epoch_header(turn=0), "epoch.extraData", "21 validators, 0 blocks a turn"),
        (epoch_header(validators=VALIDATORS[:1] * 2), "epoch.extraData", "or one twice"),
        (
            epoch_header(
                validators=[
                    (bytes([at]) * 20, key, 1) for at, (_, key, _) in enumerate(VALIDATORS * 4)
                ][:65]
            ),
            "epoch.extraData",
            "65 validators, more than 64",
        ),
        (header(EPOCH, "0x" + "ab" * 32, b""), "epoch.extraData", "0 bytes, too few for 0 val"),
        (
            header(EPOCH, "0x" + "ab" * 32, bytes(32) + b"\x15" + bytes(100)),
            "epoch.extraData",
            "133 bytes, too few for 21 validators",
        ),
    ],
)
def test_epoch_header_without_such_validators_is_refused(
    answer: Json, place: str, reason: str
) -> None:
    with pytest.raises(ProofError) as caught:
        read_validators(answer, stamp_of(answer), told_by="a test")
    assert caught.value.failure.path == place
    assert reason in caught.value.failure.reason


def test_epoch_header_of_another_block_is_refused() -> None:
    other = epoch_header(turn=8)
    with pytest.raises(ProofError, match=r"epoch\.hash: 0x.* while the block is 0x"):
        read_validators(HEADER, stamp_of(other), told_by="a test")
