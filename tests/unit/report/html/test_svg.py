"""What a drawing library writes, made fit for a page."""

from defusedxml import ElementTree

from stableaudit.report.html.charts.svg import MARK, ONE, fit

_SVG = "{http://www.w3.org/2000/svg}"
_WRITTEN = f"""<?xml version="1.0"?>
<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="9pt" height="9pt" viewBox="0 0 9 9"
 xmlns="http://www.w3.org/2000/svg" version="1.1">
 <metadata>when and by whom</metadata>
 <defs><style type="text/css">*{{stroke-linejoin: round}}</style></defs>
 <g id="figure_1">
  <path id="m0" d="M 0 0
L 1 1" style="stroke: {ONE}; stroke-width: 0.8; font-family: x"/>
  <clipPath id="p1"><rect x="0"/></clipPath>
  <use xlink:href="#m0" clip-path="url(#p1)" style="fill: {ONE}; stroke: {MARK}"/>
  <text style="font: 12px 'DejaVu Sans', sans-serif; text-anchor: middle">a &amp; b</text>
 </g>
</svg>""".encode()


def test_fit_turns_styles_into_attributes_and_colours_into_classes() -> None:
    root = ElementTree.fromstring(str(fit(_WRITTEN, key="k", title="T")))
    path, use, text = (root.find(f".//{_SVG}{name}") for name in ("path", "use", "text"))
    assert path is not None
    assert use is not None
    assert text is not None
    assert path.attrib == {"id": "k-1", "d": "M 0 0 L 1 1", "class": "s-one", "stroke-width": "0.8"}
    assert use.attrib == {"href": "#k-1", "clip-path": "url(#k-2)", "class": "f-one s-mark"}
    assert text.attrib == {"font-size": "12px", "text-anchor": "middle"}
    assert text.text == "a & b"


def test_fit_keeps_no_style_sheet_no_metadata_no_size_and_no_other_name() -> None:
    picture = fit(_WRITTEN, key="k", title="T")
    root = ElementTree.fromstring(str(picture))
    assert [one.tag for one in root.iter() if one.tag in {f"{_SVG}style", f"{_SVG}metadata"}] == []
    assert root.attrib == {"viewBox": "0 0 9 9", "role": "img", "aria-labelledby": "k-title"}
    names = [one.get("id") for one in root.iter() if one.get("id") is not None]
    assert names == ["k-title", "k-1", "k-2"]
    assert "xlink" not in picture
