"""A feed stands on a chain that is known, at an address of it."""

import pytest

from stableaudit.adapters.files.feed_file import feed_from
from stableaudit.adapters.files.toml_file import parse_document
from stableaudit.domain.declarations import Provenance
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.tokens import FeedSpec

CHAINS = {"ethereum": ChainId.parse("eip155:1")}
FEED = """\
key = "xau-usd"
chain = "ethereum"
address = "0x214eD9Da11D2fbe465a6fc601a91E62EbEc1a0D6"
base = "XAU"
quote = "USD"
decimals = 8
description = "XAU / USD"
source = "a test"
as_of = "2026-11-21"
"""


def test_feed_as_written_is_the_domain_value() -> None:
    feed = feed_from(parse_document(FEED, name="f.toml"), CHAINS, trusted=False)
    assert feed == FeedSpec(
        key="xau-usd",
        contract=AccountId.parse("eip155:1:0x214ed9da11d2fbe465a6fc601a91e62ebec1a0d6"),
        base="XAU",
        quote="USD",
        decimals=8,
        description="XAU / USD",
        provenance=Provenance("a test", "2026-11-21"),
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"ethereum"', '"etherium"', "line 2, key chain: no chain is called etherium"),
        ("0x214eD9", "0x214ed9", "line 3, key address: the capitals of"),
        ('"XAU"', '"gold"', "line 4, key base: Expected"),
    ],
)
def test_feed_with_wrong_value_says_where(old: str, new: str, said: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        feed_from(parse_document(FEED.replace(old, new), name="f.toml"), CHAINS, trusted=False)
    assert said in str(caught.value)
