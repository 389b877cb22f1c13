"""Blocks cut into parts and entries."""

from stableaudit.report.blocks import Banner, Gap, Heading, Lead, Paragraph, Title, Tone
from stableaudit.report.html.parts import Entry, Part, anchor_of, cut

A, B = Paragraph("a"), Paragraph("b")


def test_cut_begins_a_part_at_each_heading_and_an_entry_at_each_lead() -> None:
    lead, other = Lead("one"), Lead("two")
    found = cut((A, Heading("First part"), B, lead, A, other, Heading("Second"), lead))
    assert found.opening == (A,)
    assert found.parts == (
        Part(
            "first-part",
            "First part",
            (Entry(None, (B,)), Entry(lead, (A,)), Entry(other, ())),
        ),
        Part("second", "Second", (Entry(lead, ()),)),
    )


def test_cut_part_without_anything_has_no_entry() -> None:
    assert cut((Heading("Empty"), Gap())).parts == (Part("empty", "Empty", ()),)


def test_cut_keeps_banner_and_title_apart() -> None:
    banner, title = Banner("SIMULATED", "a devnet"), Title("OPEN", Tone.DOUBT, "x")
    found = cut((banner, title, A, Heading("Part"), B, banner))
    assert (found.banner, found.title) == (banner, title)
    assert found.parts == (Part("part", "Part", (Entry(None, (B,)),)),)


def test_anchor_is_letters_and_hyphens_alone() -> None:
    assert anchor_of('Checklist: <AICPA> "2025"') == "checklist-aicpa-2025"
