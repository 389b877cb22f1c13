"""The order behind a mint: included, signed, successful, for that account and amount."""

from dataclasses import replace

import pytest

from stableaudit.adapters.tron.proof.issuance import prove_issuance
from stableaudit.domain.ledger import Attribution, Boundary, Entry, EntryKind
from stableaudit.domain.tokens import SupplyLaw
from stableaudit.domain.tron_proofs import IssuingCall, ProofFailure, ProvenIssuance
from tests.devnet.tron.signing import key_address
from tests.devnet.tron.transactions import Transaction
from tests.unit.adapters.tron.proof.simulated import FIRST, broken, called, paid, proven, unbroken
from tests.unit.ledger.calls import call, issue, issue_to, multisig, packed, redeem, safe

_TOKEN, _SAFE, _HOLDER, _OTHER = b"\xa1" * 20, b"\xb2" * 20, b"\xc3" * 20, b"\xd4" * 20
_SENDER = key_address(1)
_DIRECT = called(_TOKEN, issue_to(_HOLDER, 500))
_NESTED = called(_SAFE, multisig(_TOKEN, issue_to(_HOLDER, 500)), keys=(2, 3))


def _mint(
    transaction: Transaction,
    base_units: int = 500,
    to: bytes | Boundary = _HOLDER,
    *,
    ordinal: int = 0,
) -> Entry:
    return Entry(
        EntryKind.MINT,
        FIRST,
        ordinal,
        transaction.txid(),
        Boundary.SUPPLY,
        to,
        base_units,
        Attribution.CALLDATA,
    )


def _prove(
    transaction: Transaction, *mints: Entry, law: SupplyLaw = SupplyLaw.USDKG
) -> ProvenIssuance | ProofFailure:
    block = proven([paid(1), transaction, paid(2)])
    return prove_issuance(block, mints or (_mint(transaction),), token=_TOKEN, law=law)


def test_issuance_called_directly_is_proven() -> None:
    found = unbroken(_prove(_DIRECT))
    assert found.calls == (IssuingCall(_SENDER, _HOLDER, 500, nested=False),)
    assert (_DIRECT.txid(), 1, (_SENDER,)) == (
        found.transaction.transaction,
        found.transaction.position,
        found.transaction.signers,
    )
    assert found.block.number == FIRST
    assert found.is_direct


def test_issuance_through_a_multisig_is_proven_and_said_to_be_nested() -> None:
    found = unbroken(_prove(_NESTED))
    assert found.calls == (IssuingCall(_SAFE, _HOLDER, 500, nested=True),)
    assert found.transaction.signers == (key_address(2), key_address(3))
    assert not found.is_direct


@pytest.mark.parametrize("law", [SupplyLaw.TETHER, SupplyLaw.TETHER_TRON])
def test_issuance_of_tether_credits_the_caller(law: SupplyLaw) -> None:
    direct = called(_TOKEN, issue(500))
    nested = called(_SAFE, safe(_TOKEN, issue(500)))
    assert unbroken(_prove(direct, _mint(direct, to=_SENDER), law=law)).is_direct
    assert unbroken(_prove(nested, _mint(nested, to=_SAFE), law=law)).calls[0].nested
    assert broken(_prove(nested, _mint(nested, to=_SENDER), law=law)) == "transactions[1].calldata"


def test_issuance_in_suspense_is_proven_by_its_amount_and_names_whom() -> None:
    found = unbroken(_prove(_DIRECT, _mint(_DIRECT, to=Boundary.SUSPENSE)))
    assert found.calls[0].recipient == _HOLDER


@pytest.mark.parametrize(("base_units", "to"), [(499, _HOLDER), (501, _HOLDER), (500, _OTHER)])
def test_issuance_of_another_amount_or_account_is_refused(base_units: int, to: bytes) -> None:
    failure = _prove(_DIRECT, _mint(_DIRECT, base_units, to))
    assert isinstance(failure, ProofFailure)
    assert failure.path == "transactions[1].calldata"
    assert f"no call that issues {base_units} to T" in failure.reason


def test_issuance_twice_takes_a_call_for_each_mint() -> None:
    steps = packed((0, _TOKEN, issue_to(_HOLDER, 500)), (0, _TOKEN, issue_to(_HOLDER, 500)))
    twice = called(_SAFE, _multi_send(steps))
    both = (_mint(twice), _mint(twice, ordinal=1))
    assert len(unbroken(_prove(twice, *both)).calls) == 2
    once = (_mint(_NESTED), _mint(_NESTED, to=Boundary.SUSPENSE, ordinal=1))
    failure = _prove(_NESTED, *once)
    assert failure == ProofFailure(
        "transactions[1].calldata", "no call that issues 500, as log 1 says"
    )


def test_issuance_in_suspense_leaves_the_named_ones_their_calls() -> None:
    steps = packed((0, _TOKEN, issue_to(_HOLDER, 500)), (0, _TOKEN, issue_to(_OTHER, 500)))
    both = called(_SAFE, _multi_send(steps))
    mints = (_mint(both, to=Boundary.SUSPENSE), _mint(both, ordinal=1))
    found = unbroken(_prove(both, *mints))
    assert [each.recipient for each in found.calls] == [_OTHER, _HOLDER]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        issue_to(_HOLDER, 500)[:-1],
        redeem(500),
        issue(500),
        b"\x86\x79\x04\xb4" + b"\xff" * 32 + (500).to_bytes(32),
    ],
)
def test_issuance_by_calldata_that_order_none_is_refused(data: bytes) -> None:
    other = called(_TOKEN, data)
    assert broken(_prove(other)) == "transactions[1].calldata"


def test_issuance_by_another_contract_is_refused() -> None:
    assert broken(_prove(called(_OTHER, issue_to(_HOLDER, 500)))) == "transactions[1].calldata"


def test_issuance_by_a_payment_is_refused() -> None:
    failure = _prove(paid(9))
    assert failure == ProofFailure(
        "transactions[1].calldata", "a transaction of type 1, which calls no contract"
    )


@pytest.mark.parametrize("result", ["REVERT", "OUT_OF_ENERGY", ""])
def test_issuance_that_did_not_succeed_is_refused(result: str) -> None:
    assert broken(_prove(_DIRECT.with_result(result))) == "transactions[1].ret"


def test_issuance_that_nobody_signed_is_refused() -> None:
    assert broken(_prove(replace(_DIRECT, signatures=()))) == "transactions[1].signature"


def test_issuance_that_is_not_in_the_block_is_refused() -> None:
    assert broken(_prove(_DIRECT, _mint(_NESTED))) == "transaction"


def test_issuance_of_another_block_is_refused() -> None:
    assert broken(_prove(_DIRECT, replace(_mint(_DIRECT), block=FIRST + 1))) == "mints"


def test_issuance_of_mints_that_do_not_belong_together_is_refused() -> None:
    burn = replace(_mint(_DIRECT), kind=EntryKind.BURN)
    assert broken(_prove(_DIRECT, burn)) == "mints"
    assert broken(_prove(_DIRECT, _mint(_DIRECT), _mint(_NESTED))) == "mints"
    block = proven([_DIRECT])
    nothing = prove_issuance(block, (), token=_TOKEN, law=SupplyLaw.USDKG)
    assert broken(nothing) == "mints"


def test_issuance_under_a_law_without_a_known_call_is_refused() -> None:
    failure = _prove(_DIRECT, law=SupplyLaw.FIAT_TOKEN)
    assert isinstance(failure, ProofFailure)
    assert "no issuing call is known" in failure.reason


def _multi_send(steps: bytes) -> bytes:

    return call("multiSend(bytes)", steps)
