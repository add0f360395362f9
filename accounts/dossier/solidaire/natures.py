"""The natures of income (chapter 11 § 7): what they are called, who tells the caisse of them, over which period they are looked at. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Genre(Enum):
    """What the calculation does with an income, beside counting it."""

    ACTIVITE = "activite"  # cut by a share for whoever is out of work now
    CHOMAGE = "chomage"  # being out of work
    COURANT = "courant"
    MINIMUM = "minimum"  # an allowance cut by a fixed sum each month
    PATRIMOINE = "patrimoine"  # looked at over the year N-2
    VERSEE = "versee"  # paid by the person: taken away


@dataclass(frozen=True)
class Nature:
    """`recuperee`: the organisms tell it to the caisse, with a consent; the others are declared by the person."""

    code: str
    libelle: str
    genre: Genre = Genre.COURANT
    recuperee: bool = False


TOUTES = (
    Nature("salaire", "Salaire", Genre.ACTIVITE, recuperee=True),
    Nature("chomage", "Allocation de chômage", Genre.CHOMAGE, recuperee=True),
    Nature("ass", "Allocation de solidarité spécifique", Genre.CHOMAGE, recuperee=True),
    Nature("formation", "Rémunération de stage ou de formation", Genre.CHOMAGE, recuperee=True),
    Nature("ij", "Indemnités journalières", recuperee=True),
    Nature("retraite", "Retraite", recuperee=True),
    Nature("pension_invalidite", "Pension d’invalidité", recuperee=True),
    Nature("rente_at", "Rente d’accident du travail", recuperee=True),
    Nature("AAH", "Allocation aux adultes handicapés", Genre.MINIMUM, recuperee=True),
    Nature("ASPA", "Allocation de solidarité aux personnes âgées", Genre.MINIMUM, recuperee=True),
    Nature("ASI", "Allocation supplémentaire d’invalidité", Genre.MINIMUM, recuperee=True),
    Nature("famille", "Prestations familiales", recuperee=True),
    Nature("rsa", "RSA", recuperee=True),
    Nature("prime_activite", "Prime d’activité", recuperee=True),
    Nature("cej", "Allocation du contrat d’engagement jeune", recuperee=True),
    Nature("aeeh", "Allocation d’éducation de l’enfant handicapé", recuperee=True),
    Nature("pch", "Prestation de compensation du handicap", recuperee=True),
    Nature("apa", "Allocation personnalisée d’autonomie", recuperee=True),
    Nature("prime_naissance", "Prime à la naissance", recuperee=True),
    Nature("ars", "Allocation de rentrée scolaire", recuperee=True),
    Nature("pension_alimentaire", "Pension alimentaire reçue"),
    Nature("prestation_compensatoire", "Prestation compensatoire reçue"),
    Nature("bourse", "Bourse d’études"),
    Nature("bourse_criteres", "Bourse sur critères sociaux"),
    Nature("independant", "Revenus d’une activité indépendante (dernier avis d’imposition)"),
    Nature("ca_vente", "Chiffre d’affaires de vente (activité qui débute)"),
    Nature("ca_service", "Chiffre d’affaires de services (activité qui débute)"),
    Nature("ca_liberal", "Recettes d’activité libérale (activité qui débute)"),
    Nature("loyers", "Loyers reçus", Genre.PATRIMOINE),
    Nature("interets", "Intérêts et revenus de placements", Genre.PATRIMOINE),
    Nature("etranger", "Revenus reçus à l’étranger"),
    Nature("gain", "Gain exceptionnel"),
    Nature("aide_proche", "Aide d’un proche"),
    Nature("don", "Don, aide d’une association"),
    Nature("autre", "Autre ressource"),
    Nature("pension_versee", "Pension alimentaire que vous versez", Genre.VERSEE),
)  # fmt: skip

NATURES = {nature.code: nature for nature in TOUTES}
A_DECLARER = tuple(nature for nature in TOUTES if not nature.recuperee)
A_LA_MAIN = tuple(nature for nature in TOUTES if nature.code in ("salaire", "chomage", "retraite", "famille"))
