from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll import paths

if TYPE_CHECKING:
    from pathlib import Path


def test_the_programs_own_files_are_there() -> None:
    assert (paths.resources() / "checklist.schema.json").is_file()
    assert (paths.resources() / "fonts").is_dir()
    assert list(paths.checklists().glob("*.yaml"))


def test_packed_files_go_before_those_beside(tmp_path: Path) -> None:
    package = tmp_path / "egenkontroll"
    package.mkdir()
    find = paths._packed_or_beside
    assert find("resources", package) == tmp_path / "resources"
    (package / "_resources").mkdir()
    assert find("resources", package) == package / "_resources"
    assert find("checklists", package) == tmp_path / "checklists"
