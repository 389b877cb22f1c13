"""An address with a wrong digit is refused wherever its spelling carries a checksum."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stableaudit.adapters.files.addresses import account_on, checksummed
from stableaudit.domain.identifiers import AccountId, ChainId

ETHEREUM = ChainId.parse("eip155:1")
TRON = ChainId.parse("tron:0x2b6653dc")
USDT = "0xdAC17F958D2ee523a2206206994597C13D831ec7"


@settings(deadline=None)
@given(st.binary(min_size=20, max_size=20), st.sampled_from([ETHEREUM, TRON]))
def test_account_printed_with_checksum_and_read_is_itself(address: bytes, chain: ChainId) -> None:
    account = AccountId(chain, address)
    assert account_on(chain, checksummed(account), trusted=False) == account


def test_account_in_lower_case_is_accepted_from_a_person() -> None:
    account = account_on(ETHEREUM, USDT.lower(), trusted=False)
    assert checksummed(account) == USDT


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(USDT.replace("d", "D"), id="wrong capitals"),
        pytest.param(USDT[:-1] + "8", id="wrong digit"),
        pytest.param("0x" + USDT[2:].upper(), id="all capitals"),
    ],
)
def test_account_with_capitals_that_do_not_match_names_the_spelling(text: str) -> None:
    expected = checksummed(AccountId.on(ETHEREUM, text))
    with pytest.raises(ValueError, match=f"{expected}; compare it with the source"):
        account_on(ETHEREUM, text, trusted=False)


def test_account_on_tron_in_hex_is_refused_with_its_base58_spelling() -> None:
    hexadecimal = "0xa614f803b6fd780986a42c78ec9c7f77e6ded13c"
    with pytest.raises(ValueError, match="it is written TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"):
        account_on(TRON, hexadecimal, trusted=False)


def test_account_on_tron_with_wrong_letter_is_refused() -> None:
    with pytest.raises(ValueError, match="checksum does not match"):
        account_on(TRON, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u", trusted=True)


def test_account_of_another_chain_is_refused() -> None:
    with pytest.raises(ValueError, match="is not 0x and 40 hex digits"):
        account_on(ETHEREUM, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", trusted=False)
