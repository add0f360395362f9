"""The ways in: which are open, and who entered by FranceConnect."""

from __future__ import annotations

from django.db import models

from accounts.models.compte import Compte
from accounts.models.identifiants import identifiant_public
from ameli.noyau.empreintes import ChampEmpreinte


class Voie(models.Model):
    """The switch of a way in. A way without a row is open; `accounts.connexion.voies` reads and flips."""

    class Code(models.TextChoices):
        MOT_DE_PASSE = "mot_de_passe", "numéro et mot de passe"
        FRANCECONNECT = "franceconnect", "FranceConnect"
        PREMIERE_VISITE = "premiere_visite", "création du compte"
        CODE_PROVISOIRE = "code_provisoire", "code provisoire"
        BORNE = "borne", "borne multiservices"
        MOT_DE_PASSE_OUBLIE = "oubli", "mot de passe oublié"

    code = models.CharField("voie", max_length=20, choices=Code.choices, unique=True)
    ouverte = models.BooleanField("ouverte", default=True)
    motif = models.CharField("motif", max_length=120, blank=True)
    change_le = models.DateTimeField("changée le")

    class Meta:
        verbose_name = "voie d’accès"
        verbose_name_plural = "voies d’accès"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.get_code_display()


class LienFranceConnect(models.Model):
    """An account and the identity that opens it: issuer and `sub`, nothing else (chapter 1 § 3.2).

    The `sub` is kept as a fingerprint. An account has one identity for each issuer: a second one is a question for an agent.
    """

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    compte = models.ForeignKey(Compte, on_delete=models.CASCADE, related_name="liens_franceconnect")
    emetteur = models.CharField("fournisseur", max_length=200)
    sub_empreinte = ChampEmpreinte(editable=False)
    lie_le = models.DateTimeField("rattaché le")

    class Meta:
        verbose_name = "rattachement FranceConnect"
        verbose_name_plural = "rattachements FranceConnect"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("emetteur", "sub_empreinte"), name="une_identite_un_compte"),
            models.UniqueConstraint(fields=("compte", "emetteur"), name="un_compte_une_identite"),
        )

    def __str__(self) -> str:
        return self.public_id
