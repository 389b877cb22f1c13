"""The first screen of the reviewed report of USDKG as an image: the report's own text and colours.

rich draws it. Its template asks a foreign host for a font; ours names the reader's own fonts, and
says in words what is to be seen, for whoever cannot see it.
"""

import io
import re
from typing import Final
from xml.sax.saxutils import escape

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from stableaudit.reconcile.judge import Result
from stableaudit.report.console import render_text
from stableaudit.report.document import build

_COLUMNS: Final = 80
_COMMAND: Final = "stableaudit check usdkg"
_LAST: Final = "measured price"
_PAPER: Final = TerminalTheme(
    (24, 27, 33),
    (226, 229, 234),
    [(24, 27, 33), (255, 123, 114), (126, 211, 137), (240, 198, 90), (121, 174, 255),
     (210, 168, 255), (118, 214, 222), (226, 229, 234)],
    [(145, 152, 161), (255, 161, 152), (157, 226, 166), (247, 216, 130), (165, 203, 255),
     (226, 197, 255), (158, 230, 236), (255, 255, 255)],
)  # fmt: skip


def first_screen(result: Result) -> str:
    """Return the coloured text of a report from its top through the measured price."""
    lines = render_text(build(result), width=_COLUMNS, colour=True).splitlines()
    last = next(place for place, line in enumerate(lines) if _LAST in line)
    return "\n".join(lines[: last + 1])


def terminal_svg(result: Result) -> str:
    """Return the first screen of a report as an SVG that stands alone."""
    console = Console(record=True, width=_COLUMNS, file=io.StringIO(), force_terminal=True)
    screen = Text.from_ansi(first_screen(result))
    console.print(Text(f"$ {_COMMAND}\n"), screen, sep="")
    image = _standing_alone(console.export_svg(title=_COMMAND, theme=_PAPER, unique_id="terminal"))
    words = escape(" ".join(re.sub("═+", " ", screen.plain).split()))
    described = f'role="img" aria-label="{_COMMAND}">\n    <title>{words}</title>'
    return re.sub(r"(<svg [^>]*?)>", rf"\1 {described}", image, count=1)


def _standing_alone(image: str) -> str:
    """Return rich's image without the fonts that it would fetch."""
    without_fonts = re.sub(r"@font-face \{.*?\}\s*", "", image, flags=re.DOTALL)
    named = without_fonts.replace("Fira Code,", "ui-monospace, DejaVu Sans Mono, Menlo, Consolas,")
    return re.sub(r"\s*<!-- Generated with Rich.*?-->", "", named)
