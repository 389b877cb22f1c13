"""The strongest word on an account is its user's, then the token's, then the registry's."""

from dataclasses import replace

from stableaudit.domain.declarations import Provenance, Unknown
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.labels import Label, Role, labels_of
from stableaudit.domain.tokens import KnownAccount
from tests.cases import STATEMENT, token

TOKEN = token(STATEMENT)
CONTRACT = TOKEN.deployments[0].asset.contract
ACCOUNT = AccountId(CONTRACT.chain, b"\x99" * 20)
SOURCE = Provenance("a test", "2026-11-21")
SHIPPED = Label(ACCOUNT, "shipped", Role.EXCHANGE, contract=True, provenance=SOURCE)
OWN = Label(ACCOUNT, "own", Role.BRIDGE, Unknown(), SOURCE)


def test_labels_of_a_token_name_its_contracts() -> None:
    found = labels_of(TOKEN, ())
    label = found[CONTRACT]
    assert (label.name, label.role, label.contract) == (
        f"the {TOKEN.symbol} contract itself",
        Role.CONTRACT,
        True,
    )
    assert {one.asset.contract for one in TOKEN.deployments} <= set(found)


def test_labels_of_one_account_are_the_strongest_s_and_keep_what_is_known_of_its_code() -> None:
    bare = replace(TOKEN, accounts=())
    known = KnownAccount(ACCOUNT, "known", "treasury", SOURCE)
    by_token = replace(TOKEN, accounts=(known,))
    assert labels_of(bare, (SHIPPED,))[ACCOUNT] == SHIPPED
    assert labels_of(by_token, (SHIPPED,))[ACCOUNT] == Label(
        ACCOUNT, "known", Role.TREASURY, contract=True, provenance=SOURCE
    )
    assert labels_of(by_token, (SHIPPED,), (OWN,))[ACCOUNT] == replace(OWN, contract=True)
    denied = replace(OWN, contract=False)
    assert labels_of(by_token, (SHIPPED,), (denied,))[ACCOUNT] == denied


def test_labels_of_an_account_that_nobody_labelled_are_none() -> None:
    assert ACCOUNT not in labels_of(replace(TOKEN, accounts=()), ())
