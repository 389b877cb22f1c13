"""Scenarios: text that says what happens on a chain, and what must be true afterwards.

`parser` reads the text, `ledger` computes the ground truth from the text alone, `player` makes it
happen on a `SimulatedChain`. Nothing in the ground truth was ever read from a chain.

A file holds one or more scenarios. Each begins with a head and goes on with a statement a line, in
order of time. `#` begins a comment; an indented line continues the one above.

Heads::

    token <name> on <chain> at <account> law <law> decimals <n> [supply <amount>] <role> <owner> …
    feed <description> on <chain> at <account> decimals <n> owner <account> aggregator <account>

    <chain>    ethereum | bnb | tron
    <law>      usdkg | tether | fiat-token | paxos | zero-transfer; its roles: `laws.ROLES`.
               A role that is not named is held by the owner.
    <owner>    <account> | multisig(1,2,3;2) at <account>      keys 1, 2, 3, any two of them
    <account>  key 5 | 0x… | T… | zero | <role>                key 5: the private key 05 × 32
    <amount>   4163.475 | 10_000_000 | max                     in tokens; max: 2^256 - 1 base units
    supply     what the constructor creates, without an event (tether)

Acts, each a transaction of a block of its own. `&` before an act: in the block of the act above.
`fail` before it: the transaction must revert (called through a multisig: the inner call must).
`by <account>` after it: sent by this account and not by the one whose role it is. An act of a
multisig is an approval by as many owners as it needs, in one block, and the execution in the next::

    issue <amount> [to <account>]         redeem <amount>
    transfer <amount> <account> -> <account>
    approve <amount> <account> -> <spender>
    spend <amount> <account> -> <account> by <spender>
    fee <n> bp [max <amount>] | fee <n> ppm
    freeze|blacklist <account>            unfreeze|unblacklist <account>
    wipe|destroy <account>                drift <amount> to <account>      (KgstSimV2 only)
    pause                                 unpause
    grant MINTER <account>                revoke MINTER <account>
    minter <account> allowance <amount>   upgrade KgstSimV2 at <account>
    round <price> at <time>               gap <n> [reverts]
    phase aggregator <account>

Others::

    blocks 12                        empty blocks
    time <time>                      an empty block with this time
    expect supply <amount>           now, in the model and on the chain
    expect balance <account> <amount>

    <time>     2026-11-20T15:00:00Z | +3600s                   after the time stated last
               Of a round it is `updatedAt` alone: rounds may be given to a chain at any later time.
"""
