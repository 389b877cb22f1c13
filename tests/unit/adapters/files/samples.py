"""Complete files that the tests change one thing of."""

CHAIN = """\
key = "devnet"
title = "Devnet"
id = "eip155:1"
genesis = "0x{zeros}"
finality = "finalized-tag"
max_head_age_seconds = 120
max_final_age_seconds = 1800
source = "a test"
as_of = "2026-11-21"

[[endpoints]]
url = "https://node.example"
operator = "us"
source = "a test"
as_of = "2026-11-21"
""".replace("{zeros}", "0" * 64)

STATEMENT = """\
schema_version = "1.0"
id = "s-1"
issuer = "Issuer"
measured_at = "2025-11-28T15:00:00Z"
published_at = "2025-12-08"
declared_supply = "50000000"
promised_cadence_days = 92
source = "issuer.example"
as_of = "2026-01-01"

[[reserves]]
class = "gold_bullion_allocated"
id = "gold-1"
quantity = "376.0"
unit = "kg"
weight_basis = "fine"
fineness = "999.9"
fineness_floor = "995.0"
bars = 30
custodian = "Vault"
declared_price = "4163.475"
price_fix = "pm"
declared_value = "50331256"
currency = "USD"
source = "report"
as_of = "2026-01-01"

[assurance]
signer = "Firm Ltd"
network = "Network"
standard = "ISRS 4400 (Revised)"
level = "agreed_upon_procedures"
measured_at = "2025-11-28"
issued_at = "2025-11-30"
document_sha256 = "{digest}"
source = "report"
as_of = "2026-01-01"
""".replace("{digest}", "ab" * 32)

COIN = """\
key = "mine"
title = "My Token"
symbol = "MINE"
issuer = "Me"
source = "me.example"
as_of = "2026-01-01"

[peg]
currency = "USD"
per_token = "1"
source = "me.example"
as_of = "2026-01-01"

[[deployments]]
chain = "ethereum"
address = "0xdac17f958d2ee523a2206206994597c13d831ec7"
decimals = 6
law = "tether"
law_established = true
native = true
source = "me.example"
as_of = "2026-01-01"

[[accounts]]
chain = "tron"
address = "TKHuVq1oKVruCGLvqVexFs6dawKv6fQgFs"
label = "vault"
role = "treasury"
source = "me.example"
as_of = "2026-01-01"

[[open_points]]
about = "law"
conflict = false
statement = "Nobody has looked."
source = "me.example"
as_of = "2026-01-01"

[statement]
missing = "Not yet."
source = "me.example"
as_of = "2026-01-01"
"""

LABELS = """\
key = "mine"
source = "me.example"
as_of = "2026-01-01"

[[labels]]
chain = "ethereum"
address = "0x8894e0a0c962cb723c1976a4421c95949be2d4e3"
label = "my exchange"
role = "exchange"
source = "me.example"
as_of = "2026-01-01"

[[labels]]
chain = "tron"
address = "TKHuVq1oKVruCGLvqVexFs6dawKv6fQgFs"
label = "my pool"
role = "contract"
contract = true
source = "me.example"
as_of = "2026-01-01"
"""

REFINERS = """\
key = "mine"
source = "a list"
as_of = "2026-01-01"

[[refiners]]
name = "One Refinery"
other_names = ["One Ltd"]
brand_codes = ["ONE"]
source = "a list"
as_of = "2026-01-01"

[[refiners.windows]]
first = "unknown"
last = "2021-09-16"
standing = "listed"
source = "a list"
as_of = "2026-01-01"

[[refiners.windows]]
first = "2021-09-17"
last = "unknown"
standing = "suspended"
source = "news"
as_of = "2026-01-02"

[[refiners]]
name = "Other"
brand_codes = []
source = "a list"
as_of = "2026-01-01"

[[refiners.windows]]
first = "2000-01-01"
last = "unknown"
standing = "suspended-deemed-good"
source = "a list"
as_of = "2026-01-01"
"""

WALLETS = """\
token = "usdkg"
issuer = "me.example"
source = "me.example"
as_of = "2026-01-01"

[[wallet]]
chain = "ethereum"
account = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf"
purpose = "treasury"
kind = "eip-191"
challenge = "what was signed"
signature = "0x00"

[[wallet]]
chain = "tron"
account = "TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC"
purpose = "redemption-queue"
kind = "tron-v2"
challenge = "what was signed"
signature = "0x01"
"""
