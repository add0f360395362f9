"""A card arrives: nobody tells us, so it is held to have arrived some days after it was posted."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.db import transaction

from accounts.informations import cartes_europeennes
from accounts.models import Assure, CarteEuropeenne
from ameli.noyau import echeances
from ameli.noyau.calendrier import jour_de, jours
from ameli.noyau.echeances import gestionnaire
from ameli.noyau.echeances.models import Echeance
from demarches.catalogue.ceam import famille, rappels
from demarches.catalogue.ceam.regles import validite
from demarches.moteur import transitions
from demarches.moteur.models import Demarche

ARRIVEE = "carte_europeenne.arrivee"
POSTE = jours(5)


def recevoir(assure: Assure, cause: str, le: datetime, *, toutes: bool = False) -> None:
    """The cards of an order that were posted long enough before `le` (or all of them) are in the hands of their holders."""
    droits = {membre.personne.pk: membre.droits_au for membre in famille.lire(assure, le)}
    for carte in cartes_europeennes.en_chemin(assure, cause):
        if toutes or arrivee(carte, le):
            _remettre(carte, assure, droits, le)


def arrivee(carte: CarteEuropeenne, le: datetime) -> bool:
    """Was it posted long enough ago?"""
    return carte.etat == CarteEuropeenne.Etat.EXPEDIEE and POSTE.apres(carte.etat_depuis) <= le


def attendre(carte: CarteEuropeenne) -> None:
    """In the transaction that posts `carte` again."""
    objet = f"carte_europeenne:{carte.public_id}"
    du_le = POSTE.apres(carte.etat_depuis)
    echeances.planifier(ARRIVEE, objet=objet, du_le=du_le, cle=f"{objet}:arrivee:{du_le:%Y%m%d%H%M%S}")


@gestionnaire(ARRIVEE)
def arriver(echeance: Echeance) -> None:
    """A card that was posted again: when it was the last one awaited, its order is over."""
    carte = (
        CarteEuropeenne.objects.systeme("it was posted again")
        .select_for_update(of=("self",), no_key=True)
        .select_related("personne", "demandee_par__personne")
        .get(public_id=echeance.objet.removeprefix("carte_europeenne:"))
    )
    if not arrivee(carte, echeance.du_le):
        return
    assure, le = carte.demandee_par, echeance.du_le
    _remettre(carte, assure, {m.personne.pk: m.droits_au for m in famille.lire(assure, le)}, le)
    demarche = Demarche.objects.de(assure).ouvertes().filter(reference=carte.cause).first()
    if demarche is not None and not cartes_europeennes.reviendra(assure, carte.cause):
        with suppress(transitions.TransitionInterdite), transaction.atomic():  # left to the agents
            transitions.passer(demarche, "accepter", acteur="horloge", le=le)


def _remettre(carte: CarteEuropeenne, assure: Assure, droits: dict, le: datetime) -> None:
    jour = jour_de(le)
    fin = validite.fin_de_carte(jour, droits.get(carte.personne_id))
    cartes_europeennes.activer(assure, carte, debut=jour, fin=fin, le=le, acteur="horloge")
    rappels.planifier(carte)
