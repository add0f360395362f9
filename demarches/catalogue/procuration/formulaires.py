"""The one screen of chapter 20 that asks something: who may act, and for what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django import forms

from ameli.noyau.calendrier import jour_de
from ameli.noyau.saisie.champs import ChampLigne
from ameli.noyau.saisie.champs_dates import ChampDate
from ameli.noyau.saisie.noms import Reponse, comparer
from demarches.catalogue.procuration import regles
from demarches.catalogue.procuration.models import Procuration
from demarches.moteur.formulaires import FormulaireEtape

TOUTES, CERTAINES = "toutes", "certaines"
LETTRES = "N’écrivez que des lettres, des espaces, des tirets et des apostrophes."
SOI_MEME = "C’est vous. Le mandataire est une autre personne, majeure, qui ira à l’accueil à votre place."


class ChampNaissanceDUnAutre(ChampDate):
    """A birth date, of somebody who is not there."""

    fenetre = (100, 0)


class Mandataire(FormulaireEtape):
    """Who, and for what; when a procuration is running, what becomes of it."""

    @dataclass(frozen=True)
    class Donnees:
        civilite: str
        nom: str
        prenom: str
        naissance: date
        etendue: str
        objets: tuple[str, ...] = ()
        remplacer: bool = False

        @property
        def identite(self) -> regles.Mandataire:
            return regles.Mandataire(self.civilite, self.nom, self.prenom, self.naissance)

        @property
        def permis(self) -> tuple[str, ...]:
            """Codes of `regles.OBJETS`."""
            return tuple(regles.OBJETS) if self.etendue == TOUTES else self.objets

    civilite = forms.ChoiceField(
        label="Civilité du mandataire", choices=[("MADAME", "Madame"), ("MONSIEUR", "Monsieur")], widget=forms.RadioSelect,
        error_messages={"required": "Choisissez la civilité de votre mandataire."},
    )  # fmt: skip
    nom = ChampLigne(
        label="Le nom du mandataire", max_length=regles.LONGUEUR, help_text="Comme sur sa pièce d’identité.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "size": 38}),
        error_messages={"required": "Indiquez le nom de votre mandataire."},
    )  # fmt: skip
    prenom = ChampLigne(
        label="Le prénom du mandataire", max_length=regles.LONGUEUR,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "size": 38}),
        error_messages={"required": "Indiquez le prénom de votre mandataire."},
    )  # fmt: skip
    naissance = ChampNaissanceDUnAutre(
        label="Né(e) le", help_text="Jour, mois, année. Par exemple\N{NO-BREAK SPACE}: 12/05/1985.",
        error_messages={"required": "Indiquez la date de naissance de votre mandataire."},
    )  # fmt: skip
    etendue = forms.ChoiceField(
        label="Pour quelles démarches\N{NO-BREAK SPACE}?", initial=TOUTES, widget=forms.RadioSelect,
        choices=[(TOUTES, "Toutes ces démarches"), (CERTAINES, "Seulement celles que je coche")],
        help_text="Seulement quand elles ne peuvent pas se faire en ligne, par courrier ou par téléphone.",
    )  # fmt: skip
    objets = forms.MultipleChoiceField(
        label="Les démarches", choices=list(regles.OBJETS.items()), widget=forms.CheckboxSelectMultiple, required=False
    )
    remplacer = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["objets"].selon_les_cas = True
        if self.deja is None:
            del self.fields["remplacer"]
        else:
            self.fields["remplacer"].label = f"Révoquer la procuration de {self.abrege} dès que celle-ci commence"

    @cached_property
    def deja(self) -> Procuration | None:
        """The procuration that runs."""
        return Procuration.objects.de(self.contexte.assure).en_cours(self.contexte.le).first()

    @property
    def abrege(self) -> str:
        en_place = self.deja.mandataire if self.deja is not None else None
        return en_place.abrege if en_place is not None else ""

    def clean_nom(self) -> str:
        return self._lettres("nom")

    def clean_prenom(self) -> str:
        return self._lettres("prenom")

    def _lettres(self, champ: str) -> str:
        if not regles.lettres_seules(self.cleaned_data[champ]):
            raise forms.ValidationError(LETTRES)
        return str(self.cleaned_data[champ])

    def clean_naissance(self) -> date:
        pourquoi_pas = regles.pourquoi_pas(self.cleaned_data["naissance"], jour_de(self.contexte.le))
        if pourquoi_pas:
            raise forms.ValidationError(pourquoi_pas)
        return self.cleaned_data["naissance"]

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if propres.get("etendue") == CERTAINES and not propres.get("objets"):
            self.add_error("objets", "Cochez au moins une démarche.")
        elif propres.get("etendue") == TOUTES:
            propres["objets"] = []
        if {"nom", "prenom", "naissance"} <= propres.keys():
            self._juger(
                regles.Mandataire(propres.get("civilite", ""), propres["nom"], propres["prenom"], propres["naissance"])
            )
        return propres

    def _juger(self, propose: regles.Mandataire) -> None:
        personne = self.contexte.assure.personne
        meme_nom = comparer(propose.nom, personne.identite, propose.prenom) is Reponse.MEME
        if meme_nom and propose.naissance == personne.date_naissance:
            self.add_error("nom", SOI_MEME)
        elif self.deja is not None and not self.cleaned_data.get("remplacer"):
            en_place = self.deja.mandataire
            if en_place is not None and en_place.meme_que(propose):
                phrase = f"{self.abrege} peut déjà agir pour vous, {self.deja.periode}. Cochez la case pour remplacer cette procuration par une nouvelle."
            else:
                phrase = f"{self.abrege} peut déjà agir pour vous. Une seule procuration à la fois\N{NO-BREAK SPACE}: cochez la case pour révoquer la sienne."
            self.add_error("remplacer", phrase)

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        """In the order of the paper, with the dates in words."""
        civilite, nom, prenom, naissance = (
            self.en_mots(n, reponses[n]) for n in ("civilite", "nom", "prenom", "naissance")
        )
        permis = reponses.get("objets") or list(regles.OBJETS)
        du = jour_de(self.contexte.le)
        lignes = [
            ("Mandataire", f"{civilite} {prenom} {nom}"), ("Né(e) le", naissance), ("Démarches", regles.en_mots(permis)),
            ("Valable", regles.periode(du, regles.dernier_jour(du))),
        ]  # fmt: skip
        return lignes + ([("Procuration en cours", "Révoquée")] if reponses.get("remplacer") else [])
