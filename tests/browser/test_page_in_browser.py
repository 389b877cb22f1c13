"""The page in a real browser: silent, legible, within its window, and reachable by keyboard.

Skipped, and said so at the end of the run, on a machine without Chromium. The reviewed pictures in
`docs/images` and the layout in `layout.json` change by an explicit flag and in no other way:

STABLEAUDIT_UPDATE_GOLDEN=1 .venv/bin/pytest tests/browser
"""

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest
from PIL import Image

from stableaudit.domain.findings import Severity
from stableaudit.reconcile.judge import judge
from stableaudit.report.document import Document, build
from stableaudit.report.html.page import render_html
from tests.browser.chromium import SCHEMES, WIDTHS, Looked, NoBrowserError, look
from tests.golden.comparison import compare
from tests.hostile import poisoned
from tests.unit.reconcile.flow_cases import flow_case
from tests.unit.report import cases

_HERE: Final = Path(__file__).parent
_IMAGES: Final = _HERE.parents[1] / "docs" / "images"
_UPDATE: Final = os.environ.get("STABLEAUDIT_UPDATE_GOLDEN") == "1"
_SHOWN: Final = "contradiction"
"""The page that the documentation shows."""

_HOSTILE: Final = "<img src=http://127.0.0.1:9/x onerror=alert(1)>" + "W" * 200
PAGES: Final[Mapping[str, Callable[[], Document]]] = {
    "contradiction": lambda: build(cases.contradiction()),
    "flows": lambda: build(judge(flow_case(), fail_on=Severity.HIGH)),
    "hostile": lambda: poisoned(_HOSTILE),
    "nothing-read": lambda: build(cases.nothing_read()),
}

_BAD: Final = b"""<!DOCTYPE html><html><head><title>bad</title></head><body>
<nav><ul><li>x</li></ul></nav><dl class="rows"><div><dt>a</dt><dd>b</dd></div></dl>
<main><p style="color: #eee; width: 3000px">faint and wide</p><img src="http://127.0.0.1:9/x.png">
<a href="#x" style="outline: none">x</a>
<details><summary>fold</summary><p>folded</p></details></main>
<script>console.error("told")</script></body></html>"""
"""A page with every fault that is looked for: a browser that sees none of them proves nothing."""


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Looked]:
    """What the browser saw of every page, by name and colour scheme."""
    folder = tmp_path_factory.mktemp("pages")
    files = {}
    for name, make in PAGES.items():
        files[name] = folder / f"{name}.html"
        files[name].write_bytes(render_html(make()))
    files["bad"] = folder / "bad.html"
    files["bad"].write_bytes(_BAD)
    try:
        seen = look(files, folder / "profile", shots=folder)
    except NoBrowserError as error:
        pytest.skip(f"THE PAGE WAS NOT LOOKED AT IN A BROWSER: {error}")
    if _UPDATE:
        _IMAGES.mkdir(exist_ok=True)
        for picture in folder.glob(f"{_SHOWN}-*-top.png"):
            small = Image.open(picture).quantize(64, dither=Image.Dither.NONE)
            small.save(_IMAGES / picture.name.replace(_SHOWN, "report"), optimize=True)
    return {(one.name, one.scheme): one for one in seen}


every_page = pytest.mark.parametrize("name", sorted(PAGES))
both_schemes = pytest.mark.parametrize("scheme", SCHEMES)
Seen = dict[tuple[str, str], Looked]


def test_browser_sees_the_faults_of_a_bad_page(looked: Seen) -> None:
    told = looked["bad", "light"].told
    assert told["requests"] == ["http://127.0.0.1:9/x.png"]
    assert "error: told" in told["console"]
    assert "image-alt" in " ".join(told["violations"]["1280"])
    assert told["faint"]
    assert told["overflow"]["1280"]
    assert not told["keyboard"]["outlined"]
    assert told["printed"]["folded"]
    assert told["printed"]["clipped"]


@every_page
@both_schemes
def test_page_asks_for_nothing_and_says_nothing_on_the_console(
    looked: Seen, name: str, scheme: str
) -> None:
    told = looked[name, scheme].told
    assert (told["requests"], told["console"]) == ([], [])


@every_page
@both_schemes
def test_page_has_no_violation_of_accessibility(looked: Seen, name: str, scheme: str) -> None:
    assert looked[name, scheme].told["violations"] == {"360": [], "1280": []}


@every_page
@both_schemes
def test_page_every_text_has_contrast_with_what_is_behind_it(
    looked: Seen, name: str, scheme: str
) -> None:
    """Of charts, too, where the checker says only that it cannot tell."""
    assert looked[name, scheme].told["faint"] == []


@every_page
def test_page_fits_every_width(looked: Seen, name: str) -> None:
    told = looked[name, "light"].told["overflow"]
    assert told == {str(width): [] for width in WIDTHS}


@every_page
def test_page_every_link_and_fold_is_reached_by_keyboard_and_shows_it(
    looked: Seen, name: str
) -> None:
    keys = looked[name, "light"].told["keyboard"]
    assert keys["reachable"] > 8
    assert (keys["reached"], keys["outlined"]) == (keys["reachable"], True)


@every_page
def test_page_prints_with_everything_unfolded_and_nothing_clipped(looked: Seen, name: str) -> None:
    printed = looked[name, "light"].told["printed"]
    assert (printed["folded"], printed["clipped"]) == ([], [])
    assert printed["pages"] >= 2


def test_page_layout_at_three_widths_is_as_reviewed(looked: Seen) -> None:
    """Charts side by side, columns and stacked tables; no pixels, which differ by fonts."""
    layout = {name: looked[name, "light"].told["layout"] for name in sorted(PAGES)}
    compare(_HERE / "layout.json", f"{json.dumps(layout, indent=1)}\n".encode())


@pytest.mark.parametrize("width", WIDTHS)
def test_page_reviewed_picture_is_there(width: int) -> None:
    for scheme in SCHEMES:
        data = (_IMAGES / f"report-{width}-{scheme}-top.png").read_bytes()
        assert data.startswith(b"\x89PNG")
        assert len(data) < 60_000
