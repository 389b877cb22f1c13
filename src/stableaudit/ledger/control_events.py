"""The events by which tokens' contracts tell who controls them, by the family that has them.

Source: OpenZeppelin's AccessControl, Ownable, Pausable; EIP-1967; Tether, USDKG, Circle's FiatToken
and Paxos as knowledge has them (evm.md, appendix A; tokens.md 1.2). Frozen and Unfrozen stand in
many tokens of other families.
"""

from dataclasses import dataclass
from typing import Final

from stableaudit.domain.control_history import ControlKind


@dataclass(frozen=True, slots=True)
class ControlEvent:
    """One kind of event, each of its arguments a word."""

    kind: ControlKind
    signature: str
    topic: bytes
    """32 bytes: keccak256 of the signature."""

    @property
    def name(self) -> str:
        """What stands before the bracket."""
        return self.signature.partition("(")[0]

    @property
    def types(self) -> tuple[str, ...]:
        """Of its arguments."""
        arguments = self.signature.partition("(")[2].rstrip(")")
        return tuple(arguments.split(",")) if arguments else ()


def _event(kind: ControlKind, signature: str, topic: str) -> ControlEvent:
    return ControlEvent(kind, signature, bytes.fromhex(topic))


_ROLES: Final = (
    _event(
        ControlKind.GRANT,
        "RoleGranted(bytes32,address,address)",
        "2f8788117e7eff1d82e926ec794901d17c78024a50270940304540a733656f0d",
    ),
    _event(
        ControlKind.REVOKE,
        "RoleRevoked(bytes32,address,address)",
        "f6391f5c32d9c69d2a47ea670b442974b53935d1edc7fd64eb21e047a839171b",
    ),
    _event(
        ControlKind.ROLE_ADMIN,
        "RoleAdminChanged(bytes32,bytes32,bytes32)",
        "bd79b86ffe0ab8e8776151514217cd7cacd52c909f66475c3af44e129f0b00ff",
    ),
    _event(
        ControlKind.OFFICE,
        "DefaultAdminTransferScheduled(address,uint48)",
        "3377dc44241e779dd06afab5b788a35ca5f3b778836e2990bdb26a2a4b2e5ed6",
    ),
)
_OWNED: Final = (
    _event(
        ControlKind.OFFICE,
        "OwnershipTransferred(address,address)",
        "8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0",
    ),
    _event(
        ControlKind.OFFICE,
        "OwnershipTransferStarted(address,address)",
        "38d16b8cac22d99fc7c124b9cd0de2d3fa1faef420bfe791d8c362d765e22700",
    ),
    _event(
        ControlKind.OFFICE,
        "AdminChanged(address,address)",
        "7e644d79422f17c01e4894b5f4f588d331ebfa28653d42ae832dc59e38c9798f",
    ),
    _event(
        ControlKind.UPGRADE,
        "Upgraded(address)",
        "bc7cd75a20ee27fd9adebab32041f755214dbc6bffa90cc0225b39da2e5c2d3b",
    ),
    _event(
        ControlKind.UPGRADE,
        "BeaconUpgraded(address)",
        "1cf3b03a6cf19fa2baba4df148e9dcabedea7f8a5c07840e207e5c089be95d3e",
    ),
)
_PAUSES: Final = (
    _event(
        ControlKind.PAUSE,
        "Pause()",
        "6985a02210a168e66602d3235cb6db0e70f92b3ba4d376a33c0f3d9434bff625",
    ),
    _event(
        ControlKind.UNPAUSE,
        "Unpause()",
        "7805862f689e2f13df9f062ff482ad3ad112aca9e0847911ed832e158c525b33",
    ),
    _event(
        ControlKind.PAUSE,
        "Paused(address)",
        "62e78cea01bee320cd4e420270b5ea74000d11b0c9f74754ebdbfc544b05a258",
    ),
    _event(
        ControlKind.UNPAUSE,
        "Unpaused(address)",
        "5db9ee0a495bf2e6ff9c91a7834c1ba4fdd244a5e8aa4e537bd38aeae4b073aa",
    ),
)
TETHER: Final = (
    _event(
        ControlKind.FREEZE,
        "AddedBlackList(address)",
        "42e160154868087d6bfdc0ca23d96a1c1cfa32f1b72ba9ba27b69b98a0d819dc",
    ),
    _event(
        ControlKind.UNFREEZE,
        "RemovedBlackList(address)",
        "d7e9ec6e6ecd65492dce6bf513cd6867560d49544421d0783ddf06e76c24470c",
    ),
    _event(
        ControlKind.SETTING,
        "Params(uint256)",
        "2696a6358e16692f320e4570c01170fd423f0f4acbc8d0120c42a33e5d2e154a",
    ),
    _event(
        ControlKind.SETTING,
        "Params(uint256,uint256)",
        "b044a1e409eac5c48e5af22d4af52670dd1a99059537a78b31b48c6500a6354e",
    ),
    _event(
        ControlKind.UPGRADE,
        "Deprecate(address)",
        "cc358699805e9a8b7f77b522628c7cb9abd07d9efb86b6fb616af1609036a99e",
    ),
)
CIRCLE: Final = (
    _event(
        ControlKind.GRANT,
        "MinterConfigured(address,uint256)",
        "46980fca912ef9bcdbd36877427b6b90e860769f604e89c0e67720cece530d20",
    ),
    _event(
        ControlKind.REVOKE,
        "MinterRemoved(address)",
        "e94479a9f7e1952cc78f2d6baab678adc1b772d936c6583def489e524cb66692",
    ),
    _event(
        ControlKind.OFFICE,
        "MasterMinterChanged(address)",
        "db66dfa9c6b8f5226fe9aac7e51897ae8ee94ac31dc70bb6c9900b2574b707e6",
    ),
    _event(
        ControlKind.OFFICE,
        "PauserChanged(address)",
        "b80482a293ca2e013eda8683c9bd7fc8347cfdaeea5ede58cba46df502c2a604",
    ),
    _event(
        ControlKind.OFFICE,
        "BlacklisterChanged(address)",
        "c67398012c111ce95ecb7429b933096c977380ee6c421175a71a4a4c6c88c06e",
    ),
    _event(
        ControlKind.OFFICE,
        "RescuerChanged(address)",
        "e475e580d85111348e40d8ca33cfdd74c30fe1655c2d8537a13abc10065ffa5a",
    ),
    _event(
        ControlKind.FREEZE,
        "Blacklisted(address)",
        "ffa4e6181777692565cf28528fc88fd1516ea86b56da075235fa575af6a4b855",
    ),
    _event(
        ControlKind.UNFREEZE,
        "UnBlacklisted(address)",
        "117e3210bb9aa7d9baff172026820255c6f6c30ba8999d1c2fd88e2848137c4e",
    ),
)
PAXOS: Final = (
    _event(
        ControlKind.OFFICE,
        "SupplyControllerSet(address,address)",
        "40d53b0b666e4424f29d55244e7e171a1dc332acc11d04ed4abd884629d8cc97",
    ),
    _event(
        ControlKind.OFFICE,
        "SupplyControlSet(address)",
        "487be0c63489145f3de4a36cd994bf4e0d32c7b76278d82639aef690a9ba6481",
    ),
    _event(
        ControlKind.OFFICE,
        "AssetProtectionRoleSet(address,address)",
        "d0c36a0ac0fe0d375386bd568fa2947a2dae7523a0a0cfdab20b7532a105bd1b",
    ),
    _event(
        ControlKind.FREEZE,
        "AddressFrozen(address)",
        "90811a8edd3b3c17eeaefffc17f639cc69145d41a359c9843994dc2538203690",
    ),
    _event(
        ControlKind.UNFREEZE,
        "AddressUnfrozen(address)",
        "c3776b472ebf54114339eec9e4dc924e7ce307a97f5c1ee72b6d474e6e5e8b7c",
    ),
    _event(
        ControlKind.FREEZE,
        "FreezeAddress(address)",
        "1aa660498c83ea285bc55e4cfc00afcaa7120798db87b74f3c0d7c6e001bc392",
    ),
    _event(
        ControlKind.UNFREEZE,
        "UnfreezeAddress(address)",
        "150465b020dfc06a59269da94ed66db9b65a516cf4fdd5f583b0f12752339bbe",
    ),
    _event(
        ControlKind.SETTING,
        "FeeRateSet(uint256,uint256)",
        "959ec4191db1bd972bfbc60dc7d735d4cfb897ca3fd297f4ebd6ee918feb84d4",
    ),
)
_OTHERS: Final = (
    _event(
        ControlKind.FREEZE,
        "BlockPlaced(address)",
        "406bbf2d8d145125adf1198d2cf8a67c66cc4bb0ab01c37dccd4f7c0aae1e7c7",
    ),
    _event(
        ControlKind.UNFREEZE,
        "BlockReleased(address)",
        "665918c9e02eb2fd85acca3969cb054fc84c138e60ec4af22ab6ef2fd4c93c27",
    ),
    _event(
        ControlKind.FREEZE,
        "Frozen(address)",
        "8a5c4736a33c7b7f29a2c34ea9ff9608afc5718d56f6fd6dcbd2d3711a1a4913",
    ),
    _event(
        ControlKind.UNFREEZE,
        "Unfrozen(address)",
        "4feb53e305297ab8fb8f3420c95ea04737addc254a7270d8fc4605d2b9c61dba",
    ),
)
COMMON: Final = (*_ROLES, *_OWNED, *_PAUSES)

CONTROL_EVENTS: Final = (*COMMON, *TETHER, *CIRCLE, *PAXOS, *_OTHERS)
"""Every event of control that is known, each once."""
