"""Proofs over what a node of the devnet tells: an issuance of USDKG, in a final block.

The façade of tests/devnet/tron, whose 27 witnesses take turns and sign; one by a delegated key. The
token imitates USDKG and its owner is a multisig: simulated, all of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from stableaudit.adapters.tron.node import Node
from stableaudit.adapters.tron.proof.chain import prove_final
from stableaudit.adapters.tron.proof.fetch import fetch_block, fetch_producers, fetch_run
from stableaudit.adapters.tron.proof.header import SignedHeader, prove_header
from stableaudit.adapters.tron.proof.issuance import prove_issuance
from stableaudit.adapters.tron.proof.transactions import prove_transactions
from stableaudit.domain.errors import InconsistentError
from stableaudit.domain.ledger import Attribution, Boundary, Entry, EntryKind
from stableaudit.domain.tokens import Endpoint, SupplyLaw
from stableaudit.domain.tron_proofs import (
    IssuingCall,
    KeyStanding,
    NoCall,
    ProducerSet,
    ProofFailure,
    ProvenIssuance,
)
from tests.devnet.anvil import Anvil
from tests.devnet.artifacts import encode_call, load
from tests.devnet.chain import Sent
from tests.devnet.tron.node import TronNode
from tests.unit.adapters.tron.http_node import CHAIN, http_of

pytestmark = pytest.mark.devnet

_GOLD, _MULTISIG = load("GoldDollarSim"), load("MultisigSim")
_TOKEN, _SAFE = bytes.fromhex("a1" * 20), bytes.fromhex("a2" * 20)
_LAG, _AMOUNT = 19, 30_000_000_000_000
_NOBODY = bytes(20)


@dataclass
class Devnet:
    node: TronNode
    issued: Sent
    """Through the multisig."""
    direct: Sent
    """Of a second token, whose owner is a key."""
    swallowed: Sent
    """The multisig succeeds, the call inside it fails."""
    refused: Sent

    @property
    def asked(self) -> Node:
        return Node(http_of(Endpoint("tester", self.node.url)))

    @property
    def holder(self) -> bytes:
        return self.node.chain.key_address(5)

    def mint(self, sent: Sent) -> Entry:
        return Entry(
            EntryKind.MINT,
            sent.block,
            0,
            bytes.fromhex(sent.txid),
            Boundary.SUPPLY,
            self.holder,
            _AMOUNT,
            Attribution.NESTED_CALLDATA,
        )


@pytest.fixture(scope="module")
def devnet() -> Iterator[Devnet]:
    with Anvil(chain_id=0x2B6653DC) as anvil, TronNode(anvil, solid_lag=_LAG) as node:
        chain = node.chain
        owners = [chain.key_address(key) for key in (1, 2, 3)]
        chain.place(_MULTISIG, [owners, 2], at=_SAFE, sender=owners[0])
        chain.place(_GOLD, [_SAFE, owners[2]], at=_TOKEN, sender=owners[0])
        issue = encode_call(_GOLD, "issue", chain.key_address(5), _AMOUNT)

        def through(data: bytes) -> Sent:
            call = (_TOKEN, 0, data, 0, 0, 0, 0, _NOBODY, _NOBODY)
            for owner in owners[:2]:
                chain.send(owner, _SAFE, encode_call(_MULTISIG, "approveHash", *call))
            chain.seal()
            chain.send(owners[2], _TOKEN, b"\x12\x34\x56\x78")
            chain.send(owners[0], _SAFE, encode_call(_MULTISIG, "execTransaction", *call))
            return chain.seal()[1]

        issued = through(issue)
        swallowed = through(encode_call(_GOLD, "issue", chain.key_address(5), 2**256 - 1))
        chain.send(owners[0], _TOKEN, issue)
        (refused,) = chain.seal()
        other = bytes.fromhex("a3" * 20)
        chain.place(_GOLD, [owners[0], owners[2]], at=other, sender=owners[0])
        chain.send(owners[0], other, issue)
        (direct,) = chain.seal()
        chain.seal_empty(_LAG + 10)
        yield Devnet(node, issued, direct, swallowed, refused)


@pytest.fixture(scope="module")
def producers(devnet: Devnet) -> ProducerSet:
    return fetch_producers(devnet.asked, CHAIN)


def _proven(
    devnet: Devnet, producers: ProducerSet, mint: Entry, token: bytes = _TOKEN
) -> ProvenIssuance | ProofFailure:
    told = fetch_block(devnet.asked, mint.block)
    header = prove_header(told.header, producers)
    assert not isinstance(header, ProofFailure)
    listed = prove_transactions(header, told.contents)
    assert not isinstance(listed, ProofFailure)
    return prove_issuance(listed, (mint,), token=token, law=SupplyLaw.USDKG)


def test_producers_are_all_witnesses_with_their_keys(
    devnet: Devnet, producers: ProducerSet
) -> None:
    witnesses = devnet.node.chain.witnesses
    delegated = next(each for each in witnesses if each.key != each.signing_key)
    assert {each.address for each in witnesses} == {each.account for each in producers.producers}
    assert [each.account for each in producers.producers if each.key != each.account] == [
        delegated.address
    ]
    assert "tester" in producers.told_by


def test_issuance_of_usdkg_is_proven_in_a_final_block(
    devnet: Devnet, producers: ProducerSet
) -> None:
    proven = _proven(devnet, producers, devnet.mint(devnet.issued))
    assert isinstance(proven, ProvenIssuance), str(proven)
    assert proven.calls == (IssuingCall(_SAFE, devnet.holder, _AMOUNT, nested=True),)
    assert (devnet.node.chain.key_address(1),) == proven.transaction.signers
    assert proven.block.standing is KeyStanding.ACTIVE
    final = prove_final(fetch_run(devnet.asked, devnet.issued.block), producers)
    assert not isinstance(final, ProofFailure), str(final)
    assert proven.block == final.block
    assert len(final.builders) == 19


def test_issuance_called_directly_is_proven_direct(devnet: Devnet, producers: ProducerSet) -> None:
    proven = _proven(devnet, producers, devnet.mint(devnet.direct), bytes.fromhex("a3" * 20))
    assert isinstance(proven, ProvenIssuance), str(proven)
    assert proven.is_direct


def test_issuance_swallowed_by_the_multisig_has_the_same_proof(
    devnet: Devnet, producers: ProducerSet
) -> None:
    """That is why a nested call is said to be one: there was no such mint."""
    claimed = replace(devnet.mint(devnet.swallowed), base_units=2**256 - 1)
    proven = _proven(devnet, producers, claimed)
    assert isinstance(proven, ProvenIssuance), str(proven)
    assert not proven.is_direct
    supply = devnet.node.chain.call(_TOKEN, encode_call(_GOLD, "totalSupply"))
    assert int.from_bytes(supply) == _AMOUNT


def test_issuance_that_failed_is_refused(devnet: Devnet, producers: ProducerSet) -> None:
    failure = _proven(devnet, producers, devnet.mint(devnet.refused))
    assert failure == ProofFailure(
        "transactions[0].ret", "its result codes are [2], not just SUCCESS"
    )


def test_transactions_of_every_block_of_the_devnet_are_proven(
    devnet: Devnet, producers: ProducerSet
) -> None:
    chain = devnet.node.chain
    for number in range(chain.history.first + 1, chain.head - _LAG + 1):
        told = fetch_block(devnet.asked, number)
        header = prove_header(told.header, producers)
        assert not isinstance(header, ProofFailure)
        proven = prove_transactions(header, told.contents)
        assert not isinstance(proven, ProofFailure), str(proven)
        assert not any(isinstance(each.call, NoCall) for each in proven.transactions)


def test_final_of_the_last_solidified_block_takes_headers_beyond_it(
    devnet: Devnet, producers: ProducerSet
) -> None:
    final = prove_final(fetch_run(devnet.asked, devnet.asked.final().number), producers)
    assert not isinstance(final, ProofFailure), str(final)


def test_final_of_a_young_block_is_not_yet(devnet: Devnet, producers: ProducerSet) -> None:
    run = fetch_run(devnet.asked, devnet.node.chain.head - 17)
    failure = prove_final(run, producers)
    assert failure == ProofFailure("headers", "18 distinct producers in 18 blocks, 19 are needed")


def test_final_of_a_tampered_header_is_refused_there(
    devnet: Devnet, producers: ProducerSet
) -> None:
    run = list(fetch_run(devnet.asked, devnet.issued.block))
    run[4] = SignedHeader(run[4].raw, run[5].signature)
    failure = prove_final(run, producers)
    assert isinstance(failure, ProofFailure)
    assert failure.path == "headers[4].signature"


def test_transactions_that_lack_one_are_refused(devnet: Devnet, producers: ProducerSet) -> None:
    told = fetch_block(devnet.asked, devnet.issued.block)
    header = prove_header(told.header, producers)
    assert not isinstance(header, ProofFailure)
    assert len(told.contents) == 2
    for contents in (told.contents[1:], told.contents[:1], told.contents[::-1]):
        assert isinstance(prove_transactions(header, contents), ProofFailure)


def test_run_of_a_block_that_does_not_exist_is_inconsistent(devnet: Devnet) -> None:
    with pytest.raises(InconsistentError, match="no such block"):
        fetch_run(devnet.asked, devnet.node.chain.head + 1)
