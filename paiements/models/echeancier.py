"""A debt paid in three months, and what a line of a debt that came by letter is made of."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.models.identifiants import identifiant_public
from ameli.noyau.perimetre import PerimetreQuerySet
from paiements.models.creance import Avis, DeLAvisQuerySet, LigneCreance


class Echeancier(models.Model):
    """Asked for by the person, granted or refused by an agent. `montant` is what was left to pay, on the day of each."""

    class Etat(models.TextChoices):
        DEMANDE = "DEMANDE", "demandé"
        EN_COURS = "EN_COURS", "en cours"
        REFUSE = "REFUSE", "refusé"
        TERMINE = "TERMINE", "terminé"
        ROMPU = "ROMPU", "arrêté"

    class Refus(models.TextChoices):
        RECENT = "RECENT", "Un échéancier récent n’a pas été respecté."
        RECOUVREMENT = "RECOUVR", "Cette dette est confiée à un autre service."
        AUTRE = "AUTRE", "Votre situation demande un échange. Écrivez à votre caisse."

    OUVERTS = (Etat.DEMANDE, Etat.EN_COURS)

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    avis = models.ForeignKey(Avis, on_delete=models.PROTECT, related_name="echeanciers")
    etat = models.CharField("état", max_length=8, choices=Etat.choices, default=Etat.DEMANDE)
    montant = models.DecimalField("montant", max_digits=8, decimal_places=2)
    demande_le = models.DateTimeField("demandé le")
    decide_le = models.DateTimeField("décidé le", null=True, blank=True)
    refus = models.CharField("raison du refus", max_length=8, choices=Refus.choices, blank=True)

    objects = DeLAvisQuerySet.as_manager()

    class Meta:
        verbose_name = "échéancier"
        ordering = ("decide_le", "demande_le", "id")
        constraints = (
            models.UniqueConstraint(fields=("avis",), condition=Q(etat__in=("DEMANDE", "EN_COURS")), name="un_echeancier_par_avis"),
            models.CheckConstraint(condition=Q(montant__gt=0), name="un_echeancier_etale_quelque_chose"),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.public_id

    @property
    def objet(self) -> str:
        return f"echeancier:{self.public_id}"


class DeLEcheancierQuerySet(PerimetreQuerySet):
    """Monthly parts, by their échéancier."""

    def _de(self, assure: Any) -> Self:
        return self.filter(echeancier__avis__assure=assure)

    def _pour_agent(self, agent: Any) -> Self:
        return self.filter(echeancier__avis__assure__caisse_id=agent.caisse_id)


class Mensualite(models.Model):
    """What is to be paid by the day `le`. Whether it is follows from what is left of the debt."""

    echeancier = models.ForeignKey(Echeancier, on_delete=models.PROTECT, related_name="mensualites")
    rang = models.PositiveSmallIntegerField("rang")
    le = models.DateField("à payer avant le")
    montant = models.DecimalField("montant", max_digits=8, decimal_places=2)

    objects = DeLEcheancierQuerySet.as_manager()

    class Meta:
        verbose_name = "mensualité"
        ordering = ("echeancier", "rang")
        constraints = (models.UniqueConstraint(fields=("echeancier", "rang"), name="un_rang_par_echeancier"),)


class DeLaLigneQuerySet(PerimetreQuerySet):
    """What a line is made of, by its notice."""

    def _de(self, assure: Any) -> Self:
        return self.filter(ligne__avis__assure=assure)

    def _pour_agent(self, agent: Any) -> Self:
        return self.filter(ligne__avis__assure__caisse_id=agent.caisse_id)


class ActeCreance(models.Model):
    """An act of a line whose care is older than the payments that are kept here: as the letter lists it."""

    ligne = models.ForeignKey(LigneCreance, on_delete=models.PROTECT, related_name="actes")
    soins_le = models.DateField("date des soins")
    pour = models.CharField("bénéficiaire", max_length=60)
    soin = models.CharField("soin", max_length=100)
    professionnel = models.CharField("professionnel", max_length=80, blank=True)
    montant = models.DecimalField("montant", max_digits=8, decimal_places=2)

    objects = DeLaLigneQuerySet.as_manager()

    class Meta:
        verbose_name = "acte d’une créance"
        ordering = ("ligne", "-soins_le", "-id")
