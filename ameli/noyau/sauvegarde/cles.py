"""Are the keys of this process those of this database? Asked of the values themselves, so that nothing more has to be kept.

A wrong fingerprint key breaks nothing at once: everybody would only be unknown, and could be registered a second time.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.db.models import F, Func, Min

from ameli.noyau.chiffrement import ChampChiffre, DechiffrementImpossible, empreinte
from ameli.noyau.rotation import champs_chiffres

AUTRE_EMPREINTE = "AMELI_CLE_EMPREINTE n’est pas la clé de cette base"
AUTRE_CLE = "AMELI_CLES_CHIFFREMENT n’ouvre pas cette base"


@dataclass(frozen=True)
class Retrouvable:
    """An encrypted column and the fingerprint beside it, of the usage `usage` (`chiffrement.empreinte`)."""

    modele: str
    champ: str
    usage: str


RETROUVABLES: list[Retrouvable] = []


def declarer(modele: str, champ: str, usage: str) -> None:
    """`champ` of `modele` ("accounts.Personne") has its fingerprint in the column `<champ>_empreinte`."""
    RETROUVABLES.append(Retrouvable(modele, champ, usage))


def fautes() -> list[str]:
    """French sentences, none when the first value of each declared column opens and has its fingerprint. Some quick queries."""
    return sorted({faute for un in RETROUVABLES if (faute := _essayer(un))})


def toutes_les_fautes() -> list[str]:
    """The same, and one value of each key in each encrypted column. Reads these columns whole."""
    return sorted({*fautes(), *(faute for champ in champs_chiffres() for faute in _essayer_la_colonne(champ))})


def _essayer(un: Retrouvable) -> str:
    lignes = apps.get_model(un.modele)._base_manager.only(un.champ, f"{un.champ}_empreinte")
    try:
        ligne = lignes.filter(**{f"{un.champ}__isnull": False}).order_by("pk").first()
    except DechiffrementImpossible as panne:
        return f"{AUTRE_CLE} : {panne}"
    if ligne is None or empreinte(un.usage, getattr(ligne, un.champ)).vaut(getattr(ligne, f"{un.champ}_empreinte")):
        return ""
    return AUTRE_EMPREINTE


def _essayer_la_colonne(champ: ChampChiffre) -> list[str]:
    """One query for the keys that wrote in it, one for each of them."""
    lignes, octets = champ.model._base_manager, models.BinaryField()
    ecrites = lignes.annotate(_taille=Func(F(champ.name), function="octet_length", output_field=models.IntegerField()))
    cle = Func(
        F(champ.name),
        template="substring(%(expressions)s FROM 1 FOR 1 + get_byte(%(expressions)s, 0))",
        output_field=octets,
    )
    premieres = (
        ecrites.filter(_taille__gt=0).annotate(_cle=cle).order_by("_cle").values_list("_cle").annotate(Min("pk"))
    )
    trouvees = []
    for _, pk in premieres:
        try:
            lignes.filter(pk=pk).values_list(champ.name, flat=True).first()
        except DechiffrementImpossible as panne:
            trouvees.append(f"{AUTRE_CLE} : {panne}")
    return trouvees
