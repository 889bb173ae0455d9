"""Everything about a round: create it, name its focus questions, lock it, open it again."""

from __future__ import annotations

from egenkontroll.cli.closing_commands import lock, reopen
from egenkontroll.cli.results_commands import round_focus
from egenkontroll.cli.sample_commands import round_group

__all__ = ["round_group"]

for _command in (lock, reopen, round_focus):
    round_group.add_command(_command)
