"""The secure mailbox: threads between a person and their caisse, receipts and what is attached included."""

from __future__ import annotations

from datetime import date

from django.db import models

from accounts.models.caisse import Caisse
from accounts.models.compte import Agent
from accounts.models.dossier import Assure
from accounts.models.identifiants import identifiant_public
from accounts.models.perimetres import DuDossierQuerySet, MessageQuerySet, PieceJointeQuerySet
from ameli.noyau.chiffrement import ChampChiffre
from ameli.noyau.televersement.modeles import FichierRecu

DEMARCHE, PAIEMENT = "demarche", "paiement"
AUTOMATIQUES = {DEMARCHE: "Mes démarches", PAIEMENT: "Mes paiements"}  # threads that nobody opens by hand


class Fil(models.Model):
    """A thread: one per démarche (what the caisse writes by itself), or one per question of the person.

    `sujet` holds neither number nor health detail; what the person typed is in `sujet_saisi`, encrypted, and stays in
    the mailbox. `reponse_prevue_le` is the day, Paris, by which the caisse promised to answer: empty when it owes nothing.
    """

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="fils")
    theme = models.CharField("thème", max_length=30, default=DEMARCHE)
    sujet = models.CharField("sujet", max_length=120)
    sujet_saisi = ChampChiffre("sujet donné par la personne", blank=True, default="")
    demarche_reference = models.CharField("démarche", max_length=20, blank=True, db_index=True)
    cree_le = models.DateTimeField("créé le")
    dernier_le = models.DateTimeField("dernier message le")
    archive_le = models.DateTimeField("archivé le", null=True, blank=True)
    reponse_possible = models.BooleanField("réponse possible", default=False)
    reponse_prevue_le = models.DateField("réponse prévue au plus tard le", null=True, blank=True)
    pris_par = models.ForeignKey(
        Agent, on_delete=models.PROTECT, null=True, blank=True, related_name="fils", verbose_name="suivi par"
    )
    ferme_le = models.DateTimeField("clos le", null=True, blank=True)

    objects = DuDossierQuerySet.as_manager()

    class Meta:
        verbose_name = "conversation"
        verbose_name_plural = "messages des assurés"
        ordering = ("-dernier_le", "-id")
        indexes = (
            models.Index(fields=("assure", "-dernier_le", "-id"), name="fils_d_un_assure"),
            models.Index(
                fields=("reponse_prevue_le", "id"),
                condition=models.Q(reponse_prevue_le__isnull=False),
                name="fils_en_attente",
            ),
        )

    def __str__(self) -> str:
        return self.sujet

    @property
    def intitule(self) -> str:
        """What the two ends read: the words of the person when they gave some."""
        return self.sujet_saisi or self.sujet

    def en_retard(self, jour: date) -> bool:
        """On `jour`, the promised day is over."""
        return self.reponse_prevue_le is not None and self.reponse_prevue_le < jour


class Message(models.Model):
    """One message. `cle` makes it unique, however often its cause is replayed. `lu_le` is when the other end opened it."""

    class De(models.TextChoices):
        CAISSE = "CAISSE", "votre caisse"
        ASSURE = "ASSURE", "vous"

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    fil = models.ForeignKey(Fil, on_delete=models.PROTECT, related_name="messages")
    de = models.CharField("de", max_length=8, choices=De.choices)
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, null=True, blank=True, related_name="messages")
    sujet = models.CharField("sujet", max_length=120, blank=True)
    corps = ChampChiffre("texte")
    cle = models.CharField(max_length=120, unique=True)
    envoye_le = models.DateTimeField("envoyé le")
    lu_le = models.DateTimeField("lu le", null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        ordering = ("envoye_le", "id")
        indexes = (models.Index(fields=("fil",), condition=models.Q(lu_le=None), name="messages_non_lus"),)


class PieceJointe(FichierRecu):
    """A file that goes with a message, checked and encrypted."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="pieces")

    objects = PieceJointeQuerySet.as_manager()

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"
        ordering = ("id",)
        indexes = (
            models.Index(fields=("depose_le", "id"), condition=models.Q(controle="A_FAIRE"), name="jointes_a_verifier"),
        )


class NoteInterne(models.Model):
    """What an agent writes beside a thread for colleagues: facts, and why it was handed over. Never shown to the person by the site;
    who asks the caisse for what it knows of them is given it (docs/decisions/0060)."""

    fil = models.ForeignKey(Fil, on_delete=models.PROTECT, related_name="notes")
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+")
    texte = ChampChiffre("texte")
    ecrite_le = models.DateTimeField("écrite le")

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "note interne"
        verbose_name_plural = "notes internes"
        ordering = ("ecrite_le", "id")


class DelaiDeReponse(models.Model):
    """What one caisse promises for one theme from a day on, instead of the table of `accounts.messagerie.themes`."""

    caisse = models.ForeignKey(Caisse, on_delete=models.PROTECT, related_name="delais_de_reponse")
    theme = models.CharField("thème", max_length=30)
    jours_ouvres = models.PositiveSmallIntegerField("jours ouvrés")
    du = models.DateField("à partir du")

    class Meta:
        verbose_name = "délai de réponse"
        verbose_name_plural = "délais de réponse"
        ordering = ("caisse", "theme", "-du")
        constraints = (models.UniqueConstraint(fields=("caisse", "theme", "du"), name="un_delai_par_jour_d_effet"),)

    def __str__(self) -> str:
        return f"{self.theme} : {self.jours_ouvres}"
