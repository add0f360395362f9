"""What happens by itself (chapter 18): news at 10 and 40 days, agents at 45, « réputée refusée » at two months; and what a decision gives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from accounts.informations import adresse
from accounts.models import Assure, Exoneration
from ameli.noyau.calendrier import ajouter_mois, jour_de
from ameli.noyau.envois import deposer_lettre
from ameli.noyau.journal import auteur
from demarches.catalogue.pension_invalidite import medecin, regles, rendez_vous
from demarches.catalogue.pension_invalidite.decision import DecisionPension, lire_les_salaires
from demarches.moteur import decisions, transitions
from demarches.moteur.models import Demarche, Etat
from paiements import pensions, reprises_de_pension
from paiements.calcul.invalidite.mensualites import dernier_jour
from paiements.calcul.invalidite.ouverture import retraite_le
from paiements.calcul.invalidite.rythme import d_entree
from paiements.models import Pension
from paiements.ressources import aides

ATTEND, REFUSEE = "attend", "reputee_refusee"
MEDICAL = "medical"
COMMISSIONS = {True: "commission médicale de recours amiable", False: "commission de recours amiable"}


def deposer(demarche: Demarche) -> None:
    medecin.demander(demarche, demarche.deposee_le)


def refusee_le(demarche: Demarche) -> date:
    """The day when silence is a refusal."""
    return ajouter_mois(jour_de(demarche.deposee_le), regles.SILENCE.nombre)


# Its delays


def dire_ce_qui_manque(demarche: Demarche, le: datetime) -> None:
    """What is awaited, and from whom."""
    if not _deuil(demarche):
        transitions.prevenir(demarche, "nouvelle", le=le, suite=f":{jour_de(le):%Y%m%d}")


def alerter(demarche: Demarche, le: datetime) -> None:
    """45 days: the agents' queue says it."""
    quand = f"{refusee_le(demarche):%d/%m/%Y}"
    demarche.signaler(ATTEND, f"La demande attend depuis 45 jours. Sans réponse le {quand}, elle est réputée refusée.")


def reputer_refusee(demarche: Demarche, le: datetime) -> None:
    """Two months: it may be appealed, another one may be sent, and it is still being examined."""
    ligne = transitions.noter(transitions.prendre(demarche, le=le), REFUSEE, le=le)
    if not _deuil(ligne):
        transitions.prevenir(ligne, REFUSEE, le=le)


def annulable(demarche: Demarche) -> bool:
    """Until the medical opinion."""
    return medecin.avis(demarche) is None


def _deuil(demarche: Demarche) -> bool:
    """Is the person dead? Nothing is written to them; their estate reads one letter."""
    personne = demarche.assure.personne
    if personne.date_deces is None:
        return False
    ou = adresse.actuelle(demarche.assure)
    if ou is not None:
        deposer_lettre(
            a="\n".join([f"Succession de {personne.prenom} {personne.nom}", *ou.lignes]), gabarit="pension_deuil",
            cle=f"{demarche.objet}:deuil", assure_ref=demarche.assure.public_id, contexte={"caisse": demarche.caisse},
        )  # fmt: skip
    return True


# The decision


def decider(demarche: Demarche, evenement: str, acteur: str, le: datetime) -> None:
    """Granted: the pension, all care at 100 %, the situation. Whatever it is, the estate of who has died reads it once."""
    _deuil(demarche)
    if evenement != "accepter":
        return
    pension = pensions.ouvrir(_octroi(demarche), acteur=acteur, le=le)
    assure = demarche.assure
    if (
        not Exoneration.objects.de(assure)
        .filter(personne=assure.personne, nature=Exoneration.Nature.INVALIDITE, au=None)
        .exists()
    ):
        Exoneration.objects.create(
            assure=assure, personne=assure.personne, nature=Exoneration.Nature.INVALIDITE, du=pension.du,
            condition="tous les soins",
        )  # fmt: skip
    with auteur(acteur, demarche.objet):
        assure.situation = Assure.Situation.INVALIDE
        assure.save(update_fields=["situation"])


def _octroi(demarche: Demarche) -> pensions.Octroi:
    dite, avis = decisions.donnees(demarche, DecisionPension.Donnees), medecin.avis(demarche)
    assert avis is not None and avis.categorie is not None  # `DecisionPension.clean` asked for it
    retraite = retraite_le(demarche.assure.personne.date_naissance, travaille=dite.travaille)
    annee_avant = dite.arret.year - 1
    return pensions.Octroi(
        demarche.assure, avis.categorie, dite.moyen.montant, dite.effet, dernier_jour(retraite), dite.avis,
        cause=demarche.reference, salaire_avant=lire_les_salaires(dite.salaires).get(annee_avant), annee_avant=annee_avant,
        mois_d_arret=dite.mois_d_arret, apprenti=dite.apprenti,
    )  # fmt: skip


def pension_de(demarche: Demarche) -> Pension | None:
    """What this démarche gave. One query."""
    if demarche.etat != Etat.ACCEPTEE:
        return None
    siennes = Pension.objects.de(demarche.assure).filter(cause=demarche.reference)
    return siennes.select_related("assure__caisse", "personne").first()


def pour_message(demarche: Demarche) -> dict[str, Any]:
    """What the room's messages may say."""
    pension, refusee = pension_de(demarche), refusee_le(demarche)
    dite = demarche.etat == Etat.REFUSEE
    medical = dite and demarche.decision.get("motif") == MEDICAL
    notifie = jour_de(demarche.close_le) if dite and demarche.close_le is not None else refusee
    contenu: dict[str, Any] = {
        "reponse_avant": refusee, "recours_avant": regles.recours_jusqu_au(notifie),
        "commission": COMMISSIONS[medical], "avis_rendu": medecin.avis(demarche) is not None, "pension": pension,
        "rendez_vous": rendez_vous.choisi(demarche), "proposes": rendez_vous.proposes(demarche), "dernier": rendez_vous.dernier(demarche),
    }  # fmt: skip
    if pension is not None:
        jour = jour_de(demarche.close_le or demarche.deposee_le)
        contenu |= {
            **accordee(pension), "aides": aides.de(pension, jour), "le": jour, "declarations": d_entree(pension.du, jour),
        }  # fmt: skip
    return contenu


def accordee(pension: Pension) -> Mapping[str, Any]:
    """The figures of the grant, and what is taken back line by line."""
    premier = pensions.mensualites.du_mois(pension.titre, ajouter_mois(pension.du.replace(day=1), 1))
    reprises = reprises_de_pension.de(pension)
    return {
        "mois": premier, "reprises": reprises, "repris": sum(une.montant for une in reprises),
        "veille": pension.du - timedelta(days=1), "sens": regles.CATEGORIES[pension.categorie],
    }  # fmt: skip
