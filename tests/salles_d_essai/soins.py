"""Care abroad: what it is about comes from a step, the documents follow the answers, and some are read by doctors only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django import forms

from ameli.noyau.calendrier import jours
from ameli.noyau.saisie.champs import ChampLigne
from demarches.models import Demarche
from demarches.moteur import registre, transitions
from demarches.moteur.declaration import (
    Bannette,
    Contexte,
    Delai,
    Etape,
    Exemples,
    Lecteurs,
    Messages,
    PieceVoulue,
    Rubrique,
    Teleservice,
)
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.lues import Reponses

SOINS = [("dentiste", "Chez un dentiste"), ("pharmacie", "À la pharmacie")]


class Pays(FormulaireEtape):
    pays = forms.ChoiceField(label="Pays", choices=[("es", "Espagne"), ("it", "Italie")], widget=forms.RadioSelect)

    @dataclass(frozen=True)
    class Donnees:
        pays: str


class Soin(FormulaireEtape):
    soin = forms.ChoiceField(label="Où ?", choices=SOINS, widget=forms.RadioSelect)

    @dataclass(frozen=True)
    class Donnees:
        soin: str


class Recit(FormulaireEtape):
    recit = ChampLigne(label="Ce qui s’est passé", max_length=200)

    @dataclass(frozen=True)
    class Donnees:
        recit: str


class Soins(Reponses):
    pays: Pays.Donnees
    soin: Soin.Donnees
    recit: Recit.Donnees | None


def pieces(contexte: Contexte) -> Sequence[PieceVoulue]:
    soin = Soins.du(contexte).soin.soin
    ordonnance = PieceVoulue(
        "ordonnance", "Ordonnance", "Elle dit ce que le médecin a prescrit.", scellee=Lecteurs.MEDICAL
    )
    return (
        PieceVoulue("facture", "Facture", "Elle dit ce que vous avez payé.", maximum=2),
        *([ordonnance] if soin == "pharmacie" else ()),
        PieceVoulue("photo", "Photo des boîtes", obligatoire=False, formats=("image/jpeg", "image/png")),
    )


def regarder(demarche: Demarche, le: object) -> None:
    transitions.prendre(demarche, le=le)


SERVICE = Teleservice(
    code="soins",
    chapitre=97,
    reponses=Soins,
    titre="Être remboursé de soins à l’étranger",
    accroche="Pour envoyer vos factures.",
    rubrique=Rubrique.EFFECTUER,
    pour_qui=("Vous revenez de voyage.",),
    avantages=("Rien à poster.",),
    a_preparer=("Vos factures.",),
    suites=("Nous lisons vos factures.",),
    etapes=(
        Etape("pays", "Le pays", Pays),
        Etape("soin", "Le soin", Soin),
        Etape("recit", "Le récit", Recit, lecteurs=Lecteurs.MEDICAL),
    ),
    pieces=pieces,
    honneur="Je certifie que j’ai payé ces soins.",
    delais=(Delai("regarder", jours(2), faire=regarder),),
    messages=Messages(depot="", acceptee="", refusee="", annulee=""),
    agents=Bannette("Soins à l’étranger", motifs={"illisible": "La facture ne se lit pas."}),
    exemples=Exemples(
        valides={"pays": {"pays": "es"}, "soin": {"soin": "pharmacie"}, "recit": {"recit": "Une rage de dents."}},
        invalides={"pays": ({"pays": ""},)},
        variantes=({"soin": {"soin": "dentiste"}},),
    ),
)


def installer() -> Iterator[Teleservice]:
    """Registered while a test runs."""
    with registre.avec(SERVICE) as teleservice:
        yield teleservice
