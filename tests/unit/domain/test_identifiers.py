"""CAIP names of chains, accounts and assets: one value however it is spelled, no other text."""

import pytest

from stableaudit.domain import base58
from stableaudit.domain.identifiers import AccountId, AssetId, ChainId

ETHEREUM = ChainId("eip155", "1")
TRON = ChainId("tron", "0x2b6653dc")
USDKG_ON_TRON = "TXZo12qvnEVKvU2zbfuQeMXKusWyxonwEG"
USDKG_BYTES = bytes.fromhex("ece52a618c1bc3e8a9ef5ca24eb71f414e606137")
USDT = "0xdac17f958d2ee523a2206206994597c13d831ec7"


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("eip155:1", ETHEREUM),
        ("eip155:56", ChainId("eip155", "56")),
        ("tron:0x2b6653dc", TRON),
        ("eip155:" + "9" * 18, ChainId("eip155", "9" * 18)),
    ],
)
def test_chain_by_its_caip2_name_is_read_and_printed_alike(text: str, chain: ChainId) -> None:
    assert ChainId.parse(text) == chain
    assert str(chain) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "eip155",
        "eip155:",
        "eip155:0",
        "eip155:01",
        "eip155:-1",
        "eip155:1 ",
        "eip155:1\n",
        "EIP155:1",
        "eip155:0x1",
        "eip155:" + "9" * 19,
        "tron:728126428",
        "tron:0x2B6653DC",
        "tron:0x2b6653d",
        "tron:0x2b6653dc0",
        "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp",
        "eip155:1:2",
        "eip155:\u0661",
    ],
)
def test_chain_by_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a chain this program can read"):
        ChainId.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        USDKG_ON_TRON,
        "41ece52a618c1bc3e8a9ef5ca24eb71f414e606137",
        "41ECE52A618C1BC3E8A9EF5CA24EB71F414E606137",
        "0xece52a618c1bc3e8a9ef5ca24eb71f414e606137",
        "0xECE52A618C1BC3E8A9EF5CA24EB71F414E606137",
    ],
)
def test_account_on_tron_is_one_value_in_all_spellings(text: str) -> None:
    account = AccountId.on(TRON, text)
    assert account == AccountId(TRON, USDKG_BYTES)
    assert account.local == USDKG_ON_TRON
    assert str(account) == f"tron:0x2b6653dc:{USDKG_ON_TRON}"


def test_account_on_ethereum_in_capitals_is_printed_in_lower_case() -> None:
    account = AccountId.on(ETHEREUM, "0xdAC17F958D2ee523a2206206994597C13D831ec7")
    assert account.local == USDT
    assert str(account) == f"eip155:1:{USDT}"


@pytest.mark.parametrize(
    ("version", "payload"),
    [(0x40, b"\xff" * 20), (0x42, USDKG_BYTES), (0x43, bytes(20))],
)
def test_account_on_tron_with_a_neighbouring_version_byte_is_refused(
    version: int, payload: bytes
) -> None:
    """These print as a T and 33 digits with a good checksum, and libraries take them for TRON's."""
    foreign = base58.encode(bytes([version]) + payload)
    assert foreign.startswith("T")
    assert len(foreign) == 34
    with pytest.raises(ValueError, match=f"version byte 0x{version:02x}, TRON's is 0x41"):
        AccountId.on(TRON, foreign)


def test_account_on_tron_with_a_bitcoin_address_is_refused() -> None:
    bitcoin = base58.encode(b"\x00" + USDKG_BYTES)
    with pytest.raises(ValueError, match="version byte 0x00, TRON's is 0x41"):
        AccountId.on(TRON, bitcoin)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "T",
        USDKG_ON_TRON.lower(),
        USDKG_ON_TRON[:-1] + "H",
        USDKG_ON_TRON + " ",
        "41ece52a618c1bc3e8a9ef5ca24eb71f414e6061",  # 40 digits: 41 may be version or payload
        "42ece52a618c1bc3e8a9ef5ca24eb71f414e606137",
        "0x41ece52a618c1bc3e8a9ef5ca24eb71f414e606137",
        "ece52a618c1bc3e8a9ef5ca24eb71f414e606137",
    ],
)
def test_account_on_tron_by_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a TRON address"):
        AccountId.on(TRON, text)


@pytest.mark.parametrize(
    "text", ["", "0x", USDT[2:], USDT[:-1], USDT + "0", USDT.replace("0x", "0X"), USDKG_ON_TRON]
)
def test_account_on_ethereum_by_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not 0x and 40 hex digits"):
        AccountId.on(ETHEREUM, text)


@pytest.mark.parametrize("length", [0, 19, 21, 32])
def test_account_of_other_than_20_bytes_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match=f"an address has 20 bytes, not {length}"):
        AccountId(ETHEREUM, bytes(length))


def test_account_by_its_caip10_name_is_read() -> None:
    assert AccountId.parse(f"tron:0x2b6653dc:{USDKG_ON_TRON}") == AccountId(TRON, USDKG_BYTES)


def test_account_without_a_chain_is_refused() -> None:
    with pytest.raises(ValueError, match="a chain is missing before the address"):
        AccountId.parse(USDT)


def test_accounts_of_equal_bytes_on_two_chains_are_two_accounts() -> None:
    assert AccountId(ETHEREUM, USDKG_BYTES) != AccountId(TRON, USDKG_BYTES)


@pytest.mark.parametrize(
    "text",
    [f"eip155:1/erc20:{USDT}", f"tron:0x2b6653dc/trc20:{USDKG_ON_TRON}"],
)
def test_asset_by_its_caip19_name_is_read_and_printed_alike(text: str) -> None:
    assert str(AssetId.parse(text)) == text


def test_asset_knows_its_chain() -> None:
    assert AssetId.parse(f"tron:0x2b6653dc/trc20:{USDKG_ON_TRON}").chain == TRON


@pytest.mark.parametrize(
    "text",
    [
        "eip155:1",
        f"eip155:1:{USDT}",
        f"eip155:1/trc20:{USDT}",
        f"eip155:1/erc721:{USDT}",
        f"tron:0x2b6653dc/erc20:{USDKG_ON_TRON}",
        f"eip155:1/erc20:{USDT}/1",
        f"eip155:1/erc20:{USDT}:1",
        f"eip155:1/erc20{USDT}",
        f"/erc20:{USDT}",
    ],
)
def test_asset_by_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"does not name a token|is not (a chain|0x and)"):
        AssetId.parse(text)


def test_identifiers_sort_by_chain_then_address() -> None:
    first, second = bytes(20), b"\x01" + bytes(19)
    accounts = [AccountId(TRON, first), AccountId(ETHEREUM, second), AccountId(ETHEREUM, first)]
    assert sorted(accounts) == [
        AccountId(ETHEREUM, first),
        AccountId(ETHEREUM, second),
        AccountId(TRON, first),
    ]
