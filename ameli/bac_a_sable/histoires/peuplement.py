"""Payments for many practice people: files are read by hundreds, told one by one, written with COPY. Sandbox only."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Assure
from ameli.bac_a_sable import peuplement
from ameli.bac_a_sable.histoires.copie import Copie, ranger
from ameli.bac_a_sable.histoires.fichiers import RAISON, foyer_de, lire
from ameli.bac_a_sable.histoires.protections import inscrire
from ameli.bac_a_sable.histoires.recit import raconter
from ameli.noyau import horloge
from ameli.noyau.calendrier import ajouter_mois
from paiements.models import Paiement

TAILLE_LOT = 250


def peupler_paiements(
    nombre: int, annees: int, graine: int = 1, progres: Callable[[int, int], None] = lambda fait, lignes: None
) -> int:
    """`annees` years of payments for `nombre` files that have none, the first ones first; how many rows.

    People are added when there are not enough. `progres` is told files and rows so far.
    """
    fin = horloge.aujourdhui()
    debut = ajouter_mois(fin, -12 * annees)
    manquants = nombre - sans_paiement().count()
    if manquants > 0:
        peuplement.peupler(manquants, graine)
    numeros = list(sans_paiement().order_by("pk").values_list("pk", flat=True)[:nombre])
    copie = Copie()
    for rang in range(0, len(numeros), TAILLE_LOT):
        lot = numeros[rang : rang + TAILLE_LOT]
        with transaction.atomic():
            for fichier in lire(lot):
                cle = f"{graine}:{fichier.assure.pk}"
                foyer = foyer_de(fichier, cle, debut, fin)
                inscrire(fichier.titulaire, foyer)
                copie.ajouter(fichier.titulaire, raconter(foyer, debut, fin), cle, fin)
            copie.ecrire()
        progres(rang + len(lot), copie.lignes)
    ranger()
    return copie.lignes


def sans_paiement() -> QuerySet[Assure]:
    """Files without any payment."""
    paiements = Paiement.objects.systeme(RAISON).filter(assure=OuterRef("pk"))
    return Assure.objects.systeme(RAISON).filter(~Exists(paiements))
