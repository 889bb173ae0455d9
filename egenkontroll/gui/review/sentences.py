"""What the review screen says: its keys, and why there is nothing to review."""

from __future__ import annotations

NO_QUESTIONS = (
    "Omgången har bara inmatade siffror och ingen checklista att granska efter. "
    "Välj en annan omgång högst upp, eller se siffrorna under Resultat (Ctrl+5)."
)
NO_ROUND = "Dokumentet har ingen omgång än. Skapa en under Checklista (Ctrl+1)."
NO_CASES = "Omgången har inget urval än. Dra ett under Urval (Ctrl+2), så kan du granska här."
NONE_MINE = "Inga ärenden i omgången är fördelade till {name}."
HINTS = (
    "↑ ↓ fråga    Enter nästa obesvarade    C kommentar    Ctrl+Z ångra    "
    "Ctrl+Enter klar    Ctrl+↓ nästa ärende"
)
