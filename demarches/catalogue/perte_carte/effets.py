"""The card is declared at the deposit; then somebody waits for the order, and is reminded (chapter 9 § 5 to 8)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.dossier.evenements import Evenement, ecouter
from accounts.informations import cartes_vitale
from accounts.models import Assure, Opposition, Personne
from ameli.noyau import formats
from ameli.noyau.calendrier import fin_du_jour
from demarches.cartes import regles, titulaires
from demarches.catalogue.perte_carte.reponses import COMMANDER, Perte
from demarches.moteur import besoins, previsions, transitions
from demarches.moteur.declaration import Besoin, Lien, Papier
from demarches.moteur.depot import EtapeAReprendre
from demarches.moteur.models import Demarche, Etat


def declarer(demarche: Demarche) -> None:
    lue, le = Perte.de(demarche).declaration, demarche.deposee_le
    titulaire = titulaires.choisi(titulaires.lire(demarche.assure, le), lue.personne)
    if titulaire is None:
        raise EtapeAReprendre("declaration")
    try:
        cartes_vitale.opposer(
            demarche.assure, titulaire.personne, carte=lue.carte, motif=lue.motif, le=le,
            commander_avant=regles.limite_de_commande(le), cause=demarche.reference, acteur=demarche.acteur,
        )  # fmt: skip
    except cartes_vitale.DejaOpposee as course:
        raise EtapeAReprendre("declaration") from course
    if titulaire.possession.opposition is not None:
        _clore(titulaire.possession.opposition, "remplacee", le)
    jalon = "panne" if lue.en_panne else "invalidee"
    transitions.noter(demarche, jalon, le=le, acteur=demarche.acteur)
    if titulaire.possession.commande is not None:  # the new card is on its way: nothing is left to order
        transitions.noter(demarche, "commandee", le=le)
        demarche.etat = transitions.passer(demarche, "accepter", acteur="horloge", le=le).etat
    else:
        _attendre_la_commande(demarche, le)


@ecouter(Evenement.CARTE_VITALE_COMMANDEE)
def commandee(assure: Assure, personne: Personne, le: datetime) -> None:
    """The new card is ordered, whichever way: nobody waits for the person any more."""
    for opposition in Opposition.objects.de(assure).filter(personne=personne, levee_le=None).order_by("le", "id"):
        _clore(opposition, "commandee", le)


def _clore(opposition: Opposition, jalon: str, le: datetime) -> None:
    """The declaration that put `opposition` has reached its end, by this milestone."""
    ouvertes = Demarche.objects.systeme("the declaration of this card, whoever sent it").ouvertes()
    declaration = ouvertes.filter(reference=opposition.cause).first()
    if declaration is not None:
        transitions.noter(declaration, jalon, le=le)
        transitions.passer(declaration, "accepter", acteur="horloge", le=le)


def _attendre_la_commande(demarche: Demarche, le: datetime) -> None:
    previsions.promettre(demarche, regles.limite_de_commande(le))
    transitions.programmer(demarche, "premier_rappel", depuis=le)
    transitions.programmer(demarche, "second_rappel", depuis=le)
    transitions.programmer(demarche, "limite", depuis=fin_du_jour(le))


def premier_rappel(demarche: Demarche, le: datetime) -> None:
    _rappeler(demarche, le, ":1")


def second_rappel(demarche: Demarche, le: datetime) -> None:
    _rappeler(demarche, le, ":2")


def finir_l_attente(demarche: Demarche, le: datetime) -> None:
    """Four days, nothing ordered: the ways out. When an agent has given more time, it is waited for."""
    opposition = _opposition(demarche)
    if opposition is not None and opposition.commander_avant > le:
        transitions.reporter(demarche, "limite", au=opposition.commander_avant)
        previsions.promettre(demarche, opposition.commander_avant)
        return
    transitions.noter(demarche, "delai_depasse", le=le)
    transitions.prevenir(demarche, "delai_depasse", le=le)
    transitions.passer(demarche, "accepter", acteur="horloge", le=le)


def decider(demarche: Demarche, evenement: str, acteur: str, le: datetime) -> None:
    """Refused by two agents: the card was declared by mistake, or not by its holder. A contested one waits for them."""
    if evenement == "refuser":
        cartes_vitale.lever(demarche.assure, demarche.reference, le=le, acteur=acteur)


def accuse(demarche: Demarche) -> str:
    return "recu_panne" if Perte.de(demarche).declaration.en_panne else "depot"


def a_suivre(demarche: Demarche, le: datetime) -> Lien | None:
    """« Continuer »: to the order, while it can be made online."""
    opposition = _opposition(demarche)
    if not demarche.ouverte or opposition is None or not opposition.ouvre_une_commande(le):
        return None
    limite = opposition.commander_avant
    return Lien(
        "Continuer : commander la carte Vitale",
        besoins.depart(
            Besoin.COMMANDER_CARTE_VITALE, pour=demarche.reponses.get("declaration", {}).get("personne", "")
        ),
        f"Il vous reste {formats.reste(limite, le)} pour commander la nouvelle carte en ligne : "
        f"jusqu’au {formats.jour(limite)} inclus.",
        titre="Commander la nouvelle carte Vitale",
    )


def papiers(demarche: Demarche) -> tuple[Papier, ...]:
    """What replaces the card meanwhile."""
    if demarche.etat == Etat.REFUSEE:
        return ()
    return (Papier("Obtenir mon attestation de droits", reverse("documents:attestation_droits")),)


def pour_message(demarche: Demarche) -> dict[str, Any]:
    opposition = _opposition(demarche)
    personne = Personne.objects.get(public_id=Perte.de(demarche).declaration.personne)
    return {
        "prenom": personne.prenom,
        "limite": opposition.commander_avant if opposition else regles.limite_de_commande(demarche.deposee_le),
        "carte_rendue": opposition is not None and opposition.levee_le is not None,
        "panne": Perte.de(demarche).declaration.en_panne,
        "commandee": not demarche.ouverte,
    }


def pour_l_alerte(demarche: Demarche) -> dict[str, Any]:
    return {"panne": Perte.de(demarche).declaration.en_panne, "suite": _a_faire(demarche)}


def _opposition(demarche: Demarche) -> Opposition | None:
    return cartes_vitale.opposition_de(demarche.assure, demarche.reference)


def _a_faire(demarche: Demarche) -> str:
    """What is left to do by whoever has just declared the card, in a sentence."""
    lien = a_suivre(demarche, demarche.deposee_le)
    if lien is None:
        return "La nouvelle carte est déjà commandée : vous n’avez rien à faire."
    return f"{lien.phrase} Dans votre compte : « Mes démarches », puis « {COMMANDER.libelle} »."


def _rappeler(demarche: Demarche, le: datetime, suite: str) -> None:
    """Once more, unless there is nothing to order any more."""
    opposition = _opposition(demarche)
    if opposition is None or not opposition.ouvre_une_commande(le):
        return
    restants = regles.jours_restants(opposition.commander_avant, le)
    transitions.prevenir(demarche, "rappel", le=le, suite=suite, contexte={"restants": restants})
