"""Count tries and close the door for a while. In PostgreSQL: neither a lost cache nor a burst of parallel tries opens it.

A try is taken before it is judged, so that a thousand at once count as a thousand. Keys are fingerprints: a number
without account has the same limits as one that has. Figures and reasons are in settings.LIMITES, who can fill each limit
and what stays open in `accounts.securite.portes`.

Times are the domain's: outside the sandbox they are those of the wall, in it a jump of the practice clock frees what its
time has passed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from accounts.models import Essais
from ameli.noyau.horloge import maintenant

PRENDRE = """
INSERT INTO accounts_essais AS e (cle, nombre, depuis, bloque_jusqu_a) VALUES (%(cle)s, 1, %(le)s, NULL)
ON CONFLICT (cle) DO UPDATE SET
    nombre = CASE WHEN e.depuis <= %(debut)s OR e.bloque_jusqu_a IS NOT NULL THEN 1 ELSE e.nombre + 1 END,
    depuis = CASE WHEN e.depuis <= %(debut)s OR e.bloque_jusqu_a IS NOT NULL THEN %(le)s ELSE e.depuis END,
    bloque_jusqu_a = CASE
        WHEN e.depuis <= %(debut)s OR e.bloque_jusqu_a IS NOT NULL THEN NULL
        WHEN e.nombre + 1 >= %(essais)s THEN %(fin)s
    END
WHERE e.bloque_jusqu_a IS NULL OR e.bloque_jusqu_a <= %(le)s
RETURNING bloque_jusqu_a, nombre
"""


@dataclass(frozen=True)
class Limite:
    """`essais` (two or more) within `fenetre`, then nothing for `blocage`."""

    essais: int
    fenetre: timedelta
    blocage: timedelta


@dataclass(frozen=True)
class Prise:
    """What a try was granted. `jusqu_a` with `permis`: it is the last one, a failure closes until then.

    Without `permis`, `jusqu_a` is always there. `nombre` is the rank of the try in its window, from 1.
    """

    permis: bool
    jusqu_a: datetime | None
    nombre: int = 0


def limite(nom: str) -> Limite:
    """The limit `nom` of settings.LIMITES. Raises KeyError."""
    return Limite(**settings.LIMITES[nom])


def prendre(nom: str, sujet: str) -> Prise:
    """Take one try of `sujet` (a fingerprint) under the limit `nom`. One query when it is granted, two when it is not."""
    regle, le, cle = limite(nom), maintenant(), f"{nom}:{sujet}"
    with connection.cursor() as curseur:
        curseur.execute(
            PRENDRE,
            {"cle": cle, "le": le, "debut": le - regle.fenetre, "fin": le + regle.blocage, "essais": regle.essais},
        )
        ligne = curseur.fetchone()
    if ligne is not None:
        return Prise(True, *ligne)
    return Prise(False, Essais.objects.filter(cle=cle).values_list("bloque_jusqu_a", flat=True).get())


@dataclass
class Passage:
    """Tries taken together under several limits. `refus`: the one that is closed, until when; then nothing is taken."""

    sujets: dict[str, str]
    prises: dict[str, Prise] = field(default_factory=dict)
    refus: tuple[str, datetime] | None = None

    def arret(self, *noms: str) -> tuple[str, datetime] | None:
        """The first of `noms` that this try closes if it fails: its name, and until when. None when tries are left."""
        fins = ((nom, self.prises[nom].jusqu_a) for nom in noms if nom in self.prises)
        return next(((nom, fin) for nom, fin in fins if fin is not None), None)

    def rendre(self) -> None:
        """Every try, of a success or of what was not judged."""
        for nom in self.prises:
            rendre(nom, self.sujets[nom])


def passer(sujets: dict[str, str]) -> Passage:
    """Take one try under each limit of `sujets` (its name, then the subject), in this order."""
    passage = Passage(sujets)
    for nom, sujet in sujets.items():
        prise = prendre(nom, sujet)
        if not prise.permis and prise.jusqu_a is not None:
            passage.rendre()
            return Passage(sujets, refus=(nom, prise.jusqu_a))
        passage.prises[nom] = prise
    return passage


def en_cours(nom: str, sujet: str) -> datetime | None:
    """Until when `sujet` is shut out, or None. Takes nothing."""
    return (
        Essais.objects.filter(cle=f"{nom}:{sujet}", bloque_jusqu_a__gt=maintenant())
        .values_list("bloque_jusqu_a", flat=True)
        .first()
    )


def fermees(essais: Iterable[tuple[str, str]]) -> set[str]:
    """Which of these limits (name, subject) are closed now. One query, takes nothing."""
    cles = {f"{nom}:{sujet}": nom for nom, sujet in essais}
    closes = Essais.objects.filter(cle__in=cles, bloque_jusqu_a__gt=maintenant()).values_list("cle", flat=True)
    return {cles[cle] for cle in closes.order_by("cle")}


def a_la_minute(jusqu_a: datetime) -> datetime:
    """Rounded up, so that the minute shown is one at which the door is open."""
    return (jusqu_a + timedelta(seconds=59)).replace(second=0, microsecond=0)


def oublier(nom: str, sujet: str) -> None:
    """A success: the count starts again from nothing."""
    Essais.objects.filter(cle=f"{nom}:{sujet}").delete()


def oublier_tout(nom: str, sujet: str) -> None:
    """The same at every place of `sujet`: whoever chose a new password starts again from nothing, wherever they are."""
    Essais.objects.filter(cle__startswith=f"{nom}:{sujet}").delete()


def rendre(nom: str, sujet: str) -> None:
    """A try that was no failure, or that was not judged: give this one back."""
    with connection.cursor() as curseur:
        curseur.execute(
            "UPDATE accounts_essais SET nombre = greatest(nombre - 1, 0), bloque_jusqu_a = NULL WHERE cle = %s",
            [f"{nom}:{sujet}"],
        )


def purger() -> int:
    """Drop counters that no limit can still need; how many."""
    plus_long = max(limite(nom).fenetre + limite(nom).blocage for nom in settings.LIMITES)
    return Essais.objects.filter(depuis__lt=maintenant() - plus_long).delete()[0]
