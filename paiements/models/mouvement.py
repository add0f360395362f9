"""Money that an agent wants to move for somebody, and who agreed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Agent, Assure
from accounts.models.identifiants import identifiant_public
from accounts.models.perimetres import DuDossierQuerySet
from ameli.noyau.chiffrement import ChampJsonChiffre
from paiements.models.creance import Avis, EcartCreance
from paiements.models.dossier import Contestation
from paiements.models.paiement import Paiement


class Mouvement(models.Model):
    """A notice to issue, a sum to give back, a contested line to give up. Above `settings.MONTANT_A_DEUX` in a day it waits for a second, different agent.

    `contenu` is what the first one wrote: `nature`, `cause` and `lignes` of a notice; `texte` for the person otherwise, and
    `vu`, the last message that was read, for a line to give up.
    """

    class Genre(models.TextChoices):
        AVIS = "AVIS", "avis de sommes à payer"
        RENDU = "RENDU", "somme à rendre"
        REMISE = "REMISE", "ligne contestée à annuler"

    class Etat(models.TextChoices):
        ATTEND = "ATTEND", "attend un second agent"
        FAIT = "FAIT", "fait"
        ECARTE = "ECARTE", "écarté"

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="mouvements")
    genre = models.CharField("nature", max_length=6, choices=Genre.choices)
    montant = models.DecimalField("montant", max_digits=8, decimal_places=2)
    contenu = ChampJsonChiffre("contenu")
    etat = models.CharField("état", max_length=6, choices=Etat.choices, default=Etat.ATTEND)
    propose_par = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+", verbose_name="proposé par")
    propose_le = models.DateTimeField("proposé le")
    decide_par = models.ForeignKey(
        Agent, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="décidé par"
    )
    decide_le = models.DateTimeField("décidé le", null=True, blank=True)
    ecart = models.ForeignKey(EcartCreance, on_delete=models.PROTECT, null=True, blank=True, related_name="mouvements")
    contestation = models.ForeignKey(
        Contestation, on_delete=models.PROTECT, null=True, blank=True, related_name="mouvements"
    )
    avis = models.OneToOneField(Avis, on_delete=models.PROTECT, null=True, blank=True, related_name="mouvement")
    paiement = models.OneToOneField(Paiement, on_delete=models.PROTECT, null=True, blank=True, related_name="mouvement")

    objects = DuDossierQuerySet.as_manager()

    class Meta:
        verbose_name = "mouvement d’argent"
        verbose_name_plural = "mouvements d’argent"
        ordering = ("decide_le", "propose_le", "id")
        constraints = (
            models.CheckConstraint(condition=Q(montant__gt=0), name="un_mouvement_bouge_quelque_chose"),
            models.CheckConstraint(
                condition=Q(etat="ATTEND", decide_le=None) | (~Q(etat="ATTEND") & Q(decide_le__isnull=False)),
                name="un_mouvement_decide_a_une_date",
            ),
            models.UniqueConstraint(
                fields=("ecart",), condition=~Q(etat="ECARTE") & Q(ecart__isnull=False), name="un_ecart_rendu_une_fois"
            ),
            models.UniqueConstraint(
                fields=("contestation",),
                condition=~Q(etat="ECARTE") & Q(contestation__isnull=False),
                name="une_ligne_annulee_une_fois",
            ),
        )

    def __str__(self) -> str:
        return self.public_id

    @property
    def objet(self) -> str:
        return f"mouvement:{self.public_id}"
