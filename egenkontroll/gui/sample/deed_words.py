"""What the form that draws says of itself: drawing, adding to a sample, or drawing anew."""

from __future__ import annotations


def deed_words(name: str, *, known: bool, again: bool) -> tuple[str, str, str]:
    """Return the heading, the button's words and what the deed means, for a round's name."""
    if not known:
        return (
            f"Dra urvalet för {name}",
            "Dra urvalet",
            "Urvalet dras ur en ärendelista med en kolumn för ärendenummer och en för enhet "
            "(Excel eller CSV). Listan sparas i dokumentet så att vem som helst kan dra om.",
        )
    if again:
        return (
            f"Dra om urvalet för {name}",
            "Dra om urvalet",
            "Ett nytt urval dras i stället för det som finns. Det går bara om ingen har börjat "
            "granska. Ärenden som inte kommer med igen står kvar i dokumentet som utgångna.",
        )
    return (
        f"Utöka urvalet för {name}",
        "Utöka urvalet",
        "Välj samma ärendelista och höj antalet. Fler ärenden läggs till; de som redan är "
        "dragna, ersatta eller granskade ligger kvar där de är.",
    )
