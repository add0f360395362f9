"""Due dates of accounts, and the modules whose kinds of journal entries must be known at start."""

from __future__ import annotations

from datetime import datetime

from accounts.a_faire import SOURCES
from accounts.connexion import choix_mot_de_passe, conditions, voies  # noqa: F401  declare their journal entries
from accounts.connexion.adresse_courriel import confirmation  # noqa: F401  declares its own
from accounts.connexion.agents import ouverture as ouverture_agents  # noqa: F401  declares its own
from accounts.connexion.cles import trousseau  # noqa: F401  declares its own
from accounts.connexion.code_provisoire import borne
from accounts.connexion.franceconnect import rattachement  # noqa: F401  declares its own
from accounts.connexion.oubli import demande
from accounts.connexion.premiere_visite import ouverture  # noqa: F401  declares its own
from accounts.dossier import droits, numeros, revenus  # noqa: F401  run what is planned about rights and incomes; declare their journal entries
from accounts.importation import fichiers  # noqa: F401  declares what a site imports and exports
from accounts.informations import a_faire, adresse, cartes_vitale, coordonnees, panneaux  # noqa: F401  declare their journal entries, and panels
from accounts.informations.c2s import panneau as panneau_c2s  # noqa: F401  declares its panel
from accounts.informations.c2s import vie as vie_c2s  # noqa: F401  declares the right, and what is said of it
from accounts.informations.contacts import changements  # noqa: F401  declares its own
from accounts.informations.securite import (
    copie,
    copie_comptes,
    fermeture,  # noqa: F401  declares its own
)
from accounts.messagerie import ecriture, pieces, reponse  # noqa: F401  declare theirs; pieces hears of files put aside
from accounts.models import Compte
from accounts.securite import alertes, gel  # noqa: F401  declares its journal entries
from ameli.noyau.chiffrement import de_donnees
from ameli.noyau.echeances import gestionnaire
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.envois.adresses import quand_une_adresse_est_jugee
from ameli.noyau.sauvegarde import cles

SOURCES.extend((a_faire.droits, a_faire.contacts))
for modele, champ, usage in (
    ("accounts.Personne", "nir", "nir"),
    ("accounts.CoordonneesBancaires", "iban", "iban"),
    ("accounts.CarteVitale", "serie", "serie_vitale"),
):
    cles.declarer(modele, champ, usage)


@gestionnaire("connexion.bloquee")
def prevenir_du_blocage(echeance: Echeance) -> None:
    """Tell the owner of an account, if there is one, that somebody tried too many passwords.

    A due date, so that the page answers in the same time for a number without account.
    """
    compte = (
        Compte.objects.filter(assure__personne__nir_empreinte=de_donnees("nir_empreinte", echeance.donnees))
        .select_related("assure")
        .first()
    )
    if compte is not None:
        alertes.blocage(compte, datetime.fromisoformat(echeance.donnees["jusqu_a"]), echeance.cle)


@gestionnaire("oubli.demande")
def envoyer_le_lien(echeance: Echeance) -> None:
    """Somebody forgot a password: the mail leaves from here, so that asking takes the same time for every number."""
    demande.traiter(echeance)


@gestionnaire("borne.demande")
def repondre_a_la_borne(echeance: Echeance) -> None:
    """A card was read by a kiosk: the SMS leaves from here, so that the machine answers the same to everybody."""
    borne.traiter(echeance)


copie.CONTRIBUTIONS.append(copie_comptes.contribuer)


@gestionnaire("donnees.copie")
def preparer_la_copie(echeance: Echeance) -> None:
    """Somebody asked for a copy of their data."""
    copie.preparer(echeance)


@gestionnaire("donnees.effacer")
def effacer_la_copie(echeance: Echeance) -> None:
    """A week later it is forgotten."""
    copie.effacer(echeance)


@quand_une_adresse_est_jugee
def noter_ce_que_vaut_l_adresse(courriel: str, joignable: bool) -> None:
    """A mail came back, or one arrived: the owner of the address reads it on their next page."""
    comptes = Compte.objects.filter(email=courriel)
    if joignable:
        comptes.filter(email_refuse=courriel).update(email_refuse="")
    else:
        comptes.update(email_refuse=courriel)
