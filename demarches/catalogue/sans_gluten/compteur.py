"""How much of a month is taken for a person: pending and paid, whoever asked. Read under the lock of (person, month) before it is changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum

from accounts.models import Assure, Personne
from demarches.catalogue.sans_gluten.models import DemandeSansGluten
from demarches.moteur.models import Demarche
from paiements.calcul.mots import ZERO
from paiements.calcul.sans_gluten import plafond

POURQUOI = "the month is the person's, whichever file asks: only its total is told"


@dataclass(frozen=True)
class Jauge:
    """A month of a person, in euros. `compte` counts everybody's requests, `nombre` those of this file."""

    plafond: Decimal
    compte: Decimal
    nombre: int = 0

    @property
    def reste(self) -> Decimal:
        return max(ZERO, self.plafond - self.compte)


def lire(personne: Personne, mois: date, *, pour: Assure, sauf: Demarche | int | None = None) -> Jauge:
    """The month as `pour` may read it; `sauf` is a démarche that does not count (the one being corrected, or paid). Two queries at most."""
    toutes = DemandeSansGluten.objects.systeme(POURQUOI).filter(personne=personne, mois=mois)
    if sauf is not None:
        toutes = toutes.exclude(demarche=sauf, demarche__isnull=False)
    somme = toutes.aggregate(total=Sum("compte"))["total"] or ZERO
    nombre = toutes.filter(assure=pour, compte__gt=0).aggregate(n=Count("pk"))["n"]
    return Jauge(plafond(personne.date_naissance, mois), somme, nombre)
