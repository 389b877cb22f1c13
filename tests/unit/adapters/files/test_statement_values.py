"""Every table of a declaration keeps what is written, and says whose key is at fault."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from stableaudit.adapters.files.beside import Beside
from stableaudit.domain.amounts import Figure
from stableaudit.domain.bars import BarList
from stableaudit.domain.declarations import Assurance, Provenance, Unknown
from stableaudit.domain.identifiers import AccountId, AssetId
from stableaudit.domain.instants import parse_instant
from stableaudit.domain.reserve_assets import (
    AllocatedGold,
    AssetClass,
    CryptoHolding,
    Custody,
    MonetaryAsset,
)
from stableaudit.domain.statements import FIRST, DeclaredDeployment
from stableaudit.domain.undertakings import (
    Announcement,
    IssuanceEvent,
    Nonredeemable,
    NonredeemableClass,
    RedemptionTerms,
    ReserveEvent,
)
from tests.unit.adapters.files.reading import CHAINS, around, problems, statement
from tests.unit.adapters.files.samples import STATEMENT

FACT = 'source = "report"\nas_of = "2026-01-01"\n'
WORD = Provenance("report", "2026-01-01")
CONTRACT = "0xdac17f958d2ee523a2206206994597c13d831ec7"
HOLDER = "0x8894e0a0c962cb723c1976a4421c95949be2d4e3"
USDT = AssetId(AccountId.on(CHAINS["ethereum"], CONTRACT))
HELD_BY = AccountId.on(CHAINS["ethereum"], HOLDER)
ON_CHAIN = f'chain = "ethereum"\naddress = "{CONTRACT}"\n'
CUSTODY = """\
custodian = "Bank"
jurisdiction = "KG"
location = "Bishkek"
related_party = false
segregated = true
pledged = "unknown"
"""


def _with(table: str) -> str:
    return f"{STATEMENT}\n{table}{FACT}"


def _root(line: str) -> str:
    return f"{line}\n{STATEMENT}"


def _monetary(kind: str, value: str, more: str = "") -> str:
    return _with(
        f'[[reserves]]\nclass = "{kind}"\nid = "m"\nvalue = "{value}"\ncurrency = "KGS"\n{more}'
    )


@pytest.mark.parametrize(
    "kind", ["cash", "central_bank", "deposit", "tbill", "repo", "fund", "net_other", "other"]
)
def test_asset_declared_by_its_value_leaves_out_what_is_not_known(kind: str) -> None:
    assert statement(_monetary(kind, "12.50")).reserves[1] == MonetaryAsset(
        "m", AssetClass(kind), Figure("12.50"), negative=False, currency="KGS", provenance=WORD
    )


def test_asset_declared_by_its_value_with_everything_said_keeps_it() -> None:
    more = """\
instrument = "KG0101"
maturity = "2026-03-01"
average_tenor_days = 40
valuation = "amortised cost"
encumbered = "2"
"""
    asset = statement(_monetary("tbill", "5", more + CUSTODY)).reserves[1]
    assert asset == MonetaryAsset(
        "m",
        AssetClass.TREASURY_BILL,
        Figure("5"),
        negative=False,
        currency="KGS",
        provenance=WORD,
        custody=Custody(
            "Bank", "KG", "Bishkek", related_party=False, segregated=True, pledged=Unknown()
        ),
        instrument="KG0101",
        maturity="2026-03-01",
        average_tenor_days=40,
        valuation="amortised cost",
        encumbered=Figure("2"),
    )


def test_net_other_below_nothing_is_a_figure_and_its_sign() -> None:
    asset = statement(_monetary("net_other", "-12.5")).reserves[1]
    assert isinstance(asset, MonetaryAsset)
    assert (asset.value, asset.negative) == (Figure("12.5"), True)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (_monetary("cash", "-1"), "reserves[1].value"),
        (_monetary("net_other", "--1"), "reserves[1].value"),
        (_monetary("cash", "1", 'encumbered = "2"\n'), "reserves[1].encumbered: 2 encumbered"),
        (_monetary("tbill", "1", 'maturity = "2026-02-30"\n'), "reserves[1].maturity"),
        (_monetary("tbill", "1", 'maturity = "2026"\n'), "reserves[1].maturity"),
        (_monetary("cash", "1", 'pledged = "no"\n'), "reserves[1].pledged"),
        (STATEMENT.replace("bars =", 'encumbered = "377"\nbars ='), "reserves[0].encumbered: 377"),
    ],
)
def test_asset_with_an_impossible_value_names_its_key(text: str, key: str) -> None:
    (problem,) = problems(text)
    assert f"key {key}" in problem


CRYPTO = f"""\
[[reserves]]
class = "crypto"
id = "bnb"
chain = "ethereum"
account = "{HOLDER}"
token = "native"
symbol = "ETH"
decimals = 18
"""


def test_crypto_of_the_coin_is_an_account_to_be_read() -> None:
    assert statement(_with(CRYPTO)).crypto == (
        CryptoHolding("bnb", HELD_BY, None, "ETH", 18, Unknown(), WORD),
    )


def test_crypto_of_a_token_names_its_contract_on_the_same_chain() -> None:
    text = CRYPTO.replace('"native"', f'"{CONTRACT}"') + 'declared = "7.5"\n'
    (held,) = statement(_with(text)).crypto
    assert (held.token, held.declared) == (USDT, Figure("7.5"))


@pytest.mark.parametrize(
    ("change", "to", "key"),
    [
        ('chain = "ethereum"', 'chain = "solana"', "reserves[1].chain: no chain is called solana"),
        ('chain = "ethereum"', 'chain = "tron"', "reserves[1].account"),
        (HOLDER, HOLDER.replace("e0a0", "E0a0"), "reserves[1].account"),
        ('"native"', '"coin"', "reserves[1].token"),
        ('"native"', '"TKHuVq1oKVruCGLvqVexFs6dawKv6fQgFs"', "reserves[1].token"),
    ],
)
def test_crypto_where_nothing_can_be_read_names_its_key(change: str, to: str, key: str) -> None:
    (problem,) = problems(_with(CRYPTO.replace(change, to)))
    assert f"key {key}" in problem


BARS = BarList("bars.csv own", "ab" * 32, (), ())


def _bars(_beside: Beside, name: str, layout: str) -> BarList:
    return BarList(f"{name} {layout}".strip(), BARS.sha256, (), ())


def _listed(more: str) -> str:
    return STATEMENT.replace("bars =", f'{more}\ngood_delivery = true\nencumbered = "0"\nbars =')


def test_gold_with_a_list_of_its_bars_has_it_read() -> None:
    text = _listed(
        'bar_list = {file = "bars.csv"}\nprevious_bar_list = {file = "o", layout = "lbma-annex-c"}'
    )
    (gold,) = statement(text, around(read_bars=_bars)).gold
    assert (gold.bar_list, gold.previous_bar_list) == (
        BARS,
        BarList("o lbma-annex-c", BARS.sha256, (), ()),
    )
    assert (gold.good_delivery, gold.encumbered) == (True, Figure("0"))


@pytest.mark.parametrize(("digest", "count"), [("ab" * 32, 0), ("cd" * 32, 1)])
def test_gold_with_another_list_than_is_declared_is_refused(digest: str, count: int) -> None:
    text = _listed(f'bar_list = {{file = "bars.csv", sha256 = "{digest}"}}')
    place = around(read_bars=_bars)
    if not count:
        assert isinstance(statement(text, place).reserves[0], AllocatedGold)
        return
    (problem,) = problems(text, place)
    assert "reserves[0].bar_list: the list has SHA-256 abab" in problem
    assert digest in problem


def test_gold_with_a_list_while_none_can_be_read_is_refused() -> None:
    (problem,) = problems(_listed('bar_list = {file = "bars.csv"}'))
    assert problem.startswith("bars.csv: bar lists are read from CSV files")


def test_contract_with_a_declared_total_is_kept() -> None:
    read = statement(_with(f'[[deployments]]\n{ON_CHAIN}total = "50000000"\n'))
    assert read.deployments == (DeclaredDeployment(USDT, Figure("50000000")),)


def test_tokens_not_redeemable_are_kept_with_their_claim() -> None:
    table = f'[[nonredeemable]]\n{ON_CHAIN}account = "{HOLDER}"\namount = "10"\n'
    both = _with(table + 'class = "unissued"\n') + "\n" + table
    both += f'class = "access_denied"\nliability = "extinguished"\n{FACT}'
    assert statement(both).nonredeemable == (
        Nonredeemable(NonredeemableClass.UNISSUED, USDT, HELD_BY, Figure("10"), WORD),
        Nonredeemable(
            NonredeemableClass.ACCESS_DENIED,
            USDT,
            HELD_BY,
            Figure("10"),
            WORD,
            liability_extinguished=True,
        ),
    )


def test_claim_that_is_gone_of_tokens_nobody_was_denied_is_refused() -> None:
    table = f'[[nonredeemable]]\n{ON_CHAIN}account = "{HOLDER}"\namount = "10"\nclass = "test"\n'
    (problem,) = problems(_with(table + 'liability = "extinguished"\n'))
    assert "liability is extinguished for tokens of class access_denied alone" in problem


def test_terms_of_redemption_are_kept() -> None:
    table = """\
[redemption]
at_par = true
settlement_days = 0
minimum = "100"
fee_bps = "12.5"
eligible = "institutions"
"""
    assert statement(_with(table)).redemption == RedemptionTerms(
        at_par=True,
        provenance=WORD,
        settlement_days=0,
        minimum=Figure("100"),
        fee_bps=Figure("12.5"),
        eligible="institutions",
    )


def test_terms_of_redemption_may_be_unknown_one_by_one_or_all() -> None:
    read = statement(_with('[redemption]\nat_par = "unknown"\n'))
    assert read.redemption == RedemptionTerms(Unknown(), WORD)
    assert statement(_root('redemption = "unknown"')).redemption == Unknown()


ISSUANCE = """\
[[issuance_events]]
id = "i1"
at = "2025-11-20"
amount = "50000000"
"""
CHANGE = """\
[[reserve_events]]
id = "r1"
at = "2025-11-19T10:00:00Z"
reserve = "gold-1"
change = "376"
direction = "decrease"
"""


def test_events_are_kept_with_what_pays_for_them() -> None:
    text = _with(CHANGE) + "\n" + ISSUANCE + ON_CHAIN + f'reserve_event = "r1"\n{FACT}'
    read = statement(text)
    assert read.issuances == (
        IssuanceEvent("i1", parse_instant("2025-11-20"), Figure("50000000"), USDT, "r1", WORD),
    )
    assert read.reserve_events == (
        ReserveEvent(
            "r1",
            parse_instant("2025-11-19T10:00:00Z"),
            "gold-1",
            Figure("376"),
            decrease=True,
            document_sha256=Unknown(),
            provenance=WORD,
        ),
    )


def test_issuance_on_no_named_contract_is_unknown_where() -> None:
    (event,) = statement(_with(ISSUANCE)).issuances
    assert (event.asset, event.reserve_event) == (Unknown(), Unknown())


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (ISSUANCE + 'chain = "tron"\n', "give chain and address together"),
        (ISSUANCE + 'reserve_event = "r9"\n', "no reserve event is called r9"),
        (ISSUANCE.replace('"2025-11-20"', '"2025-11-31"'), "key issuance_events[0].at"),
        (CHANGE.replace("decrease", "less"), "key reserve_events[0].direction"),
        (CHANGE.replace('"376"', '"-376"'), "key reserve_events[0].change"),
        (CHANGE + FACT + "\n" + CHANGE, "key reserve_events[1].id: r1 is declared twice"),
        (ISSUANCE + FACT + "\n" + ISSUANCE, "key issuance_events[1].id: i1 is declared twice"),
    ],
)
def test_event_that_cannot_be_names_its_key(table: str, said: str) -> None:
    (problem,) = problems(_with(table))
    assert said in problem


def test_contract_declared_twice_is_refused() -> None:
    table = f'[[deployments]]\n{ON_CHAIN}total = "1"\n'
    (problem,) = problems(_with(table) + "\n" + table + FACT)
    assert f"deployments[1].address: {CONTRACT} on ethereum is declared twice" in problem


def test_target_that_was_announced_is_kept_as_announced() -> None:
    table = '[[announced]]\nwhat = "a target"\namount = "500000000"\ncurrency = "USD"\n'
    read = statement(_with(table))
    assert read.announced == (Announcement("a target", Figure("500000000"), "USD", WORD),)
    assert len(read.reserves) == 1


@pytest.mark.parametrize(
    ("version", "fits"),
    [("1.0", True), ("1.0.3", True), ("1.7", True), ("2.0", False), ("0.9", False)],
)
def test_version_of_the_format_fits_by_its_major_number(version: str, *, fits: bool) -> None:
    text = STATEMENT.replace('schema_version = "1.0"', f'schema_version = "{version}"')
    if fits:
        assert statement(text).id == "s-1"
        return
    (problem,) = problems(text)
    assert f"schema_version: this program reads version 1.0 of the format, not {version}" in problem


@pytest.mark.parametrize("version", ['"1"', '"v1.0"', "1", '""'])
def test_version_of_the_format_that_is_none_is_refused(version: str) -> None:
    (problem,) = problems(
        STATEMENT.replace('schema_version = "1.0"', f"schema_version = {version}")
    )
    assert "key schema_version" in problem


def test_version_of_the_format_left_out_is_refused() -> None:
    (problem,) = problems(STATEMENT.replace('schema_version = "1.0"\n', ""))
    assert "lacks the key schema_version" in problem


def test_jurisdiction_of_the_issuer_is_kept() -> None:
    assert statement(_root('jurisdiction = "KG"')).jurisdiction == "KG"
    assert statement(STATEMENT).jurisdiction == Unknown()


def test_problems_of_values_are_found_all_at_once() -> None:
    text = STATEMENT.replace('"999.9"', '"99"').replace('"2025-11-30"', '"2025-11-31"')
    text = text.replace('published_at = "2025-12-08"', 'published_at = "2025-01-01"')
    found = problems(text + "\n" + ISSUANCE.replace("11-20", "11-31") + FACT)
    assert [one.partition("key ")[2].partition(":")[0] for one in found] == [
        "reserves[0].fineness",
        "assurance.issued_at",
        "issuance_events[0].at",
        "published_at",
    ]


DOCUMENT = b"%PDF-1.7 a report"
DIGEST = sha256(DOCUMENT).hexdigest()


def _reported(directory: Path, digest: str) -> str:
    (directory / "report.pdf").write_bytes(DOCUMENT)
    text = STATEMENT.replace("ab" * 32, digest)
    return text.replace("document_sha256", 'document_file = "report.pdf"\ndocument_sha256')


def test_report_whose_document_is_at_hand_is_compared(tmp_path: Path) -> None:
    read = statement(_reported(tmp_path, DIGEST), around(tmp_path))
    assert isinstance(read.assurance, Assurance)
    assert read.assurance.document_sha256 == DIGEST


@pytest.mark.parametrize(
    ("digest", "said"),
    [("cd" * 32, f"report.pdf has SHA-256 {DIGEST}, and {'cd' * 32}"), ("unknown", DIGEST)],
)
def test_report_of_another_document_is_refused_with_both(
    tmp_path: Path, digest: str, said: str
) -> None:
    (problem,) = problems(_reported(tmp_path, digest), around(tmp_path))
    assert "key assurance.document_sha256" in problem
    assert said in problem


def _following(directory: Path, first: str, *, name: str = "old.toml") -> str:
    (directory / name).write_text(first)
    digest = sha256(first.encode()).hexdigest()
    return _root(f'supersedes = "{digest}"\nsupersedes_file = "{name}"')


def test_statement_before_is_read_where_its_bytes_are_the_declared_ones(tmp_path: Path) -> None:
    read = statement(_following(tmp_path, STATEMENT), around(tmp_path))
    assert read.previous == statement(STATEMENT)
    assert read.previous.digest == read.supersedes


def test_statement_before_in_a_folder_names_files_of_its_own_folder(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    second = _following(tmp_path / "old", STATEMENT, name="first.toml")
    read = statement(_following(tmp_path, second, name="old/second.toml"), around(tmp_path))
    assert read.previous is not None
    assert read.previous.previous == statement(STATEMENT)


def test_statement_before_that_is_not_the_declared_one_is_refused(tmp_path: Path) -> None:
    text = _following(tmp_path, STATEMENT)
    (tmp_path / "old.toml").write_text(STATEMENT + "# changed since\n")
    (problem,) = problems(text, around(tmp_path))
    assert "key supersedes: old.toml has SHA-256 " in problem
    assert sha256(STATEMENT.encode()).hexdigest() in problem


@pytest.mark.parametrize("word", ["unknown", "none"])
def test_statement_before_at_hand_but_not_superseded_is_refused(tmp_path: Path, word: str) -> None:
    (tmp_path / "old.toml").write_text(STATEMENT)
    (problem,) = problems(
        _root(f'supersedes = "{word}"\nsupersedes_file = "old.toml"'), around(tmp_path)
    )
    assert f"key supersedes: is {word}, though old.toml is named" in problem
    assert sha256(STATEMENT.encode()).hexdigest() in problem


def test_statement_before_that_is_itself_invalid_is_refused_by_its_name(tmp_path: Path) -> None:
    (problem,) = problems(
        _following(tmp_path, STATEMENT.replace('"999.9"', '"99"')), around(tmp_path)
    )
    assert problem.startswith("old.toml, line 17, key reserves[0].fineness")


def test_statement_before_itself_is_a_loop(tmp_path: Path) -> None:
    text = _root(f'supersedes = "{"ab" * 32}"\nsupersedes_file = "s.toml"')
    (tmp_path / "s.toml").write_text(text)
    (problem,) = problems(text, around(tmp_path))
    assert "key supersedes_file: s.toml is this statement, or one after it: a loop" in problem


def test_statements_before_are_read_until_fifty(tmp_path: Path) -> None:
    text = STATEMENT
    for number in range(55):
        text = _following(tmp_path, text, name=f"{number}.toml")
    read, count = statement(text, around(tmp_path)), 0
    while read.previous is not None:
        read, count = read.previous, count + 1
    assert count == 50


def test_first_statement_of_a_series_says_so() -> None:
    assert statement(_root('supersedes = "none"')).supersedes == FIRST


def test_digest_of_a_statement_is_of_the_bytes_as_received() -> None:
    marked = "\ufeff" + STATEMENT.replace("\n", "\r\n")
    read = statement(marked)
    assert read.digest == sha256(marked.encode()).hexdigest()
    assert read == replace(statement(STATEMENT), digest=read.digest)
