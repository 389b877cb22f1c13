"""Addresses in their chain's own spelling. Source: EIP-55's test cases; TRON mainnet's USDT."""

import pytest
from eth_utils.address import to_checksum_address
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.report.accounts import spell


@pytest.mark.parametrize(
    "spelled",
    [
        "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "eip155:1:0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "eip155:56:0x94be0bbA8E1E303fE998c9360B57b826F1A4f828",
        "tron:0x2b6653dc:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
    ],
)
def test_spell_known_address_is_spelled_as_its_chain_does(spelled: str) -> None:
    chain, _, address = spelled.rpartition(":")
    assert spell(AccountId.parse(f"{chain}:{address}")) == address


@given(st.binary(min_size=20, max_size=20))
def test_spell_any_address_is_spelled_as_eth_utils_does(address: bytes) -> None:
    account = AccountId(ChainId.parse("eip155:1"), address)
    assert spell(account) == to_checksum_address(address)
