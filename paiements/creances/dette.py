"""What is owed on a notice: read line by line, made from the balance, and lowered by what was paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import F, Q, Sum

from paiements.calcul.mots import ZERO
from paiements.creances import regles
from paiements.creances.etats import EN_COURS
from paiements.models import Affectation, Avis, Contestation, LigneCreance, Retenue
from paiements.versements import verrouiller


@dataclass(frozen=True)
class LigneDue:
    """A line as it stands, in euros: `reste` is owed, `en_cours` of it is being paid at this moment."""

    ligne: LigneCreance
    reste: Decimal
    en_cours: Decimal

    @property
    def contestation(self) -> Contestation | None:
        return getattr(self.ligne, "contestation", None)

    @property
    def suspendue(self) -> bool:
        """Nothing is asked for while the caisse looks at the line again."""
        une = self.contestation
        return une is not None and not une.conclusion and regles.recours(self.ligne.avis.nature).suspensif

    @property
    def payable(self) -> Decimal:
        return ZERO if self.suspendue else max(ZERO, self.reste - self.en_cours)

    @property
    def paye(self) -> Decimal:
        return self.ligne.montant - self.ligne.annule - self.reste

    @property
    def plafonnee(self) -> bool:
        return self.ligne.avis.nature not in settings.CREANCE_SANS_PLAFOND

    @property
    def bornes(self) -> tuple[Decimal, Decimal]:
        return regles.bornes(self.payable, plafonnee=self.plafonnee)

    @property
    def propose(self) -> Decimal:
        """What is filled in: as much as may be paid."""
        return self.bornes[1]


def lire(avis: Avis) -> list[LigneDue]:
    """The lines of a notice. Three queries."""
    lignes = list(
        LigneCreance.objects.de(avis.assure).filter(avis=avis).select_related("contestation__fil").order_by("rang")
    )
    attente = dict(
        LigneCreance.objects.de(avis.assure)
        .filter(avis=avis, retenues__isnull=False)
        .values_list("pk")
        .annotate(reste=Sum("retenues__montant", filter=Q(retenues__recupere_le=None), default=ZERO))
        .order_by("pk")
    )
    vols = dict(
        Affectation.objects.de(avis.assure)
        .filter(ligne__avis=avis, paiement__etat__in=EN_COURS)
        .values_list("ligne")
        .annotate(total=Sum("montant"))
        .order_by("ligne")
    )
    for ligne in lignes:
        ligne.avis = avis
    return [
        LigneDue(ligne, attente.get(ligne.pk, ligne.montant - ligne.regle - ligne.annule), vols.get(ligne.pk, ZERO))
        for ligne in lignes
    ]


def verrouiller_l_avis(avis: Avis) -> bool:
    """One thing at a time on a notice, in the caller's transaction. False when it is no longer to be paid."""
    ligne = Avis.objects.de(avis.assure).select_for_update(no_key=True).get(pk=avis.pk)
    return ligne.etat == Avis.Etat.A_PAYER


def annuler(ligne: LigneCreance, le: date) -> Decimal:
    """The caisse gives up what is left of a line, in the caller's transaction; how much. No payment withholds it meanwhile."""
    verrouiller(ligne.avis.assure_id)
    une = LigneCreance.objects.systeme("a contested line").select_for_update(no_key=True).get(pk=ligne.pk)
    attente = Retenue.objects.systeme("a contested line").filter(creances=une, recupere_le=None)
    if une.retenues.exists():
        reste = attente.aggregate(total=Sum("montant"))["total"] or ZERO
        attente.update(recupere_le=le, annulee=True)
    else:
        reste = une.montant - une.regle - une.annule
    une.annule += reste
    une.save(update_fields=["annule"])
    return reste


def renoncer(retenue: Retenue, le: date) -> None:
    """The caisse gives up one sum that waits, in the caller's transaction, on the notices that ask for it too."""
    verrouiller(retenue.assure_id)
    Retenue.objects.systeme("an act is exempt").filter(pk=retenue.pk, recupere_le=None).update(
        recupere_le=le, annulee=True
    )
    LigneCreance.objects.systeme("an act is exempt").filter(retenues=retenue).update(
        annule=F("annule") + retenue.montant
    )


def regler(ligne: LigneCreance, montant: Decimal, le: date) -> Decimal:
    """Lower the debt of a line by `montant`, in the caller's transaction; what was left over, when less was owed."""
    attente = list(
        Retenue.objects.systeme("a debt that was paid online").filter(creances=ligne, recupere_le=None)
        .select_for_update(no_key=True).order_by("acte_le", "id")
    )  # fmt: skip
    a_regler = montant
    for retenue in attente:
        pris = min(a_regler, retenue.montant)
        if pris:
            retenue.prendre(pris, le)
        a_regler -= pris
    if not attente:
        frais = (
            LigneCreance.objects.systeme("a debt that was paid online").select_for_update(no_key=True).get(pk=ligne.pk)
        )
        pris = min(a_regler, frais.montant - frais.regle - frais.annule) if not frais.retenues.exists() else ZERO
        frais.regle += pris
        frais.save(update_fields=["regle"])
        a_regler -= pris
    return a_regler
