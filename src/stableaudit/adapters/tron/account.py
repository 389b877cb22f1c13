"""What a node tells of an account: its coins, and whether it is a contract.

The answer does not disclose the block that it is of. Source: java-tron 4.8.0, getaccount; a real
node's answers.
"""

from dataclasses import dataclass

from stableaudit.adapters.tron.errors import Inquiry, refuse
from stableaudit.adapters.tron.fields import Fields
from stableaudit.domain.identifiers import AccountId


@dataclass(frozen=True, slots=True)
class Account:
    """An account in some solidified state."""

    coins: int
    """In sun. What it has staked, or earned and not withdrawn, is not in it."""

    is_contract: bool


def account_body(account: AccountId) -> dict[str, object]:
    """Return the JSON to post to getaccount."""
    return {"address": account.local, "visible": True}


def read_account(answer: object, account: AccountId, inquiry: Inquiry) -> Account:
    """Return what an answer tells of an account; one that was never activated has nothing.

    Raises:
        InconsistentError: the node answered of another account.
        UndecodableError, UnreachableError: the answer is none.
    """
    fields = account_fields(answer, account, inquiry)
    return Account(fields.number("balance"), is_contract(fields))


def account_fields(answer: object, account: AccountId, inquiry: Inquiry) -> Fields:
    """Return the fields of an account; all left out of one that was never activated.

    Raises: see read_account.
    """
    refuse(answer, inquiry)
    fields = Fields.of(answer, inquiry)
    # Tokens can be sent to an address that was never activated, which is answered with {}.
    if answer != {} and fields.text("address") not in spellings(account):
        raise inquiry.inconsistent("an answer about another account")
    return fields


def is_contract(fields: Fields) -> bool:
    """Return whether the fields of an account are a contract's."""
    return fields.text("type") == "Contract"


def spellings(account: AccountId) -> tuple[str, str]:
    """Return how a node may write an account: some pass over that base58 was asked for."""
    return account.local, f"41{account.address.hex()}"
