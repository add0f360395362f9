"""Open the account of a file: the login and nothing else, in one transaction with its traces."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from accounts.connexion import conditions
from accounts.connexion.adresse_courriel import confirmation
from accounts.informations import adresse
from accounts.models import Assure, Compte
from accounts.securite import alertes
from ameli.noyau.envois import deposer_lettre
from ameli.noyau.horloge import maintenant, temps_reel
from ameli.noyau.journal import declarer_genre, journaliser

declarer_genre("compte.ouvert", "{acteur} : compte ouvert ({motif})")


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
            _prevenir_par_lettre(assure, compte)
    except IntegrityError as faute:
        raise DejaOuvert from faute
    return compte


def _prevenir_par_lettre(assure: Assure, compte: Compte) -> None:
    ou = adresse.actuelle(assure)
    if ou is None:
        return
    personne = assure.personne
    destinataire = "\n".join([f"{personne.prenom} {personne.nom}", *ou.lignes])
    deposer_lettre(
        a=destinataire, gabarit="compte_ouvert", cle=f"compte_ouvert:{compte.public_id}", assure_ref=assure.public_id,
        contexte={"le": alertes.en_toutes_lettres(temps_reel()), "caisse": assure.caisse.nom},
    )  # fmt: skip
