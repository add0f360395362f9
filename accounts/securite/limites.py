"""Count tries and close the door for a while. In PostgreSQL: neither a lost cache nor a burst of parallel tries opens it.

A try is taken before it is judged, so that a thousand at once count as a thousand. Keys are fingerprints: a number
without account has the same limits as one that has. Figures and reasons are in settings.LIMITES.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from accounts.models import Essais
from ameli.noyau.horloge import temps_reel

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
RETURNING bloque_jusqu_a
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

    Without `permis`, `jusqu_a` is always there.
    """

    permis: bool
    jusqu_a: datetime | None


def limite(nom: str) -> Limite:
    """The limit `nom` of settings.LIMITES. Raises KeyError."""
    return Limite(**settings.LIMITES[nom])


def prendre(nom: str, sujet: str) -> Prise:
    """Take one try of `sujet` (a fingerprint) under the limit `nom`. One query when it is granted, two when it is not."""
    regle, le, cle = limite(nom), temps_reel(), f"{nom}:{sujet}"
    with connection.cursor() as curseur:
        curseur.execute(
            PRENDRE,
            {"cle": cle, "le": le, "debut": le - regle.fenetre, "fin": le + regle.blocage, "essais": regle.essais},
        )
        ligne = curseur.fetchone()
    if ligne is not None:
        return Prise(True, ligne[0])
    return Prise(False, Essais.objects.filter(cle=cle).values_list("bloque_jusqu_a", flat=True).get())


def en_cours(nom: str, sujet: str) -> datetime | None:
    """Until when `sujet` is shut out, or None. Takes nothing."""
    return (
        Essais.objects.filter(cle=f"{nom}:{sujet}", bloque_jusqu_a__gt=temps_reel())
        .values_list("bloque_jusqu_a", flat=True)
        .first()
    )


def a_la_minute(jusqu_a: datetime) -> datetime:
    """Rounded up, so that the minute shown is one at which the door is open."""
    return (jusqu_a + timedelta(seconds=59)).replace(second=0, microsecond=0)


def oublier(nom: str, sujet: str) -> None:
    """A success: the count starts again from nothing."""
    Essais.objects.filter(cle=f"{nom}:{sujet}").delete()


def oublier_tout(nom: str, sujet: str) -> None:
    """The same for every device of `sujet`: whoever chose a new password starts again from nothing, wherever they are."""
    Essais.objects.filter(cle__startswith=f"{nom}:{sujet}").delete()


def rendre(nom: str, sujet: str) -> None:
    """A success that proves nothing for others behind the same address: give this one try back."""
    with connection.cursor() as curseur:
        curseur.execute(
            "UPDATE accounts_essais SET nombre = greatest(nombre - 1, 0), bloque_jusqu_a = NULL WHERE cle = %s",
            [f"{nom}:{sujet}"],
        )


def purger() -> int:
    """Drop counters that no limit can still need; how many."""
    plus_long = max(limite(nom).fenetre + limite(nom).blocage for nom in settings.LIMITES)
    return Essais.objects.filter(depuis__lt=temps_reel() - plus_long).delete()[0]
