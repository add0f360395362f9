"""What makes an identity document usable (chapter 10 § 4): legible. Pure. Until when it holds is in `validite`.

As for the photo, only what nobody could read is refused; a doubtful sharpness is a remark.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from documents.photo_identite.regles import Remarque


@dataclass(frozen=True)
class SeuilsPiece:
    """The figures from a day on."""

    depuis: date
    long: int = 674  # pixels of the 85.6 mm of a card at 200 dots an inch: its 2 mm letters are 16 pixels high
    court: int = 425  # and of its 54 mm
    nettete: float = 4.0  # standard deviation of the Laplacian, for a long side of 1 000 pixels


SEUILS = (SeuilsPiece(depuis=date(2023, 5, 1)),)


def seuils(jour: date) -> SeuilsPiece:
    """The figures that hold on that day; the first ones before them."""
    valables = [s for s in SEUILS if s.depuis <= jour]
    return valables[-1] if valables else SEUILS[0]


def juger(largeur: int, hauteur: int, nettete: float, s: SeuilsPiece) -> list[Remarque]:
    """What may keep an agent from reading it, what is refused first."""
    if max(largeur, hauteur) < s.long or min(largeur, hauteur) < s.court:
        return [
            Remarque(
                "illisible",
                f"Cette image est trop petite pour être lue ({largeur} × {hauteur} points, il en faut {s.long} × {s.court}). "
                "Reprenez la pièce d’identité de près, bien éclairée.",
                bloque=True,
            )
        ]
    if nettete < s.nettete:
        return [Remarque("illisible", "L’image paraît floue. Vérifiez que tout se lit, sinon reprenez-la de près.")]
    return []
