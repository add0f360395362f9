"""The pension of invalidity of a person, what was paid of each of its months, and what is taken back from it (chapter 18)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.models.droit import Droit
from ameli.noyau.calendrier import ajouter_mois, jour_de
from ameli.noyau.chiffrement import ChampJsonChiffre
from ameli.noyau.perimetre import PerimetreQuerySet
from paiements.calcul.invalidite.cumul import FENETRE, salaire_compare
from paiements.calcul.invalidite.effet import Compare
from paiements.calcul.invalidite.mensualites import Titre
from paiements.calcul.invalidite.prelevements import Avis
from paiements.models.prestation import Prestation


class Pension(Droit):
    """Written by `paiements.pensions` alone. `mensuel`: gross euros of a whole month on the day `du`; `sam`: the average yearly wage.

    `avis`: the tax notices, {"2024": [reference income in whole euros, "parts"]}. `servie_depuis`: the first month that is paid from here; those
    before were paid elsewhere. For what it becomes beside a wage (chapter 19): `salaire_avant`, gross euros as they were paid in `annee_avant`, the calendar year
    before the leave, of which `mois_d_arret` were not worked (`apprenti`: it counts for the SMIC at least); `asi`, with the additional allowance; `retenues`, {"2026-11-01": "19.85"}, gross
    euros taken of each month from that one on; `declaration_le`, when incomes are asked for next.
    """

    code, de_quoi = "pension", "de la pension d’invalidité"

    class Categorie(models.IntegerChoices):
        PREMIERE = 1, "1re catégorie"
        DEUXIEME = 2, "2e catégorie"
        TROISIEME = 3, "3e catégorie"

    categorie = models.PositiveSmallIntegerField("catégorie", choices=Categorie.choices)
    sam = models.DecimalField("salaire annuel moyen", max_digits=8, decimal_places=2)
    mensuel = models.DecimalField("montant mensuel au premier jour", max_digits=7, decimal_places=2)
    salaire_avant = models.DecimalField(
        "salaire de l’année d’avant l’arrêt", max_digits=9, decimal_places=2, null=True, blank=True
    )
    annee_avant = models.PositiveSmallIntegerField("année d’avant l’arrêt", null=True, blank=True)
    mois_d_arret = models.PositiveSmallIntegerField("mois d’arrêt cette année-là", default=0)
    apprenti = models.BooleanField("apprentissage cette année-là", default=False)
    asi = models.BooleanField("avec l’allocation supplémentaire", default=False)
    avis = ChampJsonChiffre("avis d’imposition", default=dict)
    retenues = ChampJsonChiffre("retenues pour des revenus", default=dict)
    declaration_le = models.DateField("prochaine déclaration le", null=True, blank=True)
    servie_depuis = models.DateField("servie depuis le mois du")

    class Meta(Droit.Meta):
        abstract = False
        verbose_name = "pension d’invalidité"
        verbose_name_plural = "pensions d’invalidité"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("assure",), condition=Q(clos_le=None), name="une_pension_a_la_fois"),
            models.UniqueConstraint(fields=("assure", "cause"), condition=~Q(cause=""), name="une_pension_par_demarche"),
        ]  # fmt: skip

    @property
    def dernier_jour(self) -> date | None:
        """The last day that is paid: of the right, of a right ended before, or of a life."""
        connus = (self.au, jour_de(self.clos_le) if self.clos_le else None, self.personne.date_deces)
        return min((jour for jour in connus if jour is not None), default=None)

    @property
    def suspendue_des(self) -> date | None:
        """The first day that is not paid of a pension that is suspended: a month that has begun is paid whole."""
        return None if self.suspendu_le is None else ajouter_mois(jour_de(self.suspendu_le).replace(day=1), 1)

    @property
    def titre(self) -> Titre:
        """What months are calculated from."""
        avis = {int(annee): Avis(rfr, Decimal(parts)) for annee, (rfr, parts) in self.avis.items()}
        retenues = {date.fromisoformat(mois): Decimal(montant) for mois, montant in self.retenues.items()}
        return Titre(self.categorie, self.mensuel, self.du, self.dernier_jour, avis, retenues)

    @property
    def compare(self) -> Compare:
        """What incomes are compared with."""
        avant = None
        if self.salaire_avant is not None and self.annee_avant is not None and self.mois_d_arret < FENETRE:
            avant = salaire_compare(
                self.annee_avant, self.salaire_avant, mois_en_arret=self.mois_d_arret, apprenti=self.apprenti
            )
        return Compare(self.titre, self.sam, avant)


class DeLaPensionQuerySet(PerimetreQuerySet):
    """What hangs on a pension, by its file."""

    def _de(self, assure: Any) -> Self:
        return self.filter(pension__assure=assure)

    def _pour_agent(self, agent: Any) -> Self:
        return self.filter(pension__assure__caisse_id=agent.caisse_id)


class MoisDePension(models.Model):
    """What was paid so far for the month that begins on `mois`, in euros; `majoration`: the help of a third person."""

    pension = models.ForeignKey(Pension, on_delete=models.PROTECT, related_name="mois")
    mois = models.DateField("mois")
    brut = models.DecimalField("montant brut", max_digits=8, decimal_places=2)
    csg = models.DecimalField("CSG", max_digits=7, decimal_places=2)
    crds = models.DecimalField("CRDS", max_digits=7, decimal_places=2)
    casa = models.DecimalField("CASA", max_digits=7, decimal_places=2)
    majoration = models.DecimalField("majoration pour tierce personne", max_digits=8, decimal_places=2)

    objects = DeLaPensionQuerySet.as_manager()

    class Meta:
        verbose_name = "mois de pension"
        verbose_name_plural = "mois de pension"
        ordering = ("pension", "mois")
        constraints = (models.UniqueConstraint(fields=("pension", "mois"), name="un_mois_par_pension"),)

    def __str__(self) -> str:
        return f"{self.pension_id} {self.mois:%Y-%m}"


class ReprisePension(models.Model):
    """Euros paid for days that the pension replaces, or above what it is worth: taken back from its payments, never asked for.

    `prestation` is the line of daily allowances that paid these days, once; None for a month of the pension itself. `brut`, `csg`,
    `crds` and `casa` make `montant`, of which `repris` came back.
    """

    pension = models.ForeignKey(Pension, on_delete=models.PROTECT, related_name="reprises")
    prestation = models.OneToOneField(Prestation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    code = models.CharField("acte", max_length=6)
    du = models.DateField("du")
    au = models.DateField("au")
    jours = models.PositiveSmallIntegerField("jours")
    brut = models.DecimalField("montant brut", max_digits=8, decimal_places=2)
    csg = models.DecimalField("CSG", max_digits=7, decimal_places=2)
    crds = models.DecimalField("CRDS", max_digits=7, decimal_places=2)
    casa = models.DecimalField("CASA", max_digits=7, decimal_places=2)
    montant = models.DecimalField("montant", max_digits=8, decimal_places=2)
    particularite = models.CharField("particularité", max_length=3, blank=True)
    repris = models.DecimalField("déjà repris", max_digits=8, decimal_places=2, default=0)

    objects = DeLaPensionQuerySet.as_manager()

    class Meta:
        verbose_name = "reprise sur une pension"
        verbose_name_plural = "reprises sur des pensions"
        ordering = ("pension", "du", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(repris__gte=0, repris__lte=F("montant")), name="pas_plus_repris_que_verse"
            ),
        )

    def __str__(self) -> str:
        return f"{self.pension_id} {self.du}"

    @property
    def reste(self) -> Decimal:
        return self.montant - self.repris
