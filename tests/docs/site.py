"""Built pages and written ones, read for what they point at."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

_FETCHED: Final = {
    "audio": ("src",),
    "embed": ("src",),
    "iframe": ("src",),
    "img": ("src", "srcset"),
    "input": ("src",),
    "link": ("href",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
"""Elements whose addresses a browser fetches by itself; `a` waits for a click."""

_IN_STYLE: Final = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)")
_LINK: Final = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
_FENCE: Final = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
_CODE: Final = re.compile(r"`[^`\n]*`")
_HEADING: Final = re.compile(r"^#{1,6} +(.*?)(?: *\{ *#([^ }]+)[^}]*\})?$", re.MULTILINE)


class _Fetches(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [
            value for name, value in attrs if name in _FETCHED.get(tag, ()) and value is not None
        ]
        self.addresses += [
            address for name, value in attrs if name == "style" for address in in_style(value or "")
        ]


def fetched(page: str) -> tuple[str, ...]:
    """Return what a browser fetches for an HTML page or an SVG image without being asked."""
    reader = _Fetches()
    reader.feed(page)
    styles = re.findall(r"<style[^>]*>(.*?)</style>", page, re.DOTALL)
    return (*reader.addresses, *(address for style in styles for address in in_style(style)))


def in_style(style: str) -> tuple[str, ...]:
    """Return what a style sheet fetches; data that it holds itself is fetched from nobody."""
    found = (one or other for one, other in _IN_STYLE.findall(style))
    return tuple(address for address in found if not address.startswith(("data:", "#")))


def foreign(addresses: Iterator[str] | tuple[str, ...]) -> list[str]:
    """Return the addresses that lie on another host."""
    return [one for one in addresses if re.match(r"(?:[a-z][a-z0-9+.-]*:)?//", one, re.IGNORECASE)]


def broken_links(page: Path) -> list[str]:
    """Return the links of a Markdown file that lead to no file, or to no heading of one."""
    text = _CODE.sub("", _FENCE.sub("", page.read_text("utf-8")))
    links = [one or other for one, other in _LINK.findall(text)]
    return [link for link in links if not re.match(r"[a-z]+:", link) and not _leads(page, link)]


def _leads(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = page.parent / path if path else page
    if not target.exists():
        return False
    return not anchor or anchor in anchors(target.read_text("utf-8"))


def anchors(text: str) -> frozenset[str]:
    """Return the anchors of a Markdown file's headings, as forges and the site make them."""
    return frozenset(
        own or re.sub(r"[^\w\- ]", "", title.casefold()).strip().replace(" ", "-")
        for title, own in _HEADING.findall(_FENCE.sub("", text))
    )
