"""The commands by name. A command's module is imported when the command is asked for.

So `--help` and every command start quickly: no command pays for the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from egenkontroll.cli.options import FILE
from egenkontroll.cli.swedish import Context, Lazy

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS: dict[str, tuple[str, str, str]] = {
    "demo": ("document", "demo", "Skriv ett exempeldokument."),
    "checklist": ("checklist", "checklist_group", "Kontrollera och jämför checklistor."),
    "round": ("round", "round_group", "Skapa, lås och öppna omgångar."),
    "sample": ("sample", "sample_group", "Planera och dra urval, visa urvalsintyget."),
    "assign": ("handout", "assign", "Fördela ärendena jämnt på granskarna."),
    "handout": ("handout", "handout", "Skriv en fil för varje granskare."),
    "handin": ("handout", "handin", "Gör filen som ska skickas tillbaka."),
    "calibration": ("handout", "calibration", "Jämför svaren på kalibreringens ärenden."),
    "unseal": ("handout", "unseal", "Lås upp en fil som är låst (.egk.age)."),
    "key": ("handout", "key", "Gör en nyckel till låsta filer."),
    "answers": ("document", "answers_group", "Läs in svar."),
    "merge": ("merge", "merge", "Slå ihop flera granskares filer, eller ångra det."),
    "agreement": ("agreement", "agreement", "Visa hur lika två granskare bedömer."),
    "history": ("results", "history_group", "Läs in tidigare års siffror."),
    "ledger": ("ledger", "ledger_group", "Besluta vilka frågor som är jämförbara."),
    "setting": ("results", "settings", "Visa och ändra organisationens inställningar."),
    "unit": ("results", "unit_group", "Enheter över omorganisationer."),
    "results": ("results", "results", "Visa resultaten: k av n, andel, förändring."),
    "action": ("action", "action_group", "Förbättringsåtgärder: från resultat till effekt."),
    "plan": ("action", "plan_group", "Årets egenkontrollplan."),
    "trail": ("action", "trail", "Följ en fråga genom åren."),
    "export": ("export", "export", "Skriv som Excel, CSV, JSON, Word, PowerPoint."),
    "report": ("document", "report", "Skriv resultatblad och andra papper som PDF."),
    "purge": ("closing", "purge", "Gallra omgången: radera ärendena, behåll siffrorna."),
    "verify": ("document", "verify", "Kontrollera att dokumentet är helt."),
    "repair": ("safety", "repair", "Rädda det som går ur ett skadat dokument."),
    "encrypt": ("safety", "encrypt", "Gör en krypterad kopia av dokumentet."),
    "decrypt": ("safety", "decrypt", "Gör en okrypterad kopia av ett krypterat dokument."),
    "backup": ("safety", "backup_group", "Visa och återställ säkerhetskopior."),
    "self-test": ("document", "self_test", "Gå hela vägen på en tillfällig kopia."),
}
"""By name: the module `egenkontroll.cli.<first>_commands`, what it is called there, its help."""


def help_text() -> str:
    """Return what `egenkontroll --help` prints at 80 columns: kept in `resources/help.txt`."""
    context = Context(program, info_name="egenkontroll", terminal_width=78)
    return f"{program.get_help(context)}\n"


@click.group(cls=Lazy, lazy=COMMANDS)
@click.version_option(package_name="egenkontroll", message="Egenkontroll %(version)s",
                      help="Visa programmets version.")  # fmt: skip
@click.option("--passphrase-file", type=FILE, envvar="EGENKONTROLL_PASSPHRASE_FILE", default=None,
              help="Fil med lösenfrasen till krypterade dokument.")  # fmt: skip
def program(passphrase_file: Path | None) -> None:
    """Egenkontroll: från checklista till resultatblad.

    Utan kommando öppnas fönstret: egenkontroll [FIL].
    """
    from egenkontroll.cli import output, passphrases
    from egenkontroll.operations import undone

    passphrases.ready(passphrase_file)
    click.get_current_context().with_resource(undone.told_to(output.say_aside))
