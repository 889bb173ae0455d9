"""The command line as a person runs it, on the real round of spring 2024."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from egenkontroll.__main__ import main

DATA = Path(__file__).parents[1] / "data" / "vt2024"


@dataclass(frozen=True)
class Run:
    status: int
    out: str
    err: str


class Terminal:
    """Runs commands in this process and keeps what they wrote."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *words: object) -> Run:
        self.capsys.readouterr()
        status = main([str(word) for word in words])
        out, err = self.capsys.readouterr()
        assert "Traceback" not in err
        return Run(status, out, err)

    def done(self, *words: object) -> str:
        run = self(*words)
        assert run.status == 0, run.err
        assert run.err == ""
        return run.out


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(capsys)


@pytest.fixture(scope="session")
def whole_round_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Spring 2024 from case list to answers, once for all tests; copy before writing to it."""
    from egenkontroll.operations.histories import import_history
    from egenkontroll.operations.reviewing import import_answers
    from egenkontroll.operations.sampling import create_round, draw_sample

    path = tmp_path_factory.mktemp("vt2024") / "vt2024.egk"
    create_round(path, DATA / "checklista-2024.yaml", "Våren 2024", "2024-04-01/2024-05-31")
    seed = "2024-04-02/barn-och-unga"
    draw_sample(path, "Våren 2024", DATA / "arendelista.csv", 10, 3, seed, 0, "")
    for name in ("anna", "bo", "cia"):
        import_answers(path, "Våren 2024", DATA / f"svar-{name}.csv", name.title())
    import_history(path, DATA / "historik.csv")
    return path


@pytest.fixture
def whole_round(whole_round_made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(whole_round_made, tmp_path / "vt2024.egk"))


@pytest.fixture
def empty_round(tmp_path: Path) -> Path:
    """Spring 2024 with its checklist and nothing drawn."""
    from egenkontroll.operations.sampling import create_round

    path = tmp_path / "tom.egk"
    create_round(path, DATA / "checklista-2024.yaml", "Våren 2024", "2024-04-01/2024-05-31")
    return path
