"""Codes and links that prove something: hashed, few tries, short-lived, single use, bound to their request."""

from __future__ import annotations

from django.db import models

from accounts.models.compte import Compte
from accounts.models.identifiants import identifiant_public
from ameli.noyau.empreintes import ChampEmpreinte


class CodeSecurite(models.Model):
    """A short code sent to the person. A new one for the same purpose kills the former (chapter 2 § 3); see `accounts.securite.codes`."""

    compte = models.ForeignKey(Compte, on_delete=models.CASCADE, related_name="codes")
    usage = models.CharField(max_length=30)
    liaison = models.CharField(max_length=120, help_text="what the code is for, and nothing else: a draft, a device")
    sel = models.CharField(max_length=32)
    empreinte = ChampEmpreinte()
    emis_le = models.DateTimeField(help_text="domain clock: the life of the code")
    envoye_le = models.DateTimeField(help_text="wall clock: how often one may be asked for")
    expire_le = models.DateTimeField(help_text="domain clock")
    essais = models.PositiveSmallIntegerField(default=0)
    utilise_le = models.DateTimeField(null=True, blank=True)
    annule_le = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "code de sécurité"
        verbose_name_plural = "codes de sécurité"
        ordering = ("-id",)
        indexes = (models.Index(fields=("compte", "usage", "-envoye_le"), name="codes_d_un_compte"),)
        constraints = (
            models.UniqueConstraint(
                fields=("compte", "usage", "liaison"),
                condition=models.Q(utilise_le=None, annule_le=None),
                name="un_code_vivant_par_demande",
            ),
        )


class JetonSecurite(models.Model):
    """The token of a link sent by mail (« je n'ai pas fait cette demande »). Only its fingerprint is kept."""

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    compte = models.ForeignKey(Compte, on_delete=models.CASCADE, related_name="jetons")
    usage = models.CharField(max_length=30)
    liaison = models.CharField(max_length=120)
    empreinte = ChampEmpreinte(unique=True)
    emis_le = models.DateTimeField()
    expire_le = models.DateTimeField()
    utilise_le = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "jeton de sécurité"
        verbose_name_plural = "jetons de sécurité"
        ordering = ("-id",)


class Appareil(models.Model):
    """A browser that already signed in to this account, recognised by a signed cookie of which only the fingerprint is kept."""

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    compte = models.ForeignKey(Compte, on_delete=models.CASCADE, related_name="appareils")
    empreinte = ChampEmpreinte(editable=False)
    resume = models.CharField("navigateur et système", max_length=80)
    vu_premier = models.DateTimeField("vu pour la première fois le")
    vu_dernier = models.DateTimeField("vu pour la dernière fois le")
    oublie_le = models.DateTimeField("oublié le", null=True, blank=True)

    class Meta:
        verbose_name = "appareil"
        ordering = ("-vu_dernier", "-id")
        constraints = (models.UniqueConstraint(fields=("compte", "empreinte"), name="un_appareil_par_compte"),)

    def __str__(self) -> str:
        return self.resume


class Connexion(models.Model):
    """An entry of the journal of connections (chapter 2 § 9), by the wall clock. The network address is cut.

    A try on a number without account is written too, with no `compte`: it must cost the same time.
    """

    class Resultat(models.TextChoices):
        REUSSIE = "REUSSIE", "réussie"
        REFUSEE = "REFUSEE", "mot de passe faux"
        CODE = "CODE", "code de connexion faux"
        BLOQUEE = "BLOQUEE", "compte bloqué"
        GELEE = "GELEE", "compte gelé"
        FERMEE = "FERMEE", "compte fermé"

    compte = models.ForeignKey(Compte, on_delete=models.CASCADE, null=True, blank=True, related_name="connexions")
    appareil = models.ForeignKey(Appareil, on_delete=models.SET_NULL, null=True, blank=True, related_name="connexions")
    le = models.DateTimeField("le")
    resultat = models.CharField("résultat", max_length=8, choices=Resultat.choices)
    voie = models.CharField("voie", max_length=20, default="mot_de_passe")
    resume = models.CharField("navigateur et système", max_length=80)
    adresse = models.CharField("adresse du réseau, tronquée", max_length=45, blank=True)

    class Meta:
        verbose_name = "connexion"
        ordering = ("-le", "-id")
        indexes = (models.Index(fields=("compte", "-le", "-id"), name="connexions_d_un_compte"),)


class Essais(models.Model):
    """Failed tries counted for one key (the fingerprint of a NIR or of a network address), by the wall clock."""

    cle = models.CharField(max_length=100, unique=True)
    nombre = models.PositiveIntegerField(default=0)
    depuis = models.DateTimeField()
    bloque_jusqu_a = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "essais"
        verbose_name_plural = "essais"
        ordering = ("id",)


class DefiUtilise(models.Model):
    """A captcha that was answered: kept until it is too old to be shown again. Only its fingerprint."""

    empreinte = ChampEmpreinte(unique=True)
    expire_le = models.DateTimeField(db_index=True, help_text="wall clock")

    class Meta:
        verbose_name = "captcha utilisé"
        verbose_name_plural = "captchas utilisés"
        ordering = ("id",)


class AncienMotDePasse(models.Model):
    """The hash of a password that was in use until `remplace_le`: the last ones may not come back (chapter 3 § 4)."""

    compte = models.ForeignKey(Compte, on_delete=models.CASCADE, related_name="anciens_mots_de_passe")
    hache = models.CharField(max_length=128)
    remplace_le = models.DateTimeField(help_text="domain clock")

    class Meta:
        verbose_name = "ancien mot de passe"
        verbose_name_plural = "anciens mots de passe"
        ordering = ("-remplace_le", "-id")
