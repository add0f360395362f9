"""Due dates of payments and debts, and the answers of the bank kiosk."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.a_faire import SOURCES
from accounts.connexion.agents import roles
from accounts.informations.coordonnees import PREMIERES
from accounts.informations.securite.copie import CONTRIBUTIONS
from ameli.noyau import sante
from ameli.noyau.echeances import gestionnaire
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.envois import reponse
from ameli.noyau.envois.models import Envoi
from ameli.noyau.horloge import maintenant
from ameli.noyau.travaux import ENTRETIENS
from paiements import (
    a_faire,
    copie,
    corrections,
    importation,  # noqa: F401  declares what a site imports and exports
    panneaux,  # noqa: F401  registers what « Mes informations » tells
    participations,
    pensions,
    prelevements,
    versements,
)
from paiements.creances import echeancier, encaissement, refus
from paiements.ressources import agenda, vie
from paiements.ressources import importation as salaires  # noqa: F401  declares the wages of employers

CONTRIBUTIONS.append(copie.contribuer)
SOURCES.extend((a_faire.solde, a_faire.avis, a_faire.sans_compte))
ENTRETIENS.append(refus.purger)
sante.MESURES["messages_refuses_du_kiosque"] = refus.recents
roles.accorder(
    "exploitant", "paiements.view_refusdukiosque",
    "paiements.view_coursdevise", "paiements.add_coursdevise", "paiements.change_coursdevise",
)  # fmt: skip


@gestionnaire(versements.LIBERER)
def liberer(echeance: Echeance) -> None:
    """A held payment leaves."""
    versements.liberer(echeance.donnees["paiement"], echeance.du_le)


@gestionnaire(corrections.CORRIGER)
def corriger_les_soins(echeance: Echeance) -> None:
    """The covers of a file have changed."""
    corrections.corriger(echeance.donnees["assure"], echeance.du_le)


@gestionnaire(PREMIERES)
def accueillir_un_compte(echeance: Echeance) -> None:
    """What waited for any account at all may leave."""
    versements.accueillir_un_compte(echeance.donnees["assure"], echeance.du_le)


@gestionnaire(encaissement.VERIFIER)
def verifier_un_paiement(echeance: Echeance) -> None:
    """No news of an attempt to pay a debt."""
    encaissement.verifier(echeance.donnees["paiement"], echeance.du_le)


@gestionnaire(encaissement.COMPTABILISER)
def comptabiliser_un_paiement(echeance: Echeance) -> None:
    """24 hours after the kiosk accepted."""
    encaissement.comptabiliser(echeance.donnees["paiement"], echeance.du_le)


@gestionnaire(encaissement.RAPPROCHER)
def rapprocher_un_paiement(echeance: Echeance) -> None:
    """The night after."""
    encaissement.rapprocher(echeance.donnees["paiement"])


@gestionnaire(echeancier.RAPPELER)
def rappeler_une_mensualite(echeance: Echeance) -> None:
    """A week before a part of a debt paid in three months."""
    echeancier.rappeler(echeance.donnees["echeancier"], echeance.donnees["rang"], echeance.du_le)


@gestionnaire(echeancier.CONSTATER)
def constater_une_mensualite(echeance: Echeance) -> None:
    """Days after it."""
    echeancier.constater(echeance.donnees["echeancier"], echeance.donnees["rang"], echeance.du_le)


@gestionnaire(echeancier.ACCORDER)
def accorder_un_echeancier(echeance: Echeance) -> None:
    """A month without an answer."""
    echeancier.accorder(echeance.donnees["echeancier"], echeance.du_le)


@gestionnaire(participations.PRELEVER)
def prelever_une_participation(echeance: Echeance) -> None:
    """The day of a term of the Complémentaire santé solidaire."""
    participations.prelever(echeance.donnees["terme"], echeance.du_le)


@gestionnaire(participations.RELANCER)
def relancer_une_participation(echeance: Echeance) -> None:
    """Unpaid for 15 days."""
    participations.relancer(echeance.donnees["terme"], echeance.du_le)


@gestionnaire(participations.SUSPENDRE)
def suspendre_pour_une_participation(echeance: Echeance) -> None:
    """Unpaid for 45 days."""
    participations.suspendre(echeance.donnees["terme"], echeance.du_le)


@gestionnaire(participations.CLORE)
def clore_pour_une_participation(echeance: Echeance) -> None:
    """Unpaid for 90 days."""
    participations.clore(echeance.donnees["terme"], echeance.du_le)


@gestionnaire(pensions.VERSER)
def verser_une_pension(echeance: Echeance) -> None:
    """The 8th: a pension of invalidity is paid for the month before."""
    pensions.verser(echeance.donnees["pension"], date.fromisoformat(echeance.donnees["mois"]), echeance.du_le)


@gestionnaire(agenda.OUVRIR)
def ouvrir_une_declaration(echeance: Echeance) -> None:
    """The day of a declaration of incomes has come."""
    vie.ouvrir(echeance.donnees["pension"], echeance.du_le)


@reponse(prelevements.SERVICE)
def entendre_la_banque(envoi: Envoi, donnees: dict[str, Any] | None) -> None:
    """The bank has taken a monthly term, or not."""
    participations.entendre_la_banque(envoi.objet, donnees, maintenant())


@reponse("kiosque")
def lire_le_kiosque(envoi: Envoi, donnees: dict[str, Any] | None) -> None:
    """What became of an attempt, by our own question."""
    encaissement.lire_la_reponse(envoi.objet, donnees)
