"""Events by which contracts tell that who controls them changed: which block and transaction.

What each event says is not decoded: state, read at the reference block, says what is; the event
says when, and by which transaction. Source: EIP-1967, OpenZeppelin's Ownable, AccessControl and
TimelockController, Compound's Timelock, Safe's OwnerManager, ModuleManager, GuardManager and
FallbackManager, Circle's FiatToken.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.logs import LogQuery, RawLog
from stableaudit.domain.phrases import say

_TOPICS: Final = MappingProxyType(
    {
        "Upgraded": "bc7cd75a20ee27fd9adebab32041f755214dbc6bffa90cc0225b39da2e5c2d3b",
        "AdminChanged": "7e644d79422f17c01e4894b5f4f588d331ebfa28653d42ae832dc59e38c9798f",
        "BeaconUpgraded": "1cf3b03a6cf19fa2baba4df148e9dcabedea7f8a5c07840e207e5c089be95d3e",
        "OwnershipTransferred": "8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0",
        "RoleGranted": "2f8788117e7eff1d82e926ec794901d17c78024a50270940304540a733656f0d",
        "RoleRevoked": "f6391f5c32d9c69d2a47ea670b442974b53935d1edc7fd64eb21e047a839171b",
        "MasterMinterChanged": "db66dfa9c6b8f5226fe9aac7e51897ae8ee94ac31dc70bb6c9900b2574b707e6",
        "PauserChanged": "b80482a293ca2e013eda8683c9bd7fc8347cfdaeea5ede58cba46df502c2a604",
        "BlacklisterChanged": "c67398012c111ce95ecb7429b933096c977380ee6c421175a71a4a4c6c88c06e",
        "MinterConfigured": "46980fca912ef9bcdbd36877427b6b90e860769f604e89c0e67720cece530d20",
        "MinterRemoved": "e94479a9f7e1952cc78f2d6baab678adc1b772d936c6583def489e524cb66692",
        "AddedOwner": "9465fa0c962cc76958e6373a993326400c1c94f8be2fe3a952adfa7f60b2ea26",
        "RemovedOwner": "f8d49fc529812e9a7c5c50e69c20f0dccc0db8fa95c98bc58cc9a4f1c1299eaf",
        "ChangedThreshold": "610f7ff2b304ae8903c3de74c60c6ab1f7d6226b3f52c5161905bb5ad4039c93",
        "EnabledModule": "ecdf3a3effea5783a3c4c2140e677577666428d44ed9d474a0b3a4c9943f8440",
        "DisabledModule": "aab4fa2b463f581b2b32cb3b7e3b704b9ce37cc209b5fb4d77e593ace4054276",
        "ChangedGuard": "1151116914515bc0891ff9047a6cb32cf902546f83066499bcf8ba33d2353fa2",
        "ChangedFallbackHandler": (
            "5ac6c46c93c8d0e53714ba3b53db3e7c046da994313d7ed0d192028bc7c228b0"
        ),
        "ChangedMasterCopy": "75e41bc35ff1bf14d81d1d2f649c0084a0f974f9289c803ec9898eeec4c8d0b8",
        "MinDelayChange": "11c24f4ead16507c69ac467fbd5e4eed5fb5c699626d2cc6d66421df253886d5",
        "NewDelay": "948b1f6a42ee138b7e34058ba85a37f716d55ff25ff05a763f15bed6a04c8d2c",
        "Deprecate": "cc358699805e9a8b7f77b522628c7cb9abd07d9efb86b6fb616af1609036a99e",
    }
)
_NAMES: Final = {bytes.fromhex(topic): name for name, topic in _TOPICS.items()}


@dataclass(frozen=True, slots=True)
class ControlChange:
    """One event of a contract about who controls it."""

    account: AccountId
    """The contract that told it."""

    event: str
    block: int
    transaction: bytes
    """32 bytes."""

    def __str__(self) -> str:
        return say(
            "{event} in block {block} by transaction 0x{transaction}",
            event=self.event,
            block=self.block,
            transaction=self.transaction.hex(),
        )


def changes_of(account: AccountId) -> LogQuery:
    """Return which logs of a contract tell that who controls it changed."""
    return LogQuery(account, ((tuple(_NAMES),),), tuple(_TOPICS))


def changes_in(account: AccountId, logs: Iterable[RawLog]) -> tuple[ControlChange, ...]:
    """Return the changes that these logs of a contract tell, in their order."""
    return tuple(
        ControlChange(account, _NAMES[log.topics[0]], log.block, log.transaction)
        for log in logs
        if log.topics and log.topics[0] in _NAMES
    )
