"""Finality of a block of BNB Chain, from headers that its nodes gave.

`bnb_headers.json`: blocks 116,663,000 (the epoch whose validators vote), 116,664,000 (an epoch's
first as well, final by the next two), 116,664,001 and 116,664,002, of 18 August 2026, as answers of
eth_getBlockByNumber without their transactions. From the public repository Alt-bi/helios-bsc,
fixtures/mainnet; each hash is recomputed from the fields, so what was copied is what was hashed.
"""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from stableaudit.adapters.evm.finality.fast_finality import prove_final
from stableaudit.adapters.evm.finality.parlia import ValidatorSet, read_validators
from stableaudit.adapters.evm.proof.failure import ProofError
from tests.unit.adapters.evm.finality.parlia_maker import Json, stamp_of

EPOCH, *HEADERS = json.loads(Path(__file__).with_name("bnb_headers.json").read_text("utf-8"))


def named_by(header: Json) -> ValidatorSet:
    return read_validators(header, stamp_of(header), told_by="a recording")


def test_validators_of_the_epoch_make_its_last_blocks_final() -> None:
    validators = named_by(EPOCH)
    found = prove_final(HEADERS, validators)
    assert found.block == stamp_of(HEADERS[0])
    assert (found.signers, found.validators, found.needed) == (20, 21, 14)
    assert validators.turn_length == 8
    assert (validators.first_target, validators.last_target) == (116_663_088, 116_664_087)


def test_validators_of_the_next_epoch_do_not_vote_yet() -> None:
    with pytest.raises(ProofError, match="vote for 116664088 to 116665087"):
        prove_final(HEADERS, named_by(HEADERS[0]))


def test_validators_of_the_next_epoch_did_not_sign_these_votes() -> None:
    """Each epoch draws anew: which set is in force is no formality."""
    early = replace(named_by(HEADERS[0]), epoch=stamp_of(EPOCH))
    with pytest.raises(ProofError, match=r"headers\[1\]\.extraData\.signature: is not of those 20"):
        prove_final(HEADERS, early)
