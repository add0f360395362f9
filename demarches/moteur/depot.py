"""From draft to démarche, once: whatever is clicked twice, replayed or raced, one row and the same confirmation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from ameli.noyau.calendrier import mois
from ameli.noyau.horloge import maintenant
from ameli.noyau.journal import declarer_genre, journaliser
from demarches.moteur import (
    alertes,
    corrections,
    invitations,
    passages,
    pieces_du_brouillon,
    previsions,
    registre,
    scelles,
    sujets,
    transitions,
)
from demarches.moteur.acces import refus
from demarches.moteur.declaration import Contexte, Refus, Teleservice
from demarches.moteur.models import Brouillon, Demarche, Etat, Evenement
from demarches.moteur.parcours import Parcours

CONSERVATION_BROUILLON_ENVOYE = mois(1)
declarer_genre("demarche.deposee", "{acteur} : démarche envoyée")


class DepotRefuse(Exception):
    """The person may not (any more); `refus` says why and what to do."""

    def __init__(self, refus: Refus) -> None:
        super().__init__(refus.motif)
        self.refus = refus


class EtapeAReprendre(Exception):
    """An answer no longer holds: the person goes back to the step `nom`."""

    def __init__(self, nom: str) -> None:
        super().__init__(nom)
        self.nom = nom


@transaction.atomic
def deposer(brouillon: Brouillon, *, le: datetime | None = None, depuis: str = "") -> Demarche:
    """Send `brouillon` in the name of its `compte`, from the browser `depuis` (in words). A draft that was already sent gives its démarche again.

    Everything is checked anew; answers and recap are frozen; due dates, receipt, journal and the room's own effects are
    written in the same transaction. Raises DepotRefuse, EtapeAReprendre.
    """
    ligne = (
        Brouillon.objects.de(brouillon.assure)
        .select_for_update(of=("self",), no_key=True)
        .select_related("assure__personne", "assure__caisse", "compte")
        .get(pk=brouillon.pk)
    )
    if ligne.compte_id != brouillon.compte_id:  # whoever sends it, whoever began it
        ligne.compte = brouillon.compte
    if ligne.etat == Brouillon.EtatBrouillon.DEPOSE:
        return Demarche.objects.de(ligne.assure).get(brouillon=ligne)
    if ligne.etat == Brouillon.EtatBrouillon.ABANDONNE:
        raise DepotRefuse(Refus("Ce brouillon a été effacé. Recommencez la démarche."))
    teleservice, le = registre.celui_de(ligne.teleservice), le or maintenant()
    if ligne.depasse(teleservice.version, le):
        raise DepotRefuse(Refus("Ce brouillon n’est plus valable. Recommencez la démarche."))
    parcours = Parcours(teleservice, Contexte(ligne.assure, ligne.compte, le, ligne))
    if ligne.corrige is not None:
        ligne.corrige = transitions.verrouiller(ligne.corrige)
    empeche = corrections.refus(ligne, le) or refus(teleservice, parcours.contexte)
    if empeche is not None:
        raise DepotRefuse(empeche)
    a_reprendre = parcours.premiere_a_reprendre()
    if a_reprendre is not None:
        raise EtapeAReprendre(a_reprendre.nom)
    ligne.envoye_depuis = depuis
    demarche = _figer(ligne, teleservice, parcours, le)
    _consigner(demarche, teleservice, le)
    return demarche


def _figer(brouillon: Brouillon, teleservice: Teleservice, parcours: Parcours, le: datetime) -> Demarche:
    """The frozen copy; the draft keeps nothing but its end."""
    tri = scelles.trier(parcours)
    demarche = Demarche(
        brouillon=brouillon, assure=brouillon.assure, compte=brouillon.compte, caisse=brouillon.assure.caisse,
        teleservice=teleservice.code, version=teleservice.version, reponses=tri.reponses,
        recapitulatif=recapituler(teleservice, parcours, tri),
        deposee_le=le, alerte_le=teleservice.agents.retard.apres(le), remplace=brouillon.corrige,
    )  # fmt: skip
    demarche.save(force_insert=True)
    if brouillon.corrige is not None:
        corrections.prendre_la_place(demarche, brouillon.corrige, le=le)
    try:
        sujets.prendre(teleservice, parcours.contexte, demarche)
    except sujets.DejaPris as course:
        raise DepotRefuse(course.refus) from course
    pieces_du_brouillon.confier(brouillon, demarche, teleservice, scelles.deposer(demarche, tri))
    Brouillon.objects.de(brouillon.assure).filter(pk=brouillon.pk).update(
        etat=Brouillon.EtatBrouillon.DEPOSE, contenu={}, enregistre_le=le,
        expire_le=CONSERVATION_BROUILLON_ENVOYE.apres(le), envoye_depuis=brouillon.envoye_depuis,
    )  # fmt: skip
    return demarche


def recapituler(teleservice: Teleservice, parcours: Parcours, tri: scelles.Tri) -> dict[str, Any]:
    """What the person checked; masked what no page shows any more once it is sent, without what is sealed."""
    return {
        "sections": tri.sections,
        "honneur": " ".join(phrase for phrase in (teleservice.honneur, teleservice.accord) if phrase),
        "suites": list(teleservice.a_venir(parcours.contexte)),
    }


def _consigner(demarche: Demarche, teleservice: Teleservice, le: datetime) -> None:
    acteur = demarche.acteur
    Evenement.objects.create(
        demarche=demarche, nom="deposer", vers=Etat.DEPOSEE, acteur=passages.nature(acteur), auteur=acteur, le=le
    )
    for delai in teleservice.delais:
        if delai.au_depot:
            transitions.programmer(demarche, delai.nom, depuis=le)
    journaliser("demarche.deposee", acteur=acteur, assure_ref=demarche.assure.public_id, objet=demarche.objet)
    for reserve in teleservice.reserves:
        if reserve.presente(demarche):
            demarche.signaler(reserve.code, reserve.phrase)
    teleservice.effets.depot(demarche)
    if teleservice.appel is not None:
        invitations.revoir(teleservice.code, demarche.assure, le=le, demarche=demarche)
    previsions.promettre_a_l_envoi(demarche)
    transitions.prevenir(demarche, teleservice.accuse(demarche), le=le)
    if teleservice.alerte is not None:
        alertes.envoyer(teleservice.alerte, demarche)
