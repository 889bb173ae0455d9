"""The window: one screen for each step of the data's way. The only place that knows Qt.

`run` opens it. Screens read through the step packages and change through `operations`; they
do not know each other. What happens in one reaches the others as `Session.changed`.
"""

from __future__ import annotations


def run(arguments: list[str]) -> int:
    """Open the window, on a document if one is given, and return the exit status.

    Raises UserError with one sentence where a window cannot be shown here at all.
    """
    from egenkontroll.gui.display import check

    check()
    from egenkontroll.gui.pauses import without_pauses, without_reading_sources

    with without_pauses():
        without_reading_sources()
        from egenkontroll.gui.application import make
        from egenkontroll.gui.garbage import collect_here

        app, _window = make(arguments)
    collect_here(app)
    return app.exec()
