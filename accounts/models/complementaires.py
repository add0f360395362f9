"""Complementary covers: the organisms, and what ties one of them to one person of one file (chapter 12)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models.caisse import Caisse
from accounts.models.dossier import Assure, Beneficiaire
from accounts.models.identifiants import identifiant_public
from accounts.models.perimetres import DuDossierQuerySet


class OrganismeComplementaire(models.Model):
    """Who pays what the caisse does not. `numero` is its number in the register (8 to 10 characters), None when nobody gave it.

    `caisse` is the caisse itself, when it manages the Complémentaire santé solidaire. After `radie_le` nobody may choose it.
    """

    class Genre(models.TextChoices):
        MUTUELLE = "MUTUELLE", "mutuelle"
        PREVOYANCE = "PREVOYANCE", "institution de prévoyance"
        ASSURANCE = "ASSURANCE", "société d’assurance"
        DELEGATAIRE = "DELEGATAIRE", "délégataire de gestion"
        CAISSE = "CAISSE", "caisse d’assurance maladie"
        REGIME_LOCAL = "REGIME_LOCAL", "régime local"

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    numero = models.CharField("numéro", max_length=10, null=True, blank=True, unique=True)
    nom = models.CharField("nom", max_length=80)
    genre = models.CharField("genre", max_length=12, choices=Genre.choices, default=Genre.MUTUELLE)
    adresse = models.CharField("adresse", max_length=160, blank=True)
    solidaire = models.BooleanField("gère la Complémentaire santé solidaire", default=False)
    radie_le = models.DateField("radié le", null=True, blank=True)
    caisse = models.OneToOneField(
        Caisse, on_delete=models.PROTECT, null=True, blank=True, related_name="organisme_complementaire"
    )

    class Meta:
        verbose_name = "organisme complémentaire"
        verbose_name_plural = "organismes complémentaires"
        ordering = ("nom", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(genre="CAISSE", caisse__isnull=False) | (~Q(genre="CAISSE") & Q(caisse=None)),
                name="une_caisse_est_une_caisse",
            ),
        )

    def __str__(self) -> str:
        return self.nom

    def radie(self, le: date) -> bool:
        """Is it struck off on that day?"""
        return self.radie_le is not None and self.radie_le <= le


class AvisOrganisme(models.Model):
    """A notice that was followed, so that it is followed once: `cle` is the organism's number and what it calls the notice,
    `empreinte` that of its body. What it said is in the cover."""

    cle = models.CharField(max_length=80, unique=True)
    empreinte = models.CharField(max_length=64)
    recu_le = models.DateTimeField()

    class Meta:
        verbose_name = "avis d’un organisme"

    def __str__(self) -> str:
        return self.cle


class LiaisonComplementaire(models.Model):
    """A cover of somebody of a file: without `beneficiaire` the insured person's, as for addresses.

    The same child in the file of another parent has other links there: neither parent reads those of the other. Written by
    `accounts.dossier.complementaires` alone. `motif_fin`: why it was ended, when something else than its own term did (one of `FINS`,
    or a word for the journal). `transmission`: are decomptes sent by themselves? `ecartee_le`: since when
    another organism (`ecartee_pour`) was chosen instead, by whom the journal would name so (`ecartee_par`). `recue_le`: the last word of the organism.
    """

    class Nature(models.TextChoices):
        MUTUELLE = "MUTUELLE", "mutuelle ou assurance"
        C2S = "C2S", "Complémentaire santé solidaire sans participation"
        C2S_PARTICIPATION = "C2SP", "Complémentaire santé solidaire avec participation"

    SOLIDAIRES = (Nature.C2S, Nature.C2S_PARTICIPATION)
    AVIS = "avis de l’organisme"
    FINS: ClassVar[dict[str, str]] = {
        AVIS: "fin annoncée par l’organisme", "impaye": "participations non payées", "renonce": "le foyer y a renoncé",
        "erreur": "ouverte par erreur",
    }  # fmt: skip

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="liaisons_complementaires")
    beneficiaire = models.ForeignKey(
        Beneficiaire, on_delete=models.PROTECT, null=True, blank=True, related_name="liaisons_complementaires"
    )
    organisme = models.ForeignKey(OrganismeComplementaire, on_delete=models.PROTECT, related_name="liaisons")
    nature = models.CharField("nature", max_length=8, choices=Nature.choices, default=Nature.MUTUELLE)
    numero = models.CharField("numéro d’adhérent", max_length=30, blank=True)
    collectif = models.BooleanField("contrat de l’employeur", default=False)
    du = models.DateField("du")
    au = models.DateField("au", null=True, blank=True)
    motif_fin = models.CharField("raison de la fin", max_length=60, blank=True)
    transmission = models.BooleanField("transmission automatique des remboursements", default=True)
    ecartee_le = models.DateTimeField("écartée le", null=True, blank=True)
    ecartee_par = models.CharField("écartée par", max_length=80, blank=True)
    ecartee_pour = models.ForeignKey(
        OrganismeComplementaire, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recue_le = models.DateTimeField("dernier avis reçu le", null=True, blank=True)
    cause = models.CharField("origine", max_length=60, blank=True)

    objects = DuDossierQuerySet.as_manager()

    class Meta:
        verbose_name = "complémentaire santé"
        verbose_name_plural = "complémentaires santé"
        ordering = ("assure", "du", "id")

    def __str__(self) -> str:
        return self.public_id

    @property
    def couvre(self) -> int:
        """The key of the person."""
        return self.beneficiaire.personne_id if self.beneficiaire else self.assure.personne_id

    @property
    def pourquoi_finie(self) -> str:
        """In French, without the one who was chosen instead."""
        if self.ecartee_le is not None:
            return "écartée par un choix"
        terme = "fin de l’année de droit" if self.nature in self.SOLIDAIRES else "fin du contrat"
        return self.FINS.get(self.motif_fin, terme)

    @property
    def objet(self) -> str:
        """How the journal names it."""
        return f"complementaire:{self.public_id}"
