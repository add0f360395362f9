"""What a foyer pays each month for the Complémentaire santé solidaire (chapter 11 § 5)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Assure
from accounts.models.c2s import DroitC2S
from accounts.models.identifiants import identifiant_public
from accounts.models.perimetres import DuDossierQuerySet
from paiements.models.creance import Avis


class TermeC2S(models.Model):
    """A month of a right: taken from the bank account on the day `le`. Refused by the bank, it becomes a notice to pay (`avis`)."""

    class Etat(models.TextChoices):
        A_VENIR = "A_VENIR", "à venir"
        PRELEVE = "PRELEVE", "prélevé"
        IMPAYE = "IMPAYE", "impayé"
        REGLE = "REGLE", "réglé"
        ANNULE = "ANNULE", "annulé"

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="termes_c2s")
    droit = models.ForeignKey(DroitC2S, on_delete=models.PROTECT, related_name="termes")
    rang = models.PositiveSmallIntegerField("rang")
    le = models.DateField("prélevé le")
    montant = models.DecimalField("montant", max_digits=7, decimal_places=2)
    etat = models.CharField("état", max_length=7, choices=Etat.choices, default=Etat.A_VENIR)
    impaye_le = models.DateField("refusé par la banque le", null=True, blank=True)
    avis = models.OneToOneField(Avis, on_delete=models.PROTECT, null=True, blank=True, related_name="terme_c2s")

    objects = DuDossierQuerySet.as_manager()

    class Meta:
        verbose_name = "participation à la Complémentaire santé solidaire"
        verbose_name_plural = "participations à la Complémentaire santé solidaire"
        ordering = ("droit", "rang")
        constraints = (
            models.UniqueConstraint(fields=("droit", "rang"), name="un_rang_par_droit_c2s"),
            models.CheckConstraint(condition=Q(montant__gt=0), name="une_participation_vaut_quelque_chose"),
        )

    def __str__(self) -> str:
        return self.public_id

    @property
    def objet(self) -> str:
        return f"terme_c2s:{self.public_id}"
