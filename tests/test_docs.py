"""The README and the drawing of the house tell the truth."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import egenkontroll
from egenkontroll.checklist.model import Question
from egenkontroll.cli.commands import program

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> list[str]:
    names = []
    for name, command in program.every().items():
        inside = getattr(command, "commands", None)
        names += [f"{name} {sub}" for sub in inside] if inside else [name]
    return names


@pytest.mark.parametrize("command", [name for name in commands() if name != "checklist schema"])
def test_readme_names_every_command(command: str) -> None:
    assert f"egenkontroll {command}" in README


def test_no_command_is_listed_twice() -> None:
    handbook = (ROOT / "resources/handbook/kommandoraden.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in handbook.splitlines() if line.startswith("| `")]
    named = [name for row in rows for name in re.findall(r"`(egenkontroll[^`]*)`", row)]
    listed = README.partition("## Kommandon")[2].partition("\n## ")[0].splitlines()
    words = [re.split(r" {2,}", line.strip())[0] for line in listed if line.startswith("    egen")]
    for found in (named, words):
        assert len(found) > 20
        assert sorted(found) == sorted(set(found))
    for command in ("backup list", "backup restore", "repair"):
        assert sum(line.startswith(f"egenkontroll {command} ") for line in words) == 1


def test_readme_names_every_dependency_and_key() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for dependency in project["dependencies"]:
        assert dependency.split(">")[0] in README
    for key in Question.model_fields:
        assert f"`{key}`" in README


def test_the_house_names_every_room() -> None:
    drawing = egenkontroll.__doc__ or ""
    package = Path(egenkontroll.__file__).parent
    for place in package.iterdir():
        if place.name.startswith("_"):
            continue
        room = f"{place.name}/" if place.is_dir() else place.name
        assert room in drawing, room


def test_constraints_pin_every_dependency() -> None:
    pinned = (ROOT / "constraints.txt").read_text(encoding="utf-8").lower().replace("_", "-")
    import tomllib

    whole = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = whole["dependency-groups"]
    for dependency in [*whole["project"]["dependencies"], *groups["dev"], *groups["bench"]]:
        assert f"\n{dependency.split('>')[0].lower()}==" in pinned
