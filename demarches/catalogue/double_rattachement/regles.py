"""Chapter 14: which children may be asked for, when again, how long it takes. Pure: each is given its day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ameli.noyau import formats
from ameli.noyau.calendrier import anniversaire, jours, ouvres

AGE = 16  # catalogue, 2023: under 16, on the day of the deposit
MAJORITE = 18
ESPACEMENT = jours(15)  # catalogue, 2023: to the same hour, whatever the clocks do
REPONSE = ouvres(15)  # hypothesis: 7 to 15 working days
AVIS = jours(10)  # hypothesis: before the decision, for the second parent to say that it is not planned
AUTRE_REGIME = jours(42)  # hypothesis: another scheme answers in 4 to 6 weeks
NUMERO_ATTENDU = timedelta(days=35)  # after the birth: 5 days of the town hall, then 2 to 4 weeks

DEJA = "Déjà sur la carte Vitale de ses deux parents."
DEMANDE = "Une demande est déjà en cours."
PAS_REFERENT = "Vous n’êtes pas son parent référent."
A_SON_NOM = "16 ans ou plus\N{NO-BREAK SPACE}: sa carte Vitale est à son nom."
PROVISOIRE = "Son numéro de Sécurité sociale est provisoire. Revenez quand il sera définitif."


@dataclass(frozen=True)
class Enfant:
    """What decides whether a child may be chosen."""

    naissance: date
    referent: bool = True
    partage: bool = False
    demande: bool = False
    sans_numero: bool = False
    provisoire: bool = False


def pourquoi_pas(enfant: Enfant, jour: date) -> str:
    """Why this child cannot be chosen on that day, in a French sentence; empty when they can."""
    if not enfant.referent:
        return PAS_REFERENT
    if enfant.partage:
        return DEJA
    if anniversaire(enfant.naissance, AGE) <= jour:
        return A_SON_NOM
    if enfant.demande:
        return DEMANDE
    if enfant.sans_numero:
        return numero_attendu(enfant.naissance, jour)
    return PROVISOIRE if enfant.provisoire else ""


def numero_attendu(naissance: date, jour: date) -> str:
    """When the number of a newborn should be there."""
    attendu = naissance + NUMERO_ATTENDU
    if attendu <= jour:
        return "Son numéro de Sécurité sociale est toujours attendu. Votre caisse s’en occupe."
    return f"Son numéro de Sécurité sociale est attendu vers le {formats.jour(attendu)}."


def de_nouveau_le(depot: datetime) -> datetime:
    """When another request may be sent, after one of `depot`: the minute counts, not the second."""
    return ESPACEMENT.apres(depot.replace(second=0, microsecond=0))


def dernier_jour(naissance: date) -> date:
    """The last day of both attachments: the one before the child is 18."""
    return anniversaire(naissance, MAJORITE) - timedelta(days=1)
