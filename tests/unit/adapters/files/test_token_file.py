"""A token file declares each contract once, on a chain that is known, and hides no absence."""

import json
import tomllib
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from stableaudit.adapters.files.registry import load_registry, load_token
from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import Provenance
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.identifiers import AccountId, AssetId
from stableaudit.domain.statements import MissingStatement, ReserveStatement
from stableaudit.domain.tokens import (
    Deployment,
    KnownAccount,
    OpenPoint,
    Peg,
    SupplyLaw,
    Token,
    TokenKind,
)
from tests.unit.adapters.files.samples import COIN, STATEMENT

ME = Provenance("me.example", "2026-01-01")


def _load(directory: Path, text: str) -> Token:
    path = directory / "token.toml"
    path.write_text(text)
    return load_token(path, load_registry())


def test_token_of_a_persons_file_is_the_domain_value(tmp_path: Path) -> None:
    usdt = "eip155:1/erc20:0xdac17f958d2ee523a2206206994597c13d831ec7"
    vault = "tron:0x2b6653dc:TKHuVq1oKVruCGLvqVexFs6dawKv6fQgFs"
    assert _load(tmp_path, COIN) == Token(
        key="mine",
        title="My Token",
        symbol="MINE",
        issuer="Me",
        peg=Peg("USD", Figure("1")),
        deployments=(
            Deployment(
                AssetId.parse(usdt),
                6,
                SupplyLaw.TETHER,
                law_established=True,
                native=True,
                provenance=ME,
            ),
        ),
        accounts=(KnownAccount(AccountId.parse(vault), "vault", "treasury", ME),),
        open_points=(
            OpenPoint("law", conflict=False, statement="Nobody has looked.", provenance=ME),
        ),
        statement=MissingStatement("Not yet.", ME),
    )


def test_token_with_statement_beside_it_reads_it(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text(STATEMENT)
    token = _load(tmp_path, COIN[: COIN.index("[statement]")] + '[statement]\nfile = "s.toml"\n')
    assert isinstance(token.statement, ReserveStatement)
    assert token.statement.id == "s-1"


def test_token_with_statement_in_json_means_the_same(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text(STATEMENT)
    (tmp_path / "s.json").write_text(json.dumps(tomllib.loads(STATEMENT)))
    head = COIN[: COIN.index("[statement]")] + "[statement]\n"
    toml, json_ = (_load(tmp_path, head + f'file = "{name}"\n') for name in ("s.toml", "s.json"))
    assert isinstance(toml.statement, ReserveStatement)
    assert isinstance(json_.statement, ReserveStatement)
    digest = sha256((tmp_path / "s.json").read_bytes()).hexdigest()
    assert json_.statement == replace(toml.statement, digest=digest)


@pytest.mark.parametrize(
    "name", ["../s.toml", "/etc/passwd", "link.toml", "https://issuer.example/s.toml"]
)
def test_token_with_statement_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "s.toml").write_text(STATEMENT)
    home = tmp_path / "home"
    home.mkdir()
    (home / "link.toml").symlink_to(tmp_path / "s.toml")
    text = COIN[: COIN.index("[statement]")] + f'[statement]\nfile = "{name}"\n'
    with pytest.raises(DeclarationError) as caught:
        _load(home, text)
    assert caught.value.where == name


def _section(name: str) -> str:
    start = COIN.index(f"[[{name}]]")
    return COIN[start : COIN.index("\n\n", start) + 2]


def test_token_with_a_contract_twice_is_refused(tmp_path: Path) -> None:
    again = _section("deployments").replace(
        "0xdac17f958d2ee523a2206206994597c13d831ec7", "0xdAC17F958D2ee523a2206206994597C13D831ec7"
    )
    with pytest.raises(
        DeclarationError, match=r"line 26, key deployments\[1\].address: .* stands twice"
    ):
        _load(tmp_path, COIN.replace("[[accounts]]", again + "[[accounts]]"))


def test_token_with_an_account_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match=r"key accounts\[1\].address: .* stands twice"):
        _load(tmp_path, COIN.replace("[[open_points]]", _section("accounts") + "[[open_points]]"))


def test_token_without_deployments_and_with_a_reason_is_read(tmp_path: Path) -> None:
    text = 'deployments = []\nno_deployments_because = "Not issued."\n' + COIN
    assert _load(tmp_path, text.replace(_section("deployments"), "")).deployments == ()


@pytest.mark.parametrize(
    ("head", "deployed", "said"),
    [
        ("deployments = []\n", "", "line 1, key deployments: nothing is deployed"),
        (
            'no_deployments_because = "x"\n',
            _section("deployments"),
            "line 1, key no_deployments_because: deployments",
        ),
        ("", "", "lacks the key deployments"),
    ],
)
def test_token_whose_deployments_and_reason_do_not_fit_is_refused(
    tmp_path: Path, head: str, deployed: str, said: str
) -> None:
    text = head + COIN.replace(_section("deployments"), deployed)
    with pytest.raises(DeclarationError) as caught:
        _load(tmp_path, text)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('chain = "tron"', 'chain = "trom"', "key accounts[0].chain: no chain is called trom"),
        (
            "0xdac17f958d2ee523a2206206994597c13d831ec7",
            "0xDac17f958d2ee523a2206206994597c13d831ec7",
            "0xdAC17F958D2ee523a2206206994597C13D831ec7",
        ),
        ('dawKv6fQgFs"', 'dawKv6fQgFt"', "key accounts[0].address"),
        ("decimals = 6", "decimals = 37", "key deployments[0].decimals: Expected `int` <= 36"),
        ('law = "tether"', 'law = "erc20"', "key deployments[0].law: Invalid enum value 'erc20'"),
        ('per_token = "1"', "per_token = 1.0", 'quote it: "1.0"'),
        ('missing = "Not yet."\n', "", "give either file, or missing with source and as_of"),
        ('missing = "', 'file = "s.toml"\nmissing = "', "give either file"),
        ('missing = "Not yet."', 'file = "s.toml"', "give either file"),
        ("native = true\n", "", "this table lacks the key native"),
    ],
)
def test_token_with_wrong_value_says_where(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in COIN
    with pytest.raises(DeclarationError) as caught:
        _load(tmp_path, COIN.replace(old, new, 1))
    assert said in str(caught.value)


_HEAD, _REST = COIN.split("[[deployments]]")
_BARE = (
    'kind = "crypto-reserve"\ndeployments = []\nno_deployments_because = "It is no token."\n'
    + _HEAD.replace('per_token = "1"', 'per_token = "0"')
    + _REST[_REST.index("[statement]") :]
)


def test_token_without_a_kind_is_a_stablecoin(tmp_path: Path) -> None:
    assert _load(tmp_path, COIN).kind is TokenKind.STABLECOIN


def test_token_of_a_crypto_reserve_and_whom_to_ask(tmp_path: Path) -> None:
    token = _load(tmp_path, _BARE + 'ask = "Ask me."\n')
    assert (token.kind, token.deployments, token.statement) == (
        TokenKind.CRYPTO_RESERVE,
        (),
        MissingStatement("Not yet.", ME, "Ask me."),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('kind = "crypto-reserve"\n' + COIN, "is no token and has no deployments"),
        (_BARE.replace('per_token = "0"', 'per_token = "1"'), "promises nothing"),
        (_BARE.replace("crypto-reserve", "piggy-bank"), "piggy-bank"),
    ],
    ids=["deployments", "promise", "kind"],
)
def test_token_of_a_kind_that_it_cannot_be_is_refused(
    tmp_path: Path, text: str, words: str
) -> None:
    with pytest.raises(DeclarationError, match=words):
        _load(tmp_path, text)


def test_token_that_asks_for_a_statement_at_hand_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text(STATEMENT)
    text = COIN[: COIN.index("[statement]")] + '[statement]\nfile = "s.toml"\nask = "Me."\n'
    with pytest.raises(DeclarationError, match="ask goes with missing"):
        _load(tmp_path, text)
