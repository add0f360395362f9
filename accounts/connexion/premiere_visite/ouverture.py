"""Open the account of a file: the login and nothing else, in one transaction with its traces."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from accounts.connexion import conditions, voies
from accounts.connexion.adresse_courriel import confirmation
from accounts.informations import adresse
from accounts.models import Assure, Compte
from accounts.securite import alertes
from ameli.noyau.envois import deposer_lettre
from ameli.noyau.horloge import maintenant, temps_reel
from ameli.noyau.journal import declarer_genre, journaliser

declarer_genre("compte.ouvert", "{acteur} : compte ouvert ({motif})")

# What was shown to open an account, by way in, as the letter says it.
PREUVES = {
    voies.PREMIERE_VISITE: "le numéro de votre carte Vitale et la fin de votre IBAN",
    voies.CODE_PROVISOIRE: "un code provisoire donné par un conseiller",
    voies.FRANCECONNECT: "FranceConnect et votre numéro de Sécurité sociale",
}


class DejaOuvert(Exception):
    """Somebody opened an account for this file meanwhile."""


def ouvrir(assure: Assure, *, courriel: str, mot_de_passe: str, telephone: str = "", voie: str) -> Compte:
    """The new account of `assure`, its address still to be confirmed. Raises DejaOuvert.

    `voie` ("premiere_visite", "code_provisoire") is written in the journal. The address may be another account's: that is
    told by mail to who reads it, never here. A letter to the postal address tells the true owner, whoever opened it.
    """
    try:
        with transaction.atomic():
            compte = Compte.objects.creer_pour(assure, courriel=courriel, mot_de_passe=mot_de_passe)
            compte.telephone, compte.ouvert_le = telephone, maintenant()
            compte.save(update_fields=["telephone", "ouvert_le"])
            conditions.accepter(compte)
            journaliser(
                "compte.ouvert", acteur=compte.acteur, motif=voie, objet=f"compte:{compte.public_id}",
                assure_ref=assure.public_id,
            )  # fmt: skip
            confirmation.demander(compte)
            prevenir_par_lettre(assure, compte, voie)
    except IntegrityError as faute:
        raise DejaOuvert from faute
    return compte


def prevenir_par_lettre(assure: Assure, compte: Compte, voie: str) -> None:
    """Tell the true owner at the postal address, when one is known, that an account was opened, and by what (`voie`)."""
    ou = adresse.actuelle(assure)
    if ou is None:
        return
    personne = assure.personne
    destinataire = "\n".join([f"{personne.prenom} {personne.nom}", *ou.lignes])
    deposer_lettre(
        a=destinataire, gabarit="compte_ouvert", cle=f"compte_ouvert:{compte.public_id}", assure_ref=assure.public_id,
        contexte={"le": alertes.en_toutes_lettres(temps_reel()), "preuve": PREUVES[voie], "caisse": assure.caisse.nom},
    )  # fmt: skip
