"""None is never counted down to nothing, whatever Qt forgets."""

from __future__ import annotations

import sys

import pytest

from egenkontroll.gui.none_guard import guard_none


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is not counted there")
def test_none_has_references_to_spare() -> None:
    guard_none()
    assert sys.getrefcount(None) > 1_000_000_000
