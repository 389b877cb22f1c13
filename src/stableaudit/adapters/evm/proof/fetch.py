"""Proofs from one endpoint: asked for by block hash, and verified before anything is returned.

A value that does not follow from the block hash is an endpoint that contradicts itself. One that
has no proofs, or none of that block any more, says so in its own words, which are kept. Proofs are
never asked for in a batch: some gateways refuse them there alone.
"""

from collections.abc import Sequence
from typing import Final

from stableaudit.adapters.evm.errors import Context, state_error
from stableaudit.adapters.evm.headers import MOST_CALLS
from stableaudit.adapters.evm.proof.account import EMPTY_CODE, Account, prove_account, prove_slots
from stableaudit.adapters.evm.proof.failure import ProofError
from stableaudit.adapters.evm.proof.fields import Fields, items_of, octets_of
from stableaudit.adapters.evm.proof.header import Header, header_at
from stableaudit.adapters.evm.proof.header_fetch import HeaderFetcher, contradicted
from stableaudit.adapters.evm.proof.receipts import prove_logs
from stableaudit.adapters.evm.proof.slots import Cell, Layout
from stableaudit.adapters.transport.classify import Failure
from stableaudit.adapters.transport.envelope import RpcError
from stableaudit.controls.proxies import SLOTS
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import UndecodableError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.proofs import ProvenLogs, ProvenValue, TokenProof

MOST_HOLDERS: Final = 20
"""Whose balances are proven by one call: a proof of each has some thousand bytes."""

MOST_SINGLY: Final = 10_000
"""Receipts that are asked for one by one: more than the gas of any block read here pays for."""

_NOT_SERVED: Final = (Failure.CAPABILITY, Failure.MALFORMED)


class ProofFetcher(HeaderFetcher):
    """Asks one endpoint of one chain. Keeps nothing but whom it asks."""

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
        controls = [Cell(slot) for slot in SLOTS]
        account, words = self._proof(contract, [layout.supply, *cells, *controls], header, at)
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
            tuple(
                (
                    cell.slot,
                    _value(f"storage slot 0x{cell.slot:064x} of {contract}", cell, words, at),
                )
                for cell in controls
            ),
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
            raise contradicted(error, context) from None

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
            raise contradicted(error, context) from None
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


def _value(what: str, cell: Cell, words: dict[int, int], at: BlockStamp) -> ProvenValue[int]:
    part = "" if cell.bits == 256 else f", {cell.bits} bits from byte {cell.offset}"  # noqa: PLR2004
    steps = ("block hash", "stateRoot", "account", "storageHash", f"slot {cell.slot:#x}{part}")
    return ProvenValue(cell.value(words[cell.slot]), what, at, steps)


def _code_hash(contract: AccountId, account: Account, at: BlockStamp) -> ProvenValue[str]:
    steps = ("block hash", "stateRoot", "account", "codeHash")
    return ProvenValue("0x" + account.code_hash.hex(), f"the code hash of {contract}", at, steps)
