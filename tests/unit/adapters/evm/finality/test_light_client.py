"""Roots, branches and a signature held against what Ethereum's mainnet gave, once.

Chain data of November 2022 (slot 5076832, sync committee 619), as published in the public
repository mapprotocol/map-contracts, lightclients/eth2/data/mainnet: period619_update1.js and
init_arg_period619.js. It is of a fork before those that `prove_final` reads; header, finality
branch, signature and their hashes are the same.
"""

from stableaudit.adapters.evm.finality.bls import verify_aggregate
from stableaudit.adapters.evm.finality.light_client import read_beacon, require_branch
from stableaudit.adapters.evm.finality.networks import MAINNET, BeaconNetwork, Fork
from stableaudit.adapters.evm.finality.sync_committee import _signing_root
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
KEYS = """
b9c707087d8f9e217fa6104c930bf503694139f7327f593777ffdfc514fdd62bacf4d0b33d931005c3aff3d904c1665e
836b395f26514828a53293c067e90c4acf8e6cc4c64a54e697ffb031216863e9c52b5a0fea39ab10aa88d2a24a6fa26f
834a686d50c4869ac2e08542f8201528f40fa9b797256ef81d2d84afa48ddf7e77dd1478ebb00eaf2195165c3a290834
82ef20a2999d8460a02892a2d1d2cb40b308ca498da77a243e9902ad9f2f44ace4f283b079fb93a7af429334774df6ec
81d2575a6c70db9ce3ab9ec69034123ce993275465e80aa9bb14a867856f65990f1ef30ee0cad1b9b8b1701832993db2
aa08e3ec16683b9ea6f3378e696bd5c49b6dc402f8e3cd84e1c7c4086a5ac70c93c55fb5bf01cff6d53725fe718ff0a1
a59e7f33e91827b79f841607b4618bd7c899aac118db66a8b3dcde2b2a1bf2e372ba89a7bde969dd6fd8eef115b35eb9
"""
"""The committee's aggregate key; the keys in its seats 61, 90, 132, 456, 474 and 481."""

SIGNATURE = """
93d01f2883055cb5ffb7c6109d001a4e64688ebdc6685fcf5a048f49c6c2b261fd3f66b894a10d1d661858474866cf8a
0e28356dd0628015a7e7ff0ae9469a64c406c64aaf8270cb9ed1abb3671174a7d329063d8d5674caec5a0f71d839750b
"""
BELLATRIX = Fork("bellatrix", 144_896, bytes.fromhex("02000000"), 54, 105)


def test_finality_branch_of_mainnet_leads_from_the_finalized_to_the_attested_header() -> None:
    attested = read_beacon({"beacon": ATTESTED}, "attested_header")
    finalized = read_beacon({"beacon": FINALIZED}, "finalized_header")
    fields = Fields({"finality_branch": BRANCH}, "update")
    leaf = (finalized.root, 105)
    require_branch(fields, "finality_branch", leaf, attested.state_root)
    assert (attested.slot, finalized.slot) == (5_076_832, 5_076_768)


def test_signature_of_mainnet_is_of_its_committee_less_those_who_did_not_sign() -> None:
    """What is signed, to the last byte: header, fork, genesis and purpose. 506 of 512 signed it."""
    forks = (BELLATRIX, *MAINNET.forks)
    network = BeaconNetwork(MAINNET.chain, MAINNET.genesis_validators_root, forks)
    attested = read_beacon({"beacon": ATTESTED}, "attested_header")
    together, *missing = KEYS.split()
    keys = [bytes.fromhex(together), *map(opposite, missing)]
    message = _signing_root(attested, attested.slot + 1, network)
    verify_aggregate(keys, message, bytes.fromhex(SIGNATURE), path="signature")


def opposite(key: str) -> bytes:
    """The point that takes a key away from a sum: its sign is the third bit of its encoding."""
    octets = bytearray.fromhex(key)
    octets[0] ^= 0x20
    return bytes(octets)
