"""The blocks of a line, each checked by a form: lengths and choices are those of the columns.

A mistake is told in a sentence that never repeats the value: the output of a command ends in files.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from stdnum import iban as norme_iban

from accounts.models import (
    Adresse,
    Assure,
    Beneficiaire,
    CarteVitale,
    CoordonneesBancaires,
    Exoneration,
    LiaisonComplementaire,
    MedecinTraitant,
    Personne,
)
from ameli.noyau.echange.champs import ajuster
from ameli.noyau.echange.fichiers import Valeurs
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.pays import FRANCE, NOMS
from ameli.noyau.saisie import code_postal
from ameli.noyau.saisie.champs import ChampIban, ChampNir, ChampSerie

COMMUNE = RegexValidator(r"^(\d{2}|2[AB])\d{3}\Z", "Un code INSEE de commune a 5 caractères, comme 40088.")
CODE_GESTION = RegexValidator(r"^\d{2}\Z", "Un code gestion a 2 chiffres, comme 10.")
RANGS = (2, 19)
SANS_NUMERO = "Donnez le numéro : une personne qui n’en a pas encore ne se reprend pas."


def pas_dans_l_avenir(jour: date) -> None:
    if jour > aujourdhui():
        raise ValidationError("Cette date est dans l’avenir.")


def iban_juste(numero: str) -> None:
    if not norme_iban.is_valid(numero, check_country=False):
        raise ValidationError("Cet IBAN comporte une erreur.")


def dans_l_ordre(valeurs: Valeurs, debut: str, fin: str) -> Iterator[tuple[str, str]]:
    """What is wrong with two days of which one follows the other."""
    du, au = valeurs.get(debut), valeurs.get(fin)
    if du is not None and au is not None and au < du:
        yield fin, "La fin est avant le début."


def au_bon_endroit(valeurs: Valeurs) -> Iterator[tuple[str, str]]:
    """What is wrong with a country and its postal code."""
    pays = valeurs.get("pays", FRANCE)
    if pays not in NOMS:
        yield "pays", "Écrivez le code d’un pays, en 2 lettres majuscules."
    if pays == FRANCE and not code_postal.CODE.fullmatch(valeurs.get("code_postal", "")):
        yield "code_postal", code_postal.FORME


class DatePassee(forms.DateField):
    default_validators = [pas_dans_l_avenir]


class Bloc(forms.ModelForm):
    """A JSON object becomes `instance`, not saved. What the file leaves out takes the default of its column."""

    def __init__(self, valeurs: dict[str, Any]) -> None:
        self.dits = {nom: valeur for nom, valeur in valeurs.items() if valeur is not None}
        super().__init__(self.dits)
        for nom, champ in self.fields.items():
            colonne = next((c for c in self._meta.model._meta.fields if c.name == nom), None)
            if nom not in self.dits and colonne is not None and colonne.has_default():
                self.data = {**self.data, nom: colonne.get_default()}
            ajuster(champ)

    def clean(self) -> dict[str, Any]:
        """Names and kinds. Uniqueness is judged with the whole file and the database, not here."""
        for nom in self.dits:
            champ = self.fields.get(nom)
            if champ is None:
                self.add_error(None, f"«\u00a0{nom[:40]}\u00a0» n’est pas un champ de ce bloc.")
            elif isinstance(champ, forms.BooleanField) != isinstance(self.dits[nom], bool):
                self.add_error(nom, "Écrivez true ou false, sans guillemets, pour un oui ou un non seulement.")
            elif not isinstance(self.dits[nom], str | int):
                self.add_error(nom, "Écrivez un texte ou un nombre entier.")
        return self.cleaned_data

    def _ensemble(self, fautes: Iterator[tuple[str, str]]) -> None:
        for nom, phrase in fautes:
            self.add_error(nom, phrase)


class BlocPersonne(Bloc):
    nir = ChampNir(error_messages={"required": SANS_NUMERO})
    lieu_naissance_insee = forms.CharField(validators=[COMMUNE])
    date_naissance = DatePassee()
    date_deces = DatePassee(required=False)

    class Meta:
        model = Personne
        fields = (
            "nir", "nom_naissance", "nom_usage", "prenoms", "sexe", "date_naissance", "lieu_naissance_insee", "date_deces",
        )  # fmt: skip


class BlocDossier(Bloc):
    """`caisse` is a code; whoever reads the file knows which caisses the site has."""

    caisse = forms.CharField()
    code_gestion = forms.CharField(validators=[CODE_GESTION])

    class Meta:
        model = Assure
        fields = (
            "situation",
            "affilie_le",
            "code_gestion",
            "droits_du",
            "droits_au",
            "majeur_protege",
            "adresse_protegee",
        )

    def clean(self) -> dict[str, Any]:
        super().clean()
        self._ensemble(dans_l_ordre(self.cleaned_data, "droits_du", "droits_au"))
        return self.cleaned_data


class BlocAdresse(Bloc):
    depuis = DatePassee()

    class Meta:
        model = Adresse
        fields = ("ligne_1", "ligne_2", "ligne_3", "ligne_4", "code_postal", "commune", "pays")

    def clean(self) -> dict[str, Any]:
        super().clean()
        self._ensemble(au_bon_endroit(self.cleaned_data))
        return self.cleaned_data


class BlocBanque(Bloc):
    """Country, length and key of the IBAN; the caisse has already paid on this account."""

    iban = ChampIban(validators=[iban_juste])
    depuis = DatePassee()

    class Meta:
        model = CoordonneesBancaires
        fields = ("civilite", "titulaire", "second_titulaire", "iban", "bic", "banque")


class BlocCarteVitale(Bloc):
    emise_le = DatePassee()
    serie = ChampSerie(error_messages={"invalid": "Un numéro de série a 10 chiffres."})

    class Meta:
        model = CarteVitale
        fields = ("serie", "avec_photo", "emise_le")


class BlocMedecin(Bloc):
    depuis = DatePassee()

    class Meta:
        model = MedecinTraitant
        fields = ("nom", "specialite", "commune", "depuis")


class BlocComplementaire(Bloc):
    organisme = forms.CharField(max_length=80)
    adresse_organisme = forms.CharField(max_length=160, required=False)
    numero_organisme = forms.RegexField(
        r"^\d{8,10}$", required=False, error_messages={"invalid": "Un numéro d’organisme a 8 à 10 chiffres."}
    )

    class Meta:
        model = LiaisonComplementaire
        fields = ("nature", "numero", "collectif", "du", "au", "transmission")

    def clean(self) -> dict[str, Any]:
        super().clean()
        self._ensemble(dans_l_ordre(self.cleaned_data, "du", "au"))
        return self.cleaned_data


class BlocExoneration(Bloc):
    taux = forms.IntegerField(min_value=0, max_value=100)

    class Meta:
        model = Exoneration
        fields = ("nature", "taux", "du", "au", "condition")

    def clean(self) -> dict[str, Any]:
        super().clean()
        self._ensemble(dans_l_ordre(self.cleaned_data, "du", "au"))
        return self.cleaned_data


class BlocRattachement(Bloc):
    rang = forms.IntegerField(min_value=RANGS[0], max_value=RANGS[1])

    class Meta:
        model = Beneficiaire
        fields = ("rang", "lien", "parent_referent", "droits_du", "droits_au")

    def clean(self) -> dict[str, Any]:
        super().clean()
        self._ensemble(dans_l_ordre(self.cleaned_data, "droits_du", "droits_au"))
        return self.cleaned_data
