"""Roots and branches held against what Ethereum's mainnet gave, once.

Chain data of August 2022 (slot 5076832, period 619), as published in the public repository
mapprotocol/map-contracts, lightclients/eth2/data/mainnet/period619_update1.js. It is of a fork
before those that `prove_final` reads; header, finality branch and their hashes are the same.
"""

from stableaudit.adapters.evm.finality.light_client import (
    read_beacon,
    require_branch,
)
from stableaudit.adapters.evm.proof.fields import Fields

ATTESTED = {
    "slot": "5076832",
    "proposer_index": "218916",
    "parent_root": "0x13f049bc73061d9167614a9d5630019e67cae388f58ed5c2da752795161933d2",
    "state_root": "0x6619f8ac1063ba2f61215046e4bf65b00ef66468d68d49778dddf67e52ddebbf",
    "body_root": "0x49771a8eaf28baf549799f748da89c8df9f88918326f46873951214c5202b5d7",
}
FINALIZED = {
    "slot": "5076768",
    "proposer_index": "341305",
    "parent_root": "0x8f2cee5b9c7499a1e6e4d53c498e9526bb7571c0e5532ae3e75e0bb0b4be04ea",
    "state_root": "0xbf5ffbd567c7b626f4348d34220bd2f73b80303338ef80c33caae540ce61bf56",
    "body_root": "0x7a98a9565a6802d6a95d523c0324b53718252e17af2d69a7709eb9cc3944812f",
}
BRANCH = [
    "0xb96b020000000000000000000000000000000000000000000000000000000000",
    "0xceafe8eb0777fd78b895f173fdf8987f6f2f074ce4c1c5394eca3fa02e138556",
    "0x78855073d3d2db7cebcca177d8c6d9e1d3fdfe5a78320f2211a169aa4cb2abf6",
    "0xc78ebc59b652a91ebd8de8d13f08611695d7a798292c020994d49cde8d98f2e0",
    "0x0914cac7368d281ddc45cebaede50ba5af3f89f622f683dba78a151abdd2ebb0",
    "0x531bdb4cf805f2556ac29f2458e43bfc1a6085b2d101ce9a7d8f8c3fd41d8754",
]


def test_finality_branch_of_mainnet_leads_from_the_finalized_to_the_attested_header() -> None:
    attested = read_beacon({"beacon": ATTESTED}, "attested_header")
    finalized = read_beacon({"beacon": FINALIZED}, "finalized_header")
    fields = Fields({"finality_branch": BRANCH}, "update")
    leaf = (finalized.root, 105)
    require_branch(fields, "finality_branch", leaf, attested.state_root)
    assert (attested.slot, finalized.slot) == (5_076_832, 5_076_768)
