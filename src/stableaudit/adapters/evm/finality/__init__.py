"""That a block is final, by the signatures of the validators who made it so.

    sync_committee.py   Ethereum: a light client's bootstrap and finality update
                        its messages: light_client.py; forks: networks.py; hashes: ssz.py
    fast_finality.py    BNB Chain: vote attestations in the headers
                        what headers carry: parlia.py
    bls.py              the signatures of both: BLS12-381, by py_ecc, imported when first needed
    beacon.py           asks an endpoint for the messages of sync_committee.py
    voting.py           asks an endpoint for the headers of fast_finality.py
    provers.py          both as the application asks for them

All but the last three are pure functions over what was answered. They raise ProofError, which names
the place. Each result says what it rests on: nobody's finality follows from nothing.
"""
