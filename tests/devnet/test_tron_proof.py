"""Proofs over what a node of the devnet tells: an issuance of USDKG, in a final block.

The façade of tests/devnet/tron, whose 27 witnesses take turns and sign; one by a delegated key. The
token imitates USDKG and its owner is a multisig: simulated, all of it.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from stableaudit.adapters.tron.proof.chain import prove_final
from stableaudit.adapters.tron.proof.fetch import fetch_block, fetch_producers, fetch_run
from stableaudit.adapters.tron.proof.header import SignedHeader, prove_header
from stableaudit.adapters.tron.proof.issuance import prove_issuance
from stableaudit.adapters.tron.proof.transactions import prove_transactions
from stableaudit.domain.errors import InconsistentError
from stableaudit.domain.ledger import Entry
from stableaudit.domain.tokens import SupplyLaw
from stableaudit.domain.tron_proofs import (
    IssuingCall,
    KeyStanding,
    NoCall,
    ProducerSet,
    ProofFailure,
    ProvenIssuance,
)
from tests.devnet.artifacts import encode_call
from tests.devnet.tron_issuances import AMOUNT, GOLD, LAG, SAFE, TOKEN, IssuedDevnet, issued_devnet
from tests.unit.adapters.tron.http_node import CHAIN

pytestmark = pytest.mark.devnet


@pytest.fixture(scope="module")
def devnet() -> Iterator[IssuedDevnet]:
    with issued_devnet() as network:
        yield network


@pytest.fixture(scope="module")
def producers(devnet: IssuedDevnet) -> ProducerSet:
    return fetch_producers(devnet.asked, CHAIN)


def _proven(
    devnet: IssuedDevnet, producers: ProducerSet, mint: Entry, token: bytes = TOKEN
) -> ProvenIssuance | ProofFailure:
    told = fetch_block(devnet.asked, mint.block)
    header = prove_header(told.header, producers)
    assert not isinstance(header, ProofFailure)
    listed = prove_transactions(header, told.contents)
    assert not isinstance(listed, ProofFailure)
    return prove_issuance(listed, (mint,), token=token, law=SupplyLaw.USDKG)


def test_producers_are_all_witnesses_with_their_keys(
    devnet: IssuedDevnet, producers: ProducerSet
) -> None:
    witnesses = devnet.node.chain.witnesses
    delegated = next(each for each in witnesses if each.key != each.signing_key)
    assert {each.address for each in witnesses} == {each.account for each in producers.producers}
    assert [each.account for each in producers.producers if each.key != each.account] == [
        delegated.address
    ]
    assert "tester" in producers.told_by


def test_issuance_of_usdkg_is_proven_in_a_final_block(
    devnet: IssuedDevnet, producers: ProducerSet
) -> None:
    proven = _proven(devnet, producers, devnet.mint(devnet.issued))
    assert isinstance(proven, ProvenIssuance), str(proven)
    assert proven.calls == (IssuingCall(SAFE, devnet.holder, AMOUNT, nested=True),)
    assert (devnet.node.chain.key_address(1),) == proven.transaction.signers
    assert proven.block.standing is KeyStanding.ACTIVE
    final = prove_final(fetch_run(devnet.asked, devnet.issued.block), producers)
    assert not isinstance(final, ProofFailure), str(final)
    assert proven.block == final.block
    assert len(final.builders) == 19


def test_issuance_called_directly_is_proven_direct(
    devnet: IssuedDevnet, producers: ProducerSet
) -> None:
    proven = _proven(devnet, producers, devnet.mint(devnet.direct), bytes.fromhex("a3" * 20))
    assert isinstance(proven, ProvenIssuance), str(proven)
    assert proven.is_direct


def test_issuance_swallowed_by_the_multisig_has_the_same_proof(
    devnet: IssuedDevnet, producers: ProducerSet
) -> None:
    """That is why a nested call is said to be one: there was no such mint."""
    claimed = replace(devnet.mint(devnet.swallowed), base_units=2**256 - 1)
    proven = _proven(devnet, producers, claimed)
    assert isinstance(proven, ProvenIssuance), str(proven)
    assert not proven.is_direct
    supply = devnet.node.chain.call(TOKEN, encode_call(GOLD, "totalSupply"))
    assert int.from_bytes(supply) == AMOUNT


def test_issuance_that_failed_is_refused(devnet: IssuedDevnet, producers: ProducerSet) -> None:
    failure = _proven(devnet, producers, devnet.mint(devnet.refused))
    assert failure == ProofFailure(
        "transactions[0].ret", "its result codes are [2], not just SUCCESS"
    )


def test_transactions_of_every_block_of_the_devnet_are_proven(
    devnet: IssuedDevnet, producers: ProducerSet
) -> None:
    chain = devnet.node.chain
    for number in range(chain.history.first + 1, chain.head - LAG + 1):
        told = fetch_block(devnet.asked, number)
        header = prove_header(told.header, producers)
        assert not isinstance(header, ProofFailure)
        proven = prove_transactions(header, told.contents)
        assert not isinstance(proven, ProofFailure), str(proven)
        assert not any(isinstance(each.call, NoCall) for each in proven.transactions)


def test_final_of_the_last_solidified_block_takes_headers_beyond_it(
    devnet: IssuedDevnet, producers: ProducerSet
) -> None:
    final = prove_final(fetch_run(devnet.asked, devnet.asked.final().number), producers)
    assert not isinstance(final, ProofFailure), str(final)


def test_final_of_a_young_block_is_not_yet(devnet: IssuedDevnet, producers: ProducerSet) -> None:
    run = fetch_run(devnet.asked, devnet.node.chain.head - 17)
    failure = prove_final(run, producers)
    assert failure == ProofFailure("headers", "18 distinct producers in 18 blocks, 19 are needed")


def test_final_of_a_tampered_header_is_refused_there(
    devnet: IssuedDevnet, producers: ProducerSet
) -> None:
    run = list(fetch_run(devnet.asked, devnet.issued.block))
    run[4] = SignedHeader(run[4].raw, run[5].signature)
    failure = prove_final(run, producers)
    assert isinstance(failure, ProofFailure)
    assert failure.path == "headers[4].signature"


def test_transactions_that_lack_one_are_refused(
    devnet: IssuedDevnet, producers: ProducerSet
) -> None:
    told = fetch_block(devnet.asked, devnet.issued.block)
    header = prove_header(told.header, producers)
    assert not isinstance(header, ProofFailure)
    assert len(told.contents) == 2
    for contents in (told.contents[1:], told.contents[:1], told.contents[::-1]):
        assert isinstance(prove_transactions(header, contents), ProofFailure)


def test_run_of_a_block_that_does_not_exist_is_inconsistent(devnet: IssuedDevnet) -> None:
    with pytest.raises(InconsistentError, match="no such block"):
        fetch_run(devnet.asked, devnet.node.chain.head + 1)
