"""The two screens of chapter 9: whose card and why, then the undertaking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from accounts.models import Opposition
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from ameli.noyau.saisie.champs_dates import ChampDate
from demarches.cartes import etats, lignes, regles, titulaires
from demarches.cartes.lignes import Ligne
from demarches.cartes.regles import Obstacle
from demarches.cartes.titulaires import Titulaire
from demarches.moteur import besoins
from demarches.moteur.coordonnees import Coordonnees
from demarches.moteur.declaration import Besoin, Lien
from demarches.moteur.formulaires import FormulaireEtape

Motif = Opposition.Motif
MOTIFS = (
    (Motif.PERTE.value, "Perte"),
    (Motif.VOL.value, "Vol"),
    (Motif.DYSFONCTIONNEMENT.value, "La carte ne marche plus"),
)
PANNE_DEJA_DECLAREE = "La panne de cette carte est déjà déclarée, elle attend la nouvelle. Si elle est perdue ou volée, choisissez-le ici."
PANNES = (
    ("", "Choisissez dans la liste"),
    ("illisible", "Aucun professionnel ne peut la lire"),
    ("puce", "La puce est abîmée"),
    ("cassee", "La carte est cassée"),
    ("borne", "Une borne ou une pharmacie n’a pas pu la mettre à jour"),
)


def panne(reponses: Mapping[str, Mapping[str, Any]]) -> bool:
    """Is it a card that does not work any more, neither lost nor stolen?"""
    return bool(reponses.get("declaration", {}).get("motif") == Motif.DYSFONCTIONNEMENT)


class Declaration(Coordonnees, FormulaireEtape):
    """Whose card, and what happened to it."""

    @dataclass(frozen=True)
    class Donnees:
        personne: str
        motif: str
        date_faits: date | None
        panne: str = ""
        carte: str = ""

        @property
        def en_panne(self) -> bool:
            """Is it a card that does not work any more, neither lost nor stolen?"""
            return self.motif == Motif.DYSFONCTIONNEMENT

    personne = forms.ChoiceField(
        label="Quelle carte déclarez-vous ?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez la personne dont vous déclarez la carte."},
    )
    motif = forms.ChoiceField(
        label="Motif",
        choices=MOTIFS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un motif."},
    )
    date_faits = ChampDate(
        label="Date de la perte ou du vol",
        required=False,
        help_text="Si vous la connaissez. Par exemple 12/11/2026.",
    )
    panne = forms.ChoiceField(
        label="Ce qui ne marche plus",
        choices=PANNES,
        required=False,
        help_text="Seulement si la carte ne marche plus.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["panne"].selon_les_cas = True
        self.titulaires = titulaires.lire(self.contexte.assure, self.contexte.le)
        self.possibles = [t for t in self.titulaires if t.obstacle is None]
        self.fields["personne"].choices = [
            (t.cle, lignes.libelle(f"Déclarer {'ma' if t.membre.soi else 'sa'} carte", t.personne.prenom))
            for t in self.possibles
        ]
        if len(self.possibles) == 1:
            self.fields["personne"].initial = self.possibles[0].cle

    @property
    def lignes(self) -> list[Ligne]:
        """Each person of the file: the card to declare, or what may be done for it instead."""
        boutons = lignes.options(self["personne"])
        return lignes.ranger(
            Ligne(t.nom, t.personne.prenom, etats.lire(t), [boutons[t.cle]] if t.cle in boutons else [], self._lien(t))
            for t in self.titulaires
        )

    def _lien(self, titulaire: Titulaire) -> Lien | None:
        if titulaire.obstacle is Obstacle.EN_CHEMIN:
            return etats.suivre(titulaire, self.contexte.assure)
        if titulaire.obstacle in (Obstacle.A_COMMANDER, Obstacle.PAS_DE_CARTE):
            return Lien(
                f"Commander {'ma' if titulaire.membre.soi else 'sa'} carte",
                besoins.depart(Besoin.COMMANDER_CARTE_VITALE, pour=titulaire.cle),
            )
        return None

    @property
    def choisi(self) -> Titulaire | None:
        return titulaires.choisi(self.titulaires, self.cleaned_data.get("personne", ""))

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        jour: date = jour_de(self.contexte.le)
        faits = propres.get("date_faits")
        if propres.get("motif") == Motif.DYSFONCTIONNEMENT:
            if self.choisi is not None and self.choisi.deja_en_panne:
                self.add_error("motif", PANNE_DEJA_DECLAREE)
            propres["date_faits"] = None
            if not propres.get("panne"):
                self.add_error("panne", "Dites ce qui ne marche plus.")
        else:
            propres["panne"] = ""
            if faits and faits > jour:
                self.add_error("date_faits", "Cette date n’est pas encore passée. Corrigez-la, ou laissez vide.")
            elif faits and faits < regles.plus_ancienne_date(jour):
                self.add_error("date_faits", "Cette date est trop ancienne : 12 mois au plus. Laissez vide.")
        return propres

    def a_conserver(self) -> dict[str, Any]:
        """With the card itself: what is declared is the one that was shown."""
        choisi = self.choisi
        return {**super().a_conserver(), "carte": choisi.carte.public_id if choisi and choisi.carte else ""}

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        titulaire = titulaires.choisi(self.titulaires, str(reponses["personne"]))
        motifs = {
            Motif.PERTE.value: "Perte",
            Motif.VOL.value: "Vol",
            Motif.DYSFONCTIONNEMENT.value: "La carte ne marche plus",
        }
        lignes = [("Bénéficiaire", titulaire.nom if titulaire else "")]
        if titulaire and titulaire.carte:
            lignes.append(("Carte", titulaire.situation))
        lignes.append(("Motif", motifs[reponses["motif"]]))
        if reponses.get("date_faits"):
            lignes.append(("Date", formats.jour(date.fromisoformat(reponses["date_faits"]))))
        if reponses.get("panne"):
            lignes.append(("Ce qui ne marche plus", dict(PANNES)[reponses["panne"]]))
        return lignes


RETROUVEE = "Je m’engage à restituer l’ancienne carte à ma caisse si je la retrouve."
REMPLACEE = "Je m’engage à restituer l’ancienne carte à ma caisse quand j’aurai reçu la nouvelle."


class Engagement(FormulaireEtape):
    """The old card is given back: if it is found, or once the new one replaces it."""

    @dataclass(frozen=True)
    class Donnees:
        restitution: bool

    restitution = forms.BooleanField(
        label=RETROUVEE,
        error_messages={"required": "Cochez la case pour vous engager à restituer la carte."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.panne = panne(self.contexte.reponses)
        if self.panne:
            self.fields["restitution"].label = REMPLACEE

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        quand = "quand vous aurez reçu la nouvelle" if self.panne else "si vous la retrouvez"
        return [("Restitution", f"Vous rendez l’ancienne carte {quand}")]
