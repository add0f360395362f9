"""That an adult lets the caisse ask what they were paid, and what came of it (chapter 11)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from accounts.models.dossier import Assure
from accounts.models.identifiants import identifiant_public
from accounts.models.perimetres import DuDossierQuerySet
from accounts.models.personne import Personne
from ameli.noyau.calendrier import ajouter_mois
from ameli.noyau.chiffrement import ChampJsonChiffre


class ConsentementRevenus(models.Model):
    """One adult of a request. Written by `accounts.dossier.revenus` alone; without it nothing is asked.

    `assure` is the file of who asks, `cause` their request, `place` the line of the adult in it. `personne` is None when the
    registry does not know them. `identite` is what the service is asked with, `recu` what it said; both are emptied when the
    consent is withdrawn, and once they have served. Months go from `du` to `au`, first days both.
    """

    class Etat(models.TextChoices):
        ATTENDU = "ATTENDU", "réponse attendue"
        RECU = "RECU", "montants reçus"
        PARTIEL = "PARTIEL", "un organisme n’a pas répondu"
        INCONNU = "INCONNU", "personne inconnue du service"
        FERME = "FERME", "service fermé"
        LENT = "LENT", "service trop lent"
        LIMITE = "LIMITE", "trop de demandes au service"
        ILLISIBLE = "ILLISIBLE", "réponse illisible"
        REFUSE = "REFUSE", "le service refuse notre demande"
        ABSENT = "ABSENT", "aucun service n’est relié"

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="consentements_revenus")
    personne = models.ForeignKey(Personne, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cause = models.CharField("démarche", max_length=60)
    place = models.CharField(max_length=40)
    du = models.DateField("premier mois")
    au = models.DateField("dernier mois")
    donne_le = models.DateTimeField("donné le")
    donne_par = models.CharField("donné par", max_length=80)
    retire_le = models.DateTimeField("retiré le", null=True, blank=True)
    etat = models.CharField("état", max_length=9, choices=Etat.choices, default=Etat.ATTENDU)
    essais = models.PositiveSmallIntegerField("demandes faites", default=0)
    lu_le = models.DateTimeField("réponse du", null=True, blank=True)
    identite = ChampJsonChiffre("identité demandée", default=dict)
    recu = ChampJsonChiffre("montants reçus", default=dict)

    objects = DuDossierQuerySet.as_manager()

    class Meta:
        verbose_name = "consentement à lire des revenus"
        verbose_name_plural = "consentements à lire des revenus"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("cause", "place"), condition=Q(retire_le=None), name="un_consentement_par_adulte"
            ),
        )

    def __str__(self) -> str:
        return self.public_id

    @property
    def objet(self) -> str:
        """How the journal, the outbox and the due dates name it."""
        return f"revenus:{self.public_id}"

    @property
    def mois(self) -> tuple[date, ...]:
        """The months asked about, in their order."""
        nombre = (self.au.year - self.du.year) * 12 + self.au.month - self.du.month
        return tuple(ajouter_mois(self.du, rang) for rang in range(nombre + 1))
