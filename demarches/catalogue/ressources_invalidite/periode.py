"""Which declaration a draft is about: the oldest one that waits, or the one that it corrects."""

from __future__ import annotations

from demarches.models import Demarche
from demarches.moteur.declaration import Contexte
from paiements.models import DeclarationRessources
from paiements.ressources import lecture


def declaration_du(contexte: Contexte) -> DeclarationRessources | None:
    """None when nothing is due. Two queries at most."""
    corrige = contexte.brouillon.corrige_id if contexte.brouillon is not None else None
    if corrige is None:
        return lecture.a_faire(contexte.assure, contexte.le)
    reference = Demarche.objects.de(contexte.assure).filter(pk=corrige).values("reference")
    siennes = DeclarationRessources.objects.de(contexte.assure).filter(demarche__in=reference)
    return siennes.select_related("pension__assure", "pension__personne", "remplace").first()
