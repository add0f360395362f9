"""A journey of several people: steps that repeat, with amounts and files in them, and a table of three months."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from ameli.noyau import formats
from ameli.noyau.calendrier import jours
from ameli.noyau.saisie.champs import ChampLigne, ChampMontant
from ameli.noyau.saisie.champs_dates import ChampDate
from demarches.models import Demarche
from demarches.moteur import registre, transitions
from demarches.moteur.declaration import (
    Apercu,
    Bannette,
    Contexte,
    Delai,
    Etape,
    Exemples,
    Groupe,
    Messages,
    Rubrique,
    Teleservice,
)
from demarches.moteur.fichiers_d_exemple import Fichier, piece
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.grilles import Grille
from demarches.moteur.lues import Reponses
from demarches.moteur.pieces_du_brouillon import ChampPiece, FormulaireDePieces


class Pays(FormulaireEtape):
    pays = forms.ChoiceField(label="Pays", choices=[("es", "Espagne"), ("it", "Italie")], widget=forms.RadioSelect)

    @dataclass(frozen=True)
    class Donnees:
        pays: str


class Voyageur(FormulaireEtape):
    prenom = ChampLigne(label="Prénom", max_length=30)
    naissance = ChampDate(label="Date de naissance")

    @dataclass(frozen=True)
    class Donnees:
        id: str
        prenom: str
        naissance: date


class Depense(FormulaireDePieces):
    montant = ChampMontant(label="Montant")
    facture = ChampPiece(libelle="Facture", label="Facture", required=False)

    @dataclass(frozen=True)
    class Donnees:
        id: str
        montant: Decimal
        facture: tuple[str, ...] = ()


class Mois(Grille):
    entete = "Mois"
    colonnes: ClassVar[Mapping[str, forms.Field]] = {
        "salaire": ChampMontant(label="Salaire", required=False),
        "chomage": ChampMontant(label="Chômage", required=False),
    }

    @staticmethod
    def lignes(contexte: Contexte) -> list[tuple[str, str]]:
        return [("2026-09", "Septembre"), ("2026-10", "Octobre"), ("2026-11", "Novembre")]

    @dataclass(frozen=True)
    class Donnees:
        cle: str
        salaire: Decimal | None
        chomage: Decimal | None


class Voyage(Reponses):
    pays: Pays.Donnees
    voyageurs: tuple[Voyageur.Donnees, ...]
    depenses: tuple[Depense.Donnees, ...]
    mois: tuple[Mois.Donnees, ...] | None


def nommer(rang: int, reponses: Mapping[str, Any]) -> str:
    return f"Personne {rang}" + (f"\N{NO-BREAK SPACE}: {reponses['prenom']}" if reponses.get("prenom") else "")


def pas_deux_fois(contexte: Contexte) -> str | None:
    prenoms = Counter(un.prenom for un in Voyage.du(contexte).voyageurs)
    return "La même personne est là deux fois." if max(prenoms.values(), default=0) > 1 else None


def depenses_en_tout(contexte: Contexte) -> Apercu | None:
    depenses = Voyage.du(contexte).depenses
    if not depenses:
        return None
    lignes = tuple((f"Dépense {rang}", formats.montant(une.montant)) for rang, une in enumerate(depenses, start=1))
    return Apercu(("Vos dépenses", formats.montant(sum((une.montant for une in depenses), Decimal(0)))), lignes)


def ressources(contexte: Contexte) -> Apercu:
    return Apercu(("Vos ressources", formats.montant(_gagne(contexte))), avertissement="")


def ce_qui_reste(contexte: Contexte) -> Apercu:
    depense = sum((une.montant for une in Voyage.du(contexte).depenses), Decimal(0))
    return Apercu(("Il vous reste", formats.montant(_gagne(contexte) - depense)))


def _gagne(contexte: Contexte) -> Decimal:
    mois = Voyage.du(contexte).mois or ()
    return sum(((un.salaire or Decimal(0)) + (un.chomage or Decimal(0)) for un in mois), Decimal(0))


def regarder(demarche: Demarche, le: datetime) -> None:
    transitions.prendre(demarche, le=le)


SERVICE = Teleservice(
    code="voyage",
    chapitre=98,
    reponses=Voyage,
    titre="Partir en voyage",
    accroche="Pour dire où vous allez, et avec qui.",
    rubrique=Rubrique.EFFECTUER,
    pour_qui=("Vous partez.",),
    avantages=("Vous revenez.",),
    a_preparer=("Vos valises.",),
    suites=("Nous regardons la carte.",),
    etapes=(
        Etape("pays", "Le pays", Pays),
        Groupe(
            "voyageurs",
            "Qui part ?",
            Voyageur,
            maximum=3,
            ajouter="Ajouter une personne",
            retirer="Retirer cette personne",
            un=nommer,
            ensemble=pas_deux_fois,
        ),
        Groupe(
            "depenses",
            "Les dépenses",
            Depense,
            minimum=0,
            maximum=2,
            ajouter="Ajouter une dépense",
            aucun="Aucune dépense",
            depend_de=("pays",),
            un=lambda rang, reponses: f"Dépense {rang}",
            en_bref=lambda reponses: f"{reponses['montant']} euros",
            apercu=depenses_en_tout,
        ),
        Etape("mois", "Vos trois mois", Mois, si=lambda c: Voyage.du(c).pays.pays == "es", apercu=ressources),
    ),
    apercu=ce_qui_reste,
    honneur="Je certifie que je pars.",
    delais=(Delai("regarder", jours(2), faire=regarder),),
    messages=Messages(depot="", acceptee="", refusee="", annulee=""),
    agents=Bannette("Voyages", motifs={"loin": "C’est trop loin."}),
    exemples=Exemples(
        valides={
            "pays": {"pays": "es"},
            "voyageurs": [
                {"prenom": "Lou-Ann", "naissance": "12/11/2026"},
                {"prenom": "Tom", "naissance": "1er janvier 2020"},
            ],
            "depenses": lambda contexte: [{"montant": "12,50", "facture": Fichier("facture.jpg", piece())}],
            "mois": {"2026-09__salaire": "980", "2026-11__chomage": "1 150,5"},
        },
        invalides={
            "voyageurs": ({"prenom": "", "naissance": "12/11/2026"}, {"prenom": "Tom", "naissance": "demain"}),
            "mois": ({"2026-09__salaire": "beaucoup"},),
        },
        variantes=({"pays": {"pays": "it"}, "depenses": []},),
    ),
)


def installer() -> Iterator[Teleservice]:
    """Registered while a test runs."""
    with registre.avec(SERVICE) as teleservice:
        yield teleservice
