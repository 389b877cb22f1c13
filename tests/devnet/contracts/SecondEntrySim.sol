// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Own second address of a token for tests: whatever is asked, the first one answers.
contract SecondEntrySim {
    address private immutable first;

    constructor(address first_) {
        first = first_;
    }

    fallback(bytes calldata data) external returns (bytes memory) {
        (bool ok, bytes memory answer) = first.call(data);
        require(ok, "refused");
        return answer;
    }
}
