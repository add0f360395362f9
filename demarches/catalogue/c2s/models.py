"""What a request for the C2S holds beside its answers: who is in it, which organism now, what was calculated, what is contested."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ameli.noyau.chiffrement import ChampJsonChiffre
from ameli.noyau.empreintes import ChampEmpreinte
from demarches.moteur.models import Demarche, DUneDemarcheQuerySet


class DemandeC2S(models.Model):
    """Beside the démarche. `organisme` (public id, nothing for the caisse) may change until the decision.

    `complete_le`: since when nothing is missing, from which two months of silence give the right. `calcul` is what was
    decided with, frozen; `contestes` are the amounts that an adult says are wrong: place, organism, nature, month, sentence, day. `retenu`: what
    an agent has settled instead of the calculation, {"ressources": "12210.00", "personnes": 2}. `reconnues`: by place in the request, the
    public id of who an agent says they are; nothing when nobody can say it.
    """

    demarche = models.OneToOneField(Demarche, on_delete=models.CASCADE, related_name="demande_c2s")
    organisme = models.CharField("organisme choisi", max_length=16, blank=True)
    complete_le = models.DateTimeField("complète depuis le")
    calcul = ChampJsonChiffre("calcul", default=dict)
    contestes = ChampJsonChiffre("montants contestés", default=list)
    retenu = ChampJsonChiffre("ressources retenues par un agent", default=dict)
    reconnues = ChampJsonChiffre("personnes reconnues par un agent", default=dict)

    objects = DUneDemarcheQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de C2S"
        verbose_name_plural = "demandes de C2S"
        ordering = ("demarche",)

    def __str__(self) -> str:
        return self.demarche.reference


class PersonneDemandee(models.Model):
    """Somebody of a request, as fingerprints: the same person in two open requests is seen by agents, and told to nobody."""

    demarche = models.ForeignKey(Demarche, on_delete=models.CASCADE, related_name="personnes_demandees")
    place = models.CharField("place dans la demande", max_length=40)
    empreinte = ChampEmpreinte(db_index=True, editable=False)

    objects = DUneDemarcheQuerySet.as_manager()

    class Meta:
        verbose_name = "personne d’une demande de C2S"
        verbose_name_plural = "personnes des demandes de C2S"
        ordering = ("demarche", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("demarche", "place", "empreinte"), name="une_empreinte_par_place"),
        ]

    def __str__(self) -> str:
        return self.place
