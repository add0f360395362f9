"""A payment: money that left on one day, for one person, on one account."""

from __future__ import annotations

from functools import cache

from django.db import models
from django.db.models import Q

from accounts.models import Assure, CoordonneesBancaires, LiaisonComplementaire
from accounts.models.identifiants import identifiant_public
from accounts.models.perimetres import DuDossierQuerySet
from paiements.calcul import mots
from paiements.calcul.mots import Poste
from paiements.models.tiers import Tiers

SORTES = {
    Poste.MEDECIN: "médecin",
    Poste.PHARMACIE: "pharmacie",
    Poste.BIOLOGIE: "laboratoire",
    Poste.IMAGERIE: "radiologie",
    Poste.DENTAIRE: "dentiste",
    Poste.OPTIQUE: "optique",
    Poste.APPAREILLAGE: "appareillage",
    Poste.PARAMEDICAL: "soins paramédicaux",
    Poste.SAGE_FEMME: "sage-femme",
    Poste.TRANSPORT: "transport",
    Poste.HOPITAL: "hôpital",
    Poste.PSYCHOLOGUE: "psychologue",
    Poste.CURE: "cure thermale",
}


@cache
def sortes_de_soins(postes: int) -> tuple[str, ...]:
    """The kinds of care of a sum of `Poste`, in French. A page asks for seventy sums, a few of them different."""
    return tuple(nom for poste, nom in SORTES.items() if postes & poste)


class Paiement(models.Model):
    """One row of « Mes paiements ». `montant` is what left: its lines less what was withheld.

    `destinataire` is who was paid instead of the insured person; such a payment never counts in what they received.
    `rangs` and `postes` sum up the lines: one bit for each beneficiary (bit 0: the insured person, bit n: rank n + 1) and
    for each kind of care. `disponible_le` is when a held or returned payment leaves, or left again; `remplace` is the
    returned payment that this one pays again. `a_transmettre`: the complementary cover was not told. What pays
    again is never told: the cover knows the care by the returned one.

    Millions of rows, hundreds for one file: the list and its filters read one index that holds all they show. No other
    foreign key has an index; what it names is never deleted.
    """

    class Famille(models.TextChoices):
        SOINS = mots.Famille.SOINS.value, "Remboursements de soins"
        TIERS = mots.Famille.TIERS.value, "Soins payés directement au professionnel (tiers payant)"
        IJ = mots.Famille.IJ.value, "Indemnités journalières"
        INVALIDITE = mots.Famille.INVALIDITE.value, "Invalidité"
        RENTE = mots.Famille.RENTE.value, "Rentes"

    class Etat(models.TextChoices):
        EMIS = "EMIS", "versé"
        REJETE = "REJETE", "retourné par la banque"
        EN_ATTENTE = "ATTENTE", "en attente d’un compte bancaire"
        RETENU = "RETENU", "en attente de la première échéance du nouveau compte"

    public_id = models.CharField(max_length=16, default=identifiant_public, editable=False)
    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="paiements", db_index=False)
    emis_le = models.DateField("date du paiement")
    montant = models.DecimalField("montant", max_digits=10, decimal_places=2)
    famille = models.CharField("famille", max_length=5, choices=Famille.choices)
    etat = models.CharField("état", max_length=8, choices=Etat.choices, default=Etat.EMIS)
    destinataire = models.ForeignKey(
        Tiers, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    coordonnees = models.ForeignKey(
        CoordonneesBancaires, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    iban_masque = models.CharField("compte", max_length=24, blank=True)
    rangs = models.IntegerField("bénéficiaires")
    postes = models.IntegerField("sortes de soins")
    disponible_le = models.DateField("versement prévu le", null=True, blank=True)
    remplace = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="remplacants", db_index=False
    )
    complementaire = models.ForeignKey(
        LiaisonComplementaire, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    transmis_le = models.DateField("transmis à la complémentaire le", null=True, blank=True)
    a_transmettre = models.BooleanField("à transmettre à la complémentaire", default=False)

    objects = DuDossierQuerySet.as_manager()

    class Meta:
        verbose_name = "paiement"
        ordering = ("-emis_le", "-id")
        indexes = (
            models.Index(
                fields=("assure", "-emis_le", "-id"),
                include=(
                    "public_id", "montant", "famille", "etat", "destinataire", "rangs", "postes", "disponible_le",
                    "a_transmettre",
                ),
                name="paiements_d_un_assure",
            ),
            models.Index(
                fields=("disponible_le", "id"), condition=Q(etat__in=("ATTENTE", "RETENU")), name="paiements_retenus"
            ),
        )  # fmt: skip
        constraints = (
            # Not `unique=True`, which would make a second index, for searches by beginning.
            models.UniqueConstraint(fields=("public_id",), name="un_paiement_par_identifiant"),
            models.CheckConstraint(condition=Q(montant__gte=0), name="jamais_moins_que_rien"),
            models.CheckConstraint(condition=~Q(famille="TIERS", destinataire=None), name="un_tiers_a_un_nom"),
            models.CheckConstraint(
                condition=Q(remplace=None) | Q(transmis_le=None, a_transmettre=False),
                name="un_soin_est_transmis_une_fois",
            ),
            models.UniqueConstraint(
                fields=("remplace",), condition=Q(remplace__isnull=False), name="repaye_une_seule_fois"
            ),
        )

    def __str__(self) -> str:
        return f"{self.emis_le} {self.public_id}"

    @property
    def numero(self) -> str:
        """The number printed on the statement: "202603-K7MX2PQ4"."""
        return f"{self.emis_le:%Y%m}-{self.public_id[:8].upper()}"

    @property
    def objet(self) -> str:
        """What it is for, in the list: "Médecin, pharmacie"; the family when it is not care."""
        sortes = ", ".join(sortes_de_soins(self.postes))
        return sortes[:1].upper() + sortes[1:] if sortes else self.get_famille_display()

    @property
    def recu(self) -> bool:
        """Does it count in what the insured person received?"""
        return self.destinataire_id is None and self.etat == self.Etat.EMIS
