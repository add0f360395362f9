"""Two tables: what each caisse says of its delays, dated; and the estimates that people were given."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.models import Agent, Assure, Caisse
from accounts.models.identifiants import identifiant_public
from accounts.models.perimetres import DuDossierQuerySet
from ameli.noyau.formats import date_courte
from ameli.noyau.perimetre import PerimetreQuerySet
from demarches.delais import grille
from demarches.delais.regles import Fourchette

UN_AN = 365


class DelaiQuerySet(PerimetreQuerySet["DelaiDeTraitement"]):
    """The same for everybody of a caisse."""

    def _de(self, assure: Any) -> Self:
        return self.filter(caisse_id=assure.caisse_id)

    def _pour_agent(self, agent: Any) -> Self:
        return self.filter(caisse_id=agent.caisse_id)

    def en_vigueur(self, jour: date) -> Self:
        """For each precision, the last row that has begun on `jour` (Paris)."""
        return self.filter(du__lte=jour).order_by("precision", "-du").distinct("precision")


class DelaiDeTraitement(models.Model):
    """What a caisse says of one precision of `grille`, from `du` on, until its next row: the rows are the history.

    `jours` are calendar days. `traitees_jusqu_au`: it treats today what came in until that day. `message` is shown to
    people through its last day `message_fin` (forever when empty).
    """

    caisse = models.ForeignKey(Caisse, on_delete=models.PROTECT, related_name="delais_de_traitement")
    precision = models.CharField("demande", max_length=40)
    jours = models.PositiveSmallIntegerField("délai en jours", validators=[MaxValueValidator(UN_AN)])
    du = models.DateField("à partir du")
    traitees_jusqu_au = models.DateField("demandes reçues et traitées jusqu’au", null=True, blank=True)
    message = models.CharField(
        "message aux assurés", max_length=300, blank=True, help_text="Par exemple une cause de retard, en une phrase."
    )
    message_fin = models.DateField("message affiché jusqu’au", null=True, blank=True)
    ecrit_le = models.DateTimeField("écrit le", editable=False)
    ecrit_par = models.ForeignKey(
        Agent, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name="par"
    )

    objects = DelaiQuerySet.as_manager()

    class Meta:
        verbose_name = "délai de traitement"
        verbose_name_plural = "délais de traitement"
        ordering = ("precision", "-du")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("caisse", "precision", "du"), name="un_delai_de_traitement_par_jour",
                violation_error_message="Ce délai a déjà une valeur à partir de ce jour. Corrigez-la.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        _, precision = grille.PRECISIONS[self.precision]
        return f"{precision.libelle}, à partir du {date_courte(self.du)}"

    def message_le(self, jour: date) -> str:
        """What is to be said on `jour`, if anything."""
        return self.message if self.message_fin is None or jour <= self.message_fin else ""


class Estimation(models.Model):
    """The answer that somebody was given, kept as it was: a delay that changes afterwards does not change it.

    `jours` and `mediane` are days; `source` says where they came from. `rappel` : the person asked to be told when
    `au_plus_tard` is over.
    """

    class Canal(models.TextChoices):
        EN_LIGNE = "EN_LIGNE", "En ligne"
        COURRIER = "COURRIER", "Par courrier"
        DEPOT = "DEPOT", "Déposée à l’accueil ou dans la boîte aux lettres de la caisse"

    class Source(models.TextChoices):
        CAISSE = "CAISSE", "délai de la caisse"
        NATIONAL = "NATIONAL", "délai national"
        MESURE = "MESURE", "délai mesuré"

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="estimations")
    caisse = models.ForeignKey(Caisse, on_delete=models.PROTECT, related_name="+")
    precision = models.CharField("demande", max_length=40)
    canal = models.CharField("envoyée", max_length=8, choices=Canal.choices)
    deposee_le = models.DateField("envoyée le")
    source = models.CharField(max_length=8, choices=Source.choices)
    jours = models.PositiveSmallIntegerField("délai en jours")
    mediane = models.PositiveSmallIntegerField("délai médian en jours", null=True)
    delai_du = models.DateField("délai mis à jour le")
    au_plus_tot = models.DateField()
    prevue_le = models.DateField("estimée au")
    au_plus_tard = models.DateField()
    faite_le = models.DateTimeField("faite le")
    rappel = models.BooleanField("rappel demandé", default=False)

    objects = DuDossierQuerySet.as_manager()

    class Meta:
        verbose_name = "estimation de délai"
        verbose_name_plural = "estimations de délai"
        ordering = ("-faite_le", "-id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("assure", "caisse", "precision", "canal", "deposee_le"), name="une_estimation_par_demande"
            ),
            models.CheckConstraint(
                condition=Q(au_plus_tot__lte=F("prevue_le")) & Q(prevue_le__lte=F("au_plus_tard")),
                name="une_estimation_est_en_ordre",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.precision} {self.public_id}"

    @property
    def objet(self) -> str:
        """How due dates name it."""
        return f"estimation:{self.public_id}"

    @property
    def fourchette(self) -> Fourchette:
        return Fourchette(self.au_plus_tot, self.prevue_le, self.au_plus_tard)

    @property
    def thematique(self) -> grille.Thematique:
        return grille.PRECISIONS[self.precision][0]

    @property
    def demande(self) -> grille.Precision:
        return grille.PRECISIONS[self.precision][1]

    @property
    def par_courrier(self) -> bool:
        return self.canal == self.Canal.COURRIER
