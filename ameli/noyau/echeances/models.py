"""A wait of the real world is a row with a due date (docs/decisions/0002-delais-en-base.md)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Echeance(models.Model):
    """Something to do once `du_le` has come.

    `objet` ("demarche:<id>") is what it is about: the due dates of one object run one after the other, oldest first,
    and a broken one holds back those behind it. An empty `objet` stands alone. `du_le` is of the domain's clock,
    `essai_le` (not before) and `faite_le` of the wall clock. `donnees` holds identifiers, never personal data.
    """

    class Etat(models.TextChoices):
        EN_ATTENTE = "EN_ATTENTE", "en attente"
        FAITE = "FAITE", "faite"
        EN_PANNE = "EN_PANNE", "en panne"
        ANNULEE = "ANNULEE", "annulée"

    genre = models.CharField("genre", max_length=60)
    objet = models.CharField("objet", max_length=80, blank=True)
    cle = models.CharField("clé", max_length=160, unique=True)
    du_le = models.DateTimeField("due le")
    essai_le = models.DateTimeField("pas avant")
    etat = models.CharField("état", max_length=10, choices=Etat.choices, default=Etat.EN_ATTENTE)
    essais = models.PositiveSmallIntegerField("essais manqués", default=0)
    erreur = models.TextField("dernière erreur", blank=True)
    donnees = models.JSONField("données", default=dict, blank=True)
    creee_le = models.DateTimeField("créée le")
    faite_le = models.DateTimeField("faite le", null=True, blank=True)

    class Meta:
        verbose_name = "échéance"
        ordering = ("du_le", "id")
        indexes = (
            models.Index(fields=("du_le", "id"), condition=Q(etat="EN_ATTENTE"), name="echeances_en_attente"),
            models.Index(
                fields=("objet", "du_le", "id"),
                condition=Q(etat__in=("EN_ATTENTE", "EN_PANNE")),
                name="echeances_ouvertes_d_un_objet",
            ),
            models.Index(fields=("id",), condition=Q(etat="EN_PANNE"), name="echeances_en_panne"),
        )

    def __str__(self) -> str:
        return f"{self.genre} ({self.objet})" if self.objet else self.genre


class Mesure(models.Model):
    """What the genre "mesure" writes: one row for each time that it ran. Only benches and tests use it."""

    cle = models.CharField(max_length=160)
    processus = models.IntegerField()

    class Meta:
        verbose_name = "mesure du balayage"
        verbose_name_plural = "mesures du balayage"
        ordering = ("id",)
