"""Who moves, to which country and when, and the address abroad. The address in France has a file of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Jour
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ameli.noyau import formats
from ameli.noyau import pays as table_des_pays
from ameli.noyau.calendrier import jour_de
from ameli.noyau.saisie.champs import ChampLigne
from ameli.noyau.saisie.champs_dates import ChampDate
from demarches.catalogue.adresse import courriers, foyer, lecture
from demarches.catalogue.adresse.regles import dates, postal, traitement
from demarches.moteur.formulaires import FormulaireEtape

DEJA_CONNUE = (
    "C’est déjà l’adresse que nous connaissons. Précisez un complément s’il en manque un. "
    "Pour changer seulement de caisse, appelez le 36 46."
)


def champ_texte(
    libelle: str, maximum: int, *, objet: str = "", obligatoire: str = "", aide: str = "", **attributs: Any
) -> Any:
    """A line of text; `obligatoire` is the sentence said when it is missing, empty for an optional field.

    `objet` is its purpose as browsers know it (`autocomplete`), empty when they have no word for it. `size` is its width in
    characters; 0 for all the width there is.
    """
    largeur = attributs.pop("size", 38)
    return ChampLigne(
        label=libelle,
        required=bool(obligatoire),
        max_length=maximum,
        help_text=aide,
        widget=forms.TextInput(
            attrs={
                **({"autocomplete": objet} if objet else {}),
                "spellcheck": "false",
                **({"size": largeur} if largeur else {}),
                **attributs,
            }
        ),
        error_messages={
            "required": obligatoire,
            "max_length": f"{libelle} : {maximum} caractères au plus. Abrégez.",
        },
    )


class QuiDemenage(FormulaireEtape):
    """The insured person and those whose address they may change, all ticked at first."""

    @dataclass(frozen=True)
    class Donnees:
        personnes: tuple[str, ...]

    personnes = forms.MultipleChoiceField(
        label="Qui change d’adresse ?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins une personne.", "invalid_choice": "Choisissez dans la liste."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lu = foyer.lire(self.contexte.assure, self.contexte.le)
        champ: Any = self.fields["personnes"]
        champ.choices = lu.choix()
        champ.help_text = "Décochez les personnes qui restent à l’ancienne adresse."
        if lu.ailleurs:
            noms = formats.enumerer(b.personne.prenom for b in lu.ailleurs)
            champ.help_text += f" Absent de cette liste : {noms}. Seul l’autre parent, qui est son parent référent, peut changer son adresse."


class Pays(FormulaireEtape):
    """France or elsewhere, and since when."""

    @dataclass(frozen=True)
    class Donnees:
        pays: str
        date: Jour

    pays = forms.ChoiceField(
        label="Où est votre nouvelle adresse ?",
        choices=[("france", "En France"), ("autre", "Dans un autre pays")],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si elle est en France ou dans un autre pays."},
    )
    date = ChampDate(
        label="Date du déménagement",
        help_text="Par exemple 14/11/2026. Entre 90 jours avant aujourd’hui et 30 jours après.",
        error_messages={
            "required": "Indiquez la date de votre déménagement.",
        },
    )

    def clean_date(self) -> Jour:
        jour: Jour = self.cleaned_data["date"]
        refus = dates.refus(jour, jour_de(self.contexte.le))
        if refus:
            raise ValidationError(refus)
        return jour


class AdresseALEtranger(FormulaireEtape):
    """Free lines, and what a departure may change, read and ticked."""

    pays = forms.ChoiceField(
        label="Pays",
        widget=forms.Select(attrs={"autocomplete": "country"}),
        error_messages={"required": "Choisissez votre pays.", "invalid_choice": "Choisissez un pays de la liste."},
    )
    ligne_1 = champ_texte(
        "Adresse", postal.LIGNE_MAXIMUM, objet="address-line1", obligatoire="Écrivez au moins une ligne d’adresse."
    )
    ligne_2 = champ_texte("Adresse, deuxième ligne", postal.LIGNE_MAXIMUM, objet="address-line2")
    ligne_3 = champ_texte("Adresse, troisième ligne", postal.LIGNE_MAXIMUM, objet="address-line3")
    ligne_4 = champ_texte("Adresse, quatrième ligne", postal.LIGNE_MAXIMUM)
    code_postal = champ_texte("Code postal", postal.CODE_POSTAL_ETRANGER_MAXIMUM, objet="postal-code", size=14)
    ville = champ_texte("Ville", postal.VILLE_MAXIMUM, objet="address-level2", obligatoire="Indiquez la ville.")
    motif = forms.ChoiceField(
        label="Pourquoi partez-vous ?",
        choices=list(traitement.MOTIFS_DE_DEPART.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Dites pourquoi vous partez : vos droits en dépendent."},
    )
    avertissement = forms.BooleanField(
        label="J’ai lu que mon départ peut fermer mes droits",
        error_messages={"required": "Lisez ce que votre départ peut changer, puis cochez la case."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ: Any = self.fields["pays"]
        champ.choices = [("", "Choisissez un pays"), *table_des_pays.a_l_etranger()]

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if not self.errors:
            nouvelle = lecture.a_l_etranger(propres)
            if lecture.deja_connue(nouvelle, self.contexte.assure, self.contexte.reponses, self.contexte.le):
                self.add_error("ligne_1", DEJA_CONNUE)
        return propres

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        qui = foyer.partants(self.contexte.reponses)
        return [
            ("Adresse", lecture.a_l_etranger(reponses).en_ligne),
            ("Motif du départ", traitement.MOTIFS_DE_DEPART[reponses["motif"]]),
            ("Avertissement", "Lu : mon départ peut fermer mes droits"),
            *(courriers.au_recapitulatif(self.contexte.assure) if qui.moi else ()),
            ("Délai", f"{traitement.Situation.ETRANGER.delais.annonce}, après vérification par un conseiller"),
        ]
