"""The whole devnet: Ethereum, BNB Chain and TRON, simulated, as the shipped registry has them.

Contracts stand at the very addresses of the registry, so `stableaudit check usdkg` needs nothing
but endpoints: `config_text()` gives them. Each chain has two operators; on the EVM chains they
relay one anvil, on TRON they are two servers over one façade. It says nothing about real tokens.
"""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from tests.devnet.alarm import Alarm
from tests.devnet.anvil import Anvil
from tests.devnet.chain import SimulatedChain
from tests.devnet.evm import EvmChain
from tests.devnet.long_history import Expected, blocks_needed, play_history
from tests.devnet.rates import RateServer
from tests.devnet.relay import Relay
from tests.devnet.scenario.ledger import GroundTruth
from tests.devnet.scenario.parser import parse
from tests.devnet.scenario.player import play
from tests.devnet.scenario.steps import Scenario, TokenHead
from tests.devnet.ticker import Beat, Ticker
from tests.devnet.tron.node import Operator, TronNode

SCENARIOS: Final = Path(__file__).parent / "scenarios"
_HISTORY_SECONDS: Final = 3600
"""How long ago the chains begin: enough for every block of the scenarios."""

_SLOTS_IN_AN_EPOCH: Final = 2
"""anvil's finalized block is then four behind the head."""

_TITLES: Final = {"ethereum": "eip155:1", "bnb": "eip155:56", "tron": "tron:0x2b6653dc"}
_SPACING: Final = {"ethereum": 12, "bnb": 3, "tron": 3}
_QUIET_SECONDS: Final = 288
"""How long nothing has happened before now: long enough for all that did to be final."""
_FUNDER: Final = 5
"""The key that the scenarios issue to."""

KEEPER: Final = bytes([0xC0]) * 20
"""An account that holds coins on Ethereum and on BNB Chain."""

KEPT: Final = {"ethereum": 40 * 10**18, "bnb": 1250 * 10**18 + 1}
"""Wei that the keeper holds, by chain."""

_FRESH_PRICES: Final = {"gold-feeds": "4181.25", "value-of-coins": "612.50"}
"""Of the last round of each feed, by scenario: the price of today."""

_SEEDS: Final = {"ethereum": 1, "tron": 2}
"""Of the long histories: the chains have no holder in common."""


class Devnet:
    """A context manager; inside it everything listens on loopback."""

    def __init__(self, *, solid_lag: int = 19, history: int = 0, holders: int = 10_000) -> None:
        """Choose what the chains look like.

        Args:
            solid_lag: blocks that TRON's solidified services are behind.
            history: transfers of USDKG that happen on Ethereum and on TRON after the scenarios.
            holders: accounts that they go to, about.
        """
        self.relays: dict[str, tuple[Relay, Relay]] = {}
        """The two operators of each EVM chain, by the chain's key."""

        self.truths: dict[tuple[str, str], GroundTruth] = {}
        """What must be true of each token on each chain, by token and chain key."""

        self.histories: dict[str, Expected] = {}
        """The long histories of USDKG by chain key; `truths` has them in its balances."""

        self.tron: tuple[TronNode, Operator]
        """The two operators of the TRON façade."""

        self.rates = RateServer()
        """The publishers of exchange rates, with rates of today."""

        self._solid_lag = solid_lag
        self._history = history
        self._holders = holders
        self._stack = ExitStack()
        self._chains: dict[str, SimulatedChain] = {}
        self._genesis: dict[str, str] = {}
        """Of the EVM chains; the façade claims TRON's own."""

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            longer = blocks_needed(self._history) * max(_SPACING.values()) if self._history else 0
            began = int(time.time()) - _HISTORY_SECONDS - longer
            began -= began % 12
            anvils = {
                key: self._start_evm(stack, key, chain_id, began)
                for key, chain_id in (("ethereum", 1), ("bnb", 56))
            }
            self._start_tron(stack, began)
            stack.enter_context(self.rates)
            for scenario in _scenarios():
                self._play(scenario)
            for key, wei in KEPT.items():
                anvils[key].rpc("anvil_setBalance", "0x" + KEEPER.hex(), hex(wei))
            for key in ("ethereum", "tron") if self._history else ():
                self._lengthen(key)
            self._finalise()
            stack.enter_context(
                Ticker([Beat(chain, _SPACING[key]) for key, chain in self._chains.items()])
            )
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def endpoints(self) -> Mapping[str, tuple[str, str]]:
        """Return the two URLs of each chain, by the chain's key."""
        evm = {key: (one.url, other.url) for key, (one, other) in self.relays.items()}
        return {**evm, "tron": (self.tron[0].url, self.tron[1].url)}

    def config_text(self) -> str:
        """Return a `stableaudit.toml` that points every chain at this devnet."""
        lines = ["# SIMULATED: a devnet on this machine; gone when it stops.", ""]
        lines += ['store = "ledgers"', "", *self.rates.config_lines()]
        for key, urls in self.endpoints().items():
            lines += [
                f"[chains.{key}]",
                "simulated = true",
                *([f'genesis = "{self._genesis[key]}"'] if key in self._genesis else []),
                *(
                    f"[[chains.{key}.endpoints]]\n"
                    f'url = "{url}"\n'
                    f'operator = "devnet {letter} (simulated)"'
                    for letter, url in zip("AB", urls, strict=True)
                ),
                "",
            ]
        return "\n".join(lines)

    def chain(self, key: str) -> SimulatedChain:
        """Return a chain by its key, to make things happen on it."""
        return self._chains[key]

    def set_alarm(self, alarm: Alarm | None) -> None:
        """Let an alarm hear every request to every operator of every chain; None ends that."""
        for relays in self.relays.values():
            for relay in relays:
                relay.alarm = alarm
        for operator in self.tron:
            operator.alarm = alarm

    def _start_evm(self, stack: ExitStack, key: str, chain_id: int, began: int) -> Anvil:
        anvil = stack.enter_context(
            Anvil(chain_id=chain_id, timestamp=began, slots_in_an_epoch=_SLOTS_IN_AN_EPOCH)
        )
        block = anvil.rpc("eth_getBlockByNumber", "0x0", False)  # noqa: FBT003 - JSON-RPC is by position
        assert isinstance(block, dict)
        self._genesis[key] = str(block["hash"])
        self._chains[key] = EvmChain(anvil, spacing=_SPACING[key])
        self.relays[key] = (
            stack.enter_context(Relay(anvil.url)),
            stack.enter_context(Relay(anvil.url)),
        )
        return anvil

    def _start_tron(self, stack: ExitStack, began: int) -> None:
        anvil = stack.enter_context(Anvil(chain_id=728126428, timestamp=began))
        node = stack.enter_context(
            TronNode(anvil, solid_lag=self._solid_lag, genesis_timestamp_ms=began * 1000)
        )
        self._chains["tron"] = node.chain
        self.tron = (node, stack.enter_context(node.mirror()))

    def _play(self, scenario: Scenario) -> None:
        keys = {caip2: key for key, caip2 in _TITLES.items()}
        key = keys[scenario.head.chain]
        truth = play(scenario, self._chains[key]).truth
        if isinstance(truth, GroundTruth) and isinstance(scenario.head, TokenHead):
            self.truths[(scenario.head.name, key)] = truth

    def _lengthen(self, key: str) -> None:
        truth = self.truths["usdkg", key]
        played = play_history(
            self._chains[key],
            truth.deployment.address,
            funder=_FUNDER,
            balances=truth.balances,
            transfers=self._history,
            holders=self._holders,
            seed=_SEEDS[key],
        )
        events = Counter(truth.events) + Counter(Transfer=len(played.transfers))
        self.histories[key] = played
        self.truths["usdkg", key] = replace(
            truth, balances=played.after(truth.balances), events=events
        )

    def _finalise(self) -> None:
        """Bring every chain up to now, with enough blocks for all that happened to be final."""
        now = int(time.time())
        for key, chain in self._chains.items():
            spacing = _SPACING[key]
            first = now - now % spacing - _QUIET_SECONDS
            for timestamp in range(first, first + _QUIET_SECONDS, spacing):
                chain.seal(timestamp=timestamp)


def _scenarios() -> Iterator[Scenario]:
    """Yield the shipped scenarios, the feeds with one more round so that the price is of today."""
    for path in sorted(SCENARIOS.glob("*.txt")):
        text = path.read_text()
        if path.stem in _FRESH_PRICES:
            text = _with_fresh_rounds(text, _FRESH_PRICES[path.stem])
        yield from parse(text)


def _with_fresh_rounds(text: str, price: str) -> str:
    moment = datetime.fromtimestamp(int(time.time()) - 600, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    heads = text.split("\nfeed ")
    fresh = f"\nround {price} at {moment}\n"
    return "\nfeed ".join((heads[0], *(head.rstrip() + "\n" + fresh for head in heads[1:])))
