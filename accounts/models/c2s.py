"""The Complémentaire santé solidaire that a request gave: the decision, the members, the right of a year (chapter 11)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models.complementaires import OrganismeComplementaire
from accounts.models.dossier import Assure
from accounts.models.droit import Droit
from accounts.models.identifiants import identifiant_public
from accounts.models.perimetres import DuDossierQuerySet
from accounts.models.personne import Personne
from ameli.noyau.chiffrement import ChampJsonChiffre
from ameli.noyau.perimetre import PerimetreQuerySet

DEMARCHE = "D-"  # how the reference of a démarche begins


class AccordC2S(models.Model):
    """What was decided for a foyer. Written by `accounts.dossier.c2s` alone.

    `assure` asked, and pays. Free, it gives the right at once; otherwise it waits for the adhesion until `adherer_avant`
    included. `suite_de` is the last day of the right that it renews. `cause` is the request; of a renewal without request, the right.
    `adhesion`, the démarche, brought it whole at `recue_le`: it is being read, and lapses no more. `mandat` is what the person signed
    ({"iban", "titulaire", "reference", "signe_le", "preuve"}). `a_controler`: opened by the silence of two months.
    """

    class Etat(models.TextChoices):
        ATTENTE = "ATTENTE", "en attente d’adhésion"
        OUVERT = "OUVERT", "droit ouvert"
        CADUC = "CADUC", "adhésion non reçue"

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="accords_c2s")
    organisme = models.ForeignKey(OrganismeComplementaire, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField("démarche", max_length=60, unique=True)
    gratuite = models.BooleanField("sans participation")
    etat = models.CharField("état", max_length=7, choices=Etat.choices, default=Etat.ATTENTE)
    accorde_le = models.DateTimeField("accordée le")
    adherer_avant = models.DateField("adhésion attendue jusqu’au", null=True, blank=True)
    adhesion = models.CharField("démarche d’adhésion", max_length=60, blank=True)
    recue_le = models.DateTimeField("adhésion reçue le", null=True, blank=True)
    mandat = ChampJsonChiffre("mandat de prélèvement", default=dict)
    suite_de = models.DateField("suite du droit qui finit le", null=True, blank=True)
    a_controler = models.BooleanField("à contrôler", default=False)

    objects = DuDossierQuerySet.as_manager()

    class Meta:
        verbose_name = "accord de Complémentaire santé solidaire"
        verbose_name_plural = "accords de Complémentaire santé solidaire"
        ordering = ("-accorde_le", "-id")
        constraints = (
            models.UniqueConstraint(fields=("assure",), condition=Q(etat="ATTENTE"), name="une_adhesion_a_la_fois"),
            models.CheckConstraint(
                condition=Q(gratuite=False) | ~Q(etat="ATTENTE"), name="gratuite_elle_n_attend_rien"
            ),
        )

    def __str__(self) -> str:
        return self.public_id

    @property
    def objet(self) -> str:
        """How the journal and the due dates name it."""
        return f"c2s_accord:{self.public_id}"

    @property
    def reference_du_mandat(self) -> str:
        """« C2S-7K3M92QX »: the « référence unique du mandat »."""
        return f"C2S-{self.public_id[:8].upper()}"

    @property
    def en_ligne(self) -> bool:
        """Was it asked for here? `cause` is then the reference of a démarche."""
        return self.cause.startswith(DEMARCHE)

    @property
    def par_la_caisse(self) -> bool:
        """Does the caisse itself manage it, and pay its part?"""
        return self.organisme.caisse_id is not None


class MembreC2SQuerySet(PerimetreQuerySet):
    """A member is seen from the file through which they are covered, and by who asked for them."""

    def _de(self, assure: Any) -> Self:
        return self.filter(Q(assure=assure) | Q(accord__assure=assure))

    def _pour_agent(self, agent: Any) -> Self:
        return self.filter(Q(assure__caisse_id=agent.caisse_id) | Q(accord__assure__caisse_id=agent.caisse_id))


class MembreC2S(models.Model):
    """Somebody covered. `assure` is the file through which they are: their own when they have one. `mensualite`: euros a month."""

    accord = models.ForeignKey(AccordC2S, on_delete=models.CASCADE, related_name="membres")
    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="+")
    personne = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="+")
    mensualite = models.DecimalField("participation par mois", max_digits=6, decimal_places=2, default=Decimal(0))

    objects = MembreC2SQuerySet.as_manager()

    class Meta:
        verbose_name = "personne couverte par la Complémentaire santé solidaire"
        verbose_name_plural = "personnes couvertes par la Complémentaire santé solidaire"
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("accord", "personne"), name="une_fois_par_accord"),)

    def __str__(self) -> str:
        return f"{self.accord_id}:{self.personne_id}"


class DroitC2S(Droit):
    """A year of it, for all the members of `accord`. `impaye_depuis`: the day of the oldest term that was not paid, nor
    is paid in three times."""

    code, de_quoi = "c2s", "de la Complémentaire santé solidaire"
    IMPAYE, RENONCE, ERREUR = "impaye", "renonce", "erreur"

    accord = models.OneToOneField(AccordC2S, on_delete=models.PROTECT, related_name="droit")
    impaye_depuis = models.DateField("impayé depuis le", null=True, blank=True)

    class Meta(Droit.Meta):
        abstract = False
        verbose_name = "droit à la Complémentaire santé solidaire"
        verbose_name_plural = "droits à la Complémentaire santé solidaire"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("assure", "du"), condition=Q(clos_le=None), name="un_droit_c2s_par_debut"
            ),
        ]  # fmt: skip

    @property
    def dernier_jour(self) -> date:
        assert self.au is not None
        return self.au
