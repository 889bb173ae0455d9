"""The options that say what a sample is to be: the same for drawing and for planning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from egenkontroll.cli.options import FILE, round_option

if TYPE_CHECKING:
    from collections.abc import Callable

    from egenkontroll.sample.wanted import Wanted

_MOST = click.IntRange(1, 10_000)
_PERCENT = click.IntRange(1, 100)

_OPTIONS = (
    round_option(),
    click.option("--frame", "frame_file", type=FILE, required=True, help="Ärendelistan."),
    click.option("--per-unit", type=_MOST, help="Antal ärenden i varje enhet eller grupp."),
    click.option("--share", type=_PERCENT, help="Andel av varje enhet i procent, uppåt."),
    click.option("--all", "every", is_flag=True, help="Alla ärenden i listan."),
    click.option("--total", type=click.IntRange(1, 100_000),
                 help="Antal i allt, fördelade efter enheternas storlek, minst ett var."),
    click.option("--stratum", default="unit", help="Dela upp efter unit eller en UPPGIFT."),
    click.option("--quota", "quotas", multiple=True, metavar="UPPGIFT=VÄRDE:PROCENT",
                 help='Minst så stor del ska ha värdet: "insats=ja:50"; kan upprepas.'),
    click.option("--exclude", "exclusions", multiple=True, metavar="VILLKOR",
                 help='Undanta: "skyddad=ja" eller "avslutat<2023-04-01"; kan upprepas.'),
    click.option("--not-reviewed-in", type=click.IntRange(0, 120), default=0, metavar="MÅNADER",
                 help="Undanta ärenden som har granskats de senaste månaderna."),
)  # fmt: skip


def sizing_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say from what, how many and among which cases."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def wanted_from(  # noqa: PLR0913 - one for each option
    per_unit: int | None,
    share: int | None,
    every: bool,
    total: int | None,
    stratum: str,
    quotas: tuple[str, ...],
    exclusions: tuple[str, ...],
    not_reviewed_in: int,
    seed: str = "",
    reserves: int = 0,
    double_percent: int = 0,
    calibration: int = 0,
) -> Wanted:
    """Return what the options ask for; raise UsageError unless exactly one says how many."""
    from egenkontroll.sample.wanted import Sizing, Wanted, read_exclusion, read_quota

    given = {
        Sizing.FIXED: per_unit,
        Sizing.SHARE: share,
        Sizing.ALL: 0 if every else None,
        Sizing.TOTAL: total,
    }
    chosen = [(sizing, amount) for sizing, amount in given.items() if amount is not None]
    if len(chosen) != 1:
        raise click.UsageError(
            "Säg på ett sätt hur många ärenden som ska dras: --per-unit, --share, --all eller "
            "--total.",
            click.get_current_context(),
        )
    sizing, amount = chosen[0]
    return Wanted(
        seed,
        amount,
        sizing,
        reserves,
        double_percent,
        stratum,
        tuple(read_quota(text) for text in quotas),
        tuple(read_exclusion(text) for text in exclusions),
        not_reviewed_in,
        calibration,
    )
