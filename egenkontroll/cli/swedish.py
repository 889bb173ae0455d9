"""Click, speaking Swedish."""

from __future__ import annotations

from gettext import gettext
from typing import Any

import click

_HEADINGS = {"Options": "Val", "Commands": "Kommandon"}


class _Formatter(click.HelpFormatter):
    """Writes usage and section headings in Swedish."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line."""
        args = args.replace("[OPTIONS]", "[VAL]").replace("COMMAND [ARGS]", "KOMMANDO [ARGUMENT]")
        super().write_usage(prog, args, prefix or "Användning: ")

    def write_heading(self, heading: str) -> None:
        """Write a section's heading."""
        super().write_heading(_HEADINGS.get(heading, heading))


class Context(click.Context):
    """A context whose help is Swedish."""

    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help option is Swedish."""

    context_class = Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the help option."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Visa den här hjälpen."
        return option


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command
    group_class = type


def complaint(error: click.ClickException) -> str:
    """Return what is wrong with the command as it was written, and where help is."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "egenkontroll"
    return f"{_what(error)} Skriv {path} --help för hjälp."


def _what(error: click.ClickException) -> str:
    match error:
        case click.NoSuchOption():
            return f"Valet {error.option_name} finns inte.{_maybe(error.possibilities)}"
        case click.MissingParameter():
            return f"{_name(error)} saknas."
        case click.BadParameter():
            return f"{_name(error)}: {_reason(error)}"
        case click.BadOptionUsage():
            return f"Valet {error.option_name} behöver ett värde."
        case click.UsageError():
            return _usage(error)
    return error.format_message()


def _usage(error: click.UsageError) -> str:
    said = error.message
    if said.startswith(gettext("No such command {name!r}.").split("{")[0]):
        return f"Kommandot {said.split(chr(39))[1]} finns inte."
    if said.startswith("Got unexpected extra argument"):
        return f"Det står för mycket på raden: {said[said.rindex('(') + 1 : -1]}."
    if said.startswith("Missing command"):
        return "Ett kommando saknas."
    return said


def _name(error: click.BadParameter) -> str:
    parameter: Any = error.param
    if isinstance(parameter, click.Option):
        return f"Valet {parameter.opts[0]}"
    if parameter is not None:
        return str(parameter.human_readable_name)
    return str(error.param_hint or "Ett värde")


def _reason(error: click.BadParameter) -> str:
    kind: Any = error.param.type if error.param is not None else None
    if isinstance(kind, click.Choice):
        return f"välj {' eller '.join(str(choice) for choice in kind.choices)}."
    if isinstance(kind, click.IntRange):
        low = "" if kind.min is None else f" från {kind.min}"
        high = "" if kind.max is None else f" till {kind.max}"
        return f"skriv ett heltal{low}{high}."
    return "värdet kan inte användas."


def _maybe(possibilities: Any) -> str:
    return f" Menade du {', '.join(possibilities)}?" if possibilities else ""
