"""Proofs from one endpoint: asked for by block hash, and verified before anything is returned.

A value that does not follow from the block hash is an endpoint that contradicts itself. One that
has no proofs, or none of that block any more, says so in its own words, which are kept. Proofs are
never asked for in a batch: some gateways refuse them there alone.
"""

from collections.abc import Sequence
from typing import Final

from stableaudit.adapters.evm.errors import Context, service_error, state_error
from stableaudit.adapters.evm.headers import MOST_CALLS
from stableaudit.adapters.evm.proof.account import EMPTY_CODE, Account, prove_account, prove_slots
from stableaudit.adapters.evm.proof.failure import ProofError
from stableaudit.adapters.evm.proof.fields import Fields, items_of, octets_of
from stableaudit.adapters.evm.proof.header import Header, header_at, read_chain, read_header
from stableaudit.adapters.evm.proof.receipts import prove_logs
from stableaudit.adapters.evm.proof.slots import Cell, Layout
from stableaudit.adapters.transport.classify import Failure
from stableaudit.adapters.transport.envelope import RpcError
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import EvidenceError, InconsistentError, UndecodableError
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.proofs import ProvenLogs, ProvenValue, TokenProof

MOST_HOLDERS: Final = 20
"""Whose balances are proven by one call: a proof of each has some thousand bytes."""

MOST_SINGLY: Final = 10_000
"""Receipts that are asked for one by one: more than the gas of any block read here pays for."""

MOST_PARENTS: Final = 1000
"""Headers that a chain of them is asked for."""

_ANOTHER: Final = "another endpoint (--endpoint)"
_WITHOUT_BODIES: Final = False
_NOT_SERVED: Final = (Failure.CAPABILITY, Failure.MALFORMED)


class ProofFetcher:
    """Asks one endpoint of one chain. Keeps nothing but whom it asks."""

    def __init__(self, rpc: JsonRpc, *, whom: str) -> None:
        """Ask `rpc`; `whom` names it in errors."""
        self._rpc = rpc
        self._whom = whom

    def header(self, at: BlockStamp) -> Header:
        """Return the header of a block, its hash recomputed.

        Raises:
            InconsistentError: no such block, or its fields do not give its hash, number and time.
            EvidenceError: the endpoint did not answer, or refused.
        """
        context = Context(f"the header of block {at.number} of {at.chain}", self._whom, str(at))
        answer = self._block(at, context)
        try:
            return header_at(answer, at)
        except ProofError as error:
            raise _contradicted(error, context) from None

    def named(self, hash_: str, chain: ChainId) -> BlockStamp:
        """Return the block of a hash, its header recomputed. Raises as `header`."""
        context = Context(f"the block {hash_} of {chain}", self._whom)
        answer = self._by_hash(hash_, context)
        try:
            header = read_header(answer)
        except ProofError as error:
            raise _contradicted(error, context) from None
        if header.hash != hash_:
            raise context.error(InconsistentError, f"header.hash: {header.hash}", _ANOTHER)
        return header.stamp(chain)

    def parents(self, at: BlockStamp, *, first: int) -> tuple[Header, ...]:
        """Return the headers of blocks `first` to `at`, each the parent of the next by its hash.

        Raises as `header`; ValueError where there would be none, or too many.
        """
        if not 0 <= at.number - first < MOST_PARENTS or first < 0:
            message = f"blocks {first} to {at.number} are not 1 to {MOST_PARENTS} headers"
            raise ValueError(message)
        context = Context(f"the headers of blocks {first} to {at.number}", self._whom, str(at))
        answers = self._numbered(range(first, at.number + 1), context)
        for answer in answers:
            if isinstance(answer, RpcError):
                raise service_error(answer, context)
        try:
            return read_chain(answers, at)
        except ProofError as error:
            raise _contradicted(error, context) from None

    def numbered(self, numbers: Sequence[int], chain: ChainId) -> dict[int, Header | EvidenceError]:
        """Return the header of each number, its hash recomputed, or why there is none.

        That the block is the chain's is the endpoint's word alone.

        Raises:
            EvidenceError: the endpoint did not answer at all.
        """
        whole = Context(f"the headers of {len(numbers)} blocks of {chain}", self._whom)
        return {
            number: _header(answer, number, Context(f"block {number} of {chain}", self._whom))
            for number, answer in zip(numbers, self._numbered(numbers, whole), strict=True)
        }

    def token(
        self, contract: AccountId, layout: Layout, holders: Sequence[AccountId], *, at: BlockStamp
    ) -> TokenProof:
        """Return code hash, supply and balances of a token, proven.

        Args:
            contract: the token; behind a proxy the proxy.
            layout: which slots are what.
            holders: at most MOST_HOLDERS, each once.
            at: the block; its header is asked for, and recomputed.

        Raises:
            PinnedStateError: the endpoint has no proof of that block, or does not take its hash.
            UnreachableError: it did not answer, or serves no proofs.
            InconsistentError: what it answered does not follow from the block hash; `came` begins
                with the place.
            UndecodableError: there is no code there, which is proven.
            ValueError: more holders, or one twice, or of another chain.
        """
        accounts = (contract, *holders)
        if len(holders) > MOST_HOLDERS or len(set(holders)) != len(holders):
            message = f"{len(holders)} holders: at most {MOST_HOLDERS} are proven, each once"
            raise ValueError(message)
        if any(account.chain != at.chain for account in accounts):
            message = f"not all of these accounts are of {at.chain}"
            raise ValueError(message)
        cells = [layout.balances.of(holder.address) for holder in holders]
        header = self.header(at)
        account, words = self._proof(contract, [layout.supply, *cells], header, at)
        held = (
            (holder, _value(f"balanceOf({holder.local}) of {contract}", cell, words, at))
            for holder, cell in zip(holders, cells, strict=True)
        )
        return TokenProof(
            contract,
            _code_hash(contract, account, at),
            _value(f"totalSupply() of {contract}", layout.supply, words, at),
            tuple(held),
            layout.name,
        )

    def logs(self, at: BlockStamp) -> ProvenLogs:
        """Return every log of a block, proven by the root of all its receipts.

        Raises as `token`.
        """
        context = Context(f"the receipts of block {at.number} of {at.chain}", self._whom, str(at))
        block = self._block(at, context)
        try:
            header = header_at(block, at)
            return prove_logs(self._receipts(block, at, context), header, at.chain)
        except ProofError as error:
            raise _contradicted(error, context) from None

    def _block(self, at: BlockStamp, context: Context) -> object:
        return self._by_hash(at.hash, context)

    def _by_hash(self, hash_: str, context: Context) -> object:
        params = (hash_, _WITHOUT_BODIES)
        answer = self._rpc.call("eth_getBlockByHash", params, asked=context.asked, at=context.at)
        if isinstance(answer, RpcError):
            raise service_error(answer, context)
        if answer is None:
            raise context.error(InconsistentError, "no such block (null)", _ANOTHER)
        return answer

    def _numbered(self, numbers: Sequence[int], context: Context) -> list[object | RpcError]:
        answers: list[object | RpcError] = []
        for start in range(0, len(numbers), MOST_CALLS):
            batch = numbers[start : start + MOST_CALLS]
            calls = [("eth_getBlockByNumber", (hex(each), _WITHOUT_BODIES)) for each in batch]
            answers += self._rpc.batch(calls, asked=context.asked, at=context.at)
        return answers

    def _proof(
        self, contract: AccountId, cells: Sequence[Cell], header: Header, at: BlockStamp
    ) -> tuple[Account, dict[int, int]]:
        slots = sorted({cell.slot for cell in cells})
        context = Context(f"a proof of {len(slots)} slots of {contract}", self._whom, str(at))
        # Whole words: some nodes (anvil) take no shorter spelling of a slot.
        keys = [f"0x{slot:064x}" for slot in slots]
        params = (contract.local, keys, {"blockHash": at.hash, "requireCanonical": True})
        answer = self._rpc.call("eth_getProof", params, asked=context.asked, at=context.at)
        if isinstance(answer, RpcError):
            raise state_error(answer, context)
        try:
            account = prove_account(answer, contract.address, header.state_root)
            words = prove_slots(answer, slots, account)
        except ProofError as error:
            raise _contradicted(error, context) from None
        if account.code_hash == EMPTY_CODE:
            # All its slots are proven to be 0. That is no supply of 0.
            hint = "whether the contract existed at that block"
            raise context.error(UndecodableError, "proven: there is no code there", hint)
        return account, words

    def _receipts(self, block: object, at: BlockStamp, context: Context) -> object:
        """Return all receipts in one answer, or, where that is not served, one by one."""
        answer = self._rpc.call(
            "eth_getBlockReceipts", (at.hash,), asked=context.asked, at=context.at
        )
        if not isinstance(answer, RpcError):
            return answer
        if answer.failure not in _NOT_SERVED:
            raise state_error(answer, context)
        names = items_of(
            Fields(block, "header").inner("transactions"), "transactions", most=MOST_SINGLY
        )
        calls = [
            (
                "eth_getTransactionReceipt",
                ("0x" + octets_of(name, f"transactions[{i}]", most=32).hex(),),
            )
            for i, name in enumerate(names)
        ]
        receipts: list[object] = []
        for start in range(0, len(calls), MOST_CALLS):
            batch = calls[start : start + MOST_CALLS]
            for receipt in self._rpc.batch(batch, asked=context.asked, at=context.at):
                if isinstance(receipt, RpcError):
                    raise state_error(receipt, context)
                receipts.append(receipt)
        return receipts


def _header(answer: object, number: int, context: Context) -> Header | EvidenceError:
    if isinstance(answer, RpcError):
        return service_error(answer, context)
    if answer is None:
        return context.error(InconsistentError, "no such block (null)", _ANOTHER)
    try:
        header = read_header(answer)
    except ProofError as error:
        return _contradicted(error, context)
    if header.number != number:
        return context.error(InconsistentError, f"block {header.number} instead", _ANOTHER)
    return header


def _value(what: str, cell: Cell, words: dict[int, int], at: BlockStamp) -> ProvenValue[int]:
    part = "" if cell.bits == 256 else f", {cell.bits} bits from byte {cell.offset}"  # noqa: PLR2004
    steps = ("block hash", "stateRoot", "account", "storageHash", f"slot {cell.slot:#x}{part}")
    return ProvenValue(cell.value(words[cell.slot]), what, at, steps)


def _code_hash(contract: AccountId, account: Account, at: BlockStamp) -> ProvenValue[str]:
    steps = ("block hash", "stateRoot", "account", "codeHash")
    return ProvenValue("0x" + account.code_hash.hex(), f"the code hash of {contract}", at, steps)


def _contradicted(error: ProofError, context: Context) -> EvidenceError:
    return context.error(InconsistentError, str(error.failure), _ANOTHER)
