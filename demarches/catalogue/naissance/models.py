"""What this room keeps of a declared child, from the deposit until the child has a number."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models

from accounts.models import Beneficiaire
from demarches.moteur.models import ChampJsonChiffre, Demarche, DUneDemarcheQuerySet


class EnfantDeclare(models.Model):
    """One child of one declaration: what the parent says (`identite`), what the civil register answered (`etat_civil`).

    A record of its own: it is joined to nobody whom another file knows before an agent has read the act (chapter 13, edge
    case 6). `rattachement` is the child in the parent's file, from the day after the deposit on. Both contents go when the
    démarche ends: the registry then holds what is true.
    """

    class Etat(models.TextChoices):
        ATTENDU = "ATTENDU", "attendu à l’état civil"
        RETROUVE = "RETROUVE", "retrouvé à l’état civil"
        A_VERIFIER = "A_VERIFIER", "à vérifier"
        NUMEROTE = "NUMEROTE", "numéro attribué"
        SILENCE = "SILENCE", "plus aucun message"

    FINIS: ClassVar = (Etat.NUMEROTE, Etat.SILENCE)

    demarche = models.ForeignKey(Demarche, on_delete=models.CASCADE, related_name="enfants_declares")
    place = models.CharField("place dans les réponses", max_length=60)
    rattachement = models.OneToOneField(Beneficiaire, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    etat = models.CharField("état", max_length=10, choices=Etat.choices, default=Etat.ATTENDU)
    identite = ChampJsonChiffre("identité déclarée", default=dict)
    etat_civil = ChampJsonChiffre("réponse de l’état civil", default=dict)

    objects = DUneDemarcheQuerySet.as_manager()

    class Meta:
        verbose_name = "enfant déclaré"
        verbose_name_plural = "enfants déclarés"
        ordering = ("demarche", "id")
        constraints: ClassVar = [models.UniqueConstraint(fields=("demarche", "place"), name="un_enfant_par_place")]

    def __str__(self) -> str:
        return f"{self.demarche_id} : {self.place}"

    @property
    def cle(self) -> str:
        """« k3f9 », its place in the list of the declaration."""
        return self.place.rpartition("/")[2]

    @property
    def naissance(self) -> date:
        return date.fromisoformat(self.identite["naissance"])

    @property
    def prenom(self) -> str:
        """The first given name: as the registry has it once it has, as it was declared before."""
        if self.rattachement is not None:
            return self.rattachement.personne.prenom
        return premier_prenom(self.identite.get("prenoms", ""))

    @property
    def fini(self) -> bool:
        return self.etat in self.FINIS

    def passer(self, etat: str, **contenus: Any) -> None:
        """Save its new state, with what comes along (`etat_civil=…`, `rattachement=…`)."""
        for nom, valeur in {"etat": etat, **contenus}.items():
            setattr(self, nom, valeur)
        self.save(update_fields=["etat", *contenus])


def premier_prenom(prenoms: str) -> str:
    """« Lou-Ann » of « Lou-Ann, Rose »: given names are parted by commas, or by spaces."""
    return prenoms.replace(",", " ").split(" ")[0]
