"""The two questions of chapter 15: for whom, and when do you leave."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.utils.html import format_html

from accounts.informations import adresse, en_cours
from accounts.models import Adresse
from ameli.noyau.calendrier import jour_de
from ameli.noyau.saisie.champs_dates import ChampDate
from demarches.catalogue.ceam import famille
from demarches.catalogue.ceam.famille import Membre
from demarches.catalogue.ceam.regles import pays, validite
from demarches.catalogue.ceam.regles.validite import Demande
from demarches.moteur.formulaires import FormulaireEtape

LIBELLES = {
    Demande.COMMANDER: "Commander ma carte",
    Demande.RENOUVELER: "Renouveler ma carte",
    Demande.PERTE: "Déclarer une carte perdue",
    Demande.VOL: "Déclarer une carte volée",
    Demande.NON_RECUE: "Je n’ai pas reçu ma carte",
}
OUI_NON = (("oui", "Oui"), ("non", "Non"))


class Cartes(FormulaireEtape):
    """Who, and what for: the button that is pressed is the second answer."""

    personnes = forms.MultipleChoiceField(
        label="Pour qui ?",
        widget=forms.CheckboxSelectMultiple,
        help_text="Chaque personne a sa propre carte, même un bébé. Vous pouvez en cocher plusieurs.",
        error_messages={"required": "Cochez au moins une personne."},
    )
    demande = forms.ChoiceField(
        label="Demande",
        choices=[(demande.value, libelle) for demande, libelle in LIBELLES.items()],
        error_messages={"required": "Choisissez un des boutons en bas de la page."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membres = famille.lire(self.contexte.assure, self.contexte.le)
        self.fields["personnes"].choices = [
            (m.cle, format_html('{}<span class="choix__detail">{}</span>', m.nom, m.situation)) for m in self.membres
        ]

        if len(self.membres) == 1:  # somebody without family is ticked already
            self.fields["personnes"].initial = [self.membres[0].cle]

    @property
    def boutons(self) -> list[tuple[str, str]]:
        """The requests that somebody of the family may make today, each with its button."""
        ouvertes = validite.possibles([m.titulaire for m in self.membres], self.membres[0].le)
        return [(demande.value, LIBELLES[demande]) for demande in ouvertes]

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if propres.get("personnes") and propres.get("demande"):
            for phrase in self.refus(propres["personnes"], Demande(propres["demande"])):
                self.add_error("personnes", phrase)
        return propres

    def refus(self, cles: list[str], demande: Demande) -> list[str]:
        """One sentence for each person who may not."""
        return [phrase for m in self.membres if m.cle in cles and (phrase := m.refus(demande))]

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        noms = [membre.nom for membre in choisis(self.membres, reponses)]
        return [("Demande", LIBELLES[Demande(reponses["demande"])]), ("Pour", ", ".join(noms))]


class Depart(FormulaireEtape):
    """Leaving soon gives a certificate at once; the date and the country are for advice."""

    proche = forms.ChoiceField(
        label="Mon départ est dans les 15 jours",
        choices=OUI_NON,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si votre départ est dans les 15 jours."},
    )
    date_depart = ChampDate(
        label="Date de départ",
        required=False,
        help_text="Par exemple 12/03/2027.",
    )
    pays = forms.ChoiceField(
        label="Pays",
        required=False,
        choices=[("", "Je ne sais pas encore"), *pays.COUVERTS.items()],
        help_text="La carte vaut dans ces pays, Canaries, Baléares, Madère et Açores comprises.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seuil = validite.seuil_depart(self.jour)
        self.fields["proche"].label = f"Mon départ est dans les {seuil} jours"
        self.fields["proche"].error_messages["required"] = f"Dites si votre départ est dans les {seuil} jours."

    @property
    def jour(self) -> date:
        return jour_de(self.contexte.le)

    @cached_property
    def adresse(self) -> Adresse | None:
        """Where the cards go."""
        return adresse.actuelle(self.contexte.assure)

    @cached_property
    def adresse_change(self) -> bool:
        """A move was declared and is not registered: the cards would go to the former address."""
        return en_cours.annoncee(self.contexte.assure, "adresse")

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        depart, seuil = propres.get("date_depart"), validite.seuil_depart(self.jour)
        if depart and depart < self.jour:
            self.add_error("date_depart", "Cette date est passée. Indiquez une date à venir, ou laissez vide.")
        elif depart and propres.get("proche") == "oui" and (depart - self.jour).days > seuil:
            self.add_error(
                "date_depart", f"Cette date est dans plus de {seuil} jours. Choisissez « Non » ou corrigez-la."
            )
        return propres

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        lignes = super().au_recapitulatif(reponses)
        if avis := pays.note(reponses.get("pays") or ""):
            lignes.append(("À savoir", avis))
        if certificat_demande(reponses, self.jour):
            lignes.append(("Certificat provisoire", "Oui, tout de suite, à télécharger"))
        if self.adresse:
            lignes.append(("Envoi des cartes à", ", ".join(self.adresse.lignes)))
        return [*lignes, ("Délai moyen", "10 jours")]


def choisis(membres: list[Membre], reponses: Mapping[str, Any]) -> list[Membre]:
    """The people of the answer."""
    return [membre for membre in membres if membre.cle in reponses["personnes"]]


def certificat_demande(reponses: Mapping[str, Any], le: date) -> bool:
    """Does this departure give a certificate?"""
    return validite.depart_proche(le, annonce=reponses["proche"] == "oui", depart=_jour(reponses.get("date_depart")))


def _jour(texte: str | None) -> date | None:
    return date.fromisoformat(texte) if texte else None
