"""The number of a newborn, once the INSEE has given it (chapter 13)."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from accounts.models import Assure, Personne
from ameli.noyau.journal import auteur, declarer_genre, journaliser

declarer_genre("identite.numero", "{acteur} : numéro de Sécurité sociale attribué")


class NumeroRefuse(Exception):
    """The person has another number already, or the number is somebody else's: a human being looks."""


def attribuer(assure: Assure, personne: Personne, nir: str, *, acteur: str, cause: str) -> Personne:
    """Give `nir` (13 characters) to somebody of the file of `assure` who had none. The same number twice is once.

    Raises NumeroRefuse.
    """
    with auteur(acteur, cause):
        ligne = Personne.objects.select_for_update(no_key=True).get(pk=personne.pk)
        if ligne.a_pour_numero(nir):
            return ligne
        if not ligne.sans_numero:
            raise NumeroRefuse(ligne.public_id)
        ligne.nir = nir
        try:
            with transaction.atomic():
                ligne.save(update_fields=["nir", "nir_empreinte"])
        except IntegrityError:
            raise NumeroRefuse(ligne.public_id) from None
        journaliser(
            "identite.numero",
            acteur=acteur,
            assure_ref=assure.public_id,
            objet=f"personne:{ligne.public_id}",
            motif=cause,
        )
    return ligne
