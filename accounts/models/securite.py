"""Codes and links that prove something: hashed, few tries, short-lived, single use, bound to their request."""

from __future__ import annotations

from django.db import models

from accounts.models.compte import Compte
from accounts.models.identifiants import identifiant_public


class CodeSecurite(models.Model):
    """A short code sent to the person. A new one for the same purpose kills the former (chapter 2 § 3)."""

    compte = models.ForeignKey(Compte, on_delete=models.CASCADE, related_name="codes")
    usage = models.CharField(max_length=30)
    liaison = models.CharField(max_length=120, help_text="what the code is for, and nothing else: a draft, a device")
    sel = models.CharField(max_length=32)
    empreinte = models.CharField(max_length=64)
    emis_le = models.DateTimeField()
    expire_le = models.DateTimeField()
    essais = models.PositiveSmallIntegerField(default=0)
    utilise_le = models.DateTimeField(null=True, blank=True)
    annule_le = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "code de sécurité"
        verbose_name_plural = "codes de sécurité"
        ordering = ("-id",)
        indexes = [models.Index(fields=("compte", "usage", "-emis_le"), name="codes_d_un_compte")]


class JetonSecurite(models.Model):
    """The token of a link sent by mail (« je n'ai pas fait cette demande »). Only its fingerprint is kept."""

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    compte = models.ForeignKey(Compte, on_delete=models.CASCADE, related_name="jetons")
    usage = models.CharField(max_length=30)
    liaison = models.CharField(max_length=120)
    empreinte = models.CharField(max_length=64, unique=True)
    emis_le = models.DateTimeField()
    expire_le = models.DateTimeField()
    utilise_le = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "jeton de sécurité"
        verbose_name_plural = "jetons de sécurité"
        ordering = ("-id",)
