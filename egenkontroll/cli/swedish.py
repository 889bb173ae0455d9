"""Click, speaking Swedish."""

from __future__ import annotations

import re
from gettext import gettext
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import NoArgsIsHelpError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_HEADINGS = {"Options": "Val", "Commands": "Kommandon"}
_KINDS = {"INTEGER RANGE": "TAL", "INTEGER": "TAL", "PATH": "SÖKVÄG"}
_RANGE = re.compile(r"\[(\d+)<=x<=(\d+)\]")


class _Formatter(click.HelpFormatter):
    """Writes usage and section headings in Swedish."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line."""
        args = args.replace("[OPTIONS]", "[VAL]").replace("COMMAND [ARGS]", "KOMMANDO [ARGUMENT]")
        super().write_usage(prog, args, prefix or "Användning: ")

    def write_heading(self, heading: str) -> None:
        """Write a section's heading."""
        super().write_heading(_HEADINGS.get(heading, heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], *widths: int, **more: int) -> None:
        """Write the options, or the commands, and what is said of each."""
        super().write_dl([(_kind(named), _extra(said)) for named, said in rows], *widths, **more)


def _kind(named: str) -> str:
    for kind, swedish in _KINDS.items():
        named = named.replace(f" {kind}", f" {swedish}")
    return named


def _extra(said: str) -> str:
    return _RANGE.sub(r"[\1 till \2]", said.replace("[required]", "[måste anges]"))


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


class Lazy(Group):
    """A group that imports a command's module when the command is asked for.

    `lazy` gives, by name, the module, what the command is called in it, and its short help.
    """

    def __init__(self, lazy: Mapping[str, tuple[str, str, str]], **rest: Any) -> None:
        super().__init__(**rest)
        self._lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order given."""
        return list(self._lazy)

    def get_command(self, ctx: click.Context | None, cmd_name: str) -> click.Command | None:
        """Return a command, importing it if need be; None where there is none with the name."""
        if cmd_name not in self.commands and cmd_name in self._lazy:
            module, attribute, _ = self._lazy[cmd_name]
            found = import_module(f"egenkontroll.cli.{module}_commands")
            self.commands[cmd_name] = getattr(found, attribute)
        return self.commands.get(cmd_name)

    def every(self) -> dict[str, click.Command]:
        """Return every command by name, all of them imported."""
        names = {name: self.get_command(None, name) for name in self._lazy}
        return {name: command for name, command in names.items() if command is not None}

    def knows(self, name: str) -> bool:
        """Tell whether there is a command with the name."""
        return name in self._lazy

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the names and their short help, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, said) for name, (_, _, said) in self._lazy.items()])


def complaint(error: click.ClickException) -> str:
    """Return what is wrong with the command as it was written, and where help is.

    A group alone gives its help and nothing more.
    """
    if isinstance(error, NoArgsIsHelpError):
        return error.format_message()
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
    if isinstance(kind, click.Path):
        return "skriv namnet på en fil eller mapp."
    if isinstance(kind, click.IntRange):
        low = "" if kind.min is None else f" från {kind.min}"
        high = "" if kind.max is None else f" till {kind.max}"
        return f"skriv ett heltal{low}{high}."
    return "värdet kan inte användas."


def _maybe(possibilities: Any) -> str:
    return f" Menade du {', '.join(possibilities)}?" if possibilities else ""
