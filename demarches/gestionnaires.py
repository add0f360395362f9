"""Due dates of this floor, found at start. Walking the catalogue here lets rooms register their own readers of answers."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction

from accounts.a_faire import SOURCES
from accounts.connexion import passages as entree
from accounts.connexion.agents import roles
from accounts.fichiers.depot import declarer as declarer_depot
from accounts.informations.securite import fermeture
from accounts.informations.securite.copie import CONTRIBUTIONS
from accounts.messagerie.amorces import declarer_amorce
from ameli.noyau.echeances import gestionnaire
from ameli.noyau.echeances.models import Echeance
from demarches.accueil import a_faire
from demarches.delais import echeances  # noqa: F401  registers the reminders
from demarches.delais.lecture import message_prepare
from demarches.moteur import (
    attentes,
    brouillons,  # noqa: F401  registers the ends of drafts
    conservation,  # noqa: F401  registers the end of what is kept
    gestes,
    interception,
    invitations,  # noqa: F401  registers reminders
    passages,
    previsions,
    registre,
    rotation,  # noqa: F401  registers fingerprints that are made again
    transitions,
)
from demarches.moteur.models import RESERVEES, Demarche, Etat
from demarches.suivi import apres_fermeture, copie

registre.parcourir()
fermeture.SUITES.append(apres_fermeture.suites)
CONTRIBUTIONS.append(copie.contribuer)
SOURCES.extend((a_faire.documents, a_faire.pour_d_autres, a_faire.invitations, a_faire.demarches, a_faire.brouillons))
SOURCES.extend(salle.lignes for salle in registre.modules_des_salles("a_faire"))
entree.declarer(interception.a_montrer, interception.a_l_entree)
declarer_amorce("delai", message_prepare)
declarer_depot("demarche", 5)
declarer_depot(gestes.PREFIXE, gestes.MAXIMUM)
roles.accorder("medical", "demarches.avis_medical")
roles.accorder("habilite", f"demarches.{RESERVEES}")
roles.accorder(
    "encadrant",
    "demarches.add_modelereponse", "demarches.change_modelereponse",
    "demarches.add_delaidetraitement", "demarches.change_delaidetraitement",
    "demarches.add_produitsansgluten", "demarches.change_produitsansgluten", "demarches.change_demandesansgluten",
)  # fmt: skip


@gestionnaire(previsions.RETARD)
def promesse_passee(echeance: Echeance) -> None:
    """The promised day is over: said to the person, unless another date was promised since or they are waited for."""
    reference = echeance.objet.removeprefix(previsions.PREFIXE)
    trouvee = Demarche.objects.systeme("a promise has passed").only("pk").get(reference=reference)
    demarche = transitions.verrouiller(trouvee)
    promise = demarche.prevue_le
    if not demarche.ouverte or demarche.etat == Etat.A_COMPLETER or promise is None:
        return
    if previsions.lendemain(promise) > echeance.du_le:
        return
    if previsions.des_etapes_attendent(demarche, echeance.du_le):  # the sweep is late, not the démarche
        previsions.redire_plus_tard(echeance)
    else:
        suite = transitions.a_cet_instant(echeance.du_le)
        transitions.prevenir(demarche, "en_retard", le=echeance.du_le, suite=suite, contexte={"promise_le": promise})


@gestionnaire("demarche.delai")
def delai_ecoule(echeance: Echeance) -> None:
    """A delay of a démarche has run: do what it says, dated by the due date. A closed one ignores it.

    One that waits for a document keeps it for later: nothing is decided without the document. When that would
    accept what somebody must look at first, its effects are undone and the démarche is left to the agents.
    """
    reference = echeance.objet.removeprefix("demarche:")
    trouvee = Demarche.objects.systeme("a delay has run").only("pk").get(reference=reference)
    demarche = transitions.verrouiller(trouvee)
    if demarche.etat == Etat.A_COMPLETER:
        attentes.faire_attendre(demarche, echeance.donnees["delai"], echeance.du_le)
    elif demarche.ouverte:
        delai = registre.celui_de(demarche.teleservice).delai(echeance.donnees["delai"])
        with suppress(passages.DecisionHumaine), transaction.atomic():
            delai.faire(demarche, echeance.du_le)
