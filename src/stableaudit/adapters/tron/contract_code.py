"""What a node tells of a contract's code, held against the hash that it states of it.

Given of the head alone, by its /wallet. Source: java-tron 4.8.0, getcontractinfo; a real node's
answers.
"""

from stableaudit.adapters.tron.codec import keccak256
from stableaudit.adapters.tron.errors import Inquiry, refuse
from stableaudit.adapters.tron.fields import Fields
from stableaudit.domain.identifiers import AccountId


def code_body(account: AccountId) -> dict[str, object]:
    """Return the JSON to post to getcontractinfo."""
    return {"value": account.local, "visible": True}


def read_code(answer: object, account: AccountId, inquiry: Inquiry) -> bytes:
    """Return the runtime code at an account; none where it is no contract.

    Raises:
        InconsistentError: the node answered of another contract, or its own hash of that code is
            another.
        UndecodableError: the answer is none; or a contract's without code, which may be one that
            the node left out.
        UnreachableError: the node answered an error.
    """
    refuse(answer, inquiry)
    if answer == {}:
        return b""
    fields = Fields.of(answer, inquiry)
    stated = fields.inner("smart_contract")
    if stated.text("contract_address") != account.local:
        raise inquiry.inconsistent("an answer about another contract")
    code = fields.octets("runtimecode")
    if not code:
        raise inquiry.undecodable("a contract without code")
    digest = keccak256(code)
    claimed = stated.octets("code_hash")
    if claimed and claimed != digest:
        raise inquiry.inconsistent(f"code whose hash is {digest.hex()}, said to be {claimed.hex()}")
    return code
