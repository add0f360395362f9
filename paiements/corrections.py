"""Care that was paid while the Complémentaire santé solidaire seemed not to cover its day is corrected once it does (chapter 11).

A suspension that ends well, somebody recognised late, a cover that began earlier: what was withheld is given back, the second part is
paid when the caisse manages it, once, in one payment, told in one message. What would take money back from somebody is left to agents.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from accounts.dossier import foyer
from accounts.dossier.evenements import Evenement, ecouter
from accounts.messagerie.depot import deposer_message
from accounts.models import Assure, LiaisonComplementaire, Personne
from accounts.models.messagerie import PAIEMENT
from ameli.noyau.calendrier import jour_de
from ameli.noyau.echeances import planifier
from ameli.noyau.journal import declarer_genre, journaliser
from paiements import patients
from paiements.calcul import correction
from paiements.calcul.mots import ZERO, Famille, MotifTaux, Protection
from paiements.creances import dette, echeancier
from paiements.enregistrement import LigneAPayer, enregistrer
from paiements.models import Paiement, Prestation, Retenue
from paiements.versements import verrouiller

CORRIGER, CORRIGES = "soins.corriger", "soins.corriges"
declarer_genre(
    CORRIGES, "{acteur} : remboursements de soins corrigés, la Complémentaire santé solidaire couvre leur jour"
)


@dataclass
class Corrige:
    """What one file is owed: lines to pay, sums that will not be withheld, the acts that were wrong."""

    dues: list[LigneAPayer] = field(default_factory=list)
    remises: Decimal = ZERO
    actes: list[Prestation] = field(default_factory=list)

    @property
    def verse(self) -> Decimal:
        return sum((due.ligne.verse for due in self.dues), ZERO)


@ecouter(Evenement.COMPLEMENTAIRE_CHANGEE)
def prevoir(assure: Assure, personne: Personne, le: datetime) -> None:
    """Covers of a file changed: its care is looked at once for all of its people, if one of them has had the Complémentaire santé solidaire."""
    passees = LiaisonComplementaire.objects.de(assure).filter(
        nature__in=LiaisonComplementaire.SOLIDAIRES, du__lt=jour_de(le), ecartee_le=None
    )
    if passees.exists():
        planifier(
            CORRIGER, objet=f"soins:{assure.public_id}", du_le=le, cle=f"{CORRIGER}:{assure.public_id}:{le.isoformat()}",
            donnees={"assure": assure.public_id},
        )  # fmt: skip


@transaction.atomic
def corriger(assure_ref: str, le: datetime) -> None:
    """Whatever is owed now; nothing the second time."""
    dossiers = Assure.objects.systeme("its covers changed").select_related("personne", "caisse")
    assure = dossiers.get(public_id=assure_ref)
    verrouiller(assure.pk)
    corrige = Corrige()
    for rang, personne in foyer.de_toujours(assure).items():
        _relire_les_soins(assure, personne, rang, corrige, le)
    if not corrige.actes:
        return
    paiement = enregistrer(assure, corrige.dues, famille=Famille.SOINS, du_le=le) if corrige.dues else None
    journaliser(CORRIGES, acteur="horloge", assure_ref=assure.public_id, objet=f"soins:{assure.public_id}")
    deposer_message(
        assure, sujet="Vos remboursements sont corrigés", gabarit="soins_corriges", le=le, theme=PAIEMENT,
        cle=f"{CORRIGER}:{assure.public_id}:{le.isoformat()}", contexte={
            "paiement": paiement, "verse": corrige.verse, "remises": corrige.remises, "nombre": len(corrige.actes),
            "du": min(un.soins_le for un in corrige.actes), "au": max(un.soins_le for un in corrige.actes),
            "caisse": assure.caisse,
        },
    )  # fmt: skip


def _relire_les_soins(assure: Assure, personne: Personne, rang: int, corrige: Corrige, le: datetime) -> None:
    patient = patients.lire(assure, personne)
    jours = Q()
    for une in patient.protections:
        if une.nature is Protection.C2S:
            jours |= Q(soins_le__gte=une.du, soins_le__lte=une.au) if une.au else Q(soins_le__gte=une.du)
    if not jours:
        return
    actes = list(_payes(assure, personne).filter(jours))
    deja = _deja_payees(assure, actes)
    for acte in actes:
        ligne = acte.ligne(tiers_payant=acte.paiement.destinataire_id is not None)
        fait = correction.corriger(ligne, patient, payee_ailleurs=acte.paiement.transmis_le is not None)
        parts = fait.parts if acte.pk not in deja else ()
        rendu = _exempter(acte, corrige, le) if fait.exempte else None
        lignes = (*parts, *((correction.rendre(ligne, rendu),) if rendu else ()))
        corrige.dues += [
            LigneAPayer(une, personne, rang, professionnel=acte.professionnel, corrige=acte) for une in lignes
        ]
        if lignes or rendu is not None:
            corrige.actes.append(acte)


def _payes(assure: Assure, personne: Personne):
    """Acts of this person, each once."""
    siens = Prestation.objects.de(assure).filter(
        personne=personne, origine=None, corrige=None, paiement__remplace=None,
        paiement__famille__in=(Paiement.Famille.SOINS, Paiement.Famille.TIERS),
    )  # fmt: skip
    return siens.select_related("paiement", "professionnel").order_by("soins_le", "id")


def _deja_payees(assure: Assure, actes: Iterable[Prestation]) -> set[int]:
    """Those whose second part was paid with them, or since."""
    siens = {(un.paiement_id, un.rang): un.pk for un in actes}
    solidaires = Prestation.objects.de(assure).filter(motif_taux=MotifTaux.C2S, paiement__in={cle[0] for cle in siens})
    avec = {siens.get((paiement, rang - 1)) for paiement, rang in solidaires.values_list("paiement", "rang")}
    depuis = Prestation.objects.de(assure).filter(corrige__in=siens.values()).exclude(
        motif_taux=MotifTaux.RENDU, corrige__verse__gte=0
    )  # fmt: skip
    return {pk for pk in (*avec, *depuis.values_list("corrige", flat=True)) if pk is not None}


def _exempter(acte: Prestation, corrige: Corrige, le: datetime) -> Decimal | None:
    """Nothing is withheld for this act any more: how much of it was taken already and is given back. None when nothing ever was."""
    siennes = list(Retenue.objects.de(acte.paiement.assure).filter(prestation=acte, annulee=False, rendue_le=None))
    for une in siennes:
        if une.recupere_le is None:
            corrige.remises += une.montant
            dette.renoncer(une, jour_de(le))
            for avis in set(une.creances.values_list("avis", flat=True)):
                echeancier.faire_le_point(avis, le)
    prises = [une for une in siennes if une.recupere_le is not None]
    Retenue.objects.de(acte.paiement.assure).filter(pk__in=[une.pk for une in prises]).update(rendue_le=jour_de(le))
    return sum((une.montant for une in prises), ZERO) if siennes else None
