"""Tables for a terminal: as wide as their words, no frame."""

from __future__ import annotations

from collections.abc import Sequence


def tableau(colonnes: Sequence[str], lignes: Sequence[Sequence[str]]) -> str:
    """One line for the titles, one for each row; columns are two spaces apart."""
    toutes = [list(colonnes), *[list(ligne) for ligne in lignes]]
    largeurs = [max(len(ligne[rang]) for ligne in toutes) for rang in range(len(colonnes))]
    textes = [
        "  ".join(c.ljust(largeur) for c, largeur in zip(ligne, largeurs, strict=True)).rstrip() for ligne in toutes
    ]
    return "\n".join([textes[0], "  ".join("─" * largeur for largeur in largeurs), *textes[1:]])
