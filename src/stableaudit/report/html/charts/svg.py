"""What matplotlib wrote, made fit for a page.

- `style` attributes become attributes: the page's policy lets no inline style work.
- Colours become classes, which the style sheet gives values for, light and dark.
- Names that something in the picture refers to begin with the chart's own; all others go.
- Its own style sheet and font names go: the page's font is used.
"""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, register_namespace, tostring

from defusedxml import ElementTree
from markupsafe import Markup

INK: Final = "#010101"
QUIET: Final = "#020202"
RULE: Final = "#030303"
ONE: Final = "#040404"
TWO: Final = "#050505"
THREE: Final = "#060606"
BAND: Final = "#070707"
MARK: Final = "#080808"
_CLASSES: Final = {
    INK: "ink",
    QUIET: "quiet",
    RULE: "rule",
    ONE: "one",
    TWO: "two",
    THREE: "three",
    BAND: "band",
    MARK: "mark",
}
"""Stand-ins, which no person sees: the classes of the style sheet by the colours drawn with."""

_SVG: Final = "{http://www.w3.org/2000/svg}"
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_KEPT: Final = frozenset(
    (
        *("fill", "fill-opacity", "font-size", "font-weight", "opacity", "stroke"),
        *("stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin"),
        *("stroke-opacity", "stroke-width", "text-anchor"),
    )
)
_SIZE: Final = re.compile(r"\d+(?:\.\d+)?px")
_REFERENCE: Final = re.compile(r"url\(#([^)]+)\)")


def fit(written: bytes, *, key: str, title: str) -> Markup:
    """Return a picture as an element of the page, with its title and without a size of its own."""
    root = ElementTree.fromstring(written)
    names = {name: f"{key}-{index}" for index, name in enumerate(sorted(set(_referred(root))), 1)}
    for element in root.iter():
        _fit_element(element, names)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in {f"{_SVG}style", f"{_SVG}metadata"}:
                parent.remove(child)
    box = root.get("viewBox", "")
    root.attrib.clear()
    root.attrib.update({"viewBox": box, "role": "img", "aria-labelledby": f"{key}-title"})
    titled = Element(f"{_SVG}title", {"id": f"{key}-title"})
    titled.text = title
    root.insert(0, titled)
    register_namespace("", _SVG.strip("{}"))
    return Markup(tostring(root, encoding="unicode"))  # noqa: S704 - serialised, so escaped


def _referred(root: Element) -> Iterator[str]:
    for element in root.iter():
        target = element.get(_HREF, "")
        if target.startswith("#"):
            yield target[1:]
        for value in element.attrib.values():
            yield from _REFERENCE.findall(value)


def _fit_element(element: Element, names: dict[str, str]) -> None:
    attributes = dict(element.attrib)
    element.attrib.clear()
    classes: list[str] = []
    for name, value in (*attributes.items(), *_declarations(attributes.get("style", ""))):
        if name == "id" and value in names:
            element.set("id", names[value])
        elif name == _HREF:
            element.set("href", f"#{names[value[1:]]}")
        elif name in {"fill", "stroke"} and value in _CLASSES:
            classes.append(f"{name[0]}-{_CLASSES[value]}")
        elif name not in {"id", "style"}:
            element.set(name, _REFERENCE.sub(lambda found: f"url(#{names[found[1]]})", value))
    if classes:
        element.set("class", " ".join(dict.fromkeys(classes)))
    if element.tag == f"{_SVG}path" and "d" in element.attrib:
        element.set("d", " ".join(element.attrib["d"].split()))


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    for declaration in style.split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name == "font":
            yield "font-size", _SIZE.findall(value)[0]
        elif name in _KEPT:
            yield name, value
