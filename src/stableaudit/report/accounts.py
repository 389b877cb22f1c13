"""How an address is spelled in a report: EIP-55 capitals, and base58 on TRON."""

from stableaudit.domain.identifiers import AccountId


def spell(account: AccountId) -> str:
    """Return the address as its chain's people write it.

    Source: EIP-55 for `eip155`; TRON's Base58Check is the domain's own.
    """
    if account.chain.namespace != "eip155":
        return account.local
    # Loaded on use: it needs keccak, and importing it takes longer than `--help` may.
    from eth_utils.address import to_checksum_address  # noqa: PLC0415 - loaded on use, see above

    return to_checksum_address(account.address)
