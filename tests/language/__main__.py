"""Bring the catalogues up to the source: `python -m tests.language`.

Templates that are new stand in the `.po` files without a translation until somebody writes one;
those that the source does not have any more are dropped; each `.mo` is made anew from its `.po`.
"""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import stableaudit.report
from tests.language.templates import templates

LOCALE = Path(stableaudit.report.__file__).parent / "locale"
LANGUAGES = ("ky", "ru")
_WIDTH = 100
_SINCE = datetime(2026, 11, 22, tzinfo=UTC)


def read(language: str) -> Catalog:
    """Return what stands in a language's `.po` file; an empty catalogue where there is none."""
    path = LOCALE / f"{language}.po"
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def current(old: Catalog, language: str) -> Catalog:
    """Return a catalogue of every template that the source has now, with the old translations."""
    new = Catalog(
        locale=language,
        project="stableaudit",
        charset="utf-8",
        fuzzy=False,
        version="1",
        msgid_bugs_address="the project's issues",
        last_translator="the developers",
        language_team=language,
        header_comment=f"# Words of reports, {language}.",
        # No date of its making: the same source gives the same bytes.
        creation_date=_SINCE,
        revision_date=_SINCE,
    )
    known = templates()
    for template in sorted(known.plain | known.plural, key=str):
        key = template[0] if isinstance(template, tuple) else template
        before = old.get(key)
        new.add(template, before.string if before is not None and before.string else None)
    return new


def compiled(catalogue: Catalog) -> bytes:
    """Return the `.mo` file of a catalogue."""
    made = BytesIO()
    write_mo(made, catalogue)
    return made.getvalue()


def written(catalogue: Catalog) -> bytes:
    """Return the `.po` file of a catalogue."""
    made = BytesIO()
    write_po(made, catalogue, width=_WIDTH, no_location=True, ignore_obsolete=True)
    return made.getvalue()


def update() -> None:
    """Write both files of each language."""
    for language in LANGUAGES:
        catalogue = current(read(language), language)
        (LOCALE / f"{language}.po").write_bytes(written(catalogue))
        (LOCALE / f"{language}.mo").write_bytes(compiled(catalogue))


if __name__ == "__main__":
    update()
