"""Rule egk-1 written from the design alone: python egk1_by_hand.py FRÖ ANTAL RESERVER < lista.csv

The list is `enhet;nummer` on each line, in UTF-8. Imports nothing of the program.
"""

from __future__ import annotations

import hashlib
import sys


def by_hand(seed: str, references: list[str]) -> list[str]:
    keyed = []
    for reference in references:
        raw = seed.encode("utf-8") + b"\x1f" + reference.encode("utf-8")
        keyed.append((hashlib.sha256(raw).hexdigest(), reference))
    return [reference for _, reference in sorted(keyed)]


if __name__ == "__main__":
    seed, many, spare = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    units: dict[str, list[str]] = {}
    for line in sys.stdin.buffer.read().decode("utf-8").splitlines():
        unit, _, reference = line.partition(";")
        units.setdefault(unit, []).append(reference)
    for unit, references in units.items():
        ordered = by_hand(seed, references)
        print(unit, *ordered[:many], "|", *ordered[many : many + spare], sep=";")
