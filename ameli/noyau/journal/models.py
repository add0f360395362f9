"""The audit trail: entries that nobody changes, and the chain that shows it (docs/decisions/0004-journal-chaine-au-commit.md).

The triggers that refuse UPDATE, DELETE and TRUNCATE and the one that adds the link at commit are in the migrations,
written in `declencheurs.py`.
"""

from __future__ import annotations

from django.db import models


class Entree(models.Model):
    """Who did what to whose file, and why. `le` is the domain's clock (shown to people), `ecrite_le` the wall clock.

    `acteur`: "assure:<public id>", "mandataire:<public id>", "tiers:<public id>", "agent:<matricule>", "horloge" or "systeme:<why>". No personal data: identifiers only.
    """

    genre = models.CharField("genre", max_length=60)
    acteur = models.CharField("auteur", max_length=120)
    assure_ref = models.CharField("assuré", max_length=40, blank=True)
    objet = models.CharField("objet", max_length=80, blank=True)
    motif = models.CharField("motif", max_length=200, blank=True)
    donnees = models.JSONField("données", default=dict, blank=True)
    le = models.DateTimeField("le")
    ecrite_le = models.DateTimeField("écrite le")

    class Meta:
        verbose_name = "entrée du journal"
        verbose_name_plural = "journal"
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("assure_ref", "-id"), name="journal_d_un_assure"),
            models.Index(fields=("objet", "-id"), name="journal_d_un_objet"),
        )

    def __str__(self) -> str:
        return f"{self.genre} {self.objet}".strip()

    @property
    def phrase(self) -> str:
        """The entry as a French sentence, for « qui a consulté mon dossier »."""
        from ameli.noyau.journal.types import phrase_de

        return phrase_de(self)


class Maillon(models.Model):
    """One link: `empreinte` = sha256(previous empreinte || the entry's canonical text). Written by PostgreSQL at commit."""

    rang = models.BigIntegerField(primary_key=True)
    entree = models.OneToOneField(Entree, on_delete=models.PROTECT, related_name="maillon")
    empreinte = models.CharField(max_length=64)

    class Meta:
        verbose_name = "maillon du journal"
        verbose_name_plural = "chaîne du journal"
        ordering = ("rang",)
