"""What sending a declaration does, its use five working days later, what agents settle first, and what messages say of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.dossier.evenements import Evenement, ecouter
from accounts.models import Assure, Personne
from ameli.noyau import formats
from ameli.noyau.calendrier import ajouter_mois, est_ouvre, jour_de
from demarches.catalogue.ressources_invalidite import regles
from demarches.catalogue.ressources_invalidite.explication import SEUILS, lignes_de
from demarches.catalogue.ressources_invalidite.periode import declaration_du
from demarches.catalogue.ressources_invalidite.reponses import Ressources, de_la_demarche
from demarches.models import Demarche
from demarches.moteur import invitations, transitions
from demarches.moteur.declaration import Contexte
from paiements import pensions
from paiements.calcul.invalidite.mensualites import retenue
from paiements.models import DeclarationRessources
from paiements.ressources import lecture, mots, vie

ECART, PREMIERE = "ecart_employeur", "premiere_reduction"
UN_JOUR = timedelta(days=1)


@ecouter(Evenement.DECLARATION_CHANGEE)
def revoir(assure: Assure, personne: Personne, le: datetime) -> None:
    """One was opened, used, or forgotten."""
    invitations.revoir(regles.CODE, assure, le=le)


def deposer(demarche: Demarche) -> None:
    """The months are said, in the place of what the former démarche said of them; agents look where employers say otherwise."""
    une = _visee(demarche)
    assert une is not None, "the conditions of the room ask for one"
    dites, le = Ressources.de(demarche).montants(une), demarche.deposee_le
    vie.transmettre(une, dites, demarche=demarche.reference, acteur=demarche.acteur, le=le)
    ecarts = lecture.ecarts(une)
    if ecarts:
        mots = "1 mois" if len(ecarts) == 1 else f"{len(ecarts)} mois"
        demarche.signaler(ECART, f"Les employeurs disent d’autres salaires pour {mots}.")


def _visee(demarche: Demarche) -> DeclarationRessources | None:
    if demarche.remplace is not None:
        return de_la_demarche(demarche.remplace)
    return declaration_du(Contexte(demarche.assure, demarche.compte, demarche.deposee_le))


def prendre_en_compte(demarche: Demarche, le: datetime) -> None:
    """Five working days later. A first reduction is signed by an agent; what an agent must look at waits for them."""
    une = de_la_demarche(demarche)
    assert une is not None
    if vie.premiere_reduction(une, le):
        demarche.signaler(PREMIERE, "Première réduction de cette pension\u00a0: un agent la signe.")
    transitions.accepter_ou_montrer(demarche, le=le)


def decider(demarche: Demarche, evenement: str, acteur: str, le: datetime) -> None:
    """Used; or taken away by its owner, and awaited again."""
    une = de_la_demarche(demarche)
    if une is None or evenement == "remplacer":
        return
    if evenement == "accepter":
        vie.exploiter(une, le=le)
    else:
        vie.rendre(une, le=le)


def corrigeable(demarche: Demarche, le: datetime) -> bool:
    """Until it is used."""
    une = de_la_demarche(demarche)
    return une is not None and une.exploitee_le is None


def remplacable(demarche: Demarche, le: datetime) -> bool:
    """Once it is used, and while nothing says it again."""
    une = de_la_demarche(demarche)
    if une is None or une.exploitee_le is None or une.pension.clos_le is not None:
        return False
    return not lecture.toutes(une.pension).filter(remplace=une).exclude(transmise_le=None).exists()


def remplacer(demarche: Demarche, acteur: str, dit: Any, le: datetime) -> str:
    une = de_la_demarche(demarche)
    assert une is not None
    vie.ouvrir_la_remplacante(une, le)
    return "Les mois sont ouverts de nouveau. Allez dans Mes démarches, «\u00a0Invalidité\u00a0: déclarer mes ressources\u00a0»."


def demander_une_correction(demarche: Demarche, acteur: str, dit: Any, le: datetime) -> str:
    """The person corrects, or tells why it is right: nobody types in their place."""
    transitions.prevenir(demarche, "a_verifier", le=le, motif=dit["motif"], suite=transitions.a_cet_instant(le))
    return "La personne est prévenue. Sa correction remplacera cette déclaration."


def pour_message(demarche: Demarche) -> dict[str, Any]:
    """What the room's messages may say."""
    une = de_la_demarche(demarche)
    if une is None:
        return {}
    contenu: dict[str, Any] = {
        "declaration": une, "periode": mots.periode(une),
        "compte_le": jour_de(lecture.EXPLOITATION.apres(demarche.deposee_le)), "prochaine": une.pension.declaration_le,
        "rattrape_le": jour_de(pensions.paye_le(pensions.prochain_mois(demarche.deposee_le))),
    }  # fmt: skip
    if une.exploitee_le is not None:
        mois = date.fromisoformat(une.explication["mois"])
        premier = max(mois, pensions.prochain_mois(une.exploitee_le))
        contenu |= {
            "mois": mots.en_mots(mois), "depuis": mots.de(mois), "paye_le": jour_de(pensions.paye_le(premier)),
            "corrige": premier > mois, "lignes": lignes_de(une.explication), "regle": SEUILS[une.explication["independant"]],
            "retenue": Decimal(une.explication["retenue"]),
            "verse": Decimal(une.explication["verse"]), "etait_reduite": etait_reduite(une),
            "recours_avant": recours_jusqu_au(jour_de(une.exploitee_le)),
        }  # fmt: skip
    return contenu


def etait_reduite(une: DeclarationRessources) -> bool:
    """Was something taken, before this one was used, of the month from which it counts?"""
    assert une.effet_mois is not None
    if une.remplace is not None:
        return Decimal(une.remplace.explication["retenue"]) > 0
    return retenue(une.pension.titre, ajouter_mois(une.effet_mois, -1)) > 0


def recours_jusqu_au(notifie_le: date) -> date:
    """The last day to appeal: two months, carried to the next working day."""
    jour = ajouter_mois(notifie_le, regles.MOIS_DE_RECOURS)
    while not est_ouvre(jour):
        jour += UN_JOUR
    return jour


def connu(demarche: Demarche) -> list[tuple[str, str]]:
    """For agents: the period, what it comes to, how many months employers say otherwise."""
    une = de_la_demarche(demarche)
    if une is None or une.transmise_le is None:
        return []
    siennes = [("Période", mots.periode(une)), ("Envoyée", "En retard" if une.tardive else "À temps")]
    if une.exploitee_le is not None:
        return siennes + lignes_de(une.explication)
    return siennes + lignes_de(vie.en_json(vie.calculer(une, demarche.deposee_le)))


def comparaison(demarche: Demarche) -> list[tuple[str, str, str]]:
    """Months that employers say otherwise: (month, declared, theirs)."""
    une = de_la_demarche(demarche)
    if une is None:
        return []
    return [
        (mots.en_mots(mois).capitalize(), formats.montant(dit), formats.montant(leur))
        for mois, dit, leur in lecture.ecarts(une)
    ]
