"""The command line starts without what only some commands need."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from egenkontroll import paths
from egenkontroll.__main__ import main
from egenkontroll.cli.swedish import Lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAVY = (
    "PySide6", "reportlab", "xlsxwriter", "python_calamine", "charset_normalizer", "sqlite_utils",
    "numpy", "pandas", "pydantic", "ruamel",
)  # fmt: skip


def loaded(code: str) -> set[str]:
    program = f"import sys\n{code}\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    return {name.split(".")[0] for name in done.stdout.split()}


@pytest.mark.parametrize("words", ["['--help']", "['results', '--help']"])
def test_help_imports_nothing_heavy(words: str) -> None:
    modules = loaded(f"from egenkontroll.__main__ import main\nassert main({words}) == 0")
    assert not modules & set(HEAVY)


def test_results_import_neither_qt_nor_paper_nor_spreadsheets(tmp_path_factory) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path_factory.mktemp("demo") / "demo.egk"
    modules = loaded(
        "from egenkontroll.__main__ import main\n"
        f"assert main(['demo', {str(path)!r}]) == 0\n"
        f"assert main(['results', {str(path)!r}, '--compare', 'previous']) == 0"
    )
    assert not modules & {"PySide6", "reportlab", "xlsxwriter", "python_calamine"}


def test_the_kept_help_is_what_click_makes() -> None:
    from egenkontroll.cli.commands import help_text

    kept = (paths.resources() / "help.txt").read_text(encoding="utf-8")
    assert kept == help_text(), "skriv den anew med: make schema"


def test_every_help_is_in_swedish() -> None:
    from egenkontroll.cli.commands import program

    found = list(_helps(program, "egenkontroll"))
    assert len(found) > 50
    for said in found:
        for english in ("required", "PATH", "INTEGER", "RANGE", "<=x", "default:"):
            assert english not in said, said
    assert any("[måste anges]" in said for said in found)
    assert any("[1 till 100]" in " ".join(said.split()) for said in found)


def _helps(command: click.Command, path: str) -> Iterator[str]:
    yield command.get_help(command.make_context(path, [], resilient_parsing=True))
    if isinstance(command, click.Group):
        named = command.every() if isinstance(command, Lazy) else command.commands
        for name, one in named.items():
            yield from _helps(one, f"{path} {name}")


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_help_is_the_same_with_and_without_click(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from egenkontroll.cli.commands import program

    monkeypatch.setenv("COLUMNS", str(columns))
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    program.main(["--help"], prog_name="egenkontroll", standalone_mode=False)
    assert said == capsys.readouterr().out


def test_help_imports_not_even_click() -> None:
    code = "from egenkontroll.__main__ import main\nassert main(['--help']) == 0"
    assert not loaded(code) & {"click", "typing", "pathlib", "inspect"}


def test_every_command_is_there_and_help_imports_none_of_them() -> None:
    from egenkontroll.cli.commands import COMMANDS, program

    assert list(program.every()) == list(COMMANDS)
    code = (
        "import os\nfrom egenkontroll.__main__ import main\n"
        "os.environ['COLUMNS'] = '60'\n"
        "assert main(['--help']) == 0\n"
        "assert not [name for name in sys.modules if name.endswith('_commands')]"
    )
    assert "click" in loaded(code)
