"""Without a command: the window. With one: the command line."""

from __future__ import annotations

import sys

from egenkontroll.errors import UserError

DONE, COULD_NOT, WRONG_USAGE = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Run the program and return its exit status: 0 done, 1 could not, 2 wrong usage."""
    arguments = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        if _is_for_window(arguments):
            from egenkontroll.gui import run

            return run(arguments)
        return _command(arguments)
    except UserError as error:
        sys.stderr.write(f"{error}\n")
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
    """Tell whether the window is meant: nothing given, or one thing that is no command."""
    if not arguments:
        return True
    if len(arguments) > 1 or arguments[0].startswith("-"):
        return False
    from egenkontroll.cli.commands import program

    return not program.knows(arguments[0]) and (
        "." in arguments[0] or "/" in arguments[0] or "\\" in arguments[0]
    )


def _command(arguments: list[str]) -> int:
    import click

    from egenkontroll.cli.commands import program
    from egenkontroll.cli.swedish import complaint

    try:
        program.main(arguments, prog_name="egenkontroll", standalone_mode=False)
    except click.ClickException as error:
        sys.stderr.write(f"{complaint(error)}\n")
        return WRONG_USAGE
    except click.Abort:
        return COULD_NOT
    return DONE


if __name__ == "__main__":
    sys.exit(main())
