"""The screens of chapter 17: how it works, the month and the person, each product with its label and its price."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from ameli.noyau.formats import INSECABLE
from ameli.noyau.saisie.champs import ChampEntier, ChampMontant
from ameli.noyau.saisie.champs_choses import ChampCodeBarres
from demarches.catalogue.sans_gluten import accords, compteur, etiquettes, regles
from demarches.catalogue.sans_gluten.calcul import detail
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.pieces_du_brouillon import ChampPiece, FormulaireDePieces

PRIX = "Écrivez le prix d’un seul produit, entre 0,01 et 99,99 euros. Exemple : 4,60."
QUANTITE = "Écrivez combien vous en avez acheté, de 1 à 99."


class Compris(FormulaireEtape):
    """« J’ai compris »: nothing is asked."""

    @dataclass(frozen=True)
    class Donnees:
        pass


class Mois(FormulaireEtape):
    """For whom and for which month. `prenom` is kept so that no page has to look for it."""

    @dataclass(frozen=True)
    class Donnees:
        personne: str
        mois: date
        prenom: str
        naissance: date

    personne = forms.ChoiceField(
        label="Pour qui sont ces produits ?", widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choisissez la personne."),
    )  # fmt: skip
    mois = forms.ChoiceField(
        label="Mois des achats", help_text="Le mois où vous avez acheté ces produits.",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choisissez le mois dans la liste."),
    )  # fmt: skip
    prenom = forms.CharField(required=False, widget=forms.HiddenInput)
    naissance = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        jour = jour_de(self.contexte.le)
        self.titulaires = {un.membre.cle: un for un in accords.titulaires(self.contexte.assure, self.contexte.le)}
        ouverts = sorted({mois for un in self.titulaires.values() for mois in un.mois_ouverts(jour)}, reverse=True)
        self._choix("personne").choices = [
            (cle, f"{un.membre.nom}, {accords.en_mots(un)}") for cle, un in self.titulaires.items()
        ]
        self._choix("personne").help_text = self._ce_qui_reste(regles.premier_du_mois(jour))
        self._choix("mois").choices = [(f"{un:%Y-%m-%d}", regles.en_mots(un)) for un in ouverts]
        if len(self.titulaires) == 1:
            self.initial.setdefault("personne", next(iter(self.titulaires)))

    def _ce_qui_reste(self, mois: date) -> str:
        """« Il reste pour novembre 2026 : 21,30 € pour Lina et 45,73 € pour Jules. » Two queries for each person who may ask for it."""
        restes = [
            f"{formats.montant(compteur.lire(un.membre.personne, mois, pour=self.contexte.assure).reste)} pour {un.membre.personne.prenom}"
            for un in self.titulaires.values()
            if un.couvre(mois)
        ]
        return f"Il reste pour {regles.en_mots(mois)}{INSECABLE}: {formats.enumerer(restes)}." if restes else ""

    def _choix(self, nom: str) -> forms.ChoiceField:
        champ = self.fields[nom]
        assert isinstance(champ, forms.ChoiceField)
        return champ

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        titulaire = self.titulaires.get(propres.get("personne", ""))
        if titulaire is None or not propres.get("mois"):
            return propres
        mois = date.fromisoformat(propres["mois"])
        if not titulaire.couvre(mois):
            self.add_error("mois", self._hors_de_l_accord(titulaire, mois))
        propres["prenom"] = titulaire.membre.personne.prenom
        propres["naissance"] = titulaire.membre.personne.date_naissance
        return propres

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        """What the person chose, without what is kept beside it."""
        seules = {nom: reponses.get(nom) for nom in ("personne", "mois")}
        return super().au_recapitulatif(seules)

    @staticmethod
    def _hors_de_l_accord(titulaire: accords.Titulaire, mois: date) -> str:
        dernier, premier = titulaire.accords[0].dernier_jour, titulaire.accords[-1].du
        if dernier is not None and dernier < mois:
            return (
                f"L’accord de cette personne a fini le {formats.jour(dernier)}. Choisissez un mois avant cette date, et "
                "demandez à votre médecin de le renouveler."
            )
        return f"L’accord de cette personne commence le {formats.jour(premier)}. Choisissez un mois à partir de cette date."


class Produit(FormulaireDePieces):
    """One product: its code (typed, read on a photo, or that of a product asked for before), its price, how many.

    What the table says of the code is kept with the answer, so that every page tells the same; what a browser posts of it is not read.
    """

    @dataclass(frozen=True)
    class Donnees:
        id: str
        code: str
        prix: Decimal
        quantite: int
        favori: str = ""
        photo: tuple[str, ...] = ()
        nom: str = ""
        famille: str = ""
        grammes: int | None = None

        @property
        def connu(self) -> bool:
            return bool(self.famille)

    photo = ChampPiece(
        libelle="Photo de l’étiquette", label="Photo de l’étiquette", required=False, selon_les_cas=True,
        camera="environment", accepte="image/jpeg,image/png",
        help_text="Le code-barres de l’étiquette à détacher, bien à plat. Nous lisons le code sur la photo.",
    )  # fmt: skip
    code = ChampCodeBarres(
        label="Ou recopiez les chiffres sous le code-barres", required=False,
        help_text="13 chiffres le plus souvent. Laissez vide si vous envoyez une photo.",
    )  # fmt: skip
    favori = forms.ChoiceField(
        label="Ou reprenez un produit déjà demandé", required=False,
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )  # fmt: skip
    prix = ChampMontant(label="Prix d’un seul produit, en euros", help_text="Celui du ticket de caisse.")
    quantite = ChampEntier(
        label="Combien en avez-vous acheté ?", min_value=1, max_value=regles.QUANTITE_MAXIMUM, faute=QUANTITE, initial=1
    )
    nom = forms.CharField(required=False, widget=forms.HiddenInput)
    famille = forms.CharField(required=False, widget=forms.HiddenInput)
    grammes = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for nom in ("code", "favori"):  # one of the three ways is enough, and one is needed
            self.fields[nom].selon_les_cas = True  # type: ignore[attr-defined]
        favoris = etiquettes.favoris(self.contexte.assure)
        champ = self.fields["favori"]
        assert isinstance(champ, forms.ChoiceField)
        champ.choices = [("", "Aucun"), *favoris]
        if not favoris:
            champ.widget = forms.HiddenInput()

    def clean_prix(self) -> Decimal:
        prix = self.cleaned_data["prix"]
        if not regles.PRIX_MINIMUM <= prix <= regles.PRIX_MAXIMUM:
            raise ValidationError(PRIX)
        return prix

    def clean(self) -> dict[str, Any]:
        propres = super().clean()
        photo = (propres.get("photo") or [None])[0]
        if self.errors.keys() & {"photo", "code", "favori"}:
            return propres
        try:
            trouve = etiquettes.reconnaitre(
                propres.get("code") or propres.get("favori") or "", self._octets(photo), photo is not None
            )
            self._jamais_la_meme_photo(photo)
        except etiquettes.Refusee as refusee:
            self.add_error(refusee.champ, refusee.phrase)
            return propres
        propres |= {
            "code": trouve.code, "favori": "", "nom": trouve.nom, "famille": trouve.famille,
            "grammes": str(trouve.grammes or ""),
        }  # fmt: skip
        self.fields["photo"].libelle = f"Étiquette {trouve.code}"  # type: ignore[attr-defined]
        return propres

    def _octets(self, photo: Any) -> bytes | None:
        """Of the photo, when the code must be read on it."""
        if photo is None or self.cleaned_data.get("code") or self.cleaned_data.get("favori"):
            return None
        return self._lire(photo)

    def _lire(self, photo: Any) -> bytes:
        return self._connues([photo])[photo].octets() if isinstance(photo, str) else photo.octets

    def _jamais_la_meme_photo(self, photo: Any) -> None:
        """A label that is photographed once is paid once."""
        if photo is None or not self.objet or (isinstance(photo, str) and photo not in self._connues([photo])):
            return
        brouillon = self.contexte.brouillon
        places = [place for place in self.contexte.reponses if place.startswith("produits/") and place != self.place]
        autres = [cle for place in places for cle in self.contexte.reponses[place].get("photo") or []]
        siennes = [une.octets() for une in self._connues(autres).values()]
        etiquettes.exiger_nouvelle(
            self._lire(photo), siennes, self.contexte.assure, sauf=brouillon.corrige_id if brouillon else None
        )

    def a_verifier(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        """The label, the price, and what it gives before the most of the month."""
        return detail(reponses, self.contexte)

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        return self.a_verifier(reponses)
