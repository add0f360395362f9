"""What a person with a pension is asked to declare of their incomes, and what was said (chapter 19)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Assure
from accounts.models.identifiants import identifiant_public
from accounts.models.perimetres import DuDossierQuerySet
from ameli.noyau.calendrier import ajouter_mois, jour_de, jours
from ameli.noyau.chiffrement import ChampJsonChiffre
from paiements.calcul.invalidite.effet import Ressources
from paiements.calcul.invalidite.rythme import mois_de
from paiements.models.pension import DeLaPensionQuerySet, Pension

GRACE = jours(15)  # after the deadline: then the pension is suspended (hypothesis)
A_VOIR = ~Q(a_voir="") & Q(
    transmise_le=None, suspendue_le=None
)  # nothing came, and an agent looks before any suspension


class DeclarationQuerySet(DeLaPensionQuerySet):
    def ouvertes(self, le: datetime) -> Self:
        """Still to be sent, the oldest first. What replaces another one is forgotten when it did not come in its thirty days."""
        oubliees = Q(remplace__isnull=False, limite_le__lt=le)
        siennes = self.filter(transmise_le=None, pension__clos_le=None, pension__personne__date_deces=None)
        return siennes.exclude(oubliees).order_by("ouverte_le", "id")

    def connues(self) -> Self:
        """Sent, in the order in which they were: a later one says again what an earlier one said."""
        return self.exclude(transmise_le=None).order_by("transmise_le", "id")

    def avec_remplacee(self) -> Self:
        """With `remplacee`: was it said again since?"""
        autres = DeclarationRessources.objects.systeme("rows of a perimeter").filter(remplace=OuterRef("pk"))
        return self.annotate(remplacee=Exists(autres.exclude(transmise_le=None)))


class DeclarationRessources(models.Model):
    """Months of one pension, asked for once. Written by `paiements.ressources` alone.

    `premier` and `dernier` are first days of months; `remplace` is the one, already used, that it says again. `ressources` is what was
    sent, {"2026-01-01": {"salaires": "1150.00"}}, gross euros, what is nought left out. Used (`exploitee_le`), it counts from the month
    `effet_mois` on; `explication` holds each operand. `suspendue_le`: nothing came in time, its pension stopped.
    `a_voir`: why an agent looks before that.
    """

    class AVoir(models.TextChoices):
        PROTEGE = "PROTEGE", "La personne a un tuteur ou un curateur"
        HOPITAL = "HOPITAL", "La personne est à l’hôpital"

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    pension = models.ForeignKey(Pension, on_delete=models.PROTECT, related_name="declarations")
    premier = models.DateField("du mois")
    dernier = models.DateField("au mois")
    remplace = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="remplacante", verbose_name="remplace"
    )
    spontanee = models.BooleanField("faite sans attendre", default=False)
    ouverte_le = models.DateTimeField("ouverte le")
    limite_le = models.DateTimeField("à envoyer avant le")
    ressources = ChampJsonChiffre("ressources", default=dict)
    transmise_le = models.DateTimeField("envoyée le", null=True, blank=True)
    demarche = models.CharField("démarche", max_length=60, blank=True)
    exploitee_le = models.DateTimeField("prise en compte le", null=True, blank=True)
    effet_mois = models.DateField("compte à partir du mois", null=True, blank=True)
    explication = ChampJsonChiffre("calcul", default=dict)
    suspendue_le = models.DateTimeField("pension suspendue le", null=True, blank=True)
    a_voir = models.CharField("à voir par un agent", max_length=8, choices=AVoir.choices, blank=True)

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        verbose_name = "déclaration de ressources"
        verbose_name_plural = "déclarations de ressources"
        ordering = ("premier", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("pension", "premier"), condition=Q(remplace=None), name="une_declaration_par_periode"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def objet(self) -> str:
        """How the journal names it."""
        return f"declaration:{self.public_id}"

    @property
    def mois(self) -> tuple[date, ...]:
        """First days of the months that it is about."""
        return mois_de(self.premier, self.dernier)

    @property
    def attendue(self) -> bool:
        """Did the caisse ask for it? The others have no last day."""
        return self.remplace_id is None and not self.spontanee

    @property
    def tardive(self) -> bool:
        """Sent after the last second of its last day."""
        return self.attendue and self.transmise_le is not None and self.transmise_le > self.limite_le

    @property
    def suspension_le(self) -> datetime:
        """When the pension is suspended, if nothing comes."""
        return GRACE.apres(self.limite_le)

    @property
    def suspension_des(self) -> date:
        """The first day that is not paid: that of the month after the suspension, done or to come."""
        return ajouter_mois(jour_de(self.suspendue_le or self.suspension_le).replace(day=1), 1)

    @property
    def lues(self) -> Ressources:
        return lire(self.ressources)


class SalaireEmployeur(models.Model):
    """Gross euros of a month that employers declared (DSN), all of them together: what a declaration is compared with by agents."""

    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="+")
    mois = models.DateField("mois")
    brut = models.DecimalField("salaires bruts", max_digits=9, decimal_places=2)
    recu_le = models.DateTimeField("reçu le")

    objects = DuDossierQuerySet.as_manager()

    class Meta:
        verbose_name = "salaire dit par les employeurs"
        verbose_name_plural = "salaires dits par les employeurs"
        ordering = ("mois",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("assure", "mois"), name="un_salaire_par_mois"),
        ]

    def __str__(self) -> str:
        return f"{self.assure_id} {self.mois:%Y-%m}"


def lire(ressources: Mapping[str, Mapping[str, Any]]) -> Ressources:
    """Stored incomes as dates and amounts."""
    return {
        date.fromisoformat(mois): {nature: Decimal(montant) for nature, montant in natures.items()}
        for mois, natures in ressources.items()
    }


def ecrire(ressources: Ressources) -> dict[str, dict[str, str]]:
    """What `lire` reads; a month without income stays, empty."""
    return {
        mois.isoformat(): {nature: str(montant) for nature, montant in natures.items() if montant}
        for mois, natures in sorted(ressources.items())
    }
