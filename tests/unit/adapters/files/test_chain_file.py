"""A chain's file names https endpoints, each once, and a chain the program can read."""

import pytest

from stableaudit.adapters.files.chain_file import chain_from
from stableaudit.adapters.files.toml_file import parse_document
from stableaudit.domain.declarations import Provenance
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.tokens import ChainSpec, Endpoint, Finality
from tests.unit.adapters.files.samples import CHAIN


def test_chain_as_written_is_the_domain_value() -> None:
    assert chain_from(parse_document(CHAIN, name="f.toml")) == ChainSpec(
        key="devnet",
        title="Devnet",
        id=ChainId("eip155", "1"),
        genesis="0x" + "0" * 64,
        finality=Finality.FINALIZED_TAG,
        max_head_age_seconds=120,
        max_final_age_seconds=1800,
        endpoints=(Endpoint("us", "https://node.example"),),
        provenance=Provenance("a test", "2026-11-21"),
        simulated=False,
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("https://node", "http://node", "line 12, key endpoints[0].url: a shipped endpoint is"),
        ("node.example", "node.example/?key=s3cr3t", "a shipped endpoint is https"),
        ("node.example", "u:s3cr3t@node.example", "carries a user or password"),
        ('"eip155:1"', '"solana:1"', "line 3, key id: Expected `str` matching"),
        ('"0x00', '"0xzz', "line 4, key genesis: Expected `str` matching"),
        ("= 1800", "= 0", "line 7, key max_final_age_seconds: Expected `int` >= 1"),
    ],
)
def test_chain_with_wrong_value_says_where_and_no_secret(old: str, new: str, said: str) -> None:
    assert old in CHAIN
    with pytest.raises(DeclarationError) as caught:
        chain_from(parse_document(CHAIN.replace(old, new), name="f.toml"))
    assert said in str(caught.value)
    assert "s3cr3t" not in str(caught.value)


def test_chain_with_an_endpoint_twice_is_refused() -> None:
    text = CHAIN + CHAIN[CHAIN.index("[[endpoints]]") :]
    with pytest.raises(DeclarationError, match=r"line 17, key endpoints\[1\].url: .* listed twice"):
        chain_from(parse_document(text, name="f.toml"))
