"""What traces tell of sealed blocks; each execution is traced once."""

from tests.devnet.tron.blocks import Block
from tests.devnet.tron.engine import Engine
from tests.devnet.tron.outcomes import EMPTY_DETAILS, Details, details_of


class Traces:
    """Return data, inner calls and lost logs of transactions, fetched when asked for."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[str, Details] = {}

    def of(self, block: Block) -> tuple[Details, ...]:
        """Return the details of a block's transactions, one per transaction."""
        names = [each.execution for each in block.outcomes if each.execution]
        missing = [name for name in names if name not in self._known]
        for name, trace in zip(missing, self._engine.traces(missing), strict=True):
            self._known[name] = details_of(trace)
        return tuple(self._known.get(each.execution, EMPTY_DETAILS) for each in block.outcomes)
