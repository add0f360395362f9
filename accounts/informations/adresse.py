"""Where letters go: dated rows, one current, each change with its author in the journal."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import Adresse, Assure
from ameli.noyau.journal import auteur, declarer_genre, journaliser

declarer_genre("adresse.remplacee", "{acteur} : adresse enregistrée")


def actuelle(assure: Assure) -> Adresse | None:
    """The address in use, or None."""
    return Adresse.objects.de(assure).filter(fin_le=None).first()


def remplacer(
    assure: Assure,
    *,
    ligne_1: str,
    code_postal: str,
    commune: str,
    effet: datetime,
    cause: str,
    ligne_2: str = "",
    pays: str = "FR",
    acteur: str = "horloge",
) -> Adresse:
    """Close the current address at `effet` (aware, domain clock) and put the new one. The same `cause` twice is one change."""
    with transaction.atomic(), auteur(acteur, cause):
        Assure.objects.systeme("one change of address at a time").select_for_update(no_key=True).get(pk=assure.pk)
        deja = Adresse.objects.de(assure).filter(cause=cause).first() if cause else None
        if deja is not None:
            return deja
        Adresse.objects.de(assure).filter(fin_le=None).update(fin_le=effet)
        nouvelle = Adresse.objects.create(
            assure=assure, ligne_1=ligne_1, ligne_2=ligne_2, code_postal=code_postal, commune=commune, pays=pays,
            effet_le=effet, cause=cause,
        )  # fmt: skip
        journaliser("adresse.remplacee", acteur=acteur, assure_ref=assure.public_id, motif=cause)
        return nouvelle
