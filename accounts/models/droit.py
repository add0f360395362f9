"""What lives after a decision: a right that somebody has from a day on, until a day, or until somebody ends it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models

from accounts.models.dossier import Assure
from accounts.models.identifiants import identifiant_public
from accounts.models.perimetres import DuDossierQuerySet
from accounts.models.personne import Personne
from ameli.noyau.calendrier import jour_de


class Droit(models.Model):
    """One right of one person of a file. Written by `accounts.dossier.droits` alone, which journals and reminds.

    A kind of right adds what it is about, and two words: `code` ("procuration") and `de_quoi` ("de la procuration"), which
    ends the sentences of the journal. `au` is its last day, in Paris; `motif` is the code of the reason why it was
    suspended or ended. Rows without `clos_le` are unique where the kind says so.
    """

    code: ClassVar[str]
    de_quoi: ClassVar[str]

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="+")
    personne = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="+")
    du = models.DateField("du")
    au = models.DateField("au", null=True, blank=True)
    cause = models.CharField("démarche", max_length=60, blank=True)
    suspendu_le = models.DateTimeField("suspendu le", null=True, blank=True)
    clos_le = models.DateTimeField("clos le", null=True, blank=True)
    clos_par = models.CharField("clos par", max_length=80, blank=True)
    motif = models.CharField("motif", max_length=30, blank=True)

    objects = DuDossierQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("-du", "-id")

    def __str__(self) -> str:
        return self.public_id

    @property
    def objet(self) -> str:
        """How the journal and the due dates name it."""
        return f"{self.code}:{self.public_id}"

    @property
    def cause_lisible(self) -> str:
        """The démarche that gave it, as the person of its file may read it: nothing when somebody else asked for it."""
        return self.cause

    def ouvert(self, le: datetime) -> bool:
        """True from its first day until the end of its last one, unless it is suspended or was ended before."""
        jour = jour_de(le)
        if self.suspendu_le is not None or (self.clos_le is not None and self.clos_le <= le):
            return False
        return self.du <= jour and (self.au is None or jour <= self.au)
