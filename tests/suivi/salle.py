"""A room for tests of what surrounds a démarche, and rows as its deposit leaves them: no step, no form, no clock of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from accounts.models import Assure, Fil, Message
from ameli.noyau.calendrier import heures
from demarches.models import Brouillon, Demarche, Etat, Evenement
from demarches.moteur.conditions import jusqu_a_la_fin
from demarches.moteur.declaration import Bannette, Delai, Exemples, Messages, Reponses, Rubrique, Teleservice

LUNDI = datetime(2026, 11, 23, 8, 12, tzinfo=UTC)
SALLE = "essai"
RECAPITULATIF = {
    "sections": [
        {"titre": "Votre compte", "lignes": [["IBAN", "FR76 •••• •••• 705"], ["Titulaire", "DUPRAT LEA"]]},
        {"titre": "Votre carte Vitale", "lignes": [["Numéro de série", "•••••• 4321"]]},
    ],
    "honneur": "Je certifie sur l’honneur l’exactitude de ces renseignements.",
    "suites": ["Vous recevez un accusé de réception.", "Nous contrôlons votre demande pendant 48 heures."],
}


class Rien(Reponses):
    """Nothing is asked here."""


def ne_rien_faire(demarche: Demarche, le: datetime) -> None:
    """The wait changes nothing in these tests."""


# A wait of 48 hours that the person may interrupt.
ESSAI = Teleservice(
    code="essai",
    chapitre=6,
    titre="Modifier mes coordonnées d’essai",
    accroche="Pour être remboursé sur le bon compte.",
    rubrique=Rubrique.SITUATION,
    reponses=Rien,
    icone="banque",
    etapes=(),
    titre_confirmation="Votre demande est envoyée",
    delais=(Delai("enregistrer", heures(48), faire=ne_rien_faire),),
    annulable=jusqu_a_la_fin,
    etats={Etat.DEPOSEE: "En contrôle", Etat.ACCEPTEE: "Enregistrée"},
    messages=Messages(depot="", acceptee="", refusee="", annulee=""),
    agents=Bannette("Essais"),
    exemples=Exemples(valides={}),
)
# The same, in two clicks.
RAPIDE = replace(
    ESSAI, code="rapide", titre="Commander une carte d’essai", rubrique=Rubrique.EN_DEUX_CLICS, icone="globe"
)


def commencer(assure: Assure, teleservice: Teleservice = ESSAI, le: datetime = LUNDI, **champs) -> Brouillon:
    """An open draft, kept for 30 days."""
    valeurs = {"commence_le": le, "enregistre_le": le, "expire_le": le + timedelta(days=30), **champs}
    return Brouillon.objects.create(assure=assure, compte=assure.compte, teleservice=teleservice.code, **valeurs)


def envoyer(assure: Assure, teleservice: Teleservice = ESSAI, le: datetime = LUNDI, **champs) -> Demarche:
    """A démarche sent at `le`, awaited 48 hours later."""
    brouillon = commencer(assure, teleservice, le, etat=Brouillon.EtatBrouillon.DEPOSE)
    valeurs = {"prevue_le": le + timedelta(hours=48), "recapitulatif": RECAPITULATIF, **champs}
    demarche = Demarche.objects.create(
        brouillon=brouillon, assure=assure, compte=assure.compte, caisse=assure.caisse, teleservice=teleservice.code,
        version=1, reponses={}, deposee_le=le, **valeurs,
    )  # fmt: skip
    Evenement.objects.create(
        demarche=demarche, nom="deposer", vers=Etat.DEPOSEE, acteur=Evenement.Acteur.ASSURE,
        auteur=assure.compte.acteur, le=le,
    )  # fmt: skip
    return demarche


def ecrire_a(assure: Assure, reference: str = "") -> Fil:
    """A message of the caisse that was not opened yet, about the démarche of this reference."""
    fil = Fil.objects.create(
        assure=assure, sujet="Demande reçue", demarche_reference=reference, cree_le=LUNDI, dernier_le=LUNDI
    )
    Message.objects.create(fil=fil, de=Message.De.CAISSE, corps="Bonjour", cle=fil.public_id, envoye_le=LUNDI)
    return fil


def lu(page) -> str:
    """The HTML with ordinary spaces."""
    return page.content.decode().replace("\u00a0", " ")
