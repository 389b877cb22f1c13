"""What follows from the hash of an EVM block, and how much of that a node can show.

Everything but `fetch` is a pure function over what a node answered: no I/O, no clock, no memory of
earlier answers. A proof ties a value to one block hash. That this hash is of the chain that others
mean is not shown here: agreement of operators, or a hash that the user trusts, is for that.

RLP is read by a codec of our own: strict, bounded in depth, in one pass. The library of that name
recurses as deep as the bytes say and copies each list once a level.
"""
