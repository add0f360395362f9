"""Bills abroad: what currencies are worth, day after day, and the currency of a line that was paid (chapter 21)."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from paiements.devises import Cours, devises
from paiements.models.perimetres import DeLaPrestationQuerySet
from paiements.models.prestation import Prestation

LE_PLUS_PETIT = Decimal("0.000001")


class CoursDevise(models.Model):
    """Euros for one unit of `devise`, as published on `publie_le`. Added by an operator; no payment is made again for it."""

    devise = models.CharField("devise", max_length=3)
    publie_le = models.DateField("publié le")
    valeur = models.DecimalField(
        "en euros", max_digits=12, decimal_places=6, validators=[MinValueValidator(LE_PLUS_PETIT)],
        help_text="Ce que vaut une unité de cette devise. Par exemple\N{NO-BREAK SPACE}: 0,6250.",
    )  # fmt: skip
    source = models.CharField("source", max_length=200, help_text="Qui l’a publié.")
    ecrit_le = models.DateTimeField("écrit le", editable=False)
    ecrit_par = models.CharField("écrit par", max_length=80, editable=False)

    class Meta:
        verbose_name = "cours d’une devise"
        verbose_name_plural = "cours des devises"
        ordering = ("-publie_le", "devise")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("devise", "publie_le"), name="un_cours_par_jour",
                violation_error_message="Cette devise a déjà un cours ce jour-là. Corrigez-le.",
            ),
            models.CheckConstraint(condition=Q(valeur__gt=0), name="un_cours_vaut_quelque_chose"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.devise}, {self.publie_le:%d/%m/%Y}"


class DepenseEtrangere(models.Model):
    """The bill of a line, in the currency that was paid; `valeur` and `publie_le` are the rate that made it euros, for good.

    In euros `valeur` is 1 and nobody published it. `cause` is the démarche that asked for it, `soin` what it calls this care.
    """

    prestation = models.OneToOneField(
        Prestation, on_delete=models.PROTECT, related_name="depense_etrangere", primary_key=True, db_index=False
    )
    devise = models.CharField("devise", max_length=3)
    montant = models.DecimalField("montant de la facture", max_digits=12, decimal_places=3)
    valeur = models.DecimalField("cours en euros", max_digits=12, decimal_places=6)
    publie_le = models.DateField("cours publié le", null=True, blank=True)
    cause = models.CharField("démarche", max_length=60, blank=True)
    soin = models.CharField("soin de la démarche", max_length=16, blank=True)

    objects = DeLaPrestationQuerySet.as_manager()

    class Meta:
        verbose_name = "dépense à l’étranger"
        verbose_name_plural = "dépenses à l’étranger"
        ordering = ("prestation",)
        indexes: ClassVar = [models.Index(fields=("cause",), name="depenses_d_une_demarche")]

    def __str__(self) -> str:
        return f"{self.prestation_id}"

    @property
    def facture(self) -> str:
        """ "120,00 CAD"."""
        return devises()[self.devise].en_mots(self.montant)

    @property
    def conversion(self) -> str:
        """The sentence that says the currency, the rate and its day; empty in euros."""
        return Cours(self.devise, self.valeur, self.publie_le).en_mots(self.montant)
