"""Where a compiled contract of the devnet keeps supply and balances, as its compiler tells."""

import json
from typing import Final

from stableaudit.adapters.evm.proof.slots import BalanceCells, Cell, Layout
from tests.devnet.artifacts import ARTIFACTS

_LABELS: Final = {
    "_totalSupply": "supply",
    "totalSupply": "supply",
    "balances": "balances",
    "balanceOf": "balances",
}


def layout_of(name: str) -> Layout:
    """Return the layout of the contract `name`."""
    fields = json.loads((ARTIFACTS / f"{name}.json").read_text(encoding="utf-8"))
    slots = {
        _LABELS[each["label"]]: int(each["slot"])
        for each in fields["storageLayout"]
        if each["label"] in _LABELS
    }
    return Layout(name, Cell(slots["supply"]), BalanceCells(slots["balances"]))
