"""One radio a person, none chosen beforehand; « même choix pour tous » when the organisms are the same for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from accounts.dossier import complementaires, foyer
from accounts.dossier.complementaires import Conflit
from accounts.models import OrganismeComplementaire
from ameli.noyau.calendrier import jour_de
from demarches.catalogue.organisme_complementaire import regles
from demarches.moteur.formulaires import FormulaireEtape, ValeurForgee
from paiements.transmissions import dernieres

ORGANISME, DEPUIS, ECARTES, RESOLU = "__organisme", "__depuis", "__ecartes", "__resolu"
PLUS_RIEN = "Il ne reste rien à choisir : le chevauchement est terminé."
RESOLU_SANS_VOUS = "Plus rien à choisir : l’autre complémentaire a pris fin"


class Choix(FormulaireEtape):
    """A card for each organism. Who has nothing left to choose meanwhile is told so, and the others are recorded."""

    template_name = "organisme_complementaire/cartes.html"

    @dataclass(frozen=True)
    class Donnees:
        """`cle` is the person; `organisme` the public id of the one that is kept, empty when nothing was left to choose."""

        cle: str
        organisme: str = ""
        depuis: date | None = None
        ecartes: tuple[str, ...] = ()
        resolu: bool = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assure, jour = self.contexte.assure, jour_de(self.contexte.le)
        self.jour = jour
        self.conflits = {un.personne.public_id: un for un in regles.conflits(assure, self.contexte.le)}
        for cle, conflit in self.conflits.items():
            self.fields[f"{cle}{ORGANISME}"] = _radios(self.qui(conflit), conflit.organismes)
        self.communs = _communs(list(self.conflits.values()))
        if self.communs:
            self.fields["tous"] = _radios("Le même choix pour tous", self.communs)

    def qui(self, conflit: Conflit) -> str:
        soi = conflit.personne.pk == self.contexte.assure.personne_id
        return "Pour vous" if soi else f"Pour {conflit.personne.prenom}"

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        if not self.conflits:
            raise forms.ValidationError(PLUS_RIEN)
        for cle, conflit in self.conflits.items():
            nom = f"{cle}{ORGANISME}"
            donnees[nom] = donnees.get(nom) or donnees.get("tous") or ""
            choisi = {un.public_id: un for un in conflit.organismes}.get(donnees[nom])
            if choisi is None and nom not in self.errors:
                self.add_error(nom, f"Choisissez {self.qui(conflit)[0].lower()}{self.qui(conflit)[1:]}.")
            elif choisi is not None and choisi.radie(self.jour):
                self.add_error(nom, f"{choisi.nom} n’est plus en activité. Choisissez un autre organisme.")
        return donnees

    def full_clean(self) -> None:
        if self.is_bound:
            self._refuser_ce_qui_est_forge()
        super().full_clean()

    def _refuser_ce_qui_est_forge(self) -> None:
        """An organism that this file never had comes from no page of ours. One whose cover has ended meanwhile is a plain mistake."""
        postes = {cle: self.data.get(f"{cle}{ORGANISME}") for cle in self._personnes()}
        choisis = {*postes.values(), self.data.get("tous")} - {None, ""}
        offerts = {un.public_id for conflit in self.conflits.values() for un in conflit.organismes}
        if choisis <= offerts:
            return
        connues = complementaires.de_toujours(self.contexte.assure).values()
        if not choisis <= offerts | {une.organisme.public_id for unes in connues for une in unes}:
            raise ValeurForgee("organisme")

    def _personnes(self) -> set[str]:
        """Keys of the people for whom something was sent."""
        return {nom.removesuffix(ORGANISME) for nom in self.data if nom.endswith(ORGANISME)}

    def a_conserver(self) -> dict[str, Any]:
        gardees: dict[str, Any] = {}
        for cle, conflit in self.conflits.items():
            choisi = self.cleaned_data[f"{cle}{ORGANISME}"]
            gardees[f"{cle}{ORGANISME}"] = choisi
            gardees[f"{cle}{DEPUIS}"] = conflit.depuis.isoformat()
            gardees[f"{cle}{ECARTES}"] = [un.public_id for un in conflit.organismes if un.public_id != choisi]
        for cle in self._resolus():
            gardees[f"{cle}{RESOLU}"] = True
        return gardees

    def _resolus(self) -> list[str]:
        """People of the file for whom something was chosen, and whose conflict has ended while the page was open."""
        restes = self._personnes() - set(self.conflits)
        deja = {nom.removesuffix(RESOLU) for nom in self.data if nom.endswith(RESOLU)} - set(self.conflits)
        if not restes | deja:
            return []
        membres = foyer.lire(self.contexte.assure, self.contexte.le).presents
        return [membre.cle for membre in membres if membre.cle in restes | deja and not membre.decede]

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Each person, with what is kept and what is set aside."""
        lignes = []
        for cle, conflit in self.conflits.items():
            choisi = reponses.get(f"{cle}{ORGANISME}")
            garde = " ".join(un.nom for un in conflit.organismes if un.public_id == choisi)
            ecartes = ", ".join(un.nom for un in conflit.organismes if un.public_id != choisi)
            lignes.append((self.qui(conflit), f"{garde} est gardé. {ecartes} est écarté."))
        noms = self._noms_resolus(reponses)
        return lignes + [(f"Pour {nom}", RESOLU_SANS_VOUS) for nom in noms]

    def _noms_resolus(self, reponses: Mapping[str, Any]) -> list[str]:
        cles = {nom.removesuffix(RESOLU) for nom in reponses if nom.endswith(RESOLU)}
        if not cles:
            return []
        membres = foyer.lire(self.contexte.assure, self.contexte.le).presents
        return [membre.personne.prenom for membre in membres if membre.cle in cles]

    def cartes(self) -> list[dict[str, Any]]:
        """For the page: each person, their field, and a card for each organism."""
        transmises = dernieres(self.contexte.assure)
        return [
            {"qui": self.qui(conflit), "prenom": conflit.personne.prenom, "champ": self[f"{cle}{ORGANISME}"],
             "suspension": regles.suspension([conflit], self.jour),
             "organismes": [
                 {"organisme": un, "liaisons": siennes, "radie": un.radie(self.jour),
                  "transmise_le": max((transmises[une.pk] for une in siennes if une.pk in transmises), default=None)}
                 for un, siennes in conflit.organismes.items()
             ]}
            for cle, conflit in self.conflits.items()
        ]  # fmt: skip


def _radios(label: str, organismes: Any) -> forms.ChoiceField:
    choix = [(un.public_id, un.nom) for un in organismes]
    messages = {"invalid_choice": "Ce contrat a pris fin. Choisissez parmi ceux qui restent."}
    return forms.ChoiceField(
        label=label, choices=choix, required=False, widget=forms.RadioSelect, error_messages=messages
    )


def _communs(conflits: list[Conflit]) -> list[OrganismeComplementaire]:
    """The organisms, when they are the same for several people."""
    ensembles = {frozenset(un.organismes) for un in conflits}
    return list(conflits[0].organismes) if len(conflits) > 1 and len(ensembles) == 1 else []
