"""What makes a name look like another: mixed scripts, hidden characters, letters of another script.

No table of confusable characters: such a table (UTS 39, as the library confusable-homoglyphs ships
it) is larger than this core, changes every year, and answers another question: which text looks
like which. Here it is enough that a word mixes scripts whose letters look alike, as USDKG with a
Cyrillic K does, or that a symbol has other letters than Latin where the registry's has none. The
names of characters tell their script. They are those of Unicode 3.2, so that every Python says the
same; what is newer counts as hidden, as it does where foreign text is shown.
"""

import unicodedata
from typing import Final

from stableaudit.domain.distinct import distinct
from stableaudit.domain.phrases import joined, say
from stableaudit.domain.untrusted import escape, is_hidden

_LOOK_ALIKE: Final = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")
"""Scripts with whole words that read as words of another; UTS 39, section 4."""

_SHOWN: Final = 5


def plain(text: str) -> str:
    """Return a text as it is compared: compatible forms unified, hidden ones out, in lower case."""
    shown = (character for character in _unified(text) if not is_hidden(character))
    return "".join(shown).strip().lower()


def oddities(text: str, *, latin: bool) -> tuple[str, ...]:
    """Return what makes a text look like another than it is, as sentences; empty where nothing.

    latin: whether it is to be written in letters of Latin alone.
    """
    found: list[str] = []
    hidden = [character for character in text if is_hidden(character)]
    if hidden:
        told = _listed(hidden)
        found.append(say("it holds characters that do not show: {listed}", listed=told))
    mixed = [word for word in text.split() if len(_scripts(word)) > 1]
    if mixed:
        scripts = sorted({script.title() for word in mixed for script in _scripts(word)})
        letters = [each for word in mixed for each in word if _script(each) not in ("", "LATIN")]
        found.append(
            say(
                "one word mixes letters of {scripts}: {listed}",
                scripts=joined(" and ", scripts),
                listed=_listed(letters),
            )
        )
    foreign = [each for each in text if latin and _is_letter(each) and not each.isascii()]
    if foreign and not mixed:
        told = _listed(foreign)
        found.append(say("it is not written in the letters A to Z: {listed}", listed=told))
    if not hidden and _unified(text) != text:
        found.append("it holds characters that stand for others, as full-width letters do")
    return tuple(found)


def _scripts(word: str) -> set[str]:
    return {_script(character) for character in word} - {""}


def _script(character: str) -> str:
    """Return which of the scripts that look alike a letter is of; empty for anything else."""
    first = unicodedata.ucd_3_2_0.name(character, "").partition(" ")[0]
    return first if _is_letter(character) and first in _LOOK_ALIKE else ""


def _is_letter(character: str) -> bool:
    category = unicodedata.ucd_3_2_0.category(character)
    return category.startswith("L") and not is_hidden(character)


def _unified(text: str) -> str:
    return unicodedata.ucd_3_2_0.normalize("NFKC", text)


def _listed(characters: list[str]) -> str:
    """Return characters by number and name: a reader cannot tell them by how they look."""
    each = [
        f"{escape(one)} {unicodedata.ucd_3_2_0.name(one, 'without a name')}"
        for one in distinct(characters)
    ]
    first = joined(", ", each[:_SHOWN])
    if len(each) <= _SHOWN:
        return first
    return say("{first} and {more} more", first=first, more=len(each) - _SHOWN)
