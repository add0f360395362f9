"""What is owed to the caisse and paid online: notices, their lines, payments at the kiosk, and what each one changed (chapter 16)."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from accounts.models import Assure
from accounts.models.identifiants import identifiant_public
from accounts.models.perimetres import DuDossierQuerySet
from ameli.noyau.formats import INSECABLE
from ameli.noyau.perimetre import PerimetreQuerySet
from paiements.models.retenue import Retenue


class Avis(models.Model):
    """An « avis de sommes à payer ». `reference`: 16 digits and a letter. `spontane`: made from the balance by who pays it."""

    class Nature(models.TextChoices):
        PFFR = "PFFR", "Participations forfaitaires et franchises"
        INDU_IJ = "INDU-IJ", "Indemnités journalières versées en trop"
        INDU_SOIN = "INDU-SOIN", "Remboursement versé en trop"
        INDU_INV = "INDU-INV", "Pension d’invalidité versée en trop"
        PENALITE = "PENAL", "Pénalité financière"
        C2S = "C2S", "Participation à la Complémentaire santé solidaire"

    class Etat(models.TextChoices):
        A_PAYER = "A_PAYER", "à payer"
        CONTESTE = "CONTESTE", "contesté"
        ANNULE = "ANNULE", "annulé"
        RECOUVREMENT = "RECOUVR", "transmis au recouvrement"

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="avis")
    reference = models.CharField("référence", max_length=17, unique=True)
    nature = models.CharField("nature", max_length=9, choices=Nature.choices)
    etat = models.CharField("état", max_length=8, choices=Etat.choices, default=Etat.A_PAYER)
    emis_le = models.DateField("date de l’avis")
    spontane = models.BooleanField("à la demande de la personne", default=False)

    objects = DuDossierQuerySet.as_manager()

    class Meta:
        verbose_name = "avis de sommes à payer"
        verbose_name_plural = "avis de sommes à payer"
        ordering = ("-emis_le", "-id")

    def __str__(self) -> str:
        return self.reference_lisible

    @property
    def cause(self) -> str:
        """Why it was issued, in the words of the agent; empty for what the product issues by itself. Costs a query unless `mouvement` is loaded."""
        mouvement = getattr(self, "mouvement", None)
        return mouvement.contenu["cause"] if mouvement is not None else ""

    @property
    def reference_lisible(self) -> str:
        """As on the letter: "4012 6030 0000 1231 N"."""
        r = self.reference
        return INSECABLE.join((r[0:4], r[4:8], r[8:12], r[12:16], r[16:]))


class DeLAvisQuerySet(PerimetreQuerySet):
    """Lines, by their notice."""

    def _de(self, assure: Any) -> Self:
        return self.filter(avis__assure=assure)

    def _pour_agent(self, agent: Any) -> Self:
        return self.filter(avis__assure__caisse_id=agent.caisse_id)


class LigneCreance(models.Model):
    """One line: a year and a nature. With `retenues`, what is left is what still waits of them; otherwise `montant` less
    `regle` and `annule`, which the caisse has given up."""

    avis = models.ForeignKey(Avis, on_delete=models.PROTECT, related_name="lignes")
    rang = models.PositiveSmallIntegerField("rang")
    annee = models.PositiveSmallIntegerField("année")
    libelle = models.CharField("libellé", max_length=120)
    montant = models.DecimalField("montant", max_digits=8, decimal_places=2)
    regle = models.DecimalField("déjà réglé", max_digits=8, decimal_places=2, default=0)
    annule = models.DecimalField("annulé", max_digits=8, decimal_places=2, default=0)
    retenues = models.ManyToManyField(Retenue, related_name="creances", db_table="paiements_detailcreance")

    objects = DeLAvisQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne de créance"
        verbose_name_plural = "lignes de créance"
        ordering = ("avis", "rang")
        constraints = (
            models.UniqueConstraint(fields=("avis", "rang"), name="un_rang_par_avis"),
            models.CheckConstraint(condition=Q(montant__gt=0), name="une_creance_vaut_quelque_chose"),
            models.CheckConstraint(condition=Q(regle__gte=0, regle__lte=F("montant")), name="jamais_regle_deux_fois"),
            models.CheckConstraint(condition=Q(annule__gte=0, annule__lte=F("montant")), name="on_n_annule_que_le_du"),
        )

    def __str__(self) -> str:
        return f"{self.avis_id}:{self.rang}"


class PaiementEnLigne(models.Model):
    """One attempt to pay at the kiosk. Its `public_id` names it there and makes it happen once."""

    class Etat(models.TextChoices):
        CREE = "CREE", "à payer"
        ATTENTE = "ATTENTE", "en attente de la banque"  # from the departure for the kiosk
        AUTORISE = "AUTORISE", "accepté"
        REFUSE = "REFUSE", "refusé par la banque"
        ABANDONNE = "ABANDON", "abandonné"
        COMPTABILISE = "COMPTA", "enregistré"

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="paiements_en_ligne")
    avis = models.ForeignKey(Avis, on_delete=models.PROTECT, related_name="paiements")
    montant = models.DecimalField("montant", max_digits=8, decimal_places=2)
    etat = models.CharField("état", max_length=8, choices=Etat.choices, default=Etat.CREE)
    cree_le = models.DateTimeField("créé le")
    evenement_le = models.DateTimeField("dernière nouvelle du kiosque", null=True, blank=True, help_text="real clock")

    objects = DuDossierQuerySet.as_manager()

    class Meta:
        verbose_name = "paiement en ligne"
        verbose_name_plural = "paiements en ligne"
        ordering = ("-id",)
        constraints = (models.CheckConstraint(condition=Q(montant__gt=0), name="on_paie_quelque_chose"),)

    def __str__(self) -> str:
        return self.public_id

    @property
    def objet(self) -> str:
        return f"creance:{self.public_id}"

    @property
    def centimes(self) -> str:
        """The amount as the kiosk speaks of it."""
        return str(int(self.montant * 100))


class DuPaiementEnLigneQuerySet(PerimetreQuerySet):
    """What hangs on an attempt, by that attempt."""

    def _de(self, assure: Any) -> Self:
        return self.filter(paiement__assure=assure)

    def _pour_agent(self, agent: Any) -> Self:
        return self.filter(paiement__assure__caisse_id=agent.caisse_id)


class Affectation(models.Model):
    """How much of an attempt goes to a line. Their sum is its amount."""

    paiement = models.ForeignKey(PaiementEnLigne, on_delete=models.PROTECT, related_name="affectations")
    ligne = models.ForeignKey(LigneCreance, on_delete=models.PROTECT, related_name="affectations")
    montant = models.DecimalField("montant", max_digits=8, decimal_places=2)

    objects = DuPaiementEnLigneQuerySet.as_manager()

    class Meta:
        verbose_name = "affectation"
        constraints = (
            models.UniqueConstraint(fields=("paiement", "ligne"), name="une_affectation_par_ligne"),
            models.CheckConstraint(condition=Q(montant__gt=0), name="une_affectation_affecte"),
        )


class EcritureCreance(models.Model):
    """The ledger: money that the kiosk has taken, once for an attempt, whatever is repeated. Never changed."""

    paiement = models.OneToOneField(PaiementEnLigne, on_delete=models.PROTECT, related_name="ecriture")
    montant = models.DecimalField("montant", max_digits=8, decimal_places=2)
    evenement = models.CharField("événement du kiosque", max_length=64, unique=True)
    le = models.DateTimeField("le")

    objects = DuPaiementEnLigneQuerySet.as_manager()

    class Meta:
        verbose_name = "écriture"


class EcartCreance(models.Model):
    """A difference between the kiosk and us, which somebody of the caisse looks into."""

    class Motif(models.TextChoices):
        MONTANT = "MONTANT", "le kiosque annonce un autre montant"
        CONTRAIRE = "CONTRAIRE", "le kiosque se contredit"
        TROP = "TROP", "payé alors que la dette était déjà réglée"
        ABSENT = "ABSENT", "le kiosque ne connaît pas ce paiement"

    paiement = models.ForeignKey(PaiementEnLigne, on_delete=models.PROTECT, related_name="ecarts")
    motif = models.CharField("motif", max_length=9, choices=Motif.choices)
    precision = models.CharField("précision", max_length=200, blank=True)
    trop = models.DecimalField("payé en trop", max_digits=8, decimal_places=2, null=True, blank=True)
    ouvert_le = models.DateTimeField("ouvert le")
    clos_le = models.DateTimeField("clos le", null=True, blank=True)

    objects = DuPaiementEnLigneQuerySet.as_manager()

    class Meta:
        verbose_name = "écart de paiement"
        verbose_name_plural = "écarts de paiement"
        ordering = ("clos_le", "-ouvert_le", "-id")
        constraints = (models.UniqueConstraint(fields=("paiement", "motif"), name="un_ecart_par_motif"),)

    def __str__(self) -> str:
        return f"{self.get_motif_display()} ({self.paiement_id})"

    @property
    def public_id(self) -> str:
        """That of the attempt: what the journal of readings names."""
        return self.paiement.public_id
