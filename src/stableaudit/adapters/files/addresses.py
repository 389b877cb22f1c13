"""Addresses as people copy them: with a checksum wherever the spelling has room for one.

TRON: only `T…`, whose checksum AccountId verifies; the hex forms have none. Ethereum and BNB Chain:
capitals are a checksum (EIP-55) and are verified; all lower case has none and is accepted in a
user's own file, because explorers and APIs give it. Shipped files carry capitals, always.
"""

from stableaudit.domain.identifiers import AccountId, ChainId

_TRON = "tron"


def account_on(chain: ChainId, text: str, *, trusted: bool) -> AccountId:
    """Return the account that a file spells.

    Args:
        chain: where the account lives.
        text: the address as written.
        trusted: true for shipped files, whose capitals the project's tests have verified: keccak
            would cost every start of the program a third of a second.

    Raises:
        ValueError: not an address of that chain, or its checksum does not match.
    """
    account = AccountId.on(chain, text)
    if chain.namespace == _TRON:
        _require_base58(account, text)
    elif not trusted and text[2:] != text[2:].lower():
        _require_capitals(account, text)
    return account


def checksummed(account: AccountId) -> str:
    """Return the one spelling of an account that carries its checksum: EIP-55, or base58."""
    if account.chain.namespace == _TRON:
        return account.local
    # pydantic, which eth_utils loads, takes a third of a second
    from eth_utils.address import to_checksum_address  # noqa: PLC0415 - loaded on use, see above

    return to_checksum_address(account.local)


def _require_base58(account: AccountId, text: str) -> None:
    if text != account.local:
        message = f"{text!r} has no checksum; on TRON it is written {account.local}"
        raise ValueError(message)


def _require_capitals(account: AccountId, text: str) -> None:
    expected = checksummed(account)
    if text != expected:
        message = (
            f"the capitals of {text} do not match its digits (EIP-55): a digit is wrong, or the "
            f"spelling is {expected}; compare it with the source before using it"
        )
        raise ValueError(message)
