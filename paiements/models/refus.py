"""What came in the kiosk's name and was not believed: counted by hour, so that no stranger fills a table."""

from __future__ import annotations

from django.db import models


class RefusDuKiosque(models.Model):
    """Messages refused for one cause within one hour of the wall clock. Nothing of them is kept."""

    class Cause(models.TextChoices):
        SIGNATURE = "signature", "signature fausse ou absente"
        BOUTIQUE = "boutique", "pour une autre boutique"
        DATE = "date", "trop ancien, ou daté de l’avenir"
        TRANSACTION = "transaction", "paiement inconnu"
        MONTANT = "montant", "montant différent"

    heure = models.DateTimeField("pendant l’heure qui commence le", help_text="wall clock")
    cause = models.CharField("cause", max_length=11, choices=Cause.choices)
    nombre = models.PositiveIntegerField("combien", default=0)
    dernier_le = models.DateTimeField("le dernier le", help_text="wall clock")

    class Meta:
        verbose_name = "message refusé du kiosque bancaire"
        verbose_name_plural = "messages refusés du kiosque bancaire"
        ordering = ("-heure", "cause")
        constraints = (models.UniqueConstraint(fields=("heure", "cause"), name="un_refus_par_heure_et_cause"),)

    def __str__(self) -> str:
        return self.get_cause_display()
