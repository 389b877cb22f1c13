"""What goes wrong in a scenario, as against what a node answers."""


class ChainError(Exception):
    """A scenario asked for what this chain cannot do; the message says what."""
