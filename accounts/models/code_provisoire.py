"""The code that an agent or a kiosk gives to somebody who cannot sign in (chapters 1 § 3.3 and 3 § 5)."""

from __future__ import annotations

from django.db import models

from accounts.models.compte import Agent
from accounts.models.dossier import Assure
from accounts.models.identifiants import identifiant_public
from accounts.models.perimetres import DuDossierQuerySet
from ameli.noyau.chiffrement import ChampChiffre
from ameli.noyau.empreintes import ChampEmpreinte


class CodeProvisoire(models.Model):
    """Four digits for a file, with or without account. Only their keyed hash is kept; a new code kills the former."""

    class Canal(models.TextChoices):
        ACCUEIL = "ACCUEIL", "accueil"
        TELEPHONE = "TELEPHONE", "téléphone"
        BORNE = "BORNE", "borne"

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="codes_provisoires")
    canal = models.CharField("canal", max_length=9, choices=Canal.choices)
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, null=True, blank=True, related_name="codes_provisoires")
    telephone = ChampChiffre("mobile qui l’a reçu", blank=True, default="")
    sel = models.CharField(max_length=32)
    empreinte = ChampEmpreinte()
    emis_le = models.DateTimeField("délivré le", help_text="domain clock")
    expire_le = models.DateTimeField("valable jusqu’au", help_text="domain clock")
    essais = models.PositiveSmallIntegerField(default=0, help_text="wrong ones, wherever they were typed")
    lieux = models.JSONField(
        default=dict, help_text="hashes of the wrong ones typed at each place (accounts.securite.lieux)"
    )
    utilise_le = models.DateTimeField(null=True, blank=True)
    annule_le = models.DateTimeField(null=True, blank=True)

    objects = DuDossierQuerySet.as_manager()

    class Meta:
        verbose_name = "code provisoire"
        verbose_name_plural = "codes provisoires"
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("assure",),
                condition=models.Q(utilise_le=None, annule_le=None),
                name="un_code_provisoire_vivant",
            ),
        )

    def __str__(self) -> str:
        return self.public_id
