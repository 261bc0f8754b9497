"""The terminal's tables."""

from __future__ import annotations

from rich.table import Table

from backline.accuracy.plank_rows import LABELS, UNJUDGED, Confusion

LABEL_WORDS = {"C": "C correct", "H": "H hips high", "L": "L hips low", UNJUDGED: "can't judge"}


def confusion_table(confusion: Confusion) -> Table:
    """Rows: how they are labelled. Columns: what the cues say."""
    limits = ", ".join(f"{cue} {limit:g}" for cue, limit in confusion.limits.items())
    table = Table(title=f"Plank rows (limits: {limits})", title_justify="left")
    table.add_column("labelled")
    told = (*LABELS, UNJUDGED)
    for name in told:
        table.add_column(LABEL_WORDS[name], justify="right")
    table.add_column("right", justify="right")
    for label in LABELS:
        row = confusion.counts[label]
        total = sum(row.values())
        share = f"{100 * row[label] / total:.1f} %" if total else "-"
        table.add_row(LABEL_WORDS[label], *(str(row[name]) for name in told), share)
    return table
