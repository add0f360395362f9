"""The declarations of a caisse, opened the same morning: two sweepers at once, each person asked exactly once."""

from __future__ import annotations

import os
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from threading import Thread

NOMBRE = int(os.environ.get("DECLARATIONS", "10000"))
BALAYEURS = 2


@dataclass(frozen=True)
class Mesure:
    nombre: int
    secondes: float
    exactement_une_fois: bool


def mesurer(nombre: int = NOMBRE) -> Mesure:
    """Open them all. The rows stay: the base of the bench is thrown away."""
    cles = semer(nombre)
    fils = [Thread(target=_balayer) for _ in range(BALAYEURS)]
    debut = time.monotonic()
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    return Mesure(nombre, time.monotonic() - debut, _une_fois(cles))


def semer(nombre: int) -> list[int]:
    """That many pensions whose declaration is due now, each in a file of its own; their keys."""
    from django.db import transaction

    from accounts.models import Assure, Caisse, Personne
    from ameli.noyau.echeances.models import Echeance
    from ameli.noyau.horloge import aujourdhui, maintenant, temps_reel
    from ameli.noyau.journal import auteur
    from paiements.models import Pension
    from paiements.ressources import agenda

    jour, caisse = (
        aujourdhui(),
        Caisse.objects.get_or_create(code="401", defaults={"nom": "CPAM des Landes", "departement": "40"})[0],
    )
    du = date(jour.year - 3, 1, 1)
    with transaction.atomic(), auteur("systeme:bench"):
        gens = Personne.objects.bulk_create(
            Personne(
                nom_naissance="Essai",
                prenoms=f"Bench {rang}",
                sexe="F",
                date_naissance=date(1975, 5, 5),
                lieu_naissance_insee="40192",
            )
            for rang in range(nombre)
        )
        dossiers = Assure.objects.bulk_create(Assure(personne=une, caisse=caisse, situation="INVALIDE") for une in gens)
        pensions = Pension.objects.bulk_create(
            Pension(assure=un, personne=un.personne, categorie=2, sam=Decimal(24_000), mensuel=Decimal(1_000), du=du, servie_depuis=du, declaration_le=jour)
            for un in dossiers
        )  # fmt: skip
        Echeance.objects.bulk_create(
            Echeance(
                genre=agenda.OUVRIR, objet=agenda.objet(une), cle=f"bench:{une.public_id}", du_le=maintenant(), essai_le=temps_reel(),
                creee_le=temps_reel(), donnees={"pension": une.public_id},
            )
            for une in pensions
        )  # fmt: skip
    return [une.pk for une in pensions]


def _balayer() -> None:
    from django.db import connections

    from ameli.noyau.echeances import balayer

    try:
        while balayer():
            pass
    finally:
        connections.close_all()


def _une_fois(cles: list[int]) -> bool:
    """One declaration, one invitation and one message for each."""
    from accounts.models import Message
    from demarches.models import Invitation
    from paiements.models import DeclarationRessources

    raison = "the bench counts what it made"
    siennes = DeclarationRessources.objects.systeme(raison).filter(pension__in=cles)
    invites = Invitation.objects.systeme(raison).filter(assure__in=siennes.values("pension__assure"))
    messages = Message.objects.systeme(raison).filter(fil__assure__in=siennes.values("pension__assure"))
    comptes = (
        Counter(siennes.values_list("pension", flat=True)), Counter(invites.values_list("assure", flat=True)),
        Counter(messages.values_list("fil__assure", flat=True)),
    )  # fmt: skip
    return all(len(compte) == len(cles) and set(compte.values()) == {1} for compte in comptes)
