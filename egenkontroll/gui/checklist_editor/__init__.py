"""The editor in which checklists are written and changed without anyone seeing YAML."""

from __future__ import annotations

from egenkontroll.gui.checklist_editor.editor import ChecklistEditor

__all__ = ["ChecklistEditor"]
