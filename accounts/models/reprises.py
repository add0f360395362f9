"""What somebody typed, kept for an hour so that neither an error nor the end of a session costs it."""

from __future__ import annotations

from django.db import models

from accounts.models.identifiants import identifiant_public
from ameli.noyau.chiffrement import ChampChiffre


class Reprise(models.Model):
    """A page with its errors (PAGE), the fields of a form that nobody was signed in to send (SAISIE), or of one that is being
    typed (BROUILLON: for a week, and `chemin` is its page).

    `proprietaire` is the fingerprint of the account or of the browser that may read it; `contenu` is JSON.
    """

    class Genre(models.TextChoices):
        PAGE = "PAGE", "page avec ses erreurs"
        SAISIE = "SAISIE", "saisie d’une session terminée"
        BROUILLON = "BROUILLON", "brouillon d’un texte"

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    proprietaire = models.CharField(max_length=64)
    genre = models.CharField(max_length=9, choices=Genre)
    chemin = models.CharField(max_length=300, help_text="where the form was sent")
    contenu = ChampChiffre()
    visiteur = models.BooleanField(default=False, help_text="nobody was signed in")
    expire_le = models.DateTimeField(help_text="wall clock")

    class Meta:
        verbose_name = "saisie gardée"
        verbose_name_plural = "saisies gardées"
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("expire_le",), name="reprises_a_oublier"),
            models.Index(fields=("proprietaire", "genre"), name="reprises_d_un_compte"),
            models.Index(fields=("id",), condition=models.Q(visiteur=True), name="reprises_de_visiteurs"),
        )

    def __str__(self) -> str:
        return self.public_id
