"""The screens of chapter 14: a reminder, the second parent, the children, who is the référent, one piece."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django import forms

from ameli.noyau.calendrier import jour_de
from ameli.noyau.masquage import masquer_nir
from ameli.noyau.saisie.champs import ChampNir
from ameli.noyau.saisie.champs_dates import ChampDate
from ameli.noyau.saisie.champs_noms import ChampNom
from ameli.noyau.saisie.noms import Identite
from demarches.catalogue.double_rattachement import enfants
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.pieces_du_brouillon import ChampPiece, FormulaireDePieces

MOI, SECOND, CERTAINS = "moi", "second", "certains"


class Compris(FormulaireEtape):
    """Read first: « J’ai compris ! »."""

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        return []


class ChampNaissanceDUnParent(ChampDate):
    """A birth date, of somebody who is not there."""

    fenetre = (100, 0)


class SecondParent(FormulaireEtape):
    """Who the other parent is. Nobody is looked for here: a number that nobody has is answered as another one."""

    @dataclass(frozen=True)
    class Donnees:
        nom: str
        prenom: str
        naissance: date
        nir: str

        @property
        def identite(self) -> Identite:
            return Identite.de((self.nom,), self.prenom)

    masques: ClassVar[Mapping[str, Any]] = {"nir": masquer_nir}
    nom = ChampNom(
        label="Son nom de naissance", error_messages={"required": "Écrivez le nom de naissance du second parent."}
    )
    prenom = ChampNom(label="Son prénom", error_messages={"required": "Écrivez le prénom du second parent."})
    naissance = ChampNaissanceDUnParent(
        label="Sa date de naissance", help_text="Jour, mois, année. Par exemple\N{NO-BREAK SPACE}: 12/05/1985.",
        error_messages={"required": "Écrivez la date de naissance du second parent."},
    )  # fmt: skip
    nir = ChampNir(
        label="Son numéro de Sécurité sociale", help_text="13 chiffres, ou 15 avec la clé. Il est sur sa carte Vitale.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Écrivez le numéro de Sécurité sociale du second parent."},
    )  # fmt: skip

    def clean_naissance(self) -> date:
        naissance: date = self.cleaned_data["naissance"]
        if naissance >= jour_de(self.contexte.le):
            raise forms.ValidationError("Cette date n’est pas encore passée. Corrigez-la.")
        return naissance

    def clean_nir(self) -> str:
        nir: str = self.cleaned_data["nir"]
        if self.contexte.assure.personne.a_pour_numero(nir):
            raise forms.ValidationError("C’est votre numéro. Écrivez celui du second parent.")
        return nir


class CasesAvecRaisons(forms.CheckboxSelectMultiple):
    """Boxes of which some are greyed: `impossibles` are their values. What is greyed is never posted."""

    impossibles: frozenset[str] = frozenset()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.impossibles:
            option["attrs"]["disabled"] = True
        return option


class Enfants(FormulaireEtape):
    """Which children. Those who cannot be chosen stand there too, with the reason."""

    @dataclass(frozen=True)
    class Donnees:
        enfants: tuple[str, ...]

    enfants = forms.MultipleChoiceField(
        label="Pour quels enfants\N{NO-BREAK SPACE}?", widget=CasesAvecRaisons,
        error_messages={"required": "Choisissez au moins un enfant.", "invalid_choice": "Choisissez des enfants de la liste."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        corrige = self.contexte.brouillon.corrige_id if self.contexte.brouillon else None
        self.candidats = enfants.candidats(self.contexte.assure, self.contexte.le, sauf=corrige)
        champ: Any = self.fields["enfants"]
        champ.choices = [
            (un.cle, f"{un.libelle}. {un.pourquoi_pas}" if un.pourquoi_pas else un.libelle) for un in self.candidats
        ]
        champ.widget.impossibles = frozenset(un.cle for un in self.candidats if un.pourquoi_pas)

    def clean_enfants(self) -> list[str]:
        """Greyed ones are refused whatever is posted."""
        choisis: list[str] = self.cleaned_data["enfants"]
        refuses = [un for un in self.candidats if un.cle in choisis and un.pourquoi_pas]
        if refuses:
            raise forms.ValidationError([f"{un.prenom}\N{NO-BREAK SPACE}: {un.pourquoi_pas}" for un in refuses])
        return choisis

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        choisis = [un.libelle for un in self.candidats if un.cle in reponses["enfants"]]
        return [("Enfants" if len(choisis) > 1 else "Enfant", " ; ".join(choisis))]


class Referents(FormulaireEtape):
    """Who receives letters and acts for the children: for all of them, or for each."""

    @dataclass(frozen=True)
    class Donnees:
        referent: str
        seconds: tuple[str, ...] = ()

        def devient_second(self, cle: str) -> bool:
            """Is the second parent to be the référent of this child?"""
            return self.referent == SECOND or (self.referent == CERTAINS and cle in self.seconds)

    referent = forms.ChoiceField(
        label="Qui est le parent référent\N{NO-BREAK SPACE}?", widget=forms.RadioSelect, initial=MOI,
        error_messages={"required": "Choisissez le parent référent."},
        help_text="Il reçoit les courriers de l’enfant et fait les démarches pour lui depuis son compte.",
    )  # fmt: skip
    seconds = forms.MultipleChoiceField(
        label="Le second parent devient référent de", widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ, seconds = (self.fields[nom] for nom in ("referent", "seconds"))
        champ.choices = [(MOI, "Moi, comme aujourd’hui"), (SECOND, "Le second parent")]
        if len(self.choisis) > 1:
            champ.choices = [
                (MOI, "Moi pour tous, comme aujourd’hui"), (SECOND, "Le second parent pour tous"),
                (CERTAINS, "Le second parent pour certains seulement"),
            ]  # fmt: skip
            seconds.choices, seconds.selon_les_cas = [(un.cle, un.prenom) for un in self.choisis], True
        else:
            del self.fields["seconds"]

    @cached_property
    def choisis(self) -> list[enfants.Candidat]:
        voulus = self.contexte.reponses.get("enfants", {}).get("enfants", [])
        return [un for un in enfants.candidats(self.contexte.assure, self.contexte.le) if un.cle in voulus]

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if propres.get("referent") == CERTAINS and not propres.get("seconds") and "seconds" not in self.errors:
            self.add_error("seconds", "Cochez les enfants dont le second parent devient référent.")
        elif "seconds" in propres and propres.get("referent") != CERTAINS:
            propres["seconds"] = []
        return propres


class Piece(FormulaireDePieces):
    """The family record book, or the acts of birth."""

    @dataclass(frozen=True)
    class Donnees:
        piece: tuple[str, ...]

    piece = ChampPiece(
        libelle="Livret de famille ou acte de naissance", camera="environment", maximum=4,
        label="Le livret de famille, ou l’extrait d’acte de naissance",
        help_text="Les pages des parents et des enfants. Un seul document suffit si tous les enfants y sont ; sinon, un par enfant.",
        error_messages={"required": "Ajoutez le livret de famille ou l’extrait d’acte de naissance."},
    )  # fmt: skip
