"""European health cards and their provisional certificates (chapter 15 § 7 and § 11)."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.models.dossier import Assure
from accounts.models.identifiants import identifiant_public
from accounts.models.perimetres import DUnePersonneQuerySet
from accounts.models.personne import Personne
from ameli.noyau.chiffrement import ChampChiffre, empreinte
from ameli.noyau.empreintes import ChampEmpreinte


class CarteEuropeenne(models.Model):
    """One card of one person, two years at most. `debut` and `fin` are set when it arrives; expired is a date, not a state.

    `numero` has 20 digits and is known from the order on; `adresse` is where it was sent, or where it
    will be as long as the address of the file stays the same, one line of the envelope a line.
    """

    class Etat(models.TextChoices):
        DEMANDEE = "DEMANDEE", "commandée"
        FABRICATION = "FABRICATION", "en fabrication"
        EXPEDIEE = "EXPEDIEE", "envoyée par la poste"
        ACTIVE = "ACTIVE", "active"
        PERDUE = "PERDUE", "déclarée perdue"
        VOLEE = "VOLEE", "déclarée volée"
        NON_RECUE = "NON_RECUE", "jamais arrivée"
        RETOURNEE = "RETOURNEE", "revenue par la poste"
        ANNULEE = "ANNULEE", "annulée"

    class Motif(models.TextChoices):
        PREMIERE = "PREMIERE", "première carte"
        RENOUVELLEMENT = "RENOUVELLEMENT", "renouvellement"
        PERTE = "PERTE", "perte"
        VOL = "VOL", "vol"
        NON_RECUE = "NON_RECUE", "carte jamais arrivée"

    A_POSTER = (Etat.DEMANDEE, Etat.FABRICATION)
    EN_CHEMIN = (*A_POSTER, Etat.EXPEDIEE)
    ATTENDUES = (*EN_CHEMIN, Etat.RETOURNEE)  # ordered, and not in the hands of its holder
    SANS_VALEUR = (Etat.PERDUE, Etat.VOLEE, Etat.ANNULEE)  # nor are their certificates worth anything

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    personne = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="cartes_europeennes")
    demandee_par = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="+", verbose_name="demandée par")
    numero = ChampChiffre("numéro de la carte")
    numero_empreinte = ChampEmpreinte(
        unique=True, editable=False, refaire=lambda une: empreinte("carte_europeenne", une.numero)
    )
    motif = models.CharField("motif", max_length=16, choices=Motif.choices)
    etat = models.CharField("état", max_length=12, choices=Etat.choices, default=Etat.DEMANDEE)
    demandee_le = models.DateTimeField("commandée le")
    etat_depuis = models.DateTimeField("dans cet état depuis")
    debut = models.DateField("valable du", null=True, blank=True)
    fin = models.DateField("valable jusqu’au", null=True, blank=True)
    adresse = ChampChiffre("adresse d’envoi", blank=True, default="")
    cause = models.CharField("démarche", max_length=60, blank=True)

    objects = DUnePersonneQuerySet.as_manager()

    class Meta:
        verbose_name = "carte européenne"
        verbose_name_plural = "cartes européennes"
        ordering = ("-demandee_le", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("personne",),
                condition=Q(etat__in=("DEMANDEE", "FABRICATION", "EXPEDIEE", "RETOURNEE")),
                name="une_carte_europeenne_attendue",
            ),
            models.UniqueConstraint(
                fields=("personne", "cause"), condition=~Q(cause=""), name="une_carte_europeenne_par_demarche"
            ),
        )

    def __str__(self) -> str:
        return self.public_id

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.numero_empreinte = empreinte("carte_europeenne", self.numero)
        super().save(*args, **kwargs)

    def valable(self, le: date) -> bool:
        """True on the days when a doctor abroad may be shown it."""
        return self.etat == self.Etat.ACTIVE and self.debut is not None and self.debut <= le <= (self.fin or le)


class CertificatQuerySet(DUnePersonneQuerySet):
    """Certificates of somebody."""

    def valables(self, le: date) -> Self:
        """Those that still stand for a card on `le`: what was lost or stolen takes its certificate with it."""
        return self.filter(fin__gte=le).exclude(carte__etat__in=CarteEuropeenne.SANS_VALEUR)


class CertificatProvisoire(models.Model):
    """Three months of the same rights, at once, on paper (chapter 15 § 4). One runs at a time for a person."""

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    personne = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="certificats_europeens")
    carte = models.ForeignKey(CarteEuropeenne, on_delete=models.PROTECT, related_name="certificats")
    debut = models.DateField("valable du")
    fin = models.DateField("valable jusqu’au")
    code_verif = models.CharField("code de vérification", max_length=16, unique=True, default=identifiant_public)
    emis_le = models.DateTimeField("émis le")

    objects = CertificatQuerySet.as_manager()

    class Meta:
        verbose_name = "certificat provisoire"
        verbose_name_plural = "certificats provisoires"
        ordering = ("-emis_le", "-id")
        constraints = (models.UniqueConstraint(fields=("carte",), name="un_certificat_par_carte"),)

    def __str__(self) -> str:
        return self.public_id
