"""Whom a démarche waits for besides the person: the medical service, which reads the story, and the State of stay, through Vannes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms

from ameli.noyau.calendrier import jours, mois
from ameli.noyau.saisie.champs import ChampMontant
from demarches.catalogue.soins_etranger.regles.tarifs import MOIS_DE_L_ETAT
from demarches.moteur import attentes, transitions
from demarches.moteur.attendus import Attendu, De, FormulaireReponse, Genre, SiRien
from demarches.moteur.declaration import Geste
from demarches.moteur.lues import NON, OUI, lire
from demarches.moteur.models import Demarche
from demarches.moteur.models_attente import Attente

AVIS, VANNES, DOCUMENT = "avis_medical", "vannes", "document"
A_VANNES = "a_vannes"  # the gesture, and its milestone
POURQUOI = "the démarche was found in a perimeter"


class AvisMedical(FormulaireReponse):
    """Was it sudden and urgent, or agreed to? Nothing of what is suffered from."""

    @dataclass(frozen=True)
    class Donnees:
        favorable: bool

    favorable = forms.ChoiceField(
        label="Les soins étaient-ils justifiés (urgents et imprévus, ou accordés avant le départ) ?",
        choices=[(OUI, "Oui"), (NON, "Non")], widget=forms.RadioSelect, error_messages={"required": "Choisissez oui ou non."},
    )  # fmt: skip

    @property
    def dit_non(self) -> bool:
        return self.cleaned_data.get("favorable") == NON


class ReponseDeLEtat(FormulaireReponse):
    """What the State of stay says that it would have paid back, in euros, for all the bills."""

    @dataclass(frozen=True)
    class Donnees:
        montant: Decimal

    montant = ChampMontant(
        label="Montant que l’État de séjour rembourse", help_text="En euros, pour toutes les factures."
    )


ATTENDUS = (
    Attendu(
        nom=DOCUMENT, libelle="Document", de=De.ASSURE, genre=Genre.PIECE, duree=jours(30), rappels=(jours(15),),
        si_rien=SiRien.CLASSER,
    ),
    Attendu(
        nom=AVIS, libelle="Avis du médecin-conseil", de=De.MEDECIN, genre=Genre.AVIS, duree=mois(1),
        formulaire=AvisMedical, si_rien=SiRien.SIGNALER,
    ),
    Attendu(
        nom=VANNES, libelle="Réponse de l’État de séjour", de=De.PARTENAIRE, genre=Genre.REPONSE,
        duree=mois(MOIS_DE_L_ETAT[1]), formulaire=ReponseDeLEtat, si_rien=SiRien.SIGNALER,
    ),
)  # fmt: skip


def rendu(demarche: Demarche) -> bool | None:
    """What the medical service said; None while it has said nothing, or was not asked."""
    dit = repondue(demarche, AVIS)
    return lire(AvisMedical.Donnees, dit.reponse).favorable if dit is not None else None


def de_l_etat(demarche: Demarche) -> Decimal | None:
    """What the State of stay answered, in euros; None while it has not."""
    dit = repondue(demarche, VANNES)
    return lire(ReponseDeLEtat.Donnees, dit.reponse).montant if dit is not None else None


def depuis(demarche: Demarche, nom: str) -> datetime | None:
    """Since when this answer is awaited; None when it is not."""
    ouverte = next((une for une in attentes.ouvertes(demarche) if une.nom == nom), None)
    return ouverte.ouverte_le if ouverte is not None else None


def repondue(demarche: Demarche, nom: str) -> Attente | None:
    """The last answer that was awaited under this name, a no included; None while there is none."""
    siennes = Attente.objects.systeme(POURQUOI).filter(demarche=demarche, nom=nom).exclude(close_le=None)
    rendues = siennes.filter(issue__in=(Attente.Issue.RECUE, Attente.Issue.REFUSEE))
    trouvee: Attente | None = rendues.order_by("-id").first()
    return trouvee


def _interrogeable(demarche: Demarche, le: datetime) -> bool:
    return demarche.ouverte and depuis(demarche, VANNES) is None and de_l_etat(demarche) is None


def _interroger(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    attentes.ouvrir(demarche, VANNES, le=le, acteur=acteur)
    transitions.prevenir(demarche, VANNES, le=le)
    return "La personne est prévenue. Notez la réponse quand elle arrive."


INTERROGER = Geste(
    A_VANNES, "Envoyer à Vannes",
    "Le Centre national des soins à l’étranger interroge l’État de séjour. La personne lit depuis quel jour on attend.",
    possible=_interrogeable, faire=_interroger,
)  # fmt: skip
