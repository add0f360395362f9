"""A procuration, and each time that it served at a desk."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import Agent, Caisse
from accounts.models.droit import Droit
from accounts.models.identifiants import ALPHABET
from accounts.models.perimetres import DuDossierQuerySet
from ameli.noyau import chiffrement
from ameli.noyau.calendrier import jour_de
from ameli.noyau.chiffrement import ChampChiffre
from ameli.noyau.empreintes import ChampEmpreinte
from ameli.noyau.perimetre import PerimetreQuerySet
from demarches.catalogue.procuration import regles
from demarches.moteur.models import ChampJsonChiffre

SIGNES = 8


def tirer(nombre: int) -> str:
    """As many signs without look-alikes, in capitals."""
    return "".join(secrets.choice(ALPHABET) for _ in range(nombre)).upper()


def nouvelle_reference() -> str:
    """« P-7K3M-92QX »: 40 bits, easy to read over the phone; opens nothing without a name."""
    tirage = tirer(SIGNES)
    return f"P-{tirage[:4]}-{tirage[4:]}"


class ProcurationQuerySet(DuDossierQuerySet):
    """Those that a person gave; for agents, those of the files of their caisse."""

    def en_cours(self, le: datetime) -> Self:
        return self.filter(clos_le=None, suspendu_le=None, du__lte=jour_de(le), au__gte=jour_de(le))


class Procuration(Droit):
    """Somebody may act for the person at the desk, until the end of `au`; nothing online, no code, no money.

    `identite` is the mandataire (civilite, nom, prenom, naissance): it goes a year after the end, and the journal of uses keeps the
    reference. One on paper has no démarche: `cause` is then empty.
    """

    code, de_quoi = "procuration", "de la procuration"
    REVOQUEE, REMPLACEE, DECES = "revoquee", "remplacee", "deces"

    reference = models.CharField("référence", max_length=12, unique=True, default=nouvelle_reference, editable=False)
    code_verif = ChampChiffre("code de vérification")
    code_empreinte = ChampEmpreinte(
        db_index=True, editable=False, refaire=lambda une: empreinte_du_code(une.code_verif)
    )
    identite = ChampJsonChiffre("mandataire")
    objets = ChampJsonChiffre("démarches permises")

    objects = ProcurationQuerySet.as_manager()

    class Meta(Droit.Meta):
        abstract = False
        verbose_name = "procuration"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("assure",), condition=Q(clos_le=None), name="une_procuration_a_la_fois"
            ),
        ]  # fmt: skip

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.code_verif:
            self.code_verif = tirer(SIGNES)
        self.code_empreinte = empreinte_du_code(self.code_verif)
        super().save(*args, **kwargs)

    @property
    def mandataire(self) -> regles.Mandataire | None:
        """Who; None once that was erased."""
        if not self.identite:
            return None
        valeurs = dict(self.identite)
        return regles.Mandataire(**{**valeurs, "naissance": date.fromisoformat(valeurs["naissance"])})

    @property
    def periode(self) -> str:
        assert self.au is not None
        return regles.periode(self.du, self.au)

    @property
    def pour_quoi(self) -> str:
        return regles.en_mots(self.objets)

    @property
    def revoquee(self) -> bool:
        return self.clos_le is not None and self.motif in (self.REVOQUEE, self.REMPLACEE)

    def ouvert(self, le: datetime) -> bool:
        """It also ends on the day when the person dies."""
        deces = self.personne.date_deces
        return super().ouvert(le) and (deces is None or jour_de(le) < deces)


def empreinte_du_code(code: str) -> chiffrement.Empreinte:
    """What a typed code is looked up by."""
    return chiffrement.empreinte("code_de_procuration", code.upper())


class UsageQuerySet(PerimetreQuerySet):
    """Hang on a procuration."""

    def _de(self, assure: Any) -> Self:
        return self.filter(procuration__assure=assure)

    def _pour_agent(self, agent: Any) -> Self:
        return self.filter(procuration__assure__caisse_id=agent.caisse_id)


class UsageProcuration(models.Model):
    """Once at a desk: who was there, where, for which démarche (a code of `regles.OBJETS`). The identity document was seen."""

    procuration = models.ForeignKey(Procuration, on_delete=models.PROTECT, related_name="usages")
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+")
    caisse = models.ForeignKey(Caisse, on_delete=models.PROTECT, related_name="+", verbose_name="site")
    demarche = models.CharField("démarche", max_length=10)
    le = models.DateTimeField("le")

    objects = UsageQuerySet.as_manager()

    class Meta:
        verbose_name = "usage d’une procuration"
        verbose_name_plural = "usages de procurations"
        ordering = ("-le", "-id")

    def __str__(self) -> str:
        return f"{self.procuration_id} {self.demarche}"
