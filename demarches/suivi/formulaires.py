"""What a person fills in while a démarche is on its way."""

from __future__ import annotations

from accounts.fichiers.formulaires import AvecDepot, ChampDepot


class FormulairePieces(AvecDepot):
    """The document that the caisse asked for, in as many photos or pages as it takes."""

    fichiers = ChampDepot(label="Votre document, en photo ou en PDF")
