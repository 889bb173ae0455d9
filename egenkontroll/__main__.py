"""Without a command: the window. With one: the command line."""

from __future__ import annotations

import os
import sys

DONE, COULD_NOT, WRONG_USAGE = 0, 1, 2
_WIDE = 80


def main(arguments: list[str] | None = None) -> int:
    """Run the program and return its exit status: 0 done, 1 could not, 2 wrong usage."""
    arguments = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if arguments == ["--help"] and sys.stdout is not None and (known := _known_help()):
        sys.stdout.write(known)
        return DONE
    return _run(arguments)


def _known_help() -> str:
    """Return what `--help` prints where it is 80 columns wide or more; "" where it may not be.

    Kept in a file that a test holds to what click makes: to import click takes three times as
    long as it takes to start Python. What pathlib does is done without it for the same reason.
    """
    if _columns() < _WIDE:
        return ""
    package = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - see above
    for folder in (f"{package}/_resources", f"{package}/../resources"):
        try:
            with open(f"{folder}/help.txt", encoding="utf-8") as file:  # noqa: PTH123 - see above
                return file.read()
        except OSError:
            continue
    return ""


def _columns() -> int:
    """Return how many columns there are, counted as click does."""
    said = os.environ.get("COLUMNS", "")
    if said.isdigit() and int(said):
        return int(said)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or _WIDE  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        return _WIDE


def _run(arguments: list[str]) -> int:
    from egenkontroll.errors import UserError

    try:
        if _is_for_window(arguments):
            from egenkontroll.gui import run

            return run(arguments)
        return _command(arguments)
    except UserError as error:
        _say(str(error))
        return COULD_NOT
    except Exception as error:  # noqa: BLE001 - the last resort: no traceback for anybody
        from egenkontroll.operations import fault_log

        fault_log.keep(error)
        sys.stderr.write(
            f"Något gick fel i programmet ({type(error).__name__}). Det som redan står som sparat "
            f"är sparat. Skicka loggen till den som sköter programmet; den har inga svar eller "
            f"namn: {fault_log.default_folder() / fault_log.NAME}\n"
        )
        return COULD_NOT
    except KeyboardInterrupt:
        sys.stderr.write("Avbrutet. Inget mer sparades.\n")
        return COULD_NOT


def _is_for_window(arguments: list[str]) -> bool:
    """Tell whether the window is meant: nothing given, or one thing that only a file is called.

    No command has any of these signs in its name, so that none need be imported to know it.
    """
    if not arguments:
        return True
    if len(arguments) > 1 or arguments[0].startswith("-"):
        return False
    return any(sign in arguments[0] for sign in "./\\")


def _command(arguments: list[str]) -> int:
    import click

    from egenkontroll.cli.commands import program
    from egenkontroll.cli.swedish import complaint

    try:
        program.main(arguments, prog_name="egenkontroll", standalone_mode=False)
    except click.ClickException as error:
        _say(complaint(error))
        return WRONG_USAGE
    except click.Abort:
        return COULD_NOT
    return DONE


def _say(words: str) -> None:
    """Write a message on stderr; a personnummer that was typed is not written back."""
    from egenkontroll.cli.output import seen
    from egenkontroll.sample.identity import masked

    if sys.stderr is not None:  # on Windows the window's own program has none
        sys.stderr.write(f"{seen(masked(words))}\n")


if __name__ == "__main__":
    sys.exit(main())
