"""A beacon chain of our own making: nothing here was ever said by a real node.

A committee of 512 seats that four keys share, whose secrets are 1 to 4 and no secret; states and
bodies that hold one leaf and made-up siblings; the network is mainnet's, for its forks and genesis.
Hashes and indices follow the consensus specs by a second, plain way: a whole tree at a time.
"""

from hashlib import sha256

from py_ecc.bls.ciphersuites import G2ProofOfPossession
from py_ecc.optimized_bls12_381.optimized_curve import curve_order

GENESIS = bytes.fromhex("4b363db94e286120d76eb905340fdd4e54bfe9f06bf33ff6cf5ad27f511bfe95")
VERSIONS = {"deneb": "04000000", "electra": "05000000", "fulu": "06000000"}
EPOCHS = {"deneb": 269_568, "electra": 364_032, "fulu": 411_392}
DEPTHS = {"deneb": (54, 105), "electra": (86, 169), "fulu": (86, 169)}
SECRETS = (1, 2, 3, 4)
KEYS = [G2ProofOfPossession.SkToPk(secret) for secret in SECRETS]
SEATS = 512
PERIOD = 8192
SIGNERS = 342

Json = dict[str, object]


def digest(left: bytes, right: bytes) -> bytes:
    return sha256(left + right).digest()


def tree(leaves: list[bytes], depth: int) -> bytes:
    """The root of a tree of 2**depth leaves, those not given being zero."""
    if depth == 0:
        return leaves[0] if leaves else bytes(32)
    half = 1 << (depth - 1)
    return digest(tree(leaves[:half], depth - 1), tree(leaves[half:], depth - 1))


def little(number: int) -> bytes:
    return number.to_bytes(32, "little")


def plant(leaf: bytes, index: int) -> tuple[bytes, list[bytes]]:
    """A root above a leaf at a generalized index, and the made-up siblings on the way."""
    branch = []
    node = leaf
    while index > 1:
        sibling = sha256(f"sibling {index}".encode()).digest()
        node = digest(sibling, node) if index % 2 else digest(node, sibling)
        branch.append(sibling)
        index //= 2
    return node, branch


def text(octets: bytes) -> str:
    return "0x" + octets.hex()


def beacon(slot: int, state_root: bytes, body_root: bytes) -> tuple[Json, bytes]:
    parent = sha256(b"parent").digest()
    header: Json = {
        "slot": str(slot),
        "proposer_index": "123456",
        "parent_root": text(parent),
        "state_root": text(state_root),
        "body_root": text(body_root),
    }
    return header, tree([little(slot), little(123_456), parent, state_root, body_root], 3)


EXECUTION: Json = {
    "parent_hash": "0x" + "11" * 32,
    "fee_recipient": "0x" + "22" * 20,
    "state_root": "0x" + "33" * 32,
    "receipts_root": "0x" + "44" * 32,
    "logs_bloom": "0x" + "55" * 256,
    "prev_randao": "0x" + "66" * 32,
    "block_number": "23911111",
    "gas_limit": "60000000",
    "gas_used": "29999999",
    "timestamp": "1764798599",
    "extra_data": "0x6d616465207570",
    "base_fee_per_gas": "340282366920938463463374607431768211456",
    "block_hash": "0x" + "77" * 32,
    "transactions_root": "0x" + "88" * 32,
    "withdrawals_root": "0x" + "99" * 32,
    "blob_gas_used": "131072",
    "excess_blob_gas": "0",
}


def execution_root(header: Json) -> bytes:
    leaves = []
    for name, value in header.items():
        assert isinstance(value, str)
        octets = bytes.fromhex(value[2:]) if value.startswith("0x") else b""
        if name == "logs_bloom":
            leaves.append(tree([octets[at : at + 32] for at in range(0, 256, 32)], 3))
        elif name == "extra_data":
            leaves.append(digest(octets.ljust(32, b"\0"), little(len(octets))))
        elif octets:
            leaves.append(octets.ljust(32, b"\0"))
        else:
            leaves.append(little(int(value)))
    return tree(leaves, 5)


def committee() -> tuple[Json, bytes]:
    keys = [KEYS[seat % 4] for seat in range(SEATS)]
    roots = [digest(key[:32], key[32:].ljust(32, b"\0")) for key in keys]
    root = digest(tree(roots, 9), digest(KEYS[0][:32], KEYS[0][32:].ljust(32, b"\0")))
    return {"pubkeys": [text(key) for key in keys], "aggregate_pubkey": text(KEYS[0])}, root


def made(
    fork: str = "fulu",
    *,
    signers: int = SIGNERS,
    execution: Json = EXECUTION,
    after: int = 0,
    fork_signed: str | None = None,
) -> tuple[Json, Json, bytes]:
    """A bootstrap, a finality update, and the root to trust.

    fork: of all slots. signers: how many seats signed, the last ones. execution: the final
    block's. after: slots between the trusted block and the rest. fork_signed: whose version.
    """
    first = -(-EPOCHS[fork] * 32 // PERIOD) * PERIOD
    seats, committee_root = committee()
    state, committee_branch = plant(committee_root, DEPTHS[fork][0])
    trusted, root = beacon(first, state, bytes(32))
    bootstrap: Json = {
        "header": {"beacon": trusted},
        "current_sync_committee": seats,
        "current_sync_committee_branch": [text(node) for node in committee_branch],
    }
    body, execution_branch = plant(execution_root(execution), 25)
    final, final_root = beacon(first + after + 64, bytes(32), body)
    state, finality_branch = plant(final_root, DEPTHS[fork][1])
    attested, attested_root = beacon(first + after + 128, state, bytes(32))
    seated = list(range(SEATS))[-signers:]
    bits = sum(1 << seat for seat in seated)
    version = bytes.fromhex(VERSIONS[fork_signed or fork])
    domain = bytes.fromhex("07000000") + digest(version.ljust(32, b"\0"), GENESIS)[:28]
    secret = sum(SECRETS[seat % 4] for seat in seated) % curve_order
    signature = G2ProofOfPossession.Sign(secret, digest(attested_root, domain))
    update: Json = {
        "attested_header": {"beacon": attested},
        "finalized_header": {
            "beacon": final,
            "execution": dict(execution),
            "execution_branch": [text(node) for node in execution_branch],
        },
        "finality_branch": [text(node) for node in finality_branch],
        "sync_aggregate": {
            "sync_committee_bits": text(bits.to_bytes(SEATS // 8, "little")),
            "sync_committee_signature": text(signature),
        },
        "signature_slot": str(first + after + 129),
    }
    return bootstrap, update, root
