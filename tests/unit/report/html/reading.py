"""A page as a browser's parser has it, for tests of what it holds."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import tinyhtml5  # type: ignore[import-untyped]  # no types are shipped with it


def tree(page: bytes) -> Element:
    """The page's elements, without namespaces in their names."""
    root = tinyhtml5.parse(page.decode(), namespace_html_elements=False)
    assert isinstance(root, Element)
    return root


def elements(root: Element) -> Iterator[Element]:
    """Every element, in order."""
    return root.iter()


def text(element: Element) -> str:
    """What a reader sees of an element, on one line."""
    return " ".join("".join(element.itertext()).split())


def tables(root: Element) -> list[list[list[str]]]:
    """The cells of every table, row by row."""
    return [
        [[text(cell) for cell in row if cell.tag in {"th", "td"}] for row in one.iter("tr")]
        for one in root.iter("table")
    ]
