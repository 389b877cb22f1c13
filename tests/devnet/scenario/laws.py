"""What the contract of each supply law calls things: roles, functions, and the events of each act.

Two readers, for two purposes: `calls` takes who and which function, `book` takes the events. An act
that a law has no entry for does not exist on such a token.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tests.devnet.scenario.steps import (
    Approve,
    Drift,
    Fee,
    Freeze,
    Grant,
    Issue,
    Minter,
    Pause,
    Redeem,
    Revoke,
    Spend,
    TokenStep,
    Transfer,
    Unfreeze,
    Unpause,
    Upgrade,
    Wipe,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """How one kind of act is done on tokens of one law."""

    role: str
    """Who may; empty where the act itself says who."""
    function: str
    events: tuple[str, ...]
    """Of the token, in order; a fee's own logs come on top."""


Rules = Mapping[type[TokenStep], Rule]

CONTRACTS: Final[Mapping[str, str]] = {
    "usdkg": "GoldDollarSim",
    "tether": "TetherSim",
    "fiat-token": "FiatTokenSim",
    "paxos": "PaxgSim",
    "zero-transfer": "KgstSim",
}

ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "usdkg": ("owner", "compliance"),
    "tether": ("owner",),
    "fiat-token": ("owner", "master", "minter", "pauser", "blacklister"),
    "paxos": ("owner", "controller", "protector", "feecontroller", "recipient"),
    # The last two are contracts of the scenario's own: they must be named.
    "zero-transfer": ("owner", "admin", "implementation", "proxyadmin"),
}
CONTRACT_ROLES: Final = frozenset({"implementation", "proxyadmin"})

_ERC20: Final[Rules] = {
    Transfer: Rule("", "transfer", ("Transfer",)),
    Approve: Rule("", "approve", ("Approval",)),
    Spend: Rule("", "transferFrom", ("Transfer",)),
}

RULES: Final[Mapping[str, Rules]] = {
    "usdkg": {
        **_ERC20,
        Issue: Rule("owner", "issue", ("Issue",)),
        Redeem: Rule("owner", "redeem", ("Redeem",)),
        Fee: Rule("owner", "setParams", ("Params",)),
        Pause: Rule("owner", "pause", ("Pause",)),
        Unpause: Rule("owner", "unpause", ("Unpause",)),
        Freeze: Rule("compliance", "addBlackList", ("AddedBlackList",)),
        Unfreeze: Rule("compliance", "removeBlackList", ("RemovedBlackList",)),
        Wipe: Rule("compliance", "destroyBlackFunds", ("DestroyedBlackFunds",)),
    },
    "tether": {
        **_ERC20,
        Issue: Rule("owner", "issue", ("Issue",)),
        Redeem: Rule("owner", "redeem", ("Redeem",)),
        Fee: Rule("owner", "setParams", ("Params",)),
        Pause: Rule("owner", "pause", ("Pause",)),
        Unpause: Rule("owner", "unpause", ("Unpause",)),
        Freeze: Rule("owner", "addBlackList", ("AddedBlackList",)),
        Unfreeze: Rule("owner", "removeBlackList", ("RemovedBlackList",)),
        Wipe: Rule("owner", "destroyBlackFunds", ("DestroyedBlackFunds",)),
    },
    "fiat-token": {
        **_ERC20,
        Issue: Rule("minter", "mint", ("Mint", "Transfer")),
        Redeem: Rule("minter", "burn", ("Burn", "Transfer")),
        Minter: Rule("master", "configureMinter", ("MinterConfigured",)),
        Pause: Rule("pauser", "pause", ("Pause",)),
        Unpause: Rule("pauser", "unpause", ("Unpause",)),
        Freeze: Rule("blacklister", "blacklist", ("Blacklisted",)),
        Unfreeze: Rule("blacklister", "unBlacklist", ("UnBlacklisted",)),
    },
    "paxos": {
        **_ERC20,
        Issue: Rule("controller", "increaseSupply", ("SupplyIncreased", "Transfer")),
        Redeem: Rule("controller", "decreaseSupply", ("SupplyDecreased", "Transfer")),
        Fee: Rule("feecontroller", "setFeeRate", ("FeeRateSet",)),
        Pause: Rule("owner", "pause", ("Pause",)),
        Unpause: Rule("owner", "unpause", ("Unpause",)),
        Freeze: Rule("protector", "freeze", ("AddressFrozen",)),
        Unfreeze: Rule("protector", "unfreeze", ("AddressUnfrozen",)),
        Wipe: Rule(
            "protector", "wipeFrozenAddress", ("FrozenAddressWiped", "SupplyDecreased", "Transfer")
        ),
    },
    "zero-transfer": {
        **_ERC20,
        Issue: Rule("admin", "mint", ("Transfer",)),
        Redeem: Rule("admin", "burn", ("Transfer",)),
        Pause: Rule("admin", "pause", ("Paused",)),
        Unpause: Rule("admin", "unpause", ("Unpaused",)),
        Freeze: Rule("admin", "freeze", ("Frozen",)),
        Unfreeze: Rule("admin", "unfreeze", ("Unfrozen",)),
        Wipe: Rule("admin", "wipe", ("Transfer", "Wiped")),
        Grant: Rule("admin", "grantRole", ("RoleGranted",)),
        Revoke: Rule("admin", "revokeRole", ("RoleRevoked",)),
        Upgrade: Rule("owner", "upgrade", ("Upgraded",)),
        Drift: Rule("admin", "drift", ()),
    },
}
