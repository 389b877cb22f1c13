"""Results as text. Lays out what was judged, turns figures into text, computes nothing.

`document.build` makes one document of a result; `console` and `json_v1` render it. May import the
core and msgspec; rich in `console` alone.
"""
