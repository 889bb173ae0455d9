"""Saving: the page that shows what has changed, and then the deed itself."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from egenkontroll import paths
from egenkontroll.checklist import editing
from egenkontroll.gui import files
from egenkontroll.gui.checklist_editor.saving import SavePage
from egenkontroll.operations import checklist_editing

if TYPE_CHECKING:
    from egenkontroll.checklist.editing import Draft
    from egenkontroll.gui.checklist_editor.editor import ChecklistEditor
    from egenkontroll.operations.checklist_editing import Saved

_SUFFIX = ".yaml"


class Publisher(QObject):
    """Saves what the editor holds, as a version of its own."""

    def __init__(self, editor: ChecklistEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self.page: SavePage | None = None

    def ask(self) -> None:
        """Show what has changed and propose a number, or tell that there is nothing to save."""
        editor = self._editor
        checklist = editor.whole()
        if checklist is None:
            return
        origin = editor.draft.origin
        if origin is not None and origin.digest == checklist.digest:
            editor.session.tell("Inget är ändrat, så det finns inget att spara.")
            return
        document = editor.session.document
        year = dt.datetime.now().astimezone().year
        known = checklist_editing.known_versions(document, checklist.id)
        if origin is not None:
            known |= {origin.version}
        version = checklist_editing.proposed_version(editor.draft, year, document)
        self.page = SavePage(checklist, origin, version, known, self._refused())
        self.page.save_asked.connect(self._save)
        self.page.back_asked.connect(editor.back)
        editor.show_page(self.page)
        self.page.setFocus()

    def _refused(self) -> str:
        session = self._editor.session
        if session.document is None:
            return "Inget dokument är öppet. Checklistan sparas som en fil."
        return session.read_only

    def _save(self, version: str, in_document: bool) -> None:
        editor = self._editor
        draft = editing.put(editor.draft, editing.FACTS, "version", version)
        document = editor.session.document
        if in_document and document is not None:
            editor.session.run(
                lambda: checklist_editing.save_in_document(document, draft),
                lambda saved: self.done(draft, saved, "i dokumentet"),
                changes="rounds",
            )
            return
        path = files.choose_new(
            editor, "Spara checklistan", files.CHECKLISTS, self._suggested(draft), _SUFFIX
        )
        if path is not None:
            self.save_as(draft, path)

    def save_as(self, draft: Draft, path: Path) -> None:
        """Write the draft to a file."""
        self._editor.session.run(
            lambda: checklist_editing.save_file(draft, path),
            lambda saved: self.done(draft, saved, f"i {path.name}"),
        )

    def done(self, draft: Draft, saved: Saved, where: str) -> None:
        """Show that a draft was saved."""
        editor = self._editor
        editor.history.push(draft, editor.place)
        editor.history.say_saved(editing.ids(draft.data))
        editor.back()
        editor.apply(lambda now: now)
        editor.session.tell(f"Version {saved.checklist.version} är sparad {where}.")
        editor.saved.emit(saved)

    def _suggested(self, draft: Draft) -> Path:
        source = self._editor.source
        name = f"{draft.data['id']}-{draft.data['version']}{_SUFFIX}"
        own = isinstance(source, Path) and source.parent.resolve() != paths.checklists().resolve()
        folder = source.parent if isinstance(source, Path) and own else files.home()
        return folder / name
