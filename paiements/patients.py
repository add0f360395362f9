"""Whose care it is, as a file knows them: what protects them, and what was withheld from them already."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Sum

from accounts.dossier import complementaires
from accounts.dossier.solidaire.calcul import ALSACE_MOSELLE
from accounts.models import Assure, Exoneration, LiaisonComplementaire, Personne
from paiements.calcul.mots import ZERO, Genre, Protection
from paiements.calcul.patient import Patient, Periode
from paiements.calcul.retenues import Compteurs
from paiements.models import Retenue

Nature = Exoneration.Nature
PROTECTIONS = {
    Nature.ALD_30: Protection.ALD, Nature.ALD_31: Protection.ALD, Nature.ALD_32: Protection.ALD,
    Nature.MATERNITE: Protection.MATERNITE, Nature.INVALIDITE: Protection.INVALIDITE, Nature.AT_MP: Protection.AT_MP,
    Nature.NOUVEAU_NE: Protection.NOUVEAU_NE,
}  # fmt: skip


def lire(assure: Assure, personne: Personne) -> Patient:
    """What protects `personne` in this file, whenever. Two queries."""
    siennes = Exoneration.objects.de(assure).filter(personne=personne)
    protections = [Periode(PROTECTIONS[Nature(une.nature)], une.du, une.au, une.taux) for une in siennes]
    local = assure.caisse.departement in ALSACE_MOSELLE
    return Patient(personne.date_naissance, (*protections, *_solidaires(assure, personne)), regime_local=local)


def _solidaires(assure: Assure, personne: Personne) -> Iterator[Periode]:
    for une in complementaires.de_toujours(assure).get(personne.pk, []):
        if une.nature in LiaisonComplementaire.SOLIDAIRES and une.ecartee_le is None:
            yield Periode(Protection.C2S, une.du, une.au, par_la_caisse=une.organisme.caisse_id is not None)


def compteurs(assure: Assure, personne: Personne, annees: set[int]) -> Compteurs:
    """What this person has left to pay already for the care of these years, in this file. One query."""
    compte = Compteurs()
    siennes = (
        Retenue.objects.de(assure).filter(personne=personne, annee__in=annees, annulee=False, rendue_le=None).order_by()
    )
    for genre, le, somme in siennes.values_list("genre", "acte_le").annotate(Sum("montant")):
        _compter(compte, Genre(genre), le, somme or ZERO)
    return compte


def _compter(compte: Compteurs, genre: Genre, le: date, somme) -> None:
    """The ceiling of a day of the PF is for one professional: nobody abroad is one of those who were paid before."""
    compte.annees[le.year, genre.compteur] += somme
    if genre is not Genre.PF:
        compte.jours[le, genre, None] += somme
