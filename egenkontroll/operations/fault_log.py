"""A small log of the program's own faults, for whoever looks after it: kinds and places, no data.

It lies in the person's local folder for logs, never in a profile that roams. An error's message
may quote an answer or a name, so no message is ever written; neither are names of files.
"""

from __future__ import annotations

import datetime as dt
import platform
import traceback
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

NAME = "fel.log"
MOST_BYTES = 200_000


def default_folder() -> Path:
    """Return where the log lies."""
    from platformdirs import user_log_path

    return user_log_path("Egenkontroll", appauthor=False)


def keep(error: BaseException, folder: Path | None = None) -> None:
    """Write what kind of error it was and where in the program; that it cannot be is no fault.

    When the log has grown to 200 kB it becomes "fel.log.1", in place of the one before.
    """
    place = folder or default_folder()
    with suppress(OSError):
        place.mkdir(parents=True, exist_ok=True)
        log = place / NAME
        if log.exists() and log.stat().st_size > MOST_BYTES:
            log.replace(place / f"{NAME}.1")
        with log.open("a", encoding="utf-8") as file:
            file.write(entry(error))


def entry(error: BaseException) -> str:
    """Return the lines about an error: when, version, system, and each kind with its places."""
    try:
        program = version("egenkontroll")
    except PackageNotFoundError:
        program = "?"
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    lines = [f"{now} egenkontroll {program} {platform.platform()}"]
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        lines.append(f"  {type(cause).__module__}.{type(cause).__qualname__}")
        lines += [
            f"    {Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(cause.__traceback__)
        ]
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines) + "\n"
