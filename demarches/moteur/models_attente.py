"""What a démarche waits for: one row each, the owner's to answer or that of a third person, who sees nothing else."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import Agent, Assure
from accounts.models.identifiants import identifiant_public
from ameli.noyau.perimetre import PerimetreQuerySet
from demarches.moteur.attendus import De, Genre
from demarches.moteur.models import ChampJsonChiffre, Demarche, visibles


class AttenteQuerySet(PerimetreQuerySet):
    """Waits of one's own démarches, and those where one is the third person who is waited for."""

    def _de(self, assure: Any) -> Self:
        return self.filter(Q(demarche__assure=assure) | Q(tiers=assure))

    def _pour_agent(self, agent: Any) -> Self:
        return self.filter(visibles(agent, "demarche__"))

    def ouvertes(self) -> Self:
        return self.filter(close_le=None)


class Attente(models.Model):
    """Something that a démarche waits for (`demarches.moteur.attendus`): from whom, until when, what came.

    `nom` is that of the declaration ("document"), `libelle` what is awaited and `motif` why, as whoever is waited for reads
    them. `place` names the step that is open again, or the steps ("photo piece"), when their files are asked for anew.
    `tiers` is the third person, who sees this and nothing of the démarche. `suspend`: the clocks stand still meanwhile.
    `voie`: by which way it was answered. `offre`: what may be chosen from, where the room gives a choice.
    """

    class Issue(models.TextChoices):
        RECUE = "RECUE", "reçue"
        REFUSEE = "REFUSEE", "refusée"
        EXPIREE = "EXPIREE", "jamais reçue"
        RETIREE = "RETIREE", "plus attendue"

    class Voie(models.TextChoices):
        COMPTE = "COMPTE", "depuis son compte"
        NUMERO = "NUMERO", "avec le numéro que nous lui avons envoyé"
        AGENT = "AGENT", "notée par un agent"

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    demarche = models.ForeignKey(Demarche, on_delete=models.PROTECT, related_name="attentes")
    nom = models.CharField("attente", max_length=30)
    de = models.CharField("de qui", max_length=10, choices=De.choices)
    genre = models.CharField(max_length=12, choices=Genre.choices)
    place = models.CharField("étape rouverte", max_length=60, blank=True)
    tiers = models.ForeignKey(
        Assure, on_delete=models.PROTECT, null=True, blank=True, related_name="attentes", verbose_name="autre personne"
    )
    agent = models.ForeignKey(
        Agent, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="demandée par"
    )
    libelle = models.CharField("ce qui est attendu", max_length=120)
    motif = models.TextField("pourquoi", blank=True)
    ouverte_le = models.DateTimeField("demandée le")
    echeance = models.DateTimeField("au plus tard le")
    relancee = models.BooleanField("rappelée", default=False)
    suspend = models.BooleanField("les délais s’arrêtent", default=True)
    close_le = models.DateTimeField("terminée le", null=True, blank=True)
    issue = models.CharField("issue", max_length=8, choices=Issue.choices, blank=True)
    voie = models.CharField("répondue", max_length=8, choices=Voie.choices, blank=True, default="", db_default="")
    offre = ChampJsonChiffre("au choix", default=dict, null=True)
    reponse = ChampJsonChiffre("réponse", default=dict)

    objects = AttenteQuerySet.as_manager()

    class Meta:
        verbose_name = "attente"
        ordering = ("ouverte_le", "id")
        permissions: ClassVar = [("avis_medical", "Peut écrire l’avis du service médical")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("demarche", "nom", "place"), condition=Q(close_le=None), name="une_attente_a_la_fois"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.demarche_id} : {self.libelle}"
