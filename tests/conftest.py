"""One hypothesis profile for all tests: the same examples every time, no time limit."""

from __future__ import annotations

import os
import sys
import tempfile

import pytest
from hypothesis import settings

settings.register_profile("fixed", derandomize=True, deadline=None, max_examples=100)
settings.load_profile("fixed")

# The log of the program's own faults is never the one of whoever runs the tests.
os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="egenkontroll-")

_status: list[int] = []


def pytest_sessionfinish(exitstatus: int) -> None:
    _status.append(int(exitstatus))


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Leave at once when all is told: the order in which Python and Qt 6.12 take their objects
    apart at the very end is nobody's, and has ended in a crash after the last test had passed.
    """
    if _status and "PySide6.QtWidgets" in sys.modules:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(_status[-1])
