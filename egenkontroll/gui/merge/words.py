"""Words that the sections share: sentences and checksums."""

from __future__ import annotations


def sentence(words: str) -> str:
    """Return the words with a capital at the beginning."""
    return words[:1].upper() + words[1:]


def grouped(digest: str) -> str:
    """Return a checksum in groups, so that it can be read and broken over lines."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
