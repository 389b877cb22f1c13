"""What the contracts do beyond the scenarios: proxy, multicall, feed and the deprecated Tether."""

from collections.abc import Iterator

import pytest
from eth_utils.conversions import to_hex

from tests.devnet.anvil import Anvil, AnvilError
from tests.devnet.artifacts import Artifact, decode_answer, encode_call, load
from tests.devnet.evm import EvmChain

pytestmark = pytest.mark.devnet

IMPLEMENTATION_SLOT = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc"
ADMIN_SLOT = "0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103"
REQUIRE_ALL = False
TOKEN, OTHER, ADMIN, LOGIC = (bytes([n]) * 20 for n in (0xE8, 0xD7, 0xAD, 0x10))


@pytest.fixture
def chain() -> Iterator[EvmChain]:
    with Anvil(chain_id=1) as anvil:
        yield EvmChain(anvil)


def _ask(
    chain: EvmChain, at: bytes, artifact: Artifact, function: str, *arguments: object
) -> tuple[object, ...]:
    answer = chain.call(at, encode_call(artifact, function, *arguments))
    return decode_answer(artifact, function, answer)


def _do(chain: EvmChain, sender: bytes, to: bytes, data: bytes) -> bool:
    chain.send(sender, to, data)
    (sent,) = chain.seal()
    return sent.succeeded


@pytest.fixture
def proxied(chain: EvmChain) -> EvmChain:
    """A chain with a KgstSim behind a proxy at TOKEN, its admin at ADMIN owned by key 1."""
    owner = chain.key_address(1)
    chain.place(load("KgstSim"), [], at=LOGIC, sender=owner)
    chain.place(load("ProxyAdminSim"), [owner], at=ADMIN, sender=owner)
    chain.place(load("Proxy1967"), [LOGIC, ADMIN, b""], at=TOKEN, sender=owner)
    return chain


def test_proxy_slots_are_those_of_eip_1967(proxied: EvmChain) -> None:
    slots = [
        proxied.anvil.rpc("eth_getStorageAt", to_hex(TOKEN), slot, "latest")
        for slot in (IMPLEMENTATION_SLOT, ADMIN_SLOT)
    ]
    assert slots == [to_hex(LOGIC.rjust(32, b"\0")), to_hex(ADMIN.rjust(32, b"\0"))]


def test_proxy_admin_contract_tells_what_the_proxy_runs(proxied: EvmChain) -> None:
    admin = load("ProxyAdminSim")
    assert _ask(proxied, ADMIN, admin, "getProxyImplementation", TOKEN) == (to_hex(LOGIC),)
    assert _ask(proxied, ADMIN, admin, "getProxyAdmin", TOKEN) == (to_hex(ADMIN),)


def test_proxy_getters_reach_the_implementation_for_everybody_else(proxied: EvmChain) -> None:
    """Transparent: KgstSim has no implementation(), so an ordinary caller is reverted."""
    with pytest.raises(AnvilError, match="revert"):
        proxied.call(TOKEN, encode_call(load("Proxy1967"), "implementation"))


def test_proxy_upgrade_by_a_stranger_fails(proxied: EvmChain) -> None:
    stranger = proxied.key_address(7)
    proxied.place(load("KgstSimV2"), [], at=OTHER, sender=stranger)
    direct = encode_call(load("Proxy1967"), "upgradeTo", OTHER)
    through = encode_call(load("ProxyAdminSim"), "upgrade", TOKEN, OTHER)
    assert not _do(proxied, stranger, TOKEN, direct)
    assert not _do(proxied, stranger, ADMIN, through)
    assert _ask(proxied, TOKEN, load("KgstSim"), "version") == ("1",)


def test_proxy_initialize_works_once(proxied: EvmChain) -> None:
    owner = proxied.key_address(1)
    initialize = encode_call(load("KgstSim"), "initialize", owner)
    assert _do(proxied, owner, TOKEN, initialize)
    assert not _do(proxied, owner, TOKEN, initialize)


def test_multicall_failing_call_is_told_and_does_not_stop_the_others(chain: EvmChain) -> None:
    owner = chain.key_address(1)
    multicall, gold = load("Multicall3Sim"), load("GoldDollarSim")
    chain.place(multicall, [], at=OTHER, sender=owner)
    chain.place(gold, [owner, owner], at=TOKEN, sender=owner)
    calls = [
        (TOKEN, True, encode_call(gold, "pause")),
        (OTHER, False, encode_call(multicall, "getBlockNumber")),
    ]
    (results,) = _ask(chain, OTHER, multicall, "aggregate3", calls)
    assert isinstance(results, tuple)
    (paused, _), (numbered, number) = results
    assert (paused, numbered, int.from_bytes(number)) == (False, True, 4)
    (again,) = _ask(
        chain, OTHER, multicall, "tryAggregate", REQUIRE_ALL, [(to, data) for to, _, data in calls]
    )
    assert again == results


def test_multicall_failure_not_allowed_reverts_the_whole(chain: EvmChain) -> None:
    owner = chain.key_address(1)
    multicall, gold = load("Multicall3Sim"), load("GoldDollarSim")
    chain.place(multicall, [], at=OTHER, sender=owner)
    chain.place(gold, [owner, owner], at=TOKEN, sender=owner)
    call = (TOKEN, False, encode_call(gold, "pause"))
    with pytest.raises(AnvilError, match="Multicall3: call failed"):
        _ask(chain, OTHER, multicall, "aggregate3", [call])


def test_feed_without_rounds_has_no_data(chain: EvmChain) -> None:
    owner, feed = chain.key_address(9), load("FeedSim")
    chain.place(feed, [8, "XAU / USD", owner, OTHER], at=TOKEN, sender=owner)
    assert _ask(chain, TOKEN, feed, "description") == ("XAU / USD",)
    assert _ask(chain, TOKEN, feed, "aggregator") == (to_hex(OTHER),)
    with pytest.raises(AnvilError, match="No data present"):
        _ask(chain, TOKEN, feed, "latestRoundData")


def test_feed_round_pushed_by_a_stranger_fails(chain: EvmChain) -> None:
    owner, feed = chain.key_address(9), load("FeedSim")
    chain.place(feed, [8, "XAU / USD", owner, OTHER], at=TOKEN, sender=owner)
    assert not _do(chain, chain.key_address(7), TOKEN, encode_call(feed, "push", 1, 2, 3))


def test_tether_transfer_answers_nothing(chain: EvmChain) -> None:
    owner, tether = chain.key_address(1), load("TetherSim")
    chain.place(tether, [10, "Simulated USDT", "simUSDT", 6], at=TOKEN, sender=owner)
    request = {
        "from": to_hex(owner),
        "to": to_hex(TOKEN),
        "data": to_hex(encode_call(tether, "transfer", OTHER, 1)),
    }
    assert chain.anvil.rpc("eth_call", request, "latest") == "0x"


def test_tether_deprecated_answers_for_its_successor(chain: EvmChain) -> None:
    owner, tether = chain.key_address(1), load("TetherSim")
    names = ("Simulated USDT", "simUSDT", 6)
    chain.place(tether, [10, *names], at=TOKEN, sender=owner)
    chain.place(tether, [77, *names], at=OTHER, sender=owner)
    assert _do(chain, owner, TOKEN, encode_call(tether, "deprecate", OTHER))
    assert _ask(chain, TOKEN, tether, "totalSupply") == (77,)
    assert _ask(chain, TOKEN, tether, "balanceOf", owner) == (77,)
    assert _ask(chain, TOKEN, tether, "_totalSupply") == (10,)


def test_probe_logs_of_a_reverted_call_are_gone(chain: EvmChain) -> None:
    """What fails after it has logged leaves no log: an auditor must not see it."""
    owner, probe = chain.key_address(1), load("Probe")
    chain.place(probe, [], at=TOKEN, sender=owner)
    assert not _do(chain, owner, TOKEN, encode_call(probe, "emitThenRevert"))
    assert chain.anvil.rpc("eth_getLogs", {"address": to_hex(TOKEN), "fromBlock": "0x0"}) == []
