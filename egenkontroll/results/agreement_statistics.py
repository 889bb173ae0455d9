"""How alike two reviewers judged the same cases: chance agreement, kappa, alpha.

A table is square: row = the first reviewer's answer, column = the second's, cell = number of
cases. It has one row for every *possible* answer, used or not, because AC1 depends on how many
there are. The figure for people is `statistics.gwet_ac1`; kappa and alpha are for those who ask.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Table = Sequence[Sequence[int]]


def raw_agreement(table: Table) -> tuple[int, int]:
    """How many cases were judged alike, and how many were judged at all."""
    rows, _ = _margins(table)
    return sum(table[i][i] for i in range(len(table))), sum(rows)


def gwet_chance(table: Table) -> float | None:
    """The share of agreement that AC1 ascribes to chance, 0–0.5.

    None without cases, or with fewer than two possible answers.
    Source: Gwet 2008, Br J Math Stat Psychol 61:29.
    """
    coefficients = _gwet_coefficients(table)
    if coefficients is None:
        return None
    return math.fsum(
        share * coefficient
        for share, coefficient in zip(_mean_shares(table), coefficients, strict=True)
    )


def gwet_standard_error(table: Table) -> float | None:
    """The standard error of AC1 in its table form, which divides by n and not by n − 1.

    Do not build an interval from it for few cases: it covers far less than it says. None where
    AC1 is undefined. Source: Gwet 2008, Br J Math Stat Psychol 61:29.
    """
    coefficients, chance = _gwet_coefficients(table), gwet_chance(table)
    if coefficients is None or chance is None:
        return None
    return _standard_error(table, chance, coefficients, coefficients)


def cohen_kappa(table: Table) -> tuple[float, float] | None:
    """Cohen's kappa (−1 to 1) and its standard error.

    None without cases, and when both reviewers gave one and the same answer throughout: kappa is
    then 0/0, neither 0 nor 1.
    Source: Cohen 1960, Educ Psychol Meas 20:37; Fleiss, Cohen & Everitt 1969, Psychol Bull 72:323.
    """
    same, total = raw_agreement(table)
    rows, columns = _margins(table)
    by_chance = sum(row * column for row, column in zip(rows, columns, strict=True))
    if by_chance == total * total:
        return None
    chance = by_chance / (total * total)
    error = _standard_error(table, chance, [c / total for c in columns], [r / total for r in rows])
    return (same / total - chance) / (1 - chance), error


def krippendorff_alpha(table: Table) -> float | None:
    """Krippendorff's alpha (−1 to 1) for unordered answers and two reviewers, none missing.

    None without cases, and when both reviewers gave one and the same answer throughout.
    Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability.
    """
    same, total = raw_agreement(table)
    used = sum((row + column) ** 2 for row, column in zip(*_margins(table), strict=True))
    if used == 4 * total * total:
        return None
    chance = used / (4 * total * total)
    agreement = same / total + (1 - same / total) / (2 * total)
    return (agreement - chance) / (1 - chance)


def _margins(table: Table) -> tuple[list[int], list[int]]:
    """Row sums and column sums of a table that is checked to be one."""
    if any(len(row) != len(table) for row in table):
        raise ValueError("an agreement table must be square")
    if any(cell < 0 for row in table for cell in row):
        raise ValueError("an agreement table holds counts, which cannot be negative")
    return [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]


def _mean_shares(table: Table) -> list[float]:
    """Each answer's share, as the mean of the two reviewers."""
    rows, columns = _margins(table)
    total = sum(rows)
    return [(row + column) / (2 * total) for row, column in zip(rows, columns, strict=True)]


def _gwet_coefficients(table: Table) -> list[float] | None:
    """For each answer (1 − its mean share) / (q − 1)."""
    _, total = raw_agreement(table)
    if total == 0 or len(table) < 2:
        return None
    return [(1 - share) / (len(table) - 1) for share in _mean_shares(table)]


def _standard_error(
    table: Table, chance: float, of_row: Sequence[float], of_column: Sequence[float]
) -> float:
    """The delta-method standard error that kappa and AC1 share, by their own coefficients."""
    same, total = raw_agreement(table)
    agreed = same / total
    left = (1 - agreed) / (1 - chance)
    size = range(len(table))
    mean = [[(of_row[i] + of_column[j]) / 2 for j in size] for i in size]
    on_diagonal = math.fsum(table[i][i] * mean[i][i] for i in size) / total
    squared = math.fsum(table[i][j] * mean[i][j] ** 2 for i in size for j in size) / total
    variance = (
        agreed * (1 - agreed)
        - 4 * left * (on_diagonal - agreed * chance)
        + 4 * left**2 * (squared - chance**2)
    )
    return math.sqrt(max(0.0, variance) / total) / (1 - chance)
