"""The number and the code that lead a third person without account to what is awaited of them."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from ameli.noyau.chiffrement import ChampChiffre
from ameli.noyau.perimetre import PerimetreQuerySet
from demarches.moteur.models import visibles
from demarches.moteur.models_attente import Attente


class AccesTiersQuerySet(PerimetreQuerySet):
    """Nobody reads one in an account; agents see that of the démarches of their caisse."""

    def _de(self, assure: Any) -> Self:
        return self.none()

    def _pour_agent(self, agent: Any) -> Self:
        return self.filter(visibles(agent, "attente__demarche__"))


class AccesTiers(models.Model):
    """One for a wait: writing again takes the place of the former number. Neither number nor code is kept, but their fingerprints.

    `destination` is a mail address or the block of a letter, forgotten once nothing is awaited. `essais` counts wrong codes, of all codes of
    this number. The code of a letter lasts as long as the wait; that of a mail, asked for on the page, until `code_expire_le`.
    """

    class Canal(models.TextChoices):
        LETTRE = "LETTRE", "par lettre"
        COURRIEL = "COURRIEL", "par courriel"

    attente = models.OneToOneField(Attente, on_delete=models.CASCADE, related_name="acces")
    canal = models.CharField(max_length=8, choices=Canal.choices)
    destination = ChampChiffre("envoyé à", blank=True)
    numero = models.CharField("empreinte du numéro", max_length=64, unique=True, editable=False)
    code = models.CharField("empreinte du code", max_length=64, blank=True, editable=False)
    code_expire_le = models.DateTimeField("code valable jusqu’au", null=True, blank=True)
    code_demande_le = models.DateTimeField("code demandé le", null=True, blank=True)
    codes_demandes = models.PositiveSmallIntegerField(default=0)
    essais = models.PositiveSmallIntegerField("codes faux", default=0)
    envoye_le = models.DateTimeField("envoyé le")

    objects = AccesTiersQuerySet.as_manager()

    class Meta:
        verbose_name = "accès d’une autre personne"
        verbose_name_plural = "accès d’autres personnes"
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.attente_id} {self.get_canal_display()}"
