"""The part of the EVM that our own programs use, written for tests from the Yellow Paper."""

from collections.abc import Callable
from dataclasses import dataclass, field

Inner = Callable[[bytes, bytes], bytes | None]
"""What a contract answers to calldata; None where it fails."""

_WORD = 1 << 256


@dataclass
class Machine:
    """One run of a program. Raises AssertionError for what the EVM would end exceptionally."""

    code: bytes
    calldata: bytes
    number: int
    timestamp: int
    inner: Inner
    stack: list[int] = field(default_factory=list)
    memory: bytearray = field(default_factory=lambda: bytearray(1 << 18))
    returned: bytes = b""

    def run(self) -> bytes:
        """Return what the program returns."""
        at = 0
        while True:
            opcode = self.code[at]
            at += 1
            if 0x60 <= opcode <= 0x7F:
                width = opcode - 0x5F
                self.stack.append(int.from_bytes(self.code[at : at + width]))
                at += width
            elif 0x80 <= opcode <= 0x8F:
                self.stack.append(self.stack[-(opcode - 0x7F)])
            elif opcode == 0x90:
                self.stack[-1], self.stack[-2] = self.stack[-2], self.stack[-1]
            elif opcode == 0xF3:
                offset, size = self._pop(2)
                return bytes(self.memory[offset : offset + size])
            elif opcode in (0x56, 0x57):
                target = self.stack.pop()
                if opcode == 0x56 or self.stack.pop():
                    assert self.code[target] == 0x5B, f"no JUMPDEST at {target}"
                    at = target
            else:
                self._step(opcode)

    def _pop(self, count: int) -> list[int]:
        assert len(self.stack) >= count, "stack underflow"
        return [self.stack.pop() for _ in range(count)]

    def _environment(self, opcode: int) -> int:
        return {
            0x36: len(self.calldata),
            0x38: len(self.code),
            0x3D: len(self.returned),
            0x42: self.timestamp,
            0x43: self.number,
            0x5A: 1_000_000,
        }[opcode]

    def _step(self, opcode: int) -> None:
        match opcode:
            case 0x5B:
                pass
            case 0x01 | 0x03 | 0x10 | 0x14 | 0x16 | 0x1B | 0x1C:
                self.stack.append(_binary(opcode, *self._pop(2)))
            case 0x15:
                self.stack.append(int(self.stack.pop() == 0))
            case 0x36 | 0x38 | 0x3D | 0x42 | 0x43 | 0x5A:
                self.stack.append(self._environment(opcode))
            case 0x37 | 0x39:
                to, start, size = self._pop(3)
                source = self.calldata if opcode == 0x37 else self.code
                self.memory[to : to + size] = source[start : start + size].ljust(size, b"\0")
            case 0x51:
                start = self.stack.pop()
                self.stack.append(int.from_bytes(self.memory[start : start + 32]))
            case 0x52:
                start, value = self._pop(2)
                self.memory[start : start + 32] = value.to_bytes(32)
            case 0xFA:
                self._static_call()
            case _:
                raise AssertionError(f"opcode {opcode:#x} is not played")

    def _static_call(self) -> None:
        _gas, address, start, size, to, room = self._pop(6)
        assert address < 1 << 160
        answer = self.inner(address.to_bytes(20), bytes(self.memory[start : start + size]))
        self.returned = answer or b""
        kept = self.returned[:room]
        self.memory[to : to + len(kept)] = kept
        self.stack.append(int(answer is not None))


def _binary(opcode: int, first: int, second: int) -> int:
    return {
        0x01: lambda: (first + second) % _WORD,
        0x03: lambda: (first - second) % _WORD,
        0x10: lambda: int(first < second),
        0x14: lambda: int(first == second),
        0x16: lambda: first & second,
        0x1B: lambda: (second << first) % _WORD,
        0x1C: lambda: second >> first,
    }[opcode]()
