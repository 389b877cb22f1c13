"""The report as one HTML page that needs nothing beside itself.

    page.py         the document as a page; the only module that the command line calls
    parts.py        blocks cut into the page's parts and entries, with the anchors they are found by
    four_books.py   the table at the top: what each book compares, and what is left over
    trust.py        the table of what each figure rests on
    evidence.py     from a finding to the parts of the page that its evidence stands in
    prose.py        the one way of text into the page: made safe, escaped, long words breakable
    templates/      Jinja templates and the style sheet; they decide nothing

There is no script in the page, and its policy lets none run; see docs/adr/0028-html-report.md.
"""
