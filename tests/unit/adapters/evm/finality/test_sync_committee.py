"""Finality by a sync committee: made up, proven, and refused with each part tampered with."""

import builtins
import copy
from collections.abc import Mapping, Sequence

import pytest

from stableaudit.adapters.evm.finality.networks import MAINNET
from stableaudit.adapters.evm.finality.sync_committee import prove_final
from stableaudit.adapters.evm.proof.failure import ProofError
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.finality import FinalBlock
from stableaudit.domain.identifiers import ChainId
from tests.unit.adapters.evm.finality.beacon_maker import EXECUTION, KEYS, PERIOD, Json, made

BLOCK = BlockStamp(ChainId("eip155", "1"), 23_911_111, "0x" + "77" * 32, 1_764_798_599)
MADE = made()


def proven(messages: tuple[Json, Json, bytes]) -> FinalBlock:
    bootstrap, update, root = messages
    return prove_final(bootstrap, update, trusted_root=root, network=MAINNET)


def refused(messages: tuple[Json, Json, bytes]) -> tuple[str, str]:
    """Return place and reason of the refusal."""
    with pytest.raises(ProofError) as caught:
        proven(messages)
    return caught.value.failure.path, caught.value.failure.reason


def hurt(path: str, value: object) -> tuple[Json, Json, bytes]:
    """Return messages with the part at a path replaced: `update.signature_slot`, `….pubkeys[3]`."""
    bootstrap, update, root = copy.deepcopy(MADE)
    place: object = {"bootstrap": bootstrap, "update": update}
    *steps, last = path.replace("[", ".").replace("]", "").split(".")
    for step in steps:
        place = place[step] if isinstance(place, Mapping) else place[int(step)]  # type: ignore[index]  # a list
    if isinstance(place, dict):
        place[last] = value
    else:
        assert isinstance(place, list)
        place[int(last)] = value
    return bootstrap, update, root


@pytest.mark.parametrize("fork", ["deneb", "electra", "fulu"])
def test_final_block_is_the_execution_block_of_the_finalized_header(fork: str) -> None:
    found = proven(made(fork))
    assert found.block == BLOCK
    assert (found.signers, found.validators, found.needed) == (342, 512, 342)
    assert len(found.steps) == 6


def test_final_block_says_what_it_rests_on() -> None:
    root = MADE[2].hex()
    assert [text.split(", ")[0] for text in proven(MADE).rests_on] == [
        f"beacon block 0x{root} is the chain's own",
        "two thirds of sync committee 1607 are honest",
    ]


def test_one_signer_less_than_two_thirds_is_refused() -> None:
    place, reason = refused(made(signers=341))
    assert place == "update.sync_aggregate.sync_committee_bits"
    assert reason == "341 of 512 signed, 342 are needed"


def test_all_signers_are_counted() -> None:
    assert proven(made(signers=512)).signers == 512


ZEROS = "0x" + "00" * 32
BITS = "0x" + "ff" * 64
CASES: Sequence[tuple[str, object, str, str]] = (
    ("bootstrap.header.beacon.slot", "1", "bootstrap.header.beacon", "is trusted"),
    ("bootstrap.header.beacon.state_root", ZEROS, "bootstrap.header.beacon", "is trusted"),
    (
        "bootstrap.current_sync_committee.pubkeys[7]",
        "0x" + bytes(KEYS[0]).hex(),
        "bootstrap.current_sync_committee_branch",
        "leads to 0x",
    ),
    (
        "bootstrap.current_sync_committee.aggregate_pubkey",
        "0x" + bytes(KEYS[1]).hex(),
        "bootstrap.current_sync_committee_branch",
        "leads to 0x",
    ),
    (
        "bootstrap.current_sync_committee.pubkeys[7]",
        "0x00",
        "bootstrap.current_sync_committee.pubkeys[7]",
        "1 bytes, not 48",
    ),
    (
        "bootstrap.current_sync_committee.pubkeys",
        [],
        "bootstrap.current_sync_committee.pubkeys",
        "0 keys, not 512",
    ),
    (
        "bootstrap.current_sync_committee_branch[0]",
        ZEROS,
        "bootstrap.current_sync_committee_branch",
        "leads to 0x",
    ),
    ("update.attested_header.beacon.state_root", ZEROS, "update.finality_branch", "leads to 0x"),
    (
        "update.attested_header.beacon.body_root",
        "0x" + "01" * 32,
        "update.sync_aggregate.sync_committee_signature",
        "is not of those 342 keys",
    ),
    ("update.finalized_header.beacon.slot", "13164609", "update.finality_branch", "leads to 0x"),
    ("update.finality_branch[6]", ZEROS, "update.finality_branch", "leads to 0x"),
    ("update.finality_branch[6]", "0x00", "update.finality_branch[6]", "1 bytes, not 32"),
    ("update.finality_branch", [ZEROS] * 6, "update.finality_branch", "6 nodes, not 7"),
    ("update.finality_branch", [ZEROS] * 8, "update.finality_branch", "8 items, more than 7"),
    (
        "update.finalized_header.execution_branch[0]",
        ZEROS,
        "update.finalized_header.execution_branch",
        "leads to 0x",
    ),
    (
        "update.sync_aggregate.sync_committee_bits",
        BITS,
        "update.sync_aggregate.sync_committee_signature",
        "is not of those 512 keys",
    ),
    (
        "update.sync_aggregate.sync_committee_bits",
        "0xff",
        "update.sync_aggregate.sync_committee_bits",
        "1 bytes, not 64",
    ),
    (
        "update.sync_aggregate.sync_committee_signature",
        "0x" + "ab" * 96,
        "update.sync_aggregate.sync_committee_signature",
        "is not of those",
    ),
    ("update.signature_slot", "13164800", "update.signature_slot", "of slot 13164672"),
    ("update.signature_slot", "01", "update.signature_slot", "'01' is no decimal text"),
    ("update.signature_slot", 1, "update.signature_slot", "a int is no decimal text"),
    ("update.signature_slot", str(2**64), "update.signature_slot", "at most 64 bits"),
    ("update.signature_slot", "9" * 9000, "update.signature_slot", "no decimal text"),
    ("update.attested_header", None, "update.attested_header", "nothing (null)"),
)


@pytest.mark.parametrize(("path", "value", "place", "reason"), CASES, ids=range(len(CASES)))
def test_tampered_part_is_refused_with_its_place(
    path: str, value: object, place: str, reason: str
) -> None:
    if path == "update.signature_slot" and value == "13164800":
        value = MADE[1]["attested_header"]["beacon"]["slot"]  # type: ignore[index]  # of our own making
        reason = f"{value}, of slot {value}"
    came, why = refused(hurt(path, value))
    assert came == place
    assert reason in why


@pytest.mark.parametrize("name", EXECUTION)
def test_every_field_of_the_execution_header_is_hashed(name: str) -> None:
    old = EXECUTION[name]
    assert isinstance(old, str)
    other = old[:-1] + ("0" if old[-1] != "0" else "1")
    place, reason = refused(hurt(f"update.finalized_header.execution.{name}", other))
    assert place == "update.finalized_header.execution_branch"
    assert reason.startswith("leads to 0x")


def test_signature_for_another_fork_is_refused() -> None:
    place, _ = refused(made(fork_signed="electra"))
    assert place == "update.sync_aggregate.sync_committee_signature"


def test_another_trusted_root_is_refused() -> None:
    bootstrap, update, _ = MADE
    place, reason = refused((bootstrap, update, bytes(32)))
    assert (place, reason[-10:]) == ("bootstrap.header.beacon", "is trusted")


def test_trusted_block_of_an_earlier_committee_is_refused_with_what_to_do() -> None:
    place, reason = refused(made(after=PERIOD))
    assert place == "update.signature_slot"
    assert reason.endswith("trust a block of the last day")


def test_time_that_nobody_can_write_is_refused() -> None:
    messages = made(execution={**EXECUTION, "timestamp": str(2**63)})
    assert refused(messages)[0] == "update.finalized_header.execution.timestamp"


def test_trusted_block_before_the_first_fork_that_is_read_is_refused() -> None:
    bootstrap, update, _ = hurt("bootstrap.header.beacon.slot", "1")
    with pytest.raises(ProofError) as caught:
        proven((bootstrap, update, bytes(32)))
    root = bytes.fromhex(caught.value.failure.reason.split("0x")[1][:64])
    place, reason = refused((bootstrap, update, root))
    assert place == "bootstrap.header.beacon.slot"
    assert reason == "1 is before deneb, the first fork that is read"


def test_signature_without_py_ecc_is_not_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: object, **more: object) -> object:
        if name.startswith("py_ecc"):
            raise ImportError(name)
        return real(name, *rest, **more)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(builtins, "__import__", without)
    place, reason = refused(MADE)
    assert place == "update.sync_aggregate.sync_committee_signature"
    assert reason == "cannot be verified: py_ecc is not installed (stableaudit[bls])"
