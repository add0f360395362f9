"""What somebody asks the caisse to look at again: it is talked about in a thread of the messagerie until it is concluded."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Assure, Fil
from accounts.models.identifiants import identifiant_public
from accounts.models.perimetres import DuDossierQuerySet
from paiements.models.creance import LigneCreance
from paiements.models.prestation import Prestation

CONCLU_OU_PAS = Q(conclusion="", conclu_le=None) | (~Q(conclusion="") & Q(conclu_le__isnull=False))


class Dossier(models.Model):
    """What every case has. `conclusion` is empty until an agent decides."""

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="+")
    fil = models.OneToOneField(Fil, on_delete=models.PROTECT, related_name="+")
    ouvert_le = models.DateTimeField("reçu le")
    conclu_le = models.DateTimeField("conclu le", null=True, blank=True)

    objects = DuDossierQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("conclu_le", "ouvert_le", "id")

    def __str__(self) -> str:
        return self.public_id

    @property
    def etat(self) -> str:
        """Where it stands, for the person; `fil` must be loaded."""
        if self.conclu_le is not None:
            return self.get_conclusion_display()
        if self.fil.reponse_prevue_le is None:
            return "Votre caisse vous a écrit"
        return "Étudié par un agent" if self.fil.pris_par_id else "Reçu par votre caisse"


class Signalement(Dossier):
    """« Je ne reconnais pas ce soin »: one case for a line of a payment, never two."""

    class Motif(models.TextChoices):
        INCONNU = "inconnu", "Je ne connais pas ce professionnel"
        ABSENT = "absent", "Je n’ai pas reçu ce soin"
        MONTANT = "montant", "Le montant n’est pas le bon"
        DATE = "date", "La date n’est pas la bonne"
        DOUBLON = "doublon", "Ce soin est compté deux fois"

    class Conclusion(models.TextChoices):
        CONFIRME = "CONFIRME", "Le soin est confirmé"
        CORRIGE = "CORRIGE", "Le paiement sera corrigé"
        CONTROLE = "CONTROLE", "Le professionnel sera contrôlé"

    prestation = models.OneToOneField(Prestation, on_delete=models.PROTECT, related_name="signalement")
    motif = models.CharField("motif", max_length=8, choices=Motif.choices)
    conclusion = models.CharField("conclusion", max_length=8, choices=Conclusion.choices, blank=True)

    class Meta(Dossier.Meta):
        verbose_name = "soin signalé"
        verbose_name_plural = "soins signalés"
        constraints = (models.CheckConstraint(condition=CONCLU_OU_PAS, name="un_signalement_conclu_a_une_date"),)


class Contestation(Dossier):
    """« Contester cette ligne » of a debt: once, and whether it suspends is for `creances.regles.RECOURS`."""

    class Motif(models.TextChoices):
        PAYEE = "payee", "J’ai déjà payé cette somme"
        EXONERE = "exonere", "Je ne devais rien payer pour ces soins"
        MONTANT = "montant", "Le montant n’est pas le bon"
        INCONNUE = "inconnue", "Je ne reconnais pas cette dette"
        AUTRE = "autre", "Une autre raison"

    class Conclusion(models.TextChoices):
        ANNULEE = "ANNULEE", "La ligne est annulée"
        MAINTENUE = "MAINTENU", "La ligne est maintenue"

    ligne = models.OneToOneField(LigneCreance, on_delete=models.PROTECT, related_name="contestation")
    motif = models.CharField("motif", max_length=8, choices=Motif.choices)
    conclusion = models.CharField("conclusion", max_length=8, choices=Conclusion.choices, blank=True)

    class Meta(Dossier.Meta):
        verbose_name = "ligne contestée"
        verbose_name_plural = "lignes contestées"
        constraints = (models.CheckConstraint(condition=CONCLU_OU_PAS, name="une_contestation_conclue_a_une_date"),)
