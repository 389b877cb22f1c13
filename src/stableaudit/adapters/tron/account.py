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
    refuse(answer, inquiry)
    if answer == {}:
        return Account(0, is_contract=False)  # Tokens can be sent to such an address.
    fields = Fields.of(answer, inquiry)
    if fields.text("address") != account.local:
        raise inquiry.inconsistent("an answer about another account")
    return Account(fields.number("balance"), fields.text("type") == "Contract")
