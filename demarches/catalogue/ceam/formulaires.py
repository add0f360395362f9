"""The two questions of chapter 15: for whom, and when do you leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django import forms

from accounts.informations import adresse, en_cours
from accounts.models import Adresse
from ameli.noyau.calendrier import jour_de
from ameli.noyau.saisie.champs_dates import ChampDate
from demarches.cartes import lignes
from demarches.cartes.lignes import Ligne
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
    """Who, and what for: of each person, the one thing that may be asked today."""

    @dataclass(frozen=True)
    class Donnees:
        demandes: tuple[str, ...]

        @property
        def voulues(self) -> dict[str, Demande]:
            """What is asked, by the key of the person."""
            return demandes(self.demandes)

    demandes = forms.MultipleChoiceField(
        label="Pour qui ?",
        widget=forms.CheckboxSelectMultiple,
        help_text="Chaque personne a sa propre carte, même un bébé. Vous pouvez en cocher plusieurs.",
        error_messages={
            "required": "Cochez au moins une personne.",
            "invalid_choice": "Ce n’est pas possible pour cette carte. Regardez où elle en est, puis choisissez.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membres = famille.lire(self.contexte.assure, self.contexte.le)
        self.fields["demandes"].choices = [
            (valeur(m, demande), lignes.libelle(_libelle(demande, soi=m.soi), m.personne.prenom))
            for m in self.membres
            for demande in m.gestes
        ]

    @property
    def seule(self) -> tuple[str, str] | None:
        """Value and label of the only request that somebody without family may make: it is the button of the page."""
        if len(self.membres) > 1 or len(self.membres[0].gestes) != 1:
            return None
        [demande] = self.membres[0].gestes
        return valeur(self.membres[0], demande), LIBELLES[demande]

    @property
    def lignes(self) -> list[Ligne]:
        """Each person of the file: what may be asked for them, or why nothing may."""
        boutons = {} if self.seule else lignes.options(self["demandes"])
        return [
            Ligne(
                m.nom, m.personne.prenom, m.etat,
                [bouton for demande in m.gestes if (bouton := boutons.get(valeur(m, demande)))],
                m.suivre(self.contexte.assure),
            )
            for m in self.membres
        ]  # fmt: skip

    def clean_demandes(self) -> list[str]:
        voulues: list[str] = self.cleaned_data["demandes"]
        cles = [valeur.partition(":")[0] for valeur in voulues]
        for membre in self.membres:
            if cles.count(membre.cle) > 1:
                raise forms.ValidationError(f"{membre.nom} : cochez une seule case.")
        return voulues

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        return [
            (membre.nom, LIBELLES[demande]) for membre, demande in choisis(self.membres, demandes(reponses["demandes"]))
        ]


class Depart(FormulaireEtape):
    """Leaving soon gives a certificate at once; the date and the country are for advice."""

    @dataclass(frozen=True)
    class Donnees:
        proche: str
        date_depart: date | None
        pays: str = ""

        def certifie(self, le: date) -> bool:
            """Does this departure, told on the day `le`, give a certificate?"""
            return validite.depart_proche(le, annonce=self.proche == "oui", depart=self.date_depart)

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


def choisis(membres: list[Membre], voulues: Mapping[str, Demande]) -> list[tuple[Membre, Demande]]:
    """The people of the answer, each with what is asked for them."""
    return [(membre, voulues[membre.cle]) for membre in membres if membre.cle in voulues]


def demandes(valeurs: Iterable[str]) -> dict[str, Demande]:
    """What is asked, by the key of the person."""
    paires = (valeur.partition(":") for valeur in valeurs)
    return {cle: Demande(demande) for cle, _, demande in paires}


def valeur(membre: Membre, demande: Demande) -> str:
    return f"{membre.cle}:{demande.value}"


def _libelle(demande: Demande, *, soi: bool) -> str:
    return LIBELLES[demande] if soi else LIBELLES[demande].replace(" ma ", " sa ")


def certificat_demande(reponses: Mapping[str, Any], le: date) -> bool:
    """Does this departure give a certificate?"""
    return validite.depart_proche(le, annonce=reponses["proche"] == "oui", depart=_jour(reponses.get("date_depart")))


def _jour(texte: str | None) -> date | None:
    return date.fromisoformat(texte) if texte else None
