"""Practice people with a pension, each at another moment of its declarations (chapter 19). Their past is lived at its dates; what was paid
of it is a part of their stories (`histoires.personnages`), which read what was granted here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.models import Assure, Message
from ameli.bac_a_sable.demandes_c2s import commencer
from ameli.noyau import horloge
from ameli.noyau.calendrier import ajouter_mois, jour_de
from ameli.noyau.echeances.models import Echeance
from demarches.catalogue.ressources_invalidite import effets
from demarches.catalogue.ressources_invalidite.formulaires import NON, OUI, Mois
from demarches.catalogue.ressources_invalidite.teleservice import SERVICE
from demarches.models import Demarche, Invitation
from demarches.moteur import invitations, transitions
from demarches.moteur.depot import deposer
from paiements import pensions
from paiements.calcul.invalidite.effet import SALAIRES
from paiements.calcul.invalidite.ouverture import retraite_le
from paiements.calcul.invalidite.prelevements import Avis
from paiements.models import DeclarationRessources, Pension
from paiements.ressources import vie

ACTEUR, AGENT = "systeme:bac à sable", "agent:LANDES-01"
ENTRE_DEUX = timedelta(days=7)  # five working days, or nearly
SANS_CSG, A_TAUX_REDUIT = 9_000, 14_500  # reference incomes that give these rates in every year of the table


@dataclass(frozen=True)
class Situation:
    """`depuis`: months of pension; `mensuel`: what it was worth at first, `rfr`: reference income of each notice; `salaire`: declared each month of the last declaration, which was
    used `utilisee` days ago; `ouverte`: how many days ago the one that waits was opened; `sam_seul`: nothing else is compared."""

    mensuel: str
    depuis: int = 30
    salaire: str = ""
    utilisee: int | None = None
    ouverte: int | None = None
    asi: bool = False
    sam_seul: bool = False
    rfr: int = SANS_CSG


SITUATIONS = {
    "serge": Situation("640.00", salaire="700.00", utilisee=20),
    "jocelyne": Situation("880.00", salaire="1450.00", utilisee=40, ouverte=5),
    "mireille": Situation("420.00", salaire="0.00", utilisee=100, ouverte=3, asi=True),
    "tanguy": Situation("910.00", depuis=3, ouverte=2),
    "huguette": Situation("760.00", salaire="0.00", utilisee=380, ouverte=29),
    "bernard": Situation(
        "968.40", depuis=40, salaire="0.00", utilisee=375, ouverte=10, sam_seul=True, rfr=A_TAUX_REDUIT
    ),
}


def installer(assures: Mapping[str, Assure]) -> None:
    """In the caller's transaction, before the payments."""
    le = horloge.maintenant()
    for cle, une in SITUATIONS.items():
        _declarer(pensions.ouvrir(_octroi(assures[cle], une, le), acteur=ACTEUR, le=le), une, le)


def _octroi(assure: Assure, une: Situation, le: datetime) -> pensions.Octroi:
    """Granted so long ago, with each tax notice since."""
    mois = jour_de(le).replace(day=1)
    du = ajouter_mois(mois, -une.depuis)
    avant = None if une.sam_seul else Decimal(une.mensuel) * 24
    avis = dict.fromkeys(range(du.year - 3, mois.year), Avis(une.rfr, Decimal(1)))
    return pensions.Octroi(
        assure, 2, Decimal(une.mensuel) * 24, du, _dernier_jour(assure, mois), avis,
        mensuel=Decimal(une.mensuel), servie_depuis=du, asi=une.asi, declaration_le=ajouter_mois(mois, 12),
        salaire_avant=avant, annee_avant=du.year - 2,
    )  # fmt: skip


def _dernier_jour(assure: Assure, apres: date) -> date | None:
    """The eve of the retirement; of the later one for somebody who is older and works."""
    jours = (retraite_le(assure.personne.date_naissance, travaille=au_travail) for au_travail in (False, True))
    return next((jour - timedelta(days=1) for jour in jours if jour > apres), None)


def _declarer(pension: Pension, une: Situation, le: datetime) -> None:
    if une.utilisee is not None:
        utilisee = le - timedelta(days=une.utilisee)
        _utiliser(vie.ouvrir(pension.public_id, utilisee - timedelta(days=12)), une.salaire, utilisee)
    if une.ouverte is not None:
        vie.ouvrir(pension.public_id, le - timedelta(days=une.ouverte))
        _vivre(pension.assure)


def _utiliser(declaration: DeclarationRessources | None, salaire: str, le: datetime) -> None:
    """Sent by its owner a week before, then used on the day that was told: the follow-up and the messages say both."""
    assert declaration is not None, "nobody asked before"
    demarche = _envoyer(declaration, salaire, le - ENTRE_DEUX)
    le = demarche.prevue_le or le
    effets.prendre_en_compte(demarche, le)
    if transitions.verrouiller(demarche).ouverte:  # a first reduction: an agent signs it
        transitions.passer(demarche, "accepter", acteur=AGENT, le=le)
    Message.objects.de(demarche.assure).filter(envoye_le__lt=le, lu_le=None).update(lu_le=le)


def _envoyer(declaration: DeclarationRessources, salaire: str, le: datetime) -> Demarche:
    brouillon = commencer(SERVICE, declaration.pension.assure, le)
    brouillon.contenu["reponses"] = {
        "changement": {"change": NON, "declaration": declaration.public_id, "grille": OUI},
        "mois": {
            f"{mois:%Y-%m}__{nature}": salaire if nature == SALAIRES else "0.00"
            for mois in declaration.mois
            for nature in Mois.colonnes
        },
    }
    brouillon.save(update_fields=["contenu"])
    return deposer(brouillon, le=le)


def _vivre(assure: Assure) -> None:
    """Reminders whose day has passed are said, at their date."""
    objets = [une.objet for une in Invitation.objects.de(assure).ouvertes()]
    passees = Echeance.objects.filter(
        genre=invitations.RAPPEL, objet__in=objets, etat=Echeance.Etat.EN_ATTENTE, du_le__lte=horloge.maintenant()
    )
    for echeance in passees.order_by("du_le", "id"):
        invitations.rappeler(echeance)
        Echeance.objects.filter(pk=echeance.pk).update(etat=Echeance.Etat.FAITE, faite_le=echeance.du_le)
