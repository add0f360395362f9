"""The file of an insured person at a caisse: address, bank details, beneficiaries. Dated rows keep the history."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import Q

from accounts.models.caisse import Caisse
from accounts.models.identifiants import identifiant_public
from accounts.models.perimetres import AssureQuerySet, DuDossierQuerySet
from accounts.models.personne import Personne
from ameli.noyau.chiffrement import ChampChiffre, empreinte
from ameli.noyau.empreintes import ChampEmpreinte
from ameli.noyau.masquage import masquer_iban
from ameli.noyau.pays import FRANCE, nom_du_pays

AU_FEMININ = {
    "salarié": "salariée", "indépendant": "indépendante", "demandeur d’emploi": "demandeuse d’emploi", "retraité": "retraitée",
    "étudiant": "étudiante",
}  # fmt: skip


class Assure(models.Model):
    """An insured person in their own right. Exists before any account, and without one."""

    class Situation(models.TextChoices):
        SALARIE = "SALARIE", "salarié"
        INDEPENDANT = "INDEPENDANT", "indépendant"
        DEMANDEUR_EMPLOI = "DEMANDEUR_EMPLOI", "demandeur d’emploi"
        RETRAITE = "RETRAITE", "retraité"
        INVALIDE = "INVALIDE", "titulaire d’une pension d’invalidité"
        ETUDIANT = "ETUDIANT", "étudiant"
        SANS_ACTIVITE = "SANS_ACTIVITE", "sans activité"

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    personne = models.OneToOneField(Personne, on_delete=models.PROTECT, related_name="assure")
    caisse = models.ForeignKey(Caisse, on_delete=models.PROTECT, related_name="assures")
    situation = models.CharField("situation", max_length=20, choices=Situation.choices)
    affilie_le = models.DateField(
        "affilié à cette caisse depuis le", null=True, blank=True, help_text="empty: nobody knows"
    )
    code_gestion = models.CharField("code gestion", max_length=2, default="10")
    droits_du = models.DateField("droits ouverts depuis le", null=True, blank=True)
    droits_au = models.DateField("droits ouverts jusqu’au", null=True, blank=True)
    majeur_protege = models.BooleanField("majeur protégé", default=False)
    adresse_protegee = models.BooleanField(
        "adresse protégée",
        default=False,
        help_text="violence, or parental authority withdrawn: nothing is told to a relative",
    )

    objects = AssureQuerySet.as_manager()

    class Meta:
        verbose_name = "assuré"
        verbose_name_plural = "assurés"
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.personne)

    @property
    def situation_en_mots(self) -> str:
        """« salariée », of a woman."""
        sienne = self.get_situation_display()
        return AU_FEMININ.get(sienne, sienne) if self.personne.sexe == Personne.Sexe.FEMME else sienne

    def droits_ouverts(self, le: date) -> bool:
        """True when rights run on the day `le`; a missing start means that they never began."""
        return self.droits_du is not None and self.droits_du <= le and (self.droits_au is None or le <= self.droits_au)


class Beneficiaire(models.Model):
    """Someone covered through an insured person (a child; rarely a spouse). Rank "01" is the insured person (chapter 4 § 2.1).

    A child may stand in the files of both parents (chapter 14), one of whom is the « référent »: letters, doctor and démarches are
    that parent's. Whoever ends the attachment of a référent gives this up (`accounts.dossier.rattachements`).
    """

    class Lien(models.TextChoices):
        ENFANT = "ENFANT", "enfant"
        CONJOINT = "CONJOINT", "conjoint"

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="beneficiaires")
    personne = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="rattachements")
    rang = models.PositiveSmallIntegerField("rang")
    lien = models.CharField("lien", max_length=10, choices=Lien.choices)
    parent_referent = models.BooleanField("rattaché d’abord à cet assuré", default=True)
    droits_du = models.DateField("droits ouverts depuis le")
    droits_au = models.DateField("droits ouverts jusqu’au", null=True, blank=True)
    silence_le = models.DateTimeField(
        "plus aucun message depuis le", null=True, blank=True, help_text="the child died, or somebody told of a grief"
    )

    objects = DuDossierQuerySet.as_manager()

    class Meta:
        verbose_name = "bénéficiaire"
        ordering = ("assure", "rang")
        constraints = (
            models.UniqueConstraint(fields=("assure", "rang"), name="un_rang_par_dossier"),
            models.UniqueConstraint(fields=("assure", "personne"), name="une_fois_par_dossier"),
            models.CheckConstraint(condition=Q(rang__gte=2, rang__lte=19), name="rang_de_2_a_19"),
            models.UniqueConstraint(
                fields=("personne",), condition=Q(parent_referent=True, lien="ENFANT"), name="un_parent_referent"
            ),
        )

    def __str__(self) -> str:
        return str(self.personne)


class Adresse(models.Model):
    """Where letters go, from `effet_le` until `fin_le`; the row without an end is the latest one.

    Its lines are those of the envelope, in their order, under the name and above the town (38 characters each). Without
    `beneficiaire` it is the address of the insured person and of all who live with them; with one, the address of that
    beneficiary, who lives elsewhere. `normalisee`: as a geocoding service writes it.
    """

    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="adresses")
    beneficiaire = models.ForeignKey(
        Beneficiaire, on_delete=models.PROTECT, null=True, blank=True, related_name="adresses"
    )
    ligne_1 = models.CharField("première ligne", max_length=38)
    ligne_2 = models.CharField("deuxième ligne", max_length=38, blank=True)
    ligne_3 = models.CharField("troisième ligne", max_length=38, blank=True, default="")
    ligne_4 = models.CharField("quatrième ligne", max_length=38, blank=True, default="")
    code_postal = models.CharField("code postal", max_length=12, blank=True)
    commune = models.CharField("commune", max_length=50)
    pays = models.CharField("pays", max_length=2, default="FR", help_text="code ISO à 2 lettres")
    normalisee = models.BooleanField("reconnue par le service d’adresses", default=True)
    emmenagement_le = models.DateField("emménagement le", null=True, blank=True)
    effet_le = models.DateTimeField("depuis")
    fin_le = models.DateTimeField("jusqu’à", null=True, blank=True)
    cause = models.CharField("origine", max_length=60, blank=True)

    objects = DuDossierQuerySet.as_manager()

    class Meta:
        verbose_name = "adresse"
        ordering = ("-effet_le", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("assure",), condition=Q(fin_le=None, beneficiaire=None), name="une_adresse_courante"
            ),
            models.UniqueConstraint(
                fields=("beneficiaire",), condition=Q(fin_le=None), name="une_adresse_distincte_courante"
            ),
        )

    def __str__(self) -> str:
        return f"{self.code_postal} {self.commune}".strip()

    @property
    def lignes(self) -> list[str]:
        """As on the envelope, without the name above nor the country below."""
        ville = f"{self.code_postal} {self.commune.upper()}".strip()
        return [ligne for ligne in (self.ligne_1, self.ligne_2, self.ligne_3, self.ligne_4, ville) if ligne]

    @property
    def nom_du_pays(self) -> str:
        """In French; empty in France."""
        return "" if self.pays == FRANCE else nom_du_pays(self.pays)


class CoordonneesBancaires(models.Model):
    """The account on which the caisse pays. The full IBAN is never shown again, even to agents (chapter 6 § 8)."""

    class Origine(models.TextChoices):
        WEB = "WEB", "compte en ligne"
        AGENT = "AGENT", "agent"
        PAPIER = "PAPIER", "papier"

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="coordonnees_bancaires")
    civilite = models.CharField("civilité", max_length=20)
    titulaire = models.CharField("titulaire", max_length=80)
    second_titulaire = models.CharField("second titulaire", max_length=80, blank=True)
    iban = ChampChiffre("IBAN")
    iban_empreinte = ChampEmpreinte(db_index=True, editable=False, refaire=lambda une: empreinte("iban", une.iban))
    bic = models.CharField("BIC", max_length=11, blank=True)
    banque = models.CharField("banque", max_length=60, blank=True)
    demande_le = models.DateTimeField("demandé le")
    effet_le = models.DateTimeField("enregistré le")
    fin_le = models.DateTimeField("remplacé le", null=True, blank=True)
    premier_paiement_le = models.DateTimeField(
        "premier versement à partir du", null=True, blank=True, help_text="empty: at once"
    )
    origine = models.CharField("canal", max_length=8, choices=Origine.choices)
    cause = models.CharField("démarche", max_length=60, blank=True)

    objects = DuDossierQuerySet.as_manager()

    class Meta:
        verbose_name = "coordonnées bancaires"
        verbose_name_plural = "coordonnées bancaires"
        ordering = ("-effet_le", "-id")
        constraints = (
            models.UniqueConstraint(fields=("assure",), condition=Q(fin_le=None), name="un_compte_bancaire_courant"),
        )

    def __str__(self) -> str:
        return self.iban_masque

    def save(self, *args, **kwargs) -> None:
        self.iban_empreinte = empreinte("iban", self.iban)
        super().save(*args, **kwargs)

    @property
    def iban_masque(self) -> str:
        return masquer_iban(self.iban)

    def en_vigueur(self, le: datetime) -> bool:
        return self.effet_le <= le and (self.fin_le is None or le < self.fin_le)


class ModificationEnCours(models.Model):
    """A change that was asked for and has not taken effect. Written by the floor that treats it, shown in « Mes informations ».

    `sujet` names what will change ("coordonnees_bancaires", "adresse"); `reference` is the démarche.
    """

    assure = models.ForeignKey(Assure, on_delete=models.CASCADE, related_name="modifications_en_cours")
    sujet = models.CharField(max_length=40)
    reference = models.CharField("démarche", max_length=40)
    apercu = models.CharField("nouvelle valeur, masquée", max_length=80, blank=True)
    depuis = models.DateTimeField("demandée le")
    jusqu_a = models.DateTimeField("effet prévu le", null=True, blank=True)

    objects = DuDossierQuerySet.as_manager()

    class Meta:
        verbose_name = "modification en cours"
        verbose_name_plural = "modifications en cours"
        ordering = ("depuis", "id")
        constraints = (
            models.UniqueConstraint(fields=("assure", "sujet", "reference"), name="une_annonce_par_demarche"),
        )
