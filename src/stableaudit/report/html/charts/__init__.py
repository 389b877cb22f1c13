"""Charts of a page, each a picture with its table.

    chart.py        what a chart is: picture, sentence, table
    canvas.py       matplotlib, set up the same everywhere; the one place of floating point
    svg.py          what matplotlib wrote, made fit for a page: classes for colours, own names
    of_supply.py    supply by chain, supply over time with the statements' dates
    of_holders.py   how much of a token few hold
    of_reserve.py   coverage over time, gold against break-even
    of_stress.py    coverage after shocks
    gallery.py      which charts a document has, by the part of the page that they stand in

A chart lays out what the books hold and works out no figure. What cannot be drawn, such as a time
that no calendar holds, stands in the table alone.
"""
