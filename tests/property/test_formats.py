"""A number comes out of every format as it went in, whatever its size and its decimals."""

import csv
import json
from dataclasses import replace
from fractions import Fraction
from io import StringIO

from hypothesis import given, settings
from hypothesis import strategies as st

from stableaudit.bootstrap.formats import renderer
from stableaudit.domain.amounts import MAX_DECIMALS
from stableaudit.domain.findings import Severity
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.judge import judge
from stableaudit.report.document import Document, build
from stableaudit.report.listing_pack import listing_pack
from stableaudit.report.rendering import Rendering
from tests.cases import ETHEREUM, deployment_evidence, healthy_case
from tests.unit.report.reading import read_markdown, read_metrics, read_nagios, read_parquet

SUPPLIES = st.integers(0, (1 << 256) - 1)
DECIMALS = st.integers(0, MAX_DECIMALS)


def document_of(supply: int, decimals: int) -> Document:
    """A token of one contract with that supply."""
    case = healthy_case()
    found = next(one for one in case.scope.token.deployments if one.asset.chain == ETHEREUM)
    registered = replace(found, decimals=decimals)
    token = replace(case.scope.token, deployments=(registered,))
    evidence = replace(
        case.evidence, deployments=(deployment_evidence(registered, supply),), ledgers=()
    )
    case = replace(case, scope=replace(case.scope, token=token), evidence=evidence)
    return build(judge(case, fail_on=Severity.HIGH))


def rendered(name: str, document: Document) -> bytes:
    return renderer(name)(document, Rendering(3))


@settings(deadline=None, max_examples=40)
@given(SUPPLIES, DECIMALS)
def test_supply_of_any_size_is_exact_in_every_format(supply: int, decimals: int) -> None:
    document = document_of(supply, decimals)
    exact = Fraction(supply, 10**decimals)
    report = json.loads(rendered("json", document))["supply"]["native"]
    assert (int(report["base_units"]), Fraction(report["tokens"])) == (supply, exact)
    ((_, metric),) = read_metrics(rendered("openmetrics", document))["stableaudit_supply_tokens"]
    assert Fraction(metric) == exact
    _, _, figures = read_nagios(rendered("nagios", document))
    assert Fraction(figures["supply"].partition(";")[0]) == exact
    table = tuple(csv.DictReader(StringIO(rendered("csv", document).decode())))
    assert {Fraction(row["low"]) for row in table if row["name"] == "supply"} == {exact}
    assert read_parquet(rendered("parquet", document)) == table
    cells = {
        cell.strip("*")
        for table in read_markdown(rendered("markdown", document)).tables
        for row in table
        for cell in row
    }
    grouped = {cell.replace("`", "").removesuffix(" USDKG").replace(",", "") for cell in cells}
    assert exact in {Fraction(cell) for cell in grouped if cell.replace(".", "").isdigit()}
    pack = listing_pack(document)
    assert not isinstance(pack, Open)
    assert Fraction(pack["total-supply.txt"].decode()) == exact
