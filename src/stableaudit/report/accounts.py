"""How an address is spelled in a report: EIP-55 capitals, and base58 on TRON."""

from stableaudit.domain.identifiers import AccountId


def spell(account: AccountId) -> str:
    """Return the address as its chain's people write it.

    Source: EIP-55 for `eip155`; TRON's Base58Check is the domain's own.
    """
    if account.chain.namespace != "eip155":
        return account.local
    # Loaded on use, and not by way of eth_utils, which takes longer to load than `--help` may and
    # ten times as long for each address: a listing has hundreds of thousands.
    from eth_hash.auto import keccak  # noqa: PLC0415 - loaded on use, see above

    digits = account.address.hex()
    marks = keccak(digits.encode()).hex()
    capitals = (
        one.upper() if mark >= "8" else one for one, mark in zip(digits, marks, strict=False)
    )
    return "0x" + "".join(capitals)
