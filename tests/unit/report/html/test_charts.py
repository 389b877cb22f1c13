"""Charts: what is drawn, that the same is drawn the same, and that each has its figures."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import matplotlib as mpl
import pytest
from defusedxml import ElementTree
from matplotlib.axes import Axes

from stableaudit.domain.amounts import Figure
from stableaudit.domain.findings import Severity
from stableaudit.domain.prices import PriceEntry, PriceFile
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from stableaudit.report.document import Document, build
from stableaudit.report.figures import count_text
from stableaudit.report.html.charts.canvas import Canvas, drawable, label, number
from stableaudit.report.html.charts.chart import SHOWN_ROWS, Chart, newest
from stableaudit.report.html.charts.gallery import PLACES, charts_for
from stableaudit.report.html.charts.of_holders import concentration
from stableaudit.report.html.charts.of_reserve import coverage_over_time, gold_price
from stableaudit.report.html.charts.of_stress import after_shocks
from stableaudit.report.html.charts.of_supply import supply_by_chain, supply_over_time
from stableaudit.report.html.page import render_html
from tests.cases import (
    HISTORY,
    NOW,
    STATEMENT,
    healthy_case,
    reading,
    with_feed,
    with_history,
    with_statement,
)
from tests.hostile import huge, poisoned
from tests.unit.reconcile.flow_cases import DAY, ETHEREUM_MINT, MILLION, flow_case
from tests.unit.report import cases
from tests.unit.report.html.reading import text, tree

_SVG = "{http://www.w3.org/2000/svg}"
_YEAR_ONE = -62_135_596_800


def document(case: Case) -> Document:
    return build(judge(case, fail_on=Severity.HIGH))


def drawn(chart: Chart | None) -> Chart:
    assert chart is not None
    return chart


def words(chart: Chart) -> list[str]:
    """Every text in the picture."""
    root = ElementTree.fromstring(str(chart.picture))
    return ["".join(one.itertext()) for one in root.iter(f"{_SVG}text")]


def rows(chart: Chart) -> list[tuple[str, ...]]:
    return [item.cells for item in chart.table.items]


def all_charts(of: Document) -> list[Chart]:
    return [chart for anchor in PLACES for chart in charts_for(anchor, of)]


def test_supply_by_chain_shows_each_deployment_with_its_figure() -> None:
    chart = drawn(supply_by_chain(build(cases.fresh())))
    assert rows(chart) == [
        ("TRON", "native", "40,500,000 USDKG"),
        ("Ethereum", "native", "9,500,000 USDKG"),
    ]
    assert {"40,500,000 USDKG", "9,500,000 USDKG", "TRON", "native"} <= set(words(chart))


def test_supply_by_chain_with_nothing_read_is_no_chart() -> None:
    assert supply_by_chain(build(cases.nothing_read())) is None


def test_supply_by_chain_of_no_tokens_is_drawn() -> None:
    case = cases.usdkg_case(ethereum_supply=0)
    only = replace(case.scope.token, deployments=case.scope.token.deployments[1:])
    nothing = replace(case, scope=replace(case.scope, token=only))
    assert "0 USDKG" in words(drawn(supply_by_chain(document(nothing))))


def test_supply_over_time_lists_mints_burns_and_statements_in_order() -> None:
    case = with_history(flow_case(), 1, ETHEREUM_MINT, (20 * DAY, -3 * MILLION))
    chart = drawn(supply_over_time(document(case)))
    assert [row[1] for row in rows(chart)] == [
        "minted on Tron",
        "reserve statement S-1 as of",
        "minted on Ethereum",
        "reserve statement S-1 as of",
        "burned on Ethereum",
        "reserve statement S-1 as of",
    ]
    assert rows(chart)[4][2:] == ("3,000,000 USDKG", "50,000,000 USDKG")
    assert "Reserve statements are as of 2026-08-13, 2026-10-02, 2026-11-16." in chart.sentence
    assert {"natively minted", "reserve statement as of"} <= set(words(chart))


def test_supply_over_time_without_a_mint_is_no_chart() -> None:
    assert supply_over_time(document(with_history(with_history(healthy_case(), 0), 1))) is None
    assert supply_over_time(build(cases.nothing_read())) is None


def test_supply_over_time_at_times_that_no_chain_had_is_no_chart() -> None:
    case = with_history(with_history(healthy_case(), 0), 1, (NOW - _YEAR_ONE, MILLION))
    assert supply_over_time(document(case)) is None


def test_coverage_over_time_has_every_mint_the_statement_and_now() -> None:
    chart = drawn(coverage_over_time(document(flow_case())))
    assert [row[2] for row in rows(chart)] == [
        "1.0249 – 1.0251",
        "1.0199 – 1.0201",
        "1.0199 – 1.0201",
    ]
    assert rows(chart)[-1][1] == "at the measurement time"
    assert "required" in words(chart)


def test_coverage_over_time_by_the_statement_stands_at_its_time() -> None:
    chart = drawn(coverage_over_time(build(cases.usdkg())))
    assert [row[0][:10] for row in rows(chart)] == ["2025-11-28", "2026-11-20"]
    assert rows(chart)[0][1] == "by the statement's own price"


def test_coverage_over_time_of_one_time_is_no_chart() -> None:
    assert coverage_over_time(build(cases.kgst())) is None


def test_gold_price_is_held_against_break_even() -> None:
    chart = drawn(gold_price(document(healthy_case())))
    assert "break-even" in words(chart)
    assert [row[1] for row in rows(chart)][-2:] == ["XAU / USD on Bnb", "XAU / USD on Ethereum"]
    assert rows(chart)[-1][2] == "4,180.00 USD per fine ozt"
    assert "Points without a line" in chart.sentence


def test_gold_price_without_gold_or_with_one_price_is_no_chart() -> None:
    assert gold_price(document(flow_case())) is None
    assert gold_price(build(cases.nothing_read())) is None


def test_gold_price_without_a_break_even_has_no_band() -> None:
    case = healthy_case()
    unread = replace(case, evidence=replace(case.evidence, deployments=()))
    chart = drawn(gold_price(document(unread)))
    assert "break-even" not in words(chart)
    assert "the band" not in chart.sentence


def test_gold_price_of_a_file_is_a_line_and_needs_no_statement_that_can_be_drawn() -> None:
    case = healthy_case()
    days = (9, 5, 2)
    entries = tuple(
        PriceEntry(NOW - ago * DAY, Figure(f"41{ago}0.25"), Untrusted("fix")) for ago in days
    )
    file = PriceFile("prices.csv", "ab" * 32, "USD", entries)
    late = replace(STATEMENT, as_of=NOW - 30 * 400 * DAY)
    scope = replace(with_statement(case, late).scope, prices=file)
    chart = drawn(gold_price(document(replace(case, scope=scope))))
    assert next(row[2] for row in rows(chart)) == "4,190.25 USD per fine ozt"
    assert "Points without a line" not in chart.sentence
    assert "Dashed" not in chart.sentence


def test_charts_of_thousands_of_points_stay_small() -> None:
    case = healthy_case()
    rounds = tuple(
        replace(
            HISTORY.rounds[0], updated_at=NOW - 30 * DAY + 600 * index, answer=4150_00000000 + index
        )
        for index in range(4_000)
    )
    history = reading(replace(HISTORY, rounds=rounds), case.scope.feeds[0].contract.chain)
    case = with_feed(case, 0, replace(case.evidence.feeds[0], history=history))
    chart = drawn(gold_price(document(case)))
    assert len(chart.table.items) == SHOWN_ROWS
    assert chart.note.startswith("The 3,")
    assert len(chart.picture) < 150_000


def test_coverage_of_many_mints_is_drawn_without_a_mark_each() -> None:
    mints = tuple((40 * DAY - index, MILLION // 100) for index in range(100))
    chart = drawn(coverage_over_time(document(with_history(flow_case(), 1, *mints))))
    assert len(rows(chart)) == SHOWN_ROWS
    assert len(chart.picture) < 60_000


def test_concentration_has_the_shares_of_the_text() -> None:
    chart = drawn(concentration(build(cases.usdkg())))
    assert rows(chart) == [
        ("TRON (SIMULATED NETWORK)", "1", "100.00 %", "100.00 %", "100.00 %"),
        ("Ethereum (SIMULATED NETWORK)", "2", "86.84 %", "100.00 %", "100.00 %"),
    ]
    assert {"86.84 %", "largest 1", "largest 10", "largest 100"} <= set(words(chart))


def test_concentration_without_a_ledger_is_no_chart() -> None:
    assert concentration(build(cases.nothing_read())) is None


def test_after_shocks_has_every_scenario_of_the_text() -> None:
    chart = drawn(after_shocks(build(cases.usdkg())))
    assert len(rows(chart)) == 9
    assert [row[0] for row in rows(chart)][:2] == ["gold −1 %", "gold −5 %"]
    assert rows(chart)[0][2].endswith(" USD")


def test_after_shocks_without_a_reserve_is_no_chart() -> None:
    assert after_shocks(build(cases.kgst())) is None


def test_chart_on_a_simulated_network_says_so_in_the_picture() -> None:
    for name, said in (("usdkg", True), ("fresh", False)):
        pictures = [words(chart) for chart in all_charts(build(cases.ALL[name]()))]
        assert len(pictures) == 6
        assert {("SIMULATED NETWORK" in one) for one in pictures} == {said}


@pytest.mark.parametrize("name", ["usdkg", "contradiction", "kgst"])
def test_chart_is_named_sized_by_the_page_and_has_no_style_of_its_own(name: str) -> None:
    for chart in all_charts(build(cases.ALL[name]())):
        root = ElementTree.fromstring(str(chart.picture))
        assert sorted(root.attrib) == ["aria-labelledby", "role", "viewBox"]
        assert (root[0].text, root[0].get("id")) == (chart.title, f"{chart.key}-title")
        tags = {one.tag.removeprefix(_SVG) for one in root.iter()}
        assert tags <= {"svg", "title", "defs", "g", "path", "use", "text", "clipPath", "rect"}
        assert [one.tag for one in root.iter() if "style" in one.attrib] == []
        assert re.findall(r"#0[1-8]0[1-8]0[1-8]", str(chart.picture)) == []
        names = [one.get("id", "") for one in root.iter() if "id" in one.attrib]
        assert [one for one in names if not one.startswith(chart.key)] == []
        used = {one.get("href") for one in root.iter(f"{_SVG}use")}
        assert used <= {f"#{one}" for one in names}


def test_picture_colours_are_all_of_the_style_sheet() -> None:
    """A colour of matplotlib's own would be black on black in the dark."""
    for chart in all_charts(build(cases.usdkg())):
        fills = re.findall(r'(?:fill|stroke)="([^"]+)"', str(chart.picture))
        assert set(fills) <= {"none"}, chart.key


def test_charts_of_the_same_document_are_the_same_in_another_process(tmp_path: Path) -> None:
    """Other hash seed, and a matplotlibrc of somebody's own."""
    (tmp_path / "matplotlibrc").write_text("font.size: 30\naxes.grid: False\nsvg.fonttype: path\n")
    program = (
        "import sys; from stableaudit.report.html.page import render_html;"
        "from stableaudit.report.document import build; from tests.unit.report import cases;"
        "sys.stdout.buffer.write(render_html(build(cases.usdkg())))"
    )
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "7",
        "PYTHONPATH": os.pathsep.join(sys.path),
        "MATPLOTLIBRC": str(tmp_path / "matplotlibrc"),
    }
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env=environment, check=True
    )
    assert done.stdout == render_html(build(cases.usdkg()))


def test_canvas_leaves_the_settings_of_its_process_alone() -> None:
    before = dict(mpl.rcParams)
    Canvas("x", "x", 100, mark="").draw(lambda _: None)
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("$x^2$", "$x^2$"),
        ("<img src=x>", "<img src=x>"),
        ("a\x1b[2Jb", "a\\u001b[2Jb"),
        ("\u202eabc", "\\u202eabc"),
    ],
)
def test_chart_label_is_no_mathematics_and_no_markup(name: str, written: str) -> None:
    def paint(axes: Axes) -> None:
        axes.set_title(label(name))

    picture = Canvas("x", name, 100, mark="").draw(paint)
    texts = ElementTree.fromstring(str(picture)).iter(f"{_SVG}text")
    assert "".join(list(texts)[-1].itertext()) == written


@pytest.mark.parametrize("foreign", ["$\\frac{", "</svg><script>", "x" * 10_000, "\u4e2d\u6587"])
def test_charts_of_hostile_names_are_drawn(foreign: str) -> None:
    assert len(all_charts(poisoned(foreign))) == 3


def test_charts_of_huge_figures_are_drawn() -> None:
    charts = all_charts(build(huge()))
    assert len(charts) > 2
    assert "nan" not in "".join(str(chart.picture) for chart in charts)


def test_number_beyond_every_picture_is_its_edge() -> None:
    assert number(Fraction(1, 4)) == 0.25
    assert number(10**400) == 1e300
    assert number(-(10**400)) == -1e300


@pytest.mark.parametrize(
    ("seconds", "is_drawn"),
    [(NOW, True), (_YEAR_ONE, False), (NOW + 400 * DAY, False), (1 << 256, False)],
)
def test_drawable_is_a_time_that_a_chain_could_have(seconds: int, *, is_drawn: bool) -> None:
    assert drawable(seconds, measured=NOW) is is_drawn


def test_newest_rows_of_many_say_how_many_are_left_out() -> None:
    items, note = newest([(count_text(index),) for index in range(SHOWN_ROWS + 5)])
    assert (len(items), items[0].cells) == (SHOWN_ROWS, ("5",))
    assert note == "The 5 rows before these are in the picture alone."
    assert newest([("1",)])[1] == ""


def test_page_holds_every_chart_with_its_figures() -> None:
    of = build(cases.usdkg())
    root = tree(render_html(of))
    figures = list(root.iter("figure"))
    assert [one.get("id") for one in figures] == [chart.key for chart in all_charts(of)]
    for figure, chart in zip(figures, all_charts(of), strict=True):
        shown = text(figure)
        assert [cell for row in rows(chart) for cell in row if cell not in shown] == []
        assert chart.sentence in shown
