"""Results as rows of words and figures: for the terminal, CSV, XLSX, JSON and paper."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from egenkontroll.checklist.compare import Relation
from egenkontroll.report.cautions import cautions
from egenkontroll.results.between import between
from egenkontroll.results.comparison import Verdict, whole_points
from egenkontroll.results.published import HIDDEN
from egenkontroll.results.tally import SMALLEST_PERCENT, Share
from egenkontroll.texts import EN_DASH, NBSP, NOTHING, k_of_n, number, percent, points

if TYPE_CHECKING:
    from egenkontroll.results.between import Between
    from egenkontroll.results.comparison import Change
    from egenkontroll.results.table import ResultRow, Results

HEADS = (
    "Område",
    "Grupp",
    "Fråga",
    "Fråge-id",
    "Uppfyllt (k)",
    "Bedömda (n)",
    "Andel (%)",
    "Lägst (%)",
    "Högst (%)",
    "Mål (%)",
    "Ja eller uppfyllt",
    "Delvis",
    "Nej eller ej uppfyllt",
    "Ej aktuellt",
    "Framgår inte av akten",
    "Kan inte bedömas",
    "Obesvarade",
    "Ärenden i urvalsramen",
    "Jämfört med",
    "Då uppfyllt (k)",
    "Då bedömda (n)",
    "Då andel (%)",
    "Förändring (procentenheter)",
    "Bedömning",
)


def share_words(share: Share | None) -> str:
    """Return "64 %", "över 99 %", "under 1 %" or "–" where no percentage is stated."""
    if share is None or share.n < SMALLEST_PERCENT:
        return NOTHING
    if share.percent is not None:
        return percent(share.percent)
    return f"över{NBSP}{percent(99)}" if 2 * share.k > share.n else f"under{NBSP}{percent(1)}"


def percent_words(row: ResultRow) -> str:
    """Return the row's share in words; of an earlier round perhaps only as it was printed."""
    if row.suppressed:
        return HIDDEN
    if row.share is None and row.printed is not None:
        return percent(row.printed)
    return share_words(row.share)


def count_words(share: Share | None) -> str:
    """Return "6 av 61", or "–" where nothing is judged."""
    return NOTHING if share is None or share.n == 0 else k_of_n(share.k, share.n)


def not_met(share: Share) -> Share:
    """Return the share of cases that did not meet the requirement: (n − k) of n."""
    return Share(share.n - share.k, share.n)


def interval_words(row: ResultRow) -> str:
    """Return "80–95 %", or "" where no interval is stated."""
    if row.low is None or row.high is None:
        return ""
    return f"{row.low}{EN_DASH}{percent(row.high)}"


def earlier_words(change: Change | None) -> str:
    """Return the earlier figure: "77 %", "8 av 9" where no percentage is stated, or "–"."""
    if change is None:
        return NOTHING
    earlier = change.earlier
    if earlier.share is None:
        return NOTHING if earlier.printed is None else percent(earlier.printed)
    words = share_words(earlier.share)
    return count_words(earlier.share) if words == NOTHING else words


def then_words(row: ResultRow) -> str:
    """Return the row's earlier figure, ".." where it is hidden: see `earlier_words`."""
    return earlier_words(row.change) if row.withheld is None else HIDDEN


def change_words(change: Change | None) -> str:
    """Return the change and its verdict: "+10 p.e., kan vara slump" or "ny fråga"."""
    if change is None:
        return ""
    return ", ".join(words for words in (difference_words(change), change.words) if words)


def difference_words(change: Change | None) -> str:
    """Return the difference alone: "+10 p.e.", or "" where none is stated."""
    if change is None or change.difference is None:
        return ""
    return f"{points(change.difference)}{NBSP}p.e."


def then_and_now(change: Change, share: Share | None) -> tuple[str, str, bool]:
    """Return what is compared, then and now, in words, and whether the share rose.

    With the same weights in both rounds it is the weighted shares; else counts, on the same
    units where the rounds do not have the same.
    """
    earlier = change.earlier
    if earlier.weighted is not None:
        now, then = earlier.weighted
        said = [f"{percent(whole_points(one.share))} (vägt)" for one in (then, now)]
        return said[0], said[1], now.share > then.share
    ours = earlier.now or share
    if ours is not None and earlier.could_be:
        rose = ours.k * earlier.could_be[0].n > earlier.could_be[0].k * ours.n
        return percent(earlier.printed or 0), share_and_count(ours), rose
    if ours is None or earlier.share is None:
        raise ValueError("only a tested change can be told")
    rose = ours.k * earlier.share.n > earlier.share.k * ours.n
    return share_and_count(earlier.share), share_and_count(ours), rose


def share_and_count(share: Share) -> str:
    """Return "90 % (55 av 61)", or "8 av 9" where no percentage is stated."""
    stated = share_words(share)
    return count_words(share) if stated == NOTHING else f"{stated} ({count_words(share)})"


def interval_points(change: Change) -> str:
    """Return the interval of a difference: " (95 % intervall +13 till +45)", or ""."""
    if change.low is None or change.high is None:
        return ""
    reach = f"{points(change.low)} till {points(change.high)}".replace(" ", NBSP)
    return f" ({percent(95)} intervall {reach})"


def arrow(change: Change | None) -> str:
    """Return ▲ or ▼ for a secured change, else ""."""
    if change is None or change.verdict is not Verdict.SECURED:
        return ""
    return "▲" if (change.low or 0) > 0 or (change.difference or 0) > 0 else "▼"


def table_rows(results: Results) -> list[list[str | int | None]]:
    """Return one row for each of `HEADS`, numbers as numbers, None where nothing is stated."""
    return [_table_row(row) for row in results.rows]


def _shown(row: ResultRow) -> dict[str, Any]:
    """Return how many cases fell where; nothing of a hidden row."""
    return {} if row.suppressed else asdict(row.counts)


def _table_row(row: ResultRow) -> list[str | int | None]:
    shown, share = _shown(row), row.share
    return [
        row.area,
        row.group,
        row.question.text,
        row.question.id,
        share.k if share else None,
        share.n if share else None,
        row.percent,
        row.low,
        row.high,
        row.question.target,
        shown.get("met"),
        shown.get("partly"),
        shown.get("not_met"),
        shown.get("not_applicable"),
        shown.get("not_in_record"),
        shown.get("cannot_judge"),
        shown.get("unanswered"),
        row.population,
        *then_cells(row.change),
    ]


def then_cells(change: Change | None) -> list[str | int | None]:
    """Return what a row says of the round before: its name, k, n, percent, change and verdict."""
    if change is None:
        return [None] * 6
    earlier, before = change.earlier, change.earlier.share
    return [
        earlier.round,
        before.k if before else None,
        before.n if before else None,
        earlier.percent,
        change.difference,
        change.words,
    ]


def as_json(results: Results) -> dict[str, Any]:
    """Return the results in the published form: see the README."""
    return {
        "round": results.round,
        "compared_with": results.compared_with,
        "rule": results.rule,
        "state": results.standing.state,
        "edition": results.standing.edition,
        "seal": results.standing.seal or None,
        "purged": results.standing.purged,
        "rows": [_json_row(row) for row in results.rows],
        "between": [_json_between(one) for one in between(results)],
    }


def _json_between(one: Between) -> dict[str, Any]:
    return {
        "question": one.question.id,
        "groups": [one.group, one.other],
        "difference": one.change.difference,
        "low": one.change.low,
        "high": one.change.high,
        "verdict": str(one.verdict),
    }


def _json_row(row: ResultRow) -> dict[str, Any]:
    shown, share = _shown(row), row.share
    return {
        "question": row.question.id,
        "text": row.question.text,
        "area": row.area,
        "group": row.group,
        "met": shown.get("met"),
        "partly": shown.get("partly"),
        "not_met": shown.get("not_met"),
        "not_applicable": shown.get("not_applicable"),
        "not_in_record": shown.get("not_in_record"),
        "cannot_judge": shown.get("cannot_judge"),
        "unanswered": shown.get("unanswered"),
        "k": share.k if share else None,
        "n": share.n if share else None,
        "percent": row.percent,
        "low": row.low,
        "high": row.high,
        "population": row.population,
        "suppressed": row.suppressed,
        "estimate": _json_estimate(row),
        "notes": list(cautions(row)),
        "previous": _json_change(row.change),
    }


def _json_estimate(row: ResultRow) -> dict[str, Any] | None:
    made = row.estimate
    if made is None or row.share is None:
        return None
    return {
        "percent": made.percent,
        "low": made.low,
        "high": made.high,
        "effective_size": made.worth,
        "without": list(made.without),
    }


def _json_change(change: Change | None) -> dict[str, Any] | None:
    if change is None:
        return None
    earlier = change.earlier
    return {
        "round": earlier.round,
        "k": earlier.share.k if earlier.share else None,
        "n": earlier.share.n if earlier.share else None,
        "percent": earlier.percent,
        "could_be": [{"k": one.k, "n": one.n} for one in earlier.could_be],
        "difference": change.difference,
        "low": change.low,
        "high": change.high,
        "verdict": str(change.verdict),
        "comparability": str(earlier.relation),
        "reason": earlier.reason,
        "source": earlier.source,
        "note": earlier.note,
        "basis": earlier.basis,
        "now": {"k": earlier.now.k, "n": earlier.now.n} if earlier.now else None,
        "focus": earlier.focus,
    }


def options_words(row: ResultRow) -> str:
    """Return how a counted but not judged question was answered: "barnet 3, båda 2"."""
    given = [f"{option} {number(times)}" for option, times in row.counts.options if times]
    if given:
        return ", ".join(given)
    return f"{number(row.counts.given)} besvarade" if row.counts.given else NOTHING


def broken(change: Change | None) -> bool:
    """Tell whether a line over the years must be broken here."""
    return (
        change is not None
        and change.verdict is Verdict.NOT_COMPARABLE
        and change.earlier.relation is not Relation.NEW
    )
