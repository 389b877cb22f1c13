"""Text that can be said in another language: it remembers the words and what was put into them.

A phrase is the English text, and behaves as that everywhere: it is compared, cut and printed as the
`str` that it is. Besides, it knows its template and its arguments, from which a catalogue makes the
same text in another language, with the same figures. A text without anything put into it needs no
phrase: it is its own template. Joining and formatting forget the template, so use `joined`.

The words of evidence, of errors and of machine formats are English alone.
"""

from collections.abc import Iterable
from typing import Protocol, Self

from stableaudit.domain.untrusted import Untrusted


class Phrase(str):
    """An English text with its template and arguments."""

    __slots__ = ("arguments", "plural", "template")

    arguments: tuple[tuple[str, object], ...]
    plural: tuple[str, int] | None
    template: str

    def __new__(
        cls,
        template: str,
        arguments: tuple[tuple[str, object], ...],
        plural: tuple[str, int] | None = None,
    ) -> Self:
        """Return the English text of a template and its arguments.

        Args:
            template: words with fields in braces, as of `str.format`; in the singular if there is
                a plural.
            arguments: what stands in the fields, by name.
            plural: the template for any number but one, and the number.
        """
        chosen = template if plural is None or plural[1] == 1 else plural[0]
        made = super().__new__(cls, chosen.format(**dict(arguments)))
        made.template, made.arguments, made.plural = template, arguments, plural
        return made


class Catalogue(Protocol):
    """Templates of one language, by the English ones."""

    def one(self, template: str) -> str:
        """Return a template in the language; the English one where there is none."""
        ...

    def several(self, template: str, plural: str, number: int) -> str:
        """Return the template that goes with a number."""
        ...


def say(template: str, /, **arguments: object) -> str:
    """Return a text with what stands in its fields; see Phrase."""
    return Phrase(template, tuple(arguments.items()))


def say_counted(number: int, one: str, several: str, /, **arguments: object) -> str:
    """Return a text whose words depend on a number; `{number}` is it, grouped by a format."""
    return Phrase(one, (("number", number), *arguments.items()), (several, number))


def verbatim(text: str) -> str:
    """Return a text that is the same in every language, such as a word of a command line."""
    return say("{text}", text=Untrusted(text))


def joined(between: str, texts: Iterable[str]) -> str:
    """Return texts one after the other, each of them still what it was."""
    parts = tuple((f"part{at}", text) for at, text in enumerate(texts))
    template = between.replace("{", "{{").replace("}", "}}").join(f"{{{key}}}" for key, _ in parts)
    return Phrase(template, parts)


def as_plain(value: object) -> str:
    """Return a phrase as the `str` alone, for an encoder that takes no subclass of it.

    Raises:
        NotImplementedError: it is no phrase, as such an encoder expects of its hook.
    """
    if isinstance(value, Phrase):
        return str(value)
    raise NotImplementedError


def in_language(text: str, catalogue: Catalogue) -> str:
    """Return a text in the catalogue's language; what it has no words for stays as it is."""
    if not isinstance(text, Phrase):
        return catalogue.one(text) if text else text
    template = text.template
    if text.plural is not None:
        several, number = text.plural
        chosen = catalogue.several(template, several, number)
    else:
        chosen = catalogue.one(template)
    return chosen.format(**{key: _in_field(value, catalogue) for key, value in text.arguments})


def _in_field(value: object, catalogue: Catalogue) -> object:
    # Numbers keep their type, the field may say how to group them; names of others are no words.
    if isinstance(value, int | Untrusted):
        return value
    return in_language(value if isinstance(value, str) else str(value), catalogue)
