"""Civil status: who somebody is, whatever their link with a caisse."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from accounts.models.identifiants import identifiant_public
from ameli.noyau.chiffrement import ChampChiffre, empreinte
from ameli.noyau.empreintes import ChampEmpreinte
from ameli.noyau.saisie import nir as numeros
from ameli.noyau.saisie.noms import Identite

PROVISOIRES = ("7", "8")  # how the number begins of somebody whose civil status is still looked into


class Personne(models.Model):
    """Someone in the registry. The NIR has 13 characters, without its key, and is encrypted (chapter 1 § 2).

    A newborn has none until the INSEE gives it (chapter 13): `nir` and its fingerprint are None. Whoever shows or asks for
    the number goes by `nir_complet`, `sans_numero`, `numero_definitif` and `a_pour_numero`.
    """

    class Sexe(models.TextChoices):
        FEMME = "F", "Femme"
        HOMME = "M", "Homme"

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    nom_naissance = models.CharField("nom de naissance", max_length=50)
    nom_usage = models.CharField("nom d’usage", max_length=50, blank=True)
    prenoms = models.CharField("prénoms", max_length=80, help_text="tous les prénoms, dans l’ordre de l’état civil")
    sexe = models.CharField("sexe", max_length=1, choices=Sexe.choices)
    date_naissance = models.DateField("date de naissance")
    lieu_naissance_insee = models.CharField("code INSEE du lieu de naissance", max_length=5)
    nir = ChampChiffre("numéro de Sécurité sociale", null=True, blank=True, help_text="13 caractères, sans la clé")
    nir_empreinte = ChampEmpreinte(
        null=True, unique=True, editable=False, refaire=lambda une: une.nir and empreinte("nir", une.nir)
    )
    date_deces = models.DateField("date de décès", null=True, blank=True)

    class Meta:
        verbose_name = "personne"
        ordering = ("id",)
        indexes = (models.Index(fields=("date_naissance", "lieu_naissance_insee"), name="personnes_par_naissance"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(nir__isnull=True, nir_empreinte=None) | Q(nir__isnull=False, nir_empreinte__isnull=False),
                name="numero_et_empreinte_ensemble",
            ),
        )

    def __str__(self) -> str:
        return f"{self.prenom} {self.nom}"

    def save(self, *args, **kwargs) -> None:
        self.nir = self.nir or None
        self.nir_empreinte = self.nir and empreinte("nir", self.nir)
        super().save(*args, **kwargs)

    @property
    def nom(self) -> str:
        """The name used every day: nom d'usage when there is one."""
        return self.nom_usage or self.nom_naissance

    @property
    def prenom(self) -> str:
        """The first of the given names."""
        return self.prenoms.split(",")[0].split(" ")[0]

    @property
    def sans_numero(self) -> bool:
        """Is the number still to be given?"""
        return self.nir is None

    @property
    def nir_complet(self) -> str | None:
        """The 15 characters, with the key; None without number, which `formats.nir` says in words."""
        return self.nir and numeros.complet(self.nir)

    @property
    def numero_definitif(self) -> bool:
        """Has the person a number that will not change? No account, no code and no card without it."""
        return self.nir is not None and not self.nir.startswith(PROVISOIRES)

    def a_pour_numero(self, nir: str) -> bool:
        """Is `nir` (13 characters) theirs? In the same time for every answer; without a number, nobody's is."""
        return empreinte("nir", nir).vaut(self.nir_empreinte or "")

    @property
    def identite(self) -> Identite:
        """Her names and given names, to be compared with what is written (`ameli.noyau.saisie.noms`)."""
        return Identite.de((self.nom_usage, self.nom_naissance), self.prenoms)

    def age(self, le: date) -> int:
        """Full years on the day `le`."""
        avant_anniversaire = (le.month, le.day) < (self.date_naissance.month, self.date_naissance.day)
        return le.year - self.date_naissance.year - avant_anniversaire
