"""Who the examples of both rooms need."""

from __future__ import annotations

from datetime import timedelta

from accounts.models import Assure, Beneficiaire, Personne
from ameli.noyau.calendrier import jour_de
from ameli.noyau.horloge import maintenant

AGE_DE_L_ENFANT = 14
NIR_DE_L_ENFANT = "2120640999"


def ajouter_un_enfant(assure: Assure) -> Personne:
    """A child of 14, covered by `assure`, without a card."""
    le = maintenant()
    naissance = jour_de(le).replace(day=1) - timedelta(days=366 * AGE_DE_L_ENFANT)
    rang = assure.beneficiaires.count() + 2
    personne = Personne.objects.create(
        nom_naissance=assure.personne.nom_naissance, prenoms="Alix", sexe="F", date_naissance=naissance,
        lieu_naissance_insee="40999", nir=f"{NIR_DE_L_ENFANT}{assure.pk % 1000:03d}",
    )  # fmt: skip
    Beneficiaire.objects.create(
        assure=assure, personne=personne, rang=rang, lien=Beneficiaire.Lien.ENFANT, droits_du=naissance
    )
    return personne
