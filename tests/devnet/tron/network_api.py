"""`/wallet` and `/walletsolidity`: the node, the producers, the network's parameters."""

from collections.abc import Mapping
from typing import Any, Final

from tests.devnet.tron.addresses import wire
from tests.devnet.tron.block_api import Handler
from tests.devnet.tron.blocks import Block
from tests.devnet.tron.messages import Message
from tests.devnet.tron.view import View
from tests.devnet.tron.witnesses import SLOT_MS, producer

_VOTES: Final = 100_000_000
_PARAMETERS: Final[Mapping[str, int]] = {
    "getMaintenanceTimeInterval": 21_600_000,
    "getCreateAccountFee": 100_000,
    "getTransactionFee": 10,
    "getCreateNewAccountFeeInSystemContract": 0,
    "getAllowCreationOfContracts": 1,
    "getEnergyFee": 100,
    "getMaxCpuTimeOfOneTx": 50,
    "getTotalEnergyLimit": 50_000_000_000,
    "getUpdateAccountPermissionFee": 100_000_000,
    "getMultiSignFee": 1_000_000,
    "getFreeNetLimit": 5000,
    "getMaxFeeLimit": 1_000_000_000,
}


def _listwitnesses(view: View, _body: dict[str, Any]) -> object:
    """Answer all producers, most blocks first; addresses stay in hex whatever `visible` says."""
    of = view.chain.witnesses
    made: dict[int, list[int]] = {witness.key: [] for witness in of}
    # A turn of everybody is enough for the latest block of each; totals are the share of all.
    for number in range(max(view.number - len(of) + 1, 1), view.number + 1):
        block = view.block(number)
        if block is not None and block.header.timestamp:
            made[producer(of, block.header.timestamp).key].append(number)
    return {
        "witnesses": [
            {
                "address": wire(witness.address).hex(),
                "voteCount": _VOTES - position,
                "url": f"http://w{position + 1}",
                "totalProduced": view.number // len(of),
                "latestBlockNum": max(made[witness.key], default=0),
                "latestSlotNum": view.time(view.head) // SLOT_MS,
                "isJobs": True,
            }
            for position, witness in enumerate(of)
        ]
    }


def _getnodeinfo(view: View, _body: dict[str, Any]) -> object:
    return {
        "activeConnectCount": 0,
        "beginSyncNum": max(view.number - 2, 0),
        "block": _named(view.head),
        "cheatWitnessInfoMap": {},
        "configNodeInfo": _CONFIGURATION,
        "currentConnectCount": 0,
        "machineInfo": "a façade over an EVM, not a TRON node",
        "passiveConnectCount": 0,
        "peerList": [],
        "solidityBlock": _named(view.block(view.finalized) or view.head),
        "totalFlow": 0,
    }


def _named(block: Block) -> str:
    return f"Num:{block.number},ID:{block.id.hex()}"


def _getchainparameters(_view: View, _body: dict[str, Any]) -> object:
    # A parameter that is zero has no `value` at all.
    rows: list[Message] = [
        {"key": name, "value": value} if value else {"key": name}
        for name, value in _PARAMETERS.items()
    ]
    return {"chainParameter": rows}


_CONFIGURATION: Final[Message] = {
    "activeNodeSize": 0,
    "allowAdaptiveEnergy": 0,
    "allowCreationOfContracts": 1,
    "backupListenPort": 10001,
    "backupMemberSize": 0,
    "backupPriority": 8,
    "codeVersion": "4.8.0",
    "dbVersion": 2,
    "discoverEnable": False,
    "listenPort": 18888,
    "maxConnectCount": 1,
    "maxTimeRatio": 50.0,
    "minParticipationRate": 0,
    "minTimeRatio": 0.0,
    "p2pVersion": "20260101",
    "passiveNodeSize": 0,
    "sameIpMaxConnectCount": 2,
    "sendNodeSize": 0,
    "supportConstant": True,
    "versionNum": "18631",
}

ON_BOTH: Final[Mapping[str, Handler]] = {
    "listwitnesses": _listwitnesses,
    "getnodeinfo": _getnodeinfo,
}
"""Served by `/wallet` and `/walletsolidity`."""

ON_HEAD: Final[Mapping[str, Handler]] = {"getchainparameters": _getchainparameters}
"""Served by `/wallet` alone."""
