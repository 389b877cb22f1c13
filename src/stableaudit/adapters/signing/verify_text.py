"""VERIFY.md: what a stranger runs to verify a signed bundle, with tools that are not ours.

ssh-keygen, openssl, jq and sha256sum, in a POSIX shell. Only names that are constants or were
checked (a signer's, a fingerprint) stand in a command. The tests run the very blocks.
"""

from typing import Final

from stableaudit.adapters.signing.dsse import PAYLOAD_TYPE
from stableaudit.adapters.signing.public_key import PublicKey, is_principal
from stableaudit.adapters.signing.signature_names import (
    ALLOWED_SIGNERS,
    ENVELOPE,
    MANIFEST,
    PUBLIC_KEY,
    REPORT,
    SIGNATURE,
    TIMESTAMP,
    TIMESTAMP_QUERY,
)
from stableaudit.adapters.signing.sshsig import REPORT_NAMESPACE

_TEXT: Final = """\
# How to verify this report

You need no program of ours: `ssh-keygen`, `openssl` (3.0 or later), `jq` and `sha256sum` do it.
Run each block in this folder, in a POSIX shell. Where one fails, or prints anything but what is
said here, the bundle does not hold.

This text is not signed itself. Read a command before you run it.

## 1. Whose key it is

Whoever made this bundle calls themselves `{signer}`, and says that this is their key:

    {fingerprint}

That proves nothing yet: anybody can make a key and put it here. Compare the fingerprint with one
that you have from the signer by another way. The block must print that fingerprint, of the key that
the next sections use, and `one key`, as both files hold it.

```sh
sed 's/^[^ ]* [^ ]* //' {allowed} | ssh-keygen -l -f - &&
A=$(sed 's/.* //' {allowed} | openssl base64 -d -A | tail -c 32 | sha256sum) &&
B=$(openssl pkey -pubin -in {pem} -outform DER | tail -c 32 | sha256sum) &&
test "$A" = "$B" && echo "one key"
```

## 2. The report

It must print `Good "{namespace}" signature for {signer}`.

```sh
ssh-keygen -Y verify -f {allowed} -I {signer} -n {namespace} -s {signature} < {report}
```

## 3. What was signed together

The envelope holds a statement (in-toto, in DSSE): the digests of report and manifest, and what was
found. It must print `true`, then `Signature Verified Successfully`, then `OK` for {manifest} and
for {report}, then what the signer states; its numbers are texts.

```sh
W=$(mktemp -d)
jq -e '.payloadType == "{payload_type}" and (.signatures | length) == 1' {envelope} &&
jq -r .payload {envelope} | openssl base64 -d -A > "$W/payload.json" &&
jq -r '.signatures[0].sig' {envelope} | openssl base64 -d -A > "$W/sig.bin" &&
N=$(wc -c < "$W/payload.json") &&
printf 'DSSEv1 {payload_type_bytes} {payload_type} %d ' "$N" > "$W/pae.bin" &&
cat "$W/payload.json" >> "$W/pae.bin" &&
openssl pkeyutl -verify -pubin -inkey {pem} -rawin -in "$W/pae.bin" -sigfile "$W/sig.bin" &&
jq -r '.subject[] | "\\(.digest.sha256)  \\(.name)"' "$W/payload.json" | sha256sum -c - &&
jq '.predicateType, .predicate' "$W/payload.json"
```

## 4. Every other file

The manifest, which section 3 verified, has the digest of each. It must print `OK` for all of them.

```sh
jq -r '.files[] | "\\(.sha256)  \\(.path)"' {manifest} | sha256sum -c -
```

## 5. When, if `{timestamp}` is here

A time stamping authority (RFC 3161) has seen the report at that time. Take the authority's
certificate from the authority itself, as `tsa-ca.pem`. It must print `Verification: OK`, and then
the time.

```sh
openssl ts -verify -data {report} -in {timestamp} -CAfile tsa-ca.pem &&
W=$(mktemp -d) &&
openssl ts -reply -in {timestamp} -token_out -out "$W/token" &&
openssl ts -reply -in "$W/token" -token_in -text
```

{asking}
"""

_ASK: Final = """\
To have a report stamped, run `openssl ts -query -data {report} -sha256 -cert -out {query}`, send
that file to an authority of your choice, and keep its answer as `{timestamp}`."""

_ASKED: Final = """\
`{query}` is the question to an authority, made with the report and sent to nobody. To have the
report stamped, send that file to an authority of your choice, as `application/timestamp-query`, and
keep its answer as `{timestamp}`. What it asks, `openssl ts -query -in {query} -text` shows: the
digest that `sha256sum {report}` prints."""


def verify_text(key: PublicKey, signer: str, *, query: bool = False) -> bytes:
    """Return VERIFY.md of a bundle that this key signed, under this name. Same key, same bytes.

    `query`: whether the question to a time stamping authority is in the bundle.

    Raises:
        ValueError: the name could say more to a shell than a name.
    """
    if not is_principal(signer):
        raise ValueError("the name of a signer is letters, digits and . _ + @ -")
    asking = (_ASKED if query else _ASK).format(
        report=REPORT, query=TIMESTAMP_QUERY, timestamp=TIMESTAMP
    )
    return _TEXT.format(
        signer=signer,
        fingerprint=key.fingerprint,
        namespace=REPORT_NAMESPACE,
        payload_type=PAYLOAD_TYPE,
        payload_type_bytes=len(PAYLOAD_TYPE),
        report=REPORT,
        manifest=MANIFEST,
        signature=SIGNATURE,
        envelope=ENVELOPE,
        pem=PUBLIC_KEY,
        allowed=ALLOWED_SIGNERS,
        timestamp=TIMESTAMP,
        asking=asking,
    ).encode()
