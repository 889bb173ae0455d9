"""Many files to one: step 4 on the command line."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from egenkontroll.cli import output
from egenkontroll.cli.options import FILE, json_option
from egenkontroll.cli.swedish import Command
from egenkontroll.texts import NOTHING, count, k_of_n, listing, moment, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from egenkontroll.operations.merging import (
        FilePreview,
        FileReceipt,
        MergePreview,
        MergeReceipt,
        Progress,
    )

UNDO, CONFLICTS, SAME = "undo", "conflicts", "same"
_HEADS = ("Fil", "Vad den är", "Nya", "Nyare", "Andra frågor", "Andra granskning", "Säger emot",
          "Redan med")  # fmt: skip


@click.command("merge", cls=Command)
@click.argument("words", metavar="FIL ANNAN...", nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="Visa bara vad som skulle hända.")
@click.option("--receipt", type=FILE, default=None, help="Skriv kvittot som PDF.")
@click.option("--keep", default=None, help="merge same: namnet som ska gälla.")
@click.option("--other", default=None, help="merge same: det andra namnet på samma person.")
@click.option("--yes", is_flag=True, help="merge undo: fråga inte.")
@json_option
def merge(
    words: tuple[str, ...],
    dry_run: bool,
    receipt: Path | None,
    keep: str | None,
    other: str | None,
    yes: bool,
    as_json: bool,
) -> None:
    """Slå ihop andra filer med FIL: allt eller inget, efter en säkerhetskopia.

    FIL skapas om den inte finns. De andra filerna ändras aldrig. En fil som är skadad eller
    inte hör hit hoppas över, och de andra går vidare.

    merge undo FIL ångrar den senaste sammanslagningen. merge conflicts FIL visar vilka svar
    som säger emot varandra. merge same FIL --keep NAMN --other NAMN säger att två namn är samma
    granskare. Heter en fil undo, conflicts eller same skriver du ./undo.
    """
    named = keep is not None or other is not None
    if words[0] in (UNDO, CONFLICTS, SAME):
        if len(words) != 2 or dry_run or receipt is not None or (named and words[0] != SAME):
            raise click.UsageError(f"merge {words[0]} tar en fil och inget mer.")
        _deed(words[0], Path(words[1]), (keep, other), yes, as_json)
        return
    if named:
        raise click.UsageError("--keep och --other hör till merge same.")
    if yes:
        raise click.UsageError("--yes hör till merge undo.")
    if len(words) < 2:
        raise click.UsageError("Ange minst en fil att slå ihop med den första.")
    if dry_run and receipt is not None:
        raise click.UsageError("Ett kvitto skrivs bara när något görs: utan --dry-run.")
    file, others = Path(words[0]), [Path(word) for word in words[1:]]
    if dry_run:
        _preview(file, others, as_json)
    else:
        _merge(file, others, receipt, as_json)


def _deed(
    word: str, file: Path, names: tuple[str | None, str | None], yes: bool, as_json: bool
) -> None:
    if yes and word != UNDO:
        raise click.UsageError("--yes hör till merge undo.")
    if word == SAME:
        _same(file, *names, as_json)
    elif word == UNDO:
        _undo(file, as_json, yes)
    else:
        _conflicts(file, as_json)


def _preview(file: Path, others: Sequence[Path], as_json: bool) -> None:
    from egenkontroll.operations.merging_files import preview_files

    found = preview_files(file, others, _progress())
    if as_json:
        output.write_json({"dry_run": True, **_preview_json(found)})
        _say_skipped(found.files)
        return
    _write_files(found.files)
    gave = sum(one.taken and one.counts.changes for one in found.files)
    output.say(
        f"{count(found.adds, 'ny uppgift', 'nya uppgifter')} i "
        f"{_of_files(gave, len(found.files))}. Inget är skrivet."
    )
    _say_skipped(found.files)


def _merge(file: Path, others: Sequence[Path], receipt: Path | None, as_json: bool) -> None:
    from egenkontroll.operations.merging_files import merge_files

    done, contradicting = merge_files(file, others, receipt, _progress())
    if as_json:
        output.write_json({"dry_run": False, **_receipt_json(done), "conflicts": contradicting})
        _say_skipped(done.files)
        return
    _write_files(done.files)
    for line in (*_said(file, done, contradicting), *_spelled_twice(file)):
        output.say(line)
    if receipt is not None:
        output.say(f"{receipt} är skriven.")
    _say_skipped(done.files)


def _say_skipped(files: Sequence[FilePreview] | Sequence[FileReceipt]) -> None:
    """Say last, on stderr, which files were left out: the rest went on without them."""
    if skipped := [one.name for one in files if not one.taken]:
        many = count(len(skipped), "fil kunde", "filer kunde")
        click.echo(f"{many} inte tas med: {listing(skipped)}.", err=True)


def _of_files(gave: int, every: int) -> str:
    """Return "1 fil", "3 filer" or, where only some gave anything, "1 av 3 filer"."""
    if gave == every:
        return count(every, "fil", "filer")
    return f"{k_of_n(gave, every)} {'fil' if every == 1 else 'filer'}"


def _said(file: Path, done: MergeReceipt, contradicting: int) -> Iterator[str]:
    if not done.id:
        yield f"Inget var nytt. {file.name} är som det var."
    else:
        yield (
            f"{count(done.added, 'ny uppgift', 'nya uppgifter')} från "
            f"{_of_files(len(done.gave), len(done.files))} är "
            f"{'sparad' if done.added == 1 else 'sparade'} i {file.name}."
        )
        if done.erased:
            gone = count(done.erased, "uppgift", "uppgifter")
            yield f"{gone} om enskilda ärenden är borttagna: omgången är gallrad i en av filerna."
        if done.backup:
            yield f"Säkerhetskopian före heter {done.backup}."
        yield f"Ångra med: egenkontroll merge undo {output.quoted(file)}"
    if contradicting:
        many = count(contradicting, "fråga har", "frågor har")
        yield (
            f"{many} svar som säger emot varandra. Visa dem med: "
            f"egenkontroll merge conflicts {output.quoted(file)}"
        )


def _spelled_twice(file: Path) -> Iterator[str]:
    """Yield how to say that two reviewers are one, for every pair of names that are alike."""
    from egenkontroll.operations.merging_files import spelled_twice

    for keep, other in spelled_twice(file):
        yield (
            f"{keep} och {other} kan vara samma granskare. Är det så: egenkontroll merge same "
            f"{output.quoted(file)} --keep {output.quoted(keep)} --other {output.quoted(other)}"
        )


def _undo(file: Path, as_json: bool, yes: bool) -> None:
    from egenkontroll.operations.merging_files import next_undo, undo_merge

    latest = next_undo(file)
    if latest is not None:
        output.agree(f"{_named(latest)} ångras. Fortsätta?", "Inget är ångrat.", yes=yes)
    done = undo_merge(file)
    if as_json:
        output.write_json(
            {"removed": done.removed, "kept": done.kept, "needed": done.needed,
             "purges_kept": done.purges_kept, "receipt": done.receipt.id.hex(),
             "files": list(done.receipt.gave)}
        )  # fmt: skip
        return
    output.say(
        f"{_named(done.receipt)} är ångrad: "
        f"{count(done.removed, 'uppgift', 'uppgifter')} togs bort. "
        "Det som har skrivits sedan dess är kvar."
    )
    if done.needed:
        from egenkontroll.merge.receipt import needed_words

        output.say(f"{needed_words(done.needed)}.")
    if done.purges_kept:
        output.say("En gallring kan inte ångras: det som är gallrat är fortfarande borta.")
    if done.earlier is not None:
        named = _named(done.earlier)
        output.say(f"Kör igen för att ångra även {named[:1].lower()}{named[1:]}.")


def _named(merged: MergeReceipt) -> str:
    files = f"{'filen' if len(merged.gave) == 1 else 'filerna'} {listing(merged.gave)}"
    return f"Sammanslagningen den {moment(merged.made_at)} av {files}"


def _same(file: Path, keep: str | None, other: str | None, as_json: bool) -> None:
    from egenkontroll.operations.merging_files import same_person

    if keep is None or other is None:
        raise click.UsageError("Ange båda namnen: merge same FIL --keep NAMN --other NAMN.")
    kept, dropped = same_person(file, keep, other)
    if as_json:
        output.write_json({"kept": kept, "other": dropped})
        return
    output.say(f"{dropped} räknas nu som {kept}.")


def _conflicts(file: Path, as_json: bool) -> None:
    from egenkontroll.operations.merging_files import conflicts_in

    found = conflicts_in(file)
    if as_json:
        output.write_json(
            [
                {"round": one.round_name, "reference": one.reference, "unit": one.unit,
                 "question": one.question, "text": one.text, "reviewer": one.name,
                 "sides": [{"value": side.value, "said": side.said, "comment": side.comment}
                           for side in one.sides]}
                for one in found
            ]
        )  # fmt: skip
    elif found:
        rows = [
            (one.round_name, one.reference, one.text, one.name, *_sides(one.sides)) for one in found
        ]
        output.write_table(("Omgång", "Ärende", "Fråga", "Granskare", "A", "B"), rows)
        output.say("Välj mellan svaren i fönstret, i steget Slå ihop.")
    else:
        output.say("Inga svar säger emot varandra.")


def _sides(sides: Sequence[Any]) -> tuple[str, str]:
    said = [f"{one.said} ({one.comment})" if one.comment else one.said for one in sides]
    return said[0], "; ".join(said[1:])


def _write_files(files: Sequence[FilePreview] | Sequence[FileReceipt]) -> None:
    from egenkontroll.merge.classes import SWEDISH, FileClass, said_of

    rows = []
    for one in files:
        counts = one.counts
        figures = (counts.new, counts.newer, counts.parallel, counts.second, counts.conflicts,
                   counts.known)  # fmt: skip
        words = ", ".join(SWEDISH[which] for which in one.classes)
        said = [number(figure) if one.taken else NOTHING for figure in figures]
        rows.append((one.name, words, *said))
    output.write_table(_HEADS, rows)
    for one in files:
        for problem in one.problems:
            click.echo(said_of(one.name, problem), err=one.classes[0] is not FileClass.IDENTICAL)


def _progress() -> Progress | None:
    if not sys.stderr.isatty():
        return None
    return lambda done, of: click.echo(f"\r{done} / {of} ", nl=done == of, err=True)


def _preview_json(found: MergePreview) -> dict[str, Any]:
    return {
        "files": [
            {**_file_json(one), "rounds": [touched.name for touched in one.rounds]}
            for one in found.files
        ],
        "added": found.adds,
    }


def _receipt_json(done: MergeReceipt) -> dict[str, Any]:
    return {
        "files": [{**_file_json(one), "rounds": list(one.rounds)} for one in done.files],
        "added": done.added,
        "erased": done.erased,
        "backup": done.backup,
        "receipt": done.id.hex(),
    }


def _file_json(one: FilePreview | FileReceipt) -> dict[str, Any]:
    return {
        "name": one.name,
        "sha256": one.digest,
        "class": str(one.classes[0]),
        "classes": [str(which) for which in one.classes],
        "taken": one.taken,
        "counts": asdict(one.counts),
        "reviewers": list(one.reviewers),
        "problems": list(one.problems),
    }
