"""What makes an identity document usable (chapter 10 § 4): legible, and not expired. Pure.

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

# National identity cards of adults made from 2004 to 2013 are held to be valid five years longer than they say.
PROLONGEE = "cni"
ANNEES_DE_PROLONGATION = 5
PROLONGEES_JUSQU_A = date(2023, 12, 31)  # the last printed end of a card of ten years made in 2013


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


def perimee(document: str, expire_le: date, jour: date) -> Remarque | None:
    """The document no longer proves anything on `jour`. `expire_le` is the date that it bears: it holds all that day."""
    fin = fin_de_validite(document, expire_le)
    if jour <= fin:
        return None
    return Remarque(
        "perimee",
        "Cette pièce d’identité n’est plus valable. Envoyez-en une autre : carte d’identité, passeport, titre de séjour ou permis.",
        bloque=True,
    )


def fin_de_validite(document: str, expire_le: date) -> date:
    """The last day on which it holds; 29 February becomes 28 February five years later."""
    if document != PROLONGEE or expire_le > PROLONGEES_JUSQU_A:
        return expire_le
    annee = expire_le.year + ANNEES_DE_PROLONGATION
    if (expire_le.month, expire_le.day) == (2, 29):
        return date(annee, 2, 28)
    return expire_le.replace(year=annee)
