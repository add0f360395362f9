"""Whom a démarche waits for besides the person: the medical service, which reads the story, and the State of stay, through Vannes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django import forms

from ameli.noyau.calendrier import jours, mois
from ameli.noyau.saisie.champs import ChampMontant
from demarches.catalogue.soins_etranger.regles.tarifs import MOIS_DE_L_ETAT
from demarches.moteur import dehors
from demarches.moteur.attendus import Attendu, De, FormulaireReponse, Genre, SiRien
from demarches.moteur.declaration import Bouton
from demarches.moteur.lues import NON, OUI, lire
from demarches.moteur.models import Demarche

AVIS, VANNES, DOCUMENT = "avis_medical", "vannes", "document"
A_VANNES = "a_vannes"  # the gesture, and its milestone


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


REPONSE_DE_L_ETAT = Attendu(
    nom=VANNES, libelle="Réponse de l’État de séjour", de=De.PARTENAIRE, genre=Genre.REPONSE, duree=mois(MOIS_DE_L_ETAT[1]),
    formulaire=ReponseDeLEtat, si_rien=SiRien.SIGNALER, jalon="reponse_de_l_etat",
)  # fmt: skip
ATTENDUS = (
    Attendu(
        nom=DOCUMENT, libelle="Document", de=De.ASSURE, genre=Genre.PIECE, duree=jours(30), rappels=(jours(15),),
        si_rien=SiRien.CLASSER,
    ),
    Attendu(
        nom=AVIS, libelle="Avis du médecin-conseil", de=De.MEDECIN, genre=Genre.AVIS, duree=mois(1),
        formulaire=AvisMedical, si_rien=SiRien.SIGNALER, jalon="avis_rendu",
    ),
    REPONSE_DE_L_ETAT,
)  # fmt: skip


def rendu(demarche: Demarche) -> bool | None:
    """What the medical service said; None while it has said nothing, or was not asked."""
    dit = dehors.repondue(demarche, AVIS)
    return lire(AvisMedical.Donnees, dit.reponse).favorable if dit is not None else None


def de_l_etat(demarche: Demarche) -> Decimal | None:
    """What the State of stay answered, in euros; None while it has not."""
    dit = dehors.repondue(demarche, VANNES)
    return lire(ReponseDeLEtat.Donnees, dit.reponse).montant if dit is not None else None


INTERROGER = dehors.demander(
    REPONSE_DE_L_ETAT,
    Bouton(
        A_VANNES, "Envoyer à Vannes",
        "Le Centre national des soins à l’étranger interroge l’État de séjour. La personne lit depuis quel jour on attend.",
    ),
    dit="La personne est prévenue. Notez la réponse quand elle arrive.",
)  # fmt: skip
