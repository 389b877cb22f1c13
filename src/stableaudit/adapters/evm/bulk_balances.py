"""`balanceOf` of many holders at one block, in few requests.

1. Each way of balance_ways is tried with its canary, in order; the first that sings is used, and
   what it leaves unread is read in the next.
2. Always by block hash (EIP-1898). The code that reads tells the number and time of the block it
   saw; any other block than the one asked for ends the reading.
3. A call that fails is cut in two, that one alone. One of few holders that still fails, or an
   answer that is none, ends the way.
4. A holder that could not be read among others is asked for by itself. What the token then answers
   counts: whether it refused, or whether the call as a whole had run out of gas.
5. What no way reads is asked singly, in batches.
"""

from array import array
from collections import deque
from collections.abc import Sequence
from typing import Final

from stableaudit.adapters.evm import single_balance
from stableaudit.adapters.evm.balance_ways import Remembered, Way
from stableaudit.adapters.evm.errors import Context, state_error
from stableaudit.adapters.evm.tally import Tally, UnfitTallyError
from stableaudit.adapters.transport.classify import Failure
from stableaudit.adapters.transport.envelope import RpcError
from stableaudit.adapters.transport.hexes import hex_to_bytes
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import InconsistentError, UnreachableError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.ledger import BalanceSheet
from stableaudit.domain.questions import BalanceOf

HOLDERS_PER_CALL: Final = 500

_CALLS_PER_BATCH: Final = 4
"""Of 500 holders each, through Multicall3, they stay below the megabyte that gateways allow."""

_SINGLES_PER_BATCH: Final = 100
_LEAST: Final = 16
"""Holders in a call that should never be too many: failing still, it is the way that fails."""

_ANOTHER: Final = "another endpoint (--endpoint)"

Positions = Sequence[int]


def read_balances(
    rpc: JsonRpc,
    token: AccountId,
    holders: Sequence[bytes],
    *,
    at: BlockStamp,
    operator: str,
    endpoint: str,
    holders_per_call: int = HOLDERS_PER_CALL,
    remembered: Remembered | None = None,
) -> BalanceSheet:
    """Return what each holder has of a token in the state of `at`, in the order of `holders`.

    Args:
        rpc: the endpoint.
        token: its contract, on the chain of `at`.
        holders: 20 bytes each; one that stands twice is answered twice.
        at: the block, asked for by its hash.
        operator: whose word it is.
        endpoint: its label.
        holders_per_call: at most, from 1; fewer where a way bears fewer.
        remembered: what this endpoint showed before, and shows now.

    Raises:
        UndecodableError: the token refuses, or answers no number, for the holder it names.
        InconsistentError: an answer is of another block, or the block not of the endpoint's chain.
        PinnedStateError: the endpoint has no state of that block, or takes no hash.
        UnreachableError: nobody answered.
    """
    remembered = Remembered() if remembered is None else remembered
    whom = f"{operator} ({endpoint})"
    errand = _Errand(rpc, token, holders, at=at, whom=whom, size=holders_per_call)
    methods = errand.run(remembered)
    return BalanceSheet(
        operator=operator,
        endpoint=endpoint,
        method=", then ".join(methods),
        addresses=b"".join(holders),
        balances=errand.balances(),
        observed=array("q", [at.number]) * len(holders),
    )


class _WayError(Exception):
    """This way does not work at this endpoint, or no longer."""


class _Errand:
    """One reading: what was asked for, and what of it is found so far."""

    def __init__(
        self,
        rpc: JsonRpc,
        token: AccountId,
        holders: Sequence[bytes],
        *,
        at: BlockStamp,
        whom: str,
        size: int,
    ) -> None:
        self._context = Context(f"balanceOf of {len(holders)} holders of {token}", whom, str(at))
        if token.chain != at.chain:
            came = f"nothing, the block is of {at.chain}"
            raise self._context.error(InconsistentError, came, "a block of the token's chain")
        if size < 1:
            message = f"a call asks for 1 holder or more, not {size}"
            raise ValueError(message)
        self._rpc = rpc
        self._token = token
        self._accounts = tuple(AccountId(token.chain, holder) for holder in holders)
        self._at = at
        self._block = {"blockHash": at.hash, "requireCanonical": True}
        self._size = size
        self._found: list[int | None] = [None] * len(holders)
        self._asked_singly = False

    def balances(self) -> tuple[int, ...]:
        """Return what was found; after `run` that is everything."""
        return tuple(balance for balance in self._found if balance is not None)

    def run(self, remembered: Remembered) -> list[str]:
        """Find every balance; return the methods that found some, in order."""
        methods: list[str] = []
        for way in remembered.order():
            left = self._left()
            if not left:
                break
            try:
                if way != remembered.way:
                    self._try(way)
                self._read(way, left)
                remembered.way = way
            except _WayError:
                pass  # told by the method of the sheet: the next way reads what is left
            if len(self._left()) < len(left):
                methods.append(way.method)
        if self._left():
            self._read_singly(self._left())
        return [*methods, single_balance.METHOD] if self._asked_singly else methods

    def _left(self) -> list[int]:
        return [position for position, found in enumerate(self._found) if found is None]

    def _try(self, way: Way) -> None:
        """Ask for no holders; _WayError unless the code ran and saw the block."""
        call = ("eth_call", way.params(self._token.address, (), self._block))
        try:
            answer = self._rpc.call(*call, asked=self._context.asked, at=self._context.at)
        except UnreachableError:
            if not way.unusual:
                raise
            raise _WayError from None
        self._raise_if_lasting(answer)
        self._tally(way, answer, 0)

    def _read(self, way: Way, positions: Positions) -> None:
        size = min(self._size, way.most)
        waiting = deque(_cut(positions, size))
        while waiting:
            pieces = [waiting.popleft() for _ in range(min(_CALLS_PER_BATCH, len(waiting)))]
            calls = [("eth_call", self._params(way, piece)) for piece in pieces]
            answers = self._rpc.batch(calls, asked=self._context.asked, at=self._context.at)
            for piece, answer in zip(pieces, answers, strict=True):
                # In front: whether the way fails altogether shows before more is asked in it.
                waiting.extendleft(reversed(self._take(way, piece, answer)))

    def _params(self, way: Way, piece: Positions) -> Sequence[object]:
        holders = tuple(self._accounts[position].address for position in piece)
        return way.params(self._token.address, holders, self._block)

    def _take(self, way: Way, piece: Positions, answer: object) -> list[Positions]:
        """Keep what an answer tells; return what has to be asked again, in pieces."""
        self._raise_if_lasting(answer)
        if isinstance(answer, RpcError):
            if len(piece) <= _LEAST:
                raise _WayError
            return _halves(piece)
        balances = self._tally(way, answer, len(piece)).balances
        for position, balance in zip(piece, balances, strict=False):
            self._found[position] = balance
        if len(balances) == len(piece):
            return []
        stopped, *rest = piece[len(balances) :]
        self._read_singly([stopped])
        if not balances:
            # It answers us, but not the first call of the code that reads: nor will it others.
            raise _WayError
        return _halves(rest)

    def _tally(self, way: Way, answer: object, asked: int) -> Tally:
        if isinstance(answer, RpcError):
            raise _WayError
        try:
            tally = way.tally(hex_to_bytes(answer), asked)
        except (UnfitTallyError, ValueError) as error:
            raise _WayError from error
        seen = (tally.number, tally.timestamp)
        if seen != (self._at.number, self._at.timestamp):
            came = f"an answer from block {tally.number} of {tally.timestamp} s of 1970"
            raise self._context.error(InconsistentError, came, _ANOTHER)
        if len(tally.balances) > asked:
            raise _WayError
        return tally

    def _read_singly(self, positions: Positions) -> None:
        self._asked_singly = True
        for piece in _cut(positions, _SINGLES_PER_BATCH):
            questions = [BalanceOf(self._token, self._accounts[position]) for position in piece]
            calls = [("eth_call", single_balance.params(each, self._block)) for each in questions]
            answers = self._rpc.batch(calls, asked=self._context.asked, at=self._context.at)
            for position, question, answer in zip(piece, questions, answers, strict=True):
                self._found[position] = single_balance.balance_in(
                    answer, question, whom=self._context.whom, at=self._context.at
                )

    def _raise_if_lasting(self, answer: object) -> None:
        """Raise what no other form or size of the question would change."""
        if isinstance(answer, RpcError):
            error = state_error(answer, self._context)
            lasting = answer.failure in (Failure.NO_STATE, Failure.RATE_LIMIT)
            if lasting or isinstance(error, InconsistentError):
                raise error


def _cut(positions: Positions, size: int) -> list[Positions]:
    return [positions[start : start + size] for start in range(0, len(positions), size)]


def _halves(piece: Positions) -> list[Positions]:
    middle = (len(piece) + 1) // 2
    return [half for half in (piece[:middle], piece[middle:]) if half]
