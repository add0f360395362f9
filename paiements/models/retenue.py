"""What is withheld: participations forfaitaires and franchises, each bound to its act and to the payment it was taken from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Q

from accounts.models import Assure, Personne
from accounts.models.perimetres import DuDossierQuerySet
from paiements.calcul import mots
from paiements.models.paiement import Paiement
from paiements.models.prestation import Prestation


class Retenue(models.Model):
    """A withheld sum, or one that waits to be. The sum of the rows of an act is what this act makes the patient owe.

    A sum that was taken in two times is two rows. `annee` is that of the care: the ceilings are counted in it.
    `recupere_le` without `paiement`: it was paid otherwise (avis de sommes à payer), or the caisse gave it up (`annulee`). What was
    taken and should not have been is given back on `rendue_le`: like what was given up, it counts for no ceiling.
    """

    class Genre(models.TextChoices):
        PF = mots.Genre.PF.value, "Participation forfaitaire"
        BOITE = mots.Genre.BOITE.value, "Franchise sur les médicaments"
        ACTE = mots.Genre.ACTE.value, "Franchise sur les soins paramédicaux"
        TRAJET = mots.Genre.TRAJET.value, "Franchise sur les transports"

    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="retenues", db_index=False)
    personne = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="+", db_index=False)
    prestation = models.ForeignKey(Prestation, on_delete=models.PROTECT, related_name="retenues")
    genre = models.CharField("nature", max_length=3, choices=Genre.choices)
    annee = models.PositiveSmallIntegerField("année des soins")
    acte_le = models.DateField("date des soins")
    montant = models.DecimalField("montant", max_digits=6, decimal_places=2)
    paiement = models.ForeignKey(
        Paiement, on_delete=models.PROTECT, null=True, blank=True, related_name="retenues", db_index=False
    )
    recupere_le = models.DateField("récupérée le", null=True, blank=True)
    annulee = models.BooleanField("annulée par la caisse", default=False)
    rendue_le = models.DateField("rendue le", null=True, blank=True)

    objects = DuDossierQuerySet.as_manager()

    class Meta:
        verbose_name = "retenue"
        ordering = ("-acte_le", "-id")
        indexes = (
            models.Index(fields=("assure", "annee", "-acte_le", "-id"), name="retenues_d_un_assure"),
            models.Index(fields=("assure", "acte_le", "id"), condition=Q(recupere_le=None), name="retenues_en_attente"),
            models.Index(fields=("paiement",), condition=Q(paiement__isnull=False), name="retenues_d_un_paiement"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(montant__gt=0), name="une_retenue_retient"),
            models.CheckConstraint(condition=Q(paiement=None) | Q(recupere_le__isnull=False), name="prise_a_une_date"),
            models.CheckConstraint(
                condition=Q(annulee=False) | Q(paiement=None, recupere_le__isnull=False), name="annulee_n_est_pas_prise"
            ),
            models.CheckConstraint(
                condition=Q(rendue_le=None) | Q(annulee=False, recupere_le__isnull=False), name="rendue_fut_prise"
            ),
        )

    def __str__(self) -> str:
        return f"{self.genre} {self.acte_le}"

    def prendre(self, montant: Decimal, le: date, paiement: Paiement | None = None) -> None:
        """Take `montant` euros of what waits, on `paiement` or otherwise: a part becomes a row of its own, on the same notices,
        and the rest goes on waiting. In the caller's transaction."""
        la_mienne = type(self).objects.systeme("what waits is taken").filter(pk=self.pk)
        if montant == self.montant:
            la_mienne.update(paiement=paiement, recupere_le=le)
            return
        la_mienne.update(montant=self.montant - montant)
        part = type(self).objects.create(
            assure_id=self.assure_id, personne_id=self.personne_id, prestation_id=self.prestation_id, genre=self.genre,
            annee=self.annee, acte_le=self.acte_le, montant=montant, paiement=paiement, recupere_le=le,
        )  # fmt: skip
        part.creances.set(self.creances.all())
