"""What every document is made of: facts that are added and never changed.

A fact says one thing about one subject (its key), when it was said (a hybrid logical clock),
on which device, and which earlier facts about the same key it replaces. What holds now is
worked out: the facts that no other fact replaces. Undo, history and merging all follow.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Id: TypeAlias = bytes
"""A 16-byte identity (UUID version 7), made where the thing itself is made."""

Value: TypeAlias = str | int | bytes | None

Row: TypeAlias = tuple[Any, ...]
"""Values whose types the kind of fact says: see `storage.schema`."""

DEVICE_SIZE = 8
DIGEST_SIZE = 16
_COUNTER_BITS = 16


@dataclass(frozen=True, slots=True)
class Fact:
    """One immutable fact. `replaces` is the digests it replaces, 16 bytes each, sorted."""

    kind: str
    key: Row
    clock: int
    device: Id
    replaces: bytes
    content: Row
    digest: bytes

    @property
    def replaced(self) -> tuple[bytes, ...]:
        """The digests of the facts that this one replaces."""
        return tuple(
            self.replaces[at : at + DIGEST_SIZE] for at in range(0, len(self.replaces), DIGEST_SIZE)
        )

    @property
    def said_at(self) -> int:
        """When it was said, in milliseconds since 1970-01-01 UTC, as the device's clock had it."""
        return self.clock >> _COUNTER_BITS


def digest_of(kind: str, *values: Value) -> bytes:
    """Return the 16-byte BLAKE2b digest of a fact's kind and every column but the digest.

    Each value is written with its type and length, so that no two rows share one encoding.
    """
    whole = hashlib.blake2b(kind.encode(), digest_size=DIGEST_SIZE)
    for value in values:
        raw = value if isinstance(value, bytes) else str(value).encode()
        whole.update(f"|{type(value).__name__}{len(raw)}:".encode())
        whole.update(raw)
    return whole.digest()


def make_fact(
    kind: str,
    key: Row,
    content: Row,
    clock: int,
    device: Id,
    replaces: Iterable[Fact] = (),
) -> Fact:
    """Make a fact that replaces the given facts about the same key."""
    replaced = b"".join(sorted(fact.digest for fact in replaces))
    digest = digest_of(kind, *key, clock, device, replaced, *content)
    return Fact(kind, key, clock, device, replaced, content, digest)


def recomputed_digest(fact: Fact) -> bytes:
    """Return the digest that the fact's columns give; it differs where a bit has changed."""
    return digest_of(fact.kind, *fact.key, fact.clock, fact.device, fact.replaces, *fact.content)


def standing(facts: Iterable[Fact]) -> dict[Row, tuple[Fact, ...]]:
    """Return, per key, the facts that no other fact replaces, oldest first.

    More than one standing fact under a key means that neither knew of the other. The order
    (clock, then digest) is the same on every machine.
    """
    by_key: dict[Row, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_key[fact.key].append(fact)
    return {key: _unreplaced(group) for key, group in by_key.items()}


def current(facts: Iterable[Fact]) -> dict[Row, Fact]:
    """Return, per key, the fact that holds now: the newest standing one."""
    return {key: group[-1] for key, group in standing(facts).items()}


def _unreplaced(group: list[Fact]) -> tuple[Fact, ...]:
    if len(group) == 1:
        return (group[0],)
    replaced = {digest for fact in group for digest in fact.replaced}
    left = {fact.digest: fact for fact in group if fact.digest not in replaced}
    return tuple(sorted(left.values(), key=lambda fact: (fact.clock, fact.digest)))


def next_clock(now_ms: int, last: int) -> int:
    """Return the next hybrid logical clock: never earlier than `last`, near to `now_ms`.

    The upper bits are milliseconds since 1970, the lower 16 a counter, so that facts keep
    their order even where a computer's clock stands still or goes backwards.
    Source: Kulkarni et al. 2014, Logical physical clocks.
    """
    return max(now_ms << _COUNTER_BITS, last + 1)


@dataclass
class Pen:
    """Writes facts for one device: keeps the clock going forward and makes identities.

    `now_ms` gives milliseconds since 1970 and `random_bytes(n)` n random bytes; both are
    arguments so that a demo or a test can give the same document every time.
    """

    device: Id
    now_ms: Callable[[], int]
    random_bytes: Callable[[int], bytes]
    last: int = 0

    def new_id(self) -> Id:
        """Return a new identity: 48 bits of time, then random bits (RFC 9562, version 7)."""
        tail = bytearray(self.random_bytes(10))
        tail[0] = 0x70 | (tail[0] & 0x0F)
        tail[2] = 0x80 | (tail[2] & 0x3F)
        return self.now_ms().to_bytes(6, "big") + bytes(tail)

    def write(
        self,
        kind: str,
        key: Row,
        content: Row,
        known: Mapping[Row, tuple[Fact, ...]] | None = None,
    ) -> Fact:
        """Make the next fact; it replaces what `known` has standing under the same key."""
        self.last = next_clock(self.now_ms(), self.last)
        replaces = (known or {}).get(key, ())
        return make_fact(kind, key, content, self.last, self.device, replaces)
