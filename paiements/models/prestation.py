"""The lines of a payment: one act, or one period of allowance or pension."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Personne
from paiements import prestations
from paiements.calcul import mots
from paiements.calcul.explication import Etape, expliquer
from paiements.calcul.soins import Ligne
from paiements.models.paiement import Paiement
from paiements.models.perimetres import DeLaPrestationQuerySet, DuPaiementQuerySet
from paiements.models.tiers import Tiers


class Prestation(models.Model):
    """A line, as it was calculated: `verse` is base × rate, before `retenue`, which this act makes the patient owe.

    `rang` is its place in the payment, and its name in addresses together with it. Without `base` and `taux` the amount is
    flat; below zero it takes back a sum paid by mistake. `origine`: the line that this one pays again by mistake, or takes
    back: one care, which counts once. `corrige`: the line that was paid too little, of which this one is the difference.
    """

    paiement = models.ForeignKey(Paiement, on_delete=models.PROTECT, related_name="prestations", db_index=False)
    rang = models.PositiveSmallIntegerField("rang")
    code = models.CharField("acte", max_length=6)
    soins_le = models.DateField("date des soins")
    personne = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="+", db_index=False)
    professionnel = models.ForeignKey(
        Tiers, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    unites = models.PositiveSmallIntegerField("unités", default=1)
    paye = models.DecimalField("montant payé", max_digits=10, decimal_places=2)
    base = models.DecimalField("base de remboursement", max_digits=10, decimal_places=2, null=True, blank=True)
    taux = models.PositiveSmallIntegerField("taux, en %", null=True, blank=True)
    verse = models.DecimalField("montant versé", max_digits=10, decimal_places=2)
    motif_taux = models.CharField(max_length=3)
    retenue = models.DecimalField("retenue", max_digits=6, decimal_places=2, default=0)
    motif_retenue = models.CharField(max_length=4, blank=True)
    origine = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    corrige = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = DuPaiementQuerySet.as_manager()

    class Meta:
        verbose_name = "prestation"
        ordering = ("paiement", "rang")
        constraints = (
            models.UniqueConstraint(fields=("paiement", "rang"), name="un_rang_par_paiement"),
            models.CheckConstraint(
                condition=Q(retenue__gte=0) & (Q(retenue=0) | Q(retenue__lte=models.F("verse"))),
                name="jamais_plus_que_le_verse",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.soins_le}"

    @property
    def libelle(self) -> str:
        """The act in plain French."""
        acte = prestations.libelle(self.code)
        if self.rendue:
            return f"{acte}, somme rendue"
        return f"{acte}, part de la Complémentaire santé solidaire" if self.part_solidaire else acte

    @property
    def part_solidaire(self) -> bool:
        """Is it what the Complémentaire santé solidaire pays of the act of the line before?"""
        return self.motif_taux == mots.MotifTaux.C2S

    @property
    def rendue(self) -> bool:
        """Does it give back what was withheld for another line?"""
        return self.motif_taux == mots.MotifTaux.RENDU

    def ligne(self, *, tiers_payant: bool) -> Ligne:
        """What the calculation made; `tiers_payant`: its payment went to somebody else than the insured person."""
        try:
            genre = prestations.tarif(self.code, self.soins_le).retenue
        except prestations.ActeInconnu:
            genre = None
        return Ligne(
            self.code, self.soins_le, self.paye, self.base, self.taux, self.verse, mots.MotifTaux(self.motif_taux),
            genre, self.retenue, mots.MotifRetenue(self.motif_retenue), self.unites, tiers_payant,
        )  # fmt: skip

    def pourquoi(self, *, tiers_payant: bool) -> tuple[Etape, ...]:
        """« Pourquoi ce montant ? », step by step; a bill from abroad becomes euros first."""
        depense = getattr(self, "depense_etrangere", None)
        conversion = (Etape(depense.conversion),) if depense is not None and depense.conversion else ()
        return (*conversion, *expliquer(self.ligne(tiers_payant=tiers_payant)))


class RevenuRemplacement(models.Model):
    """What a line of daily allowances or pension is made of, in euros: `brut` less contributions and tax is `verse`."""

    class Particularite(models.TextChoices):
        ALD = mots.Particularite.ALD.value, "affection de longue durée"
        TEMPS_PARTIEL = mots.Particularite.TEMPS_PARTIEL.value, "temps partiel thérapeutique"

    prestation = models.OneToOneField(
        Prestation, on_delete=models.PROTECT, related_name="revenu", primary_key=True, db_index=False
    )
    du = models.DateField("du")
    au = models.DateField("au")
    jours = models.PositiveSmallIntegerField("jours")
    journalier = models.DecimalField("montant d’un jour", max_digits=8, decimal_places=2)
    brut = models.DecimalField("montant brut", max_digits=10, decimal_places=2)
    csg = models.DecimalField("CSG", max_digits=8, decimal_places=2, default=0)
    crds = models.DecimalField("CRDS", max_digits=8, decimal_places=2, default=0)
    casa = models.DecimalField("CASA", max_digits=8, decimal_places=2, default=0)
    impot = models.DecimalField("impôt prélevé à la source", max_digits=8, decimal_places=2, default=0)
    particularite = models.CharField("particularité", max_length=3, blank=True, choices=Particularite)

    objects = DeLaPrestationQuerySet.as_manager()

    class Meta:
        verbose_name = "revenu de remplacement"
        verbose_name_plural = "revenus de remplacement"
        ordering = ("prestation",)
