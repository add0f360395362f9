"""An agreement, the table of products, and what was asked for a person and a month, product by product."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import Assure, Personne
from accounts.models.droit import Droit
from accounts.models.perimetres import DuDossierQuerySet
from ameli.noyau.calendrier import jour_de
from ameli.noyau.empreintes import ChampEmpreinte
from ameli.noyau.formats import INSECABLE
from ameli.noyau.perimetre import PerimetreQuerySet
from demarches.moteur.models import Demarche
from paiements.calcul.sans_gluten import FamilleProduit
from paiements.models import Avis, Paiement


class AccordCoeliaque(Droit):
    """Food without gluten is paid back to this person from `du` to `au`; `medecin` asked for it. One at a time."""

    code, de_quoi = "coeliaque", "de l’accord pour les produits sans gluten"

    medecin = models.CharField("médecin", max_length=80, blank=True)

    class Meta(Droit.Meta):
        abstract = False
        verbose_name = "accord de prise en charge (sans gluten)"
        verbose_name_plural = "accords de prise en charge (sans gluten)"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("personne",), condition=Q(clos_le=None), name="un_accord_coeliaque_a_la_fois"),
        ]  # fmt: skip

    @property
    def dernier_jour(self) -> date | None:
        """The day on which it ended or will end."""
        clos = jour_de(self.clos_le) if self.clos_le else None
        return min(filter(None, (self.au, clos)), default=None)


class Famille(models.TextChoices):
    """The four families that are paid back, as people read them."""

    FARINE = FamilleProduit.FARINE.value, "farine"
    PAIN = FamilleProduit.PAIN.value, "pain"
    PATES = FamilleProduit.PATES.value, "pâtes"
    BISCUITS = FamilleProduit.BISCUITS.value, "biscuits et gâteaux"


class ProduitSansGluten(models.Model):
    """A product with an agreement. `code` is that of the label to keep, `article` that of the packet, which the till reads.

    Agents teach it (`appris_de`, a démarche). One that is no longer sold stays, `actif` false: purchases of before are paid.
    """

    code = models.CharField("code de l’étiquette", max_length=13, unique=True)
    article = models.CharField("code de l’article", max_length=13, blank=True, db_index=True)
    marque = models.CharField("marque", max_length=60, blank=True)
    designation = models.CharField("désignation", max_length=80)
    famille = models.CharField("famille", max_length=10, choices=Famille.choices)
    grammes = models.PositiveIntegerField("poids, en grammes")
    agrement = models.CharField("agrément", max_length=30, blank=True)
    actif = models.BooleanField("en vente", default=True)
    appris_de = models.CharField("appris d’une démarche", max_length=60, blank=True, editable=False)

    class Meta:
        verbose_name = "produit sans gluten"
        verbose_name_plural = "produits sans gluten"
        ordering = ("designation", "code")

    def __str__(self) -> str:
        marque = f" «{INSECABLE}{self.marque}{INSECABLE}»" if self.marque else ""
        return f"{self.designation}{marque}, {self.grammes}{INSECABLE}g"


class DemandeSansGluten(models.Model):
    """What one request takes of the most of `mois` (its first day) for `personne`, in euros. One that came on paper has no démarche.

    `compte` is what is pending or paid: 0 once it is refused, cancelled or replaced. `regle` is what was paid, `a_reprendre` what was
    paid too much and waits for the next payment. Both parents of a child may have some: the month is the child's.
    `controlee_le`: an agent has read its labels and receipts; `avis`: what is owed back of it then.
    """

    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="+")
    demarche = models.OneToOneField(
        Demarche, on_delete=models.CASCADE, null=True, blank=True, related_name="sans_gluten"
    )
    personne = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="+")
    mois = models.DateField("mois")
    compte = models.DecimalField("compté dans le mois", max_digits=7, decimal_places=2, default=Decimal(0))
    regle = models.DecimalField("payé", max_digits=7, decimal_places=2, null=True, blank=True)
    a_reprendre = models.DecimalField("à reprendre", max_digits=7, decimal_places=2, default=Decimal(0))
    paiement = models.ForeignKey(Paiement, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    controlee_le = models.DateTimeField("contrôlée le", null=True, blank=True)
    avis = models.ForeignKey(Avis, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = DuDossierQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de produits sans gluten"
        verbose_name_plural = "demandes de produits sans gluten"
        ordering = ("-mois", "-id")
        indexes = (models.Index(fields=("personne", "mois"), name="sans_gluten_d_un_mois"),)

    def __str__(self) -> str:
        return f"{self.personne_id} {self.mois:%Y-%m}"


class LigneQuerySet(PerimetreQuerySet):
    """Rows that hang on what a file asks for."""

    def _de(self, assure: Any) -> Self:
        return self.filter(demande__assure=assure)

    def _pour_agent(self, agent: Any) -> Self:
        return self.filter(demande__assure__caisse_id=agent.caisse_id)


class LigneSansGluten(models.Model):
    """One product of a request: `prix` of one in euros, how many. `place` is its item (« k3f9 »), `photo` a keyed fingerprint.

    `base` and `verse` are what was taken into account and paid, once it is; `motif` the reason of a refusal.
    """

    class Etat(models.TextChoices):
        COMPTEE = "COMPTEE", "prise en compte"
        A_VERIFIER = "A_VERIFIER", "à vérifier"
        PAYEE = "PAYEE", "remboursée"
        REFUSEE = "REFUSEE", "refusée"

    demande = models.ForeignKey(DemandeSansGluten, on_delete=models.CASCADE, related_name="lignes")
    place = models.CharField("place dans les réponses", max_length=4)
    code = models.CharField("code de l’étiquette", max_length=13)
    produit = models.ForeignKey(ProduitSansGluten, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    prix = models.DecimalField("prix de l’un", max_digits=6, decimal_places=2)
    quantite = models.PositiveSmallIntegerField("quantité")
    photo = ChampEmpreinte(blank=True, editable=False, db_index=True)
    etat = models.CharField("état", max_length=10, choices=Etat.choices, default=Etat.COMPTEE)
    base = models.DecimalField("pris en compte", max_digits=8, decimal_places=2, null=True, blank=True)
    verse = models.DecimalField("remboursé", max_digits=7, decimal_places=2, null=True, blank=True)
    motif = models.CharField("motif", max_length=30, blank=True)

    objects = LigneQuerySet.as_manager()

    class Meta:
        verbose_name = "produit demandé"
        verbose_name_plural = "produits demandés"
        ordering = ("id",)
        constraints: ClassVar = [models.UniqueConstraint(fields=("demande", "place"), name="une_ligne_par_place")]

    def __str__(self) -> str:
        return f"{self.demande_id} {self.place}"

    @property
    def nom(self) -> str:
        return str(self.produit) if self.produit else f"Produit à vérifier, code {self.code}"
