"""The medical service: its opinion, the appointment, the second one, then a decision on the papers (chapter 18 § 7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms

from demarches.catalogue.pension_invalidite import regles
from demarches.catalogue.pension_invalidite.formulaires import ChampDateProche
from demarches.moteur import attentes, transitions
from demarches.moteur.attendus import FormulaireReponse
from demarches.moteur.declaration import Attendu, De, Genre, Geste, SiRien
from demarches.moteur.lues import NON, OUI, lire
from demarches.moteur.models import Demarche
from demarches.moteur.models_attente import Attente
from paiements.models import Pension

AVIS, RENDEZ_VOUS, SUR_PIECES = "avis_medical", "rendez_vous", "sur_pieces"
POURQUOI = "the démarche was found in a perimeter"


class AvisMedical(FormulaireReponse):
    """Category and date; no diagnosis."""

    @dataclass(frozen=True)
    class Donnees:
        reduite: bool
        categorie: int | None = None
        effet: date | None = None

    reduite = forms.ChoiceField(
        label="La capacité de travail ou de gain est-elle réduite d’au moins deux tiers\N{NO-BREAK SPACE}?",
        choices=[(OUI, "Oui"), (NON, "Non")], widget=forms.RadioSelect,
        error_messages={"required": "Choisissez oui ou non."},
    )  # fmt: skip
    categorie = forms.TypedChoiceField(
        label="Catégorie", choices=[("", "Choisissez dans la liste"), *Pension.Categorie.choices], coerce=int,
        empty_value=None, required=False,
    )  # fmt: skip
    effet = ChampDateProche(label="Premier jour de l’invalidité", required=False)

    @property
    def dit_non(self) -> bool:
        return self.cleaned_data.get("reduite") == NON

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if propres.get("reduite") == OUI:
            for nom, phrase in (("categorie", "Choisissez la catégorie."), ("effet", "Écrivez le premier jour.")):
                if not propres.get(nom) and not self.has_error(nom):
                    self.add_error(nom, phrase)
        return propres


class Venir(FormulaireReponse):
    """The person says whether they come."""

    @dataclass(frozen=True)
    class Donnees:
        vient: str

    vient = forms.ChoiceField(
        label="Pouvez-vous venir au service médical\N{NO-BREAK SPACE}?", widget=forms.RadioSelect,
        choices=[(OUI, "Oui"), (NON, "Non, pas en ce moment")],
        error_messages={"required": "Choisissez une réponse."},
    )  # fmt: skip

    @property
    def dit_non(self) -> bool:
        return self.cleaned_data.get("vient") == NON


def avis(demarche: Demarche) -> AvisMedical.Donnees | None:
    """The opinion that was given; None while it is awaited."""
    siennes = Attente.objects.systeme(POURQUOI).filter(demarche=demarche, nom=AVIS).exclude(close_le=None)
    rendue = siennes.filter(issue__in=(Attente.Issue.RECUE, Attente.Issue.REFUSEE)).order_by("-id").first()
    return lire(AvisMedical.Donnees, rendue.reponse) if rendue is not None else None


def demander(demarche: Demarche, le: datetime) -> None:
    """At the deposit."""
    attentes.ouvrir(demarche, AVIS, le=le)


def convocable(demarche: Demarche, le: datetime) -> bool:
    return demarche.ouverte and avis(demarche) is None and not _convocations(demarche).filter(close_le=None).exists()


def convoquer(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    attentes.ouvrir(demarche, RENDEZ_VOUS, le=le, acteur=acteur)
    return "La personne est prévenue. Appelez-la pour fixer le jour et l’heure."


def repondu(demarche: Demarche, attente: Attente, acteur: str, le: datetime) -> None:
    """A no asks for another day, once."""
    if attente.issue == Attente.Issue.REFUSEE:
        _encore_ou_sur_pieces(demarche, attente, le)


def manque(demarche: Demarche, attente: Attente, le: datetime) -> None:
    """Nothing was answered: one more appointment, then the papers alone."""
    attentes.clore(demarche, attente, Attente.Issue.EXPIREE, acteur="horloge", le=le)
    _encore_ou_sur_pieces(demarche, attente, le)


def _encore_ou_sur_pieces(demarche: Demarche, attente: Attente, le: datetime) -> None:
    if _convocations(demarche).count() < regles.CONVOCATIONS:
        attentes.ouvrir(demarche, RENDEZ_VOUS, le=le)
    else:
        ligne = transitions.noter(demarche, SUR_PIECES, le=le)
        transitions.prevenir(ligne, SUR_PIECES, le=le)


def _convocations(demarche: Demarche) -> Any:
    return Attente.objects.systeme(POURQUOI).filter(demarche=demarche, nom=RENDEZ_VOUS)


CONVOQUER = Geste(
    "convoquer",
    "Convoquer au service médical",
    "La personne lit que le médecin veut la voir et dit si elle peut venir. Le jour et l’heure se fixent au téléphone.",
    possible=convocable,
    faire=convoquer,
    statut=False,
)

ATTENTES = (
    Attendu(
        nom=AVIS,
        libelle="Avis du médecin-conseil",
        de=De.MEDECIN,
        genre=Genre.AVIS,
        duree=regles.AVIS,
        formulaire=AvisMedical,
        si_rien=SiRien.SIGNALER,
    ),
    Attendu(
        nom=RENDEZ_VOUS,
        libelle="Rendez-vous au service médical",
        de=De.ASSURE,
        genre=Genre.REPONSE,
        duree=regles.CONVOCATION,
        formulaire=Venir,
        arrete_les_delais=False,
        si_rien=manque,
        recue=repondu,
        gabarit="rendez_vous",
    ),
)
