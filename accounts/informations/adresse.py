"""Where letters go: dated rows, each change with its author in the journal.

The people of a file live at one address, but for beneficiaries who have one of their own (an adult child, a child who
stayed behind). Nothing here touches another file: the other parent of a child keeps theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.dossier import evenements
from accounts.dossier.evenements import Evenement
from accounts.informations import cartes_europeennes
from accounts.models import Adresse, Assure, Beneficiaire, Caisse
from ameli.noyau.horloge import aujourdhui, maintenant
from ameli.noyau.journal import auteur, declarer_genre, journaliser

declarer_genre("adresse.remplacee", "{acteur} : adresse enregistrée")
CHANGE_DE_CAISSE = "dossier.change_de_caisse"
declarer_genre(CHANGE_DE_CAISSE, "{acteur} : dossier confié à une autre caisse")
LIGNES = ("ligne_1", "ligne_2", "ligne_3", "ligne_4")
CHAMPS = (*LIGNES, "code_postal", "commune", "pays", "normalisee", "emmenagement_le")


def actuelle(assure: Assure, le: datetime | None = None) -> Adresse | None:
    """The address of the insured person in force at `le` (now by default), or None."""
    return _en_vigueur(assure, le).filter(beneficiaire=None).first()


def actuelles(assure: Assure, le: datetime | None = None) -> tuple[Adresse | None, dict[int, Adresse]]:
    """In one query: the address of the file, and those of the beneficiaries who live elsewhere, by their id."""
    communes: list[Adresse] = []
    distinctes: dict[int, Adresse] = {}
    for ligne in _en_vigueur(assure, le):
        if ligne.beneficiaire_id is None:
            communes.append(ligne)
        else:
            distinctes.setdefault(ligne.beneficiaire_id, ligne)
    return (communes[0] if communes else None), distinctes


def _en_vigueur(assure: Assure, le: datetime | None) -> Any:
    le = le or maintenant()
    dates = Q(fin_le=None) | Q(fin_le__gt=le)
    return Adresse.objects.de(assure).filter(dates, effet_le__lte=le).order_by("-effet_le", "-id")


def remplacer(
    assure: Assure,
    *,
    ligne_1: str,
    code_postal: str,
    commune: str,
    effet: datetime,
    cause: str,
    ligne_2: str = "",
    ligne_3: str = "",
    ligne_4: str = "",
    pays: str = "FR",
    normalisee: bool = True,
    emmenagement_le: date | None = None,
    acteur: str = "horloge",
) -> Adresse:
    """Put the new address of the whole file at `effet` (aware, domain clock). The same `cause` twice is one change."""
    valeurs = {
        "ligne_1": ligne_1, "ligne_2": ligne_2, "ligne_3": ligne_3, "ligne_4": ligne_4, "code_postal": code_postal,
        "commune": commune, "pays": pays, "normalisee": normalisee, "emmenagement_le": emmenagement_le,
    }  # fmt: skip
    demenager(assure, valeurs, tous=True, effet=effet, cause=cause, acteur=acteur)
    return Adresse.objects.de(assure).filter(cause=cause, beneficiaire=None).order_by("-id")[0]


def demenager(
    assure: Assure,
    valeurs: Mapping[str, Any],
    *,
    effet: datetime,
    cause: str,
    tous: bool = False,
    avec_l_assure: bool = True,
    beneficiaires: Collection[Beneficiaire] = (),
    acteur: str = "horloge",
) -> None:
    """Some people of the file move to one address, whose `valeurs` are those of CHAMPS, at `effet`.

    With the insured person (`avec_l_assure`) the address of the file changes; `beneficiaires` follow, and the others
    keep the former one as their own (`tous`: everybody follows). Without, only `beneficiaires` get an address of their
    own. What was to be posted to the former address goes to the new one. The same `cause` twice is one change.
    """
    with transaction.atomic(), auteur(acteur, cause):
        Assure.objects.systeme("one change of address at a time").select_for_update(no_key=True).get(pk=assure.pk)
        if cause and Adresse.objects.de(assure).filter(cause=cause).exists():
            return
        commune, distinctes = actuelles(assure, effet)
        partants = {beneficiaire.pk for beneficiaire in beneficiaires}
        if avec_l_assure:
            restants = [] if tous or commune is None else _autres(assure, {*partants, *distinctes})
            _fermer(assure, effet, Q(beneficiaire=None) if not tous else Q())
            _fermer(assure, effet, Q(beneficiaire__in=partants))
            nouvelle = Adresse.objects.create(assure=assure, effet_le=effet, cause=cause, **valeurs)
            if effet <= maintenant():
                cartes_europeennes.adresser(assure, "\n".join(nouvelle.lignes))
            anciennes = {nom: getattr(commune, nom) for nom in CHAMPS} if commune else {}
            for beneficiaire in restants:
                Adresse.objects.create(
                    assure=assure, beneficiaire=beneficiaire, effet_le=effet, cause=cause, **anciennes
                )
        else:
            _fermer(assure, effet, Q(beneficiaire__in=partants))
            for beneficiaire in beneficiaires:
                Adresse.objects.create(assure=assure, beneficiaire=beneficiaire, effet_le=effet, cause=cause, **valeurs)
        journaliser("adresse.remplacee", acteur=acteur, assure_ref=assure.public_id, motif=cause)


def confier(assure: Assure, caisse: Caisse, *, cause: str, acteur: str = "horloge") -> None:
    """The file of `assure` goes to `caisse`. Given to the caisse that already holds it, nothing happens."""
    if assure.caisse_id == caisse.pk:
        return
    with transaction.atomic(), auteur(acteur, cause):
        Assure.objects.de(assure).update(caisse=caisse, affilie_le=aujourdhui())
        journaliser(
            CHANGE_DE_CAISSE, acteur=acteur, assure_ref=assure.public_id, motif=cause,
            donnees={"de": assure.caisse.code, "vers": caisse.code},
        )  # fmt: skip
        assure.caisse = caisse
        evenements.annoncer(Evenement.CAISSE_CHANGEE, assure, assure.personne, le=maintenant())


def _autres(assure: Assure, sauf: set[int]) -> list[Beneficiaire]:
    return list(Beneficiaire.objects.de(assure).exclude(pk__in=sauf).order_by("rang"))


def _fermer(assure: Assure, effet: datetime, lesquelles: Q) -> None:
    Adresse.objects.de(assure).filter(lesquelles, fin_le=None).update(fin_le=effet)
