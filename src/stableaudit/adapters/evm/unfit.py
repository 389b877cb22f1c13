"""What an answer that cannot be what was asked for raises, before it is known whose it was."""


class UnfitError(Exception):
    """The bytes cannot be what was asked for. Its text is safe to show."""
