"""A time stamping authority, played by openssl."""

from pathlib import Path

from tests.unit.adapters.signing.tools import run

CONFIGURATION = """\
[tsa]
default_tsa = it
[it]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_chain = no
[req]
distinguished_name = name
[name]
[stamping]
basicConstraints = critical,CA:TRUE
extendedKeyUsage = critical,timeStamping
"""


class Authority:
    """A time stamping authority with a certificate of its own making."""

    def __init__(self, folder: Path, name: str = "a test") -> None:
        self.folder = folder
        self.certificate = folder / "tsa-ca.pem"
        (folder / "conf").write_text(CONFIGURATION)
        (folder / "serial").write_text("01\n")
        made = "req -x509 -newkey rsa:2048 -nodes -keyout key -out tsa-ca.pem -days 2"
        self.openssl(*made.split(), "-subj", f"/CN={name}", "-extensions", "stamping")

    def openssl(self, *words: str) -> None:
        done = run("openssl", *words, "-config", "conf", cwd=self.folder)
        assert done.returncode == 0, done.stderr

    def answer(self, query: bytes) -> bytes:
        (self.folder / "tsq").write_bytes(query)
        reply = "ts -reply -queryfile tsq -signer tsa-ca.pem -inkey key -out tsr"
        self.openssl(*reply.split())
        return (self.folder / "tsr").read_bytes()
