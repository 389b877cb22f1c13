"""`/wallet` and `/walletsolidity`: accounts, their permissions, contracts."""

from collections.abc import Mapping
from typing import Any, Final

from tests.devnet.tron.accounts import Account, permission_of
from tests.devnet.tron.addresses import AddressError, read, show
from tests.devnet.tron.bandwidth import FREE_BYTES, used_now
from tests.devnet.tron.block_api import Handler
from tests.devnet.tron.messages import Message, render
from tests.devnet.tron.requests import address, visible
from tests.devnet.tron.transactions import Transaction, act_of, shown
from tests.devnet.tron.view import View

_ALLOWANCE: Final = 9_600_000
"""Sun that a producer may take of what it earns with a block: 30 % of 32 TRX."""
_FROZEN: Final[tuple[Message, ...]] = ({}, {"type": "ENERGY"}, {"type": "TRON_POWER"})


def _getaccount(view: View, body: dict[str, Any]) -> object:
    wanted, spelt = address(body, "address"), visible(body)
    contract = view.contract(wanted)
    if contract is not None:
        name = contract.name if spelt else contract.name.encode().hex()
        return {
            "account_name": name,
            "type": "Contract",
            "address": show(wanted, visible=spelt),
            "account_resource": {},
            "frozenV2": list(_FROZEN),
        }
    account = view.head.accounts.get(wanted)
    return {} if account is None else _shown(account, view, spelt=spelt)


def _shown(account: Account, view: View, *, spelt: bool) -> Message:
    now = view.time(view.head)
    resource = {"latest_consume_time_for_energy": account.energy_ms} if account.energy_ms else {}
    body: Message = {
        "account_name": account.name if spelt else account.name.encode().hex(),
        "address": show(account.address, visible=spelt),
        "balance": account.balance,
        "create_time": account.created_ms,
        "latest_opration_time": account.acted_ms,
        "allowance": _ALLOWANCE * view.number if account.witness else 0,
        "is_witness": account.witness,
        "free_net_usage": used_now(account.free_used, account.free_ms, now),
        "latest_consume_free_time": account.free_ms,
    }
    permissions: Message = {
        "owner_permission": account.owner_permission,
        "witness_permission": account.witness_permission,
        "active_permission": list(account.active_permissions),
    }
    return {
        **{name: value for name, value in body.items() if value},
        "account_resource": resource,
        **{name: _permissions(value, spelt=spelt) for name, value in permissions.items() if value},
        "frozenV2": list(_FROZEN),
    }


def _permissions(value: Message | list[Message], *, spelt: bool) -> object:
    if isinstance(value, list):
        return [render("Permission", each, visible=spelt) for each in value]
    return render("Permission", value, visible=spelt)


def _getaccountresource(view: View, body: dict[str, Any]) -> object:
    account = view.head.accounts.get(address(body, "address"))
    if account is None:
        return {}
    used = used_now(account.free_used, account.free_ms, view.time(view.head))
    return {
        **({"freeNetUsed": used} if used else {}),
        "freeNetLimit": FREE_BYTES,
        "TotalNetLimit": 43_200_000_000,
        "TotalEnergyLimit": 50_000_000_000,
    }


def _getaccountbalance(view: View, body: dict[str, Any]) -> object:
    # Without a balance history the node answers the balance of the genesis block, whatever block
    # was asked; the returned identifier alone tells. Seen on the real node.
    wanted = address({**body, **body.get("account_identifier", {})}, "address")
    first = next((each for each in view.genesis.accounts if each.address == wanted), None)
    identifier = {"hash": view.genesis.header().block_id().hex()}
    balance = {"balance": first.balance} if first and first.balance else {}
    return {**balance, "block_identifier": identifier}


def _contract_of(view: View, body: dict[str, Any]) -> tuple[Message, str] | None:
    try:
        wanted = read(str(body.get("value", "")), visible=visible(body))
    except AddressError:
        return None  # silently, as the real node does
    contract = view.contract(wanted)
    if contract is None:
        return None
    return contract.shown(visible=visible(body)), view.code(wanted).hex()


def _getcontract(view: View, body: dict[str, Any]) -> object:
    found = _contract_of(view, body)
    return found[0] if found else {}


def _getcontractinfo(view: View, body: dict[str, Any]) -> object:
    found = _contract_of(view, body)
    if found is None:
        return {}
    return {"runtimecode": found[1], "smart_contract": found[0], "contract_state": {}}


def _posted(body: dict[str, Any]) -> Transaction:
    return Transaction(
        raw=bytes.fromhex(body["raw_data_hex"]),
        signatures=tuple(bytes.fromhex(each) for each in body.get("signature", [])),
        result=body["ret"][0]["contractRet"] if body.get("ret") else "",
    )


def _getapprovedlist(_view: View, body: dict[str, Any]) -> object:
    spelt, transaction = visible(body), _posted(body)
    return {
        "result": {},
        "approved_list": [show(each, visible=spelt) for each in transaction.signers()],
        "transaction": {
            "result": {"result": True},
            "txid": transaction.txid().hex(),
            "transaction": shown(transaction, visible=spelt),
        },
    }


def _getsignweight(view: View, body: dict[str, Any]) -> object:
    spelt, transaction = visible(body), _posted(body)
    act = act_of(transaction)
    chosen = permission_of(view.head.accounts.get(act.owner), act.permission_id) or {"keys": []}
    shown_permission = render("Permission", chosen, visible=spelt)
    weights = {each["address"]: each["weight"] for each in shown_permission.get("keys", [])}
    signers = {show(each, visible=spelt) for each in transaction.signers()}
    approved: Any = _getapprovedlist(view, body)
    return {
        **approved,
        "permission": shown_permission,
        "current_weight": sum(weights.get(each, 0) for each in signers),
    }


ON_BOTH: Final[Mapping[str, Handler]] = {"getaccount": _getaccount}
"""Served by `/wallet` and `/walletsolidity`."""

ON_HEAD: Final[Mapping[str, Handler]] = {
    "getaccountresource": _getaccountresource,
    "getaccountbalance": _getaccountbalance,
    "getcontract": _getcontract,
    "getcontractinfo": _getcontractinfo,
    "getapprovedlist": _getapprovedlist,
    "getsignweight": _getsignweight,
}
"""Served by `/wallet` alone."""
