"""What this floor holds of a file, for the copy that a person asks for."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.informations.securite.copie import Section
from accounts.models import Assure
from documents.models import Document, Piece


def contribuer(assure: Assure) -> Iterable[Section]:
    yield Section("Documents produits", [
        {"document": d.titre, "produit le": d.cree_le} for d in Document.objects.de(assure).order_by("id")
    ])  # fmt: skip
    yield Section("Documents envoyés", [
        {"nom": p.nom, "taille": p.poids, "envoyé le": p.depose_le} for p in Piece.objects.de(assure).order_by("id")
    ])  # fmt: skip
