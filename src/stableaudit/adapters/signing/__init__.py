"""Who says so: signatures of a report, and their verification. Standard formats alone.

    wire.py           bytes of the SSH protocols, read strictly       ed25519.py
    public_key.py     one public key in every text that tools read
    keys.py, agent.py a signer: from a key file, or from ssh-agent    signer.py
    sshsig.py         detached signature over exact bytes, as `ssh-keygen -Y` makes and verifies
    dsse.py           envelope around a statement; `openssl pkeyutl` verifies it
    statement.py      in-toto Statement v1: which files, and what was found
    signatures.py     all files of a signed bundle at once, and their verification
                      their names: signature_names.py; VERIFY.md: verify_text.py
    timestamp.py      RFC 3161: the question, and an answer verified by openssl; sends nothing
    wallet_proofs.py  whose key signed the challenge of an issuer's wallet

Imports domain only. What cannot be signed is a SigningError (exit 1); a signature that does not
hold is a BundleError (exit 2). Nothing here writes a file or opens a network connection.
"""
