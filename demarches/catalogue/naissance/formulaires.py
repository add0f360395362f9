"""The screens of chapter 13: where the child comes from, each child, the papers of a child born elsewhere, the other parent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms

from accounts.models import Personne
from ameli.noyau import formats, pays
from ameli.noyau.calendrier import jour_de
from ameli.noyau.masquage import masquer_nir
from ameli.noyau.saisie import noms
from ameli.noyau.saisie.champs import ChampNir
from ameli.noyau.saisie.champs_dates import ChampDate
from ameli.noyau.saisie.champs_noms import ChampNom, ChampPrenoms
from demarches.catalogue.naissance import doublons
from demarches.catalogue.naissance.regles import dates, departements
from demarches.moteur.declaration import RefusAction
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.pieces_du_brouillon import ChampPiece, FormulaireDePieces

FRANCE, ETRANGER, ADOPTE = "FRANCE", "ETRANGER", "ADOPTE"
MOI, AUTRE = "MOI", "AUTRE"
LIEUX = (
    (FRANCE, "Mon enfant est né en France"),
    (ETRANGER, "Mon enfant est né à l’étranger"),
    (ADOPTE, "J’ai adopté ou j’accueille mon enfant"),
)
QUI = (
    (MOI, "Moi : mon enfant aura ma complémentaire santé"),
    (AUTRE, "L’autre parent : mon enfant aura sa complémentaire santé"),
)
A_L_AUTRE = (
    "C’est l’autre parent qui fait cette déclaration, depuis son compte. Il prévient ensuite sa complémentaire santé. "
    "Vous n’avez rien à envoyer."
)
INCONNU = {"INCONNU", "INCONNUE", "PEREINCONNU", "MEREINCONNUE", "NONCONNU"}
LAISSEZ_VIDE = "Si vous ne souhaitez pas répondre, laissez cette page vide."


class Situation(FormulaireEtape):
    """Where the child comes from, and which parent declares."""

    @dataclass(frozen=True)
    class Donnees:
        lieu: str
        qui: str

    lieu = forms.ChoiceField(
        label="Quelle est votre situation ?", choices=LIEUX, widget=forms.RadioSelect,
        error_messages={"required": "Choisissez votre situation."},
    )  # fmt: skip
    qui = forms.ChoiceField(
        label="Qui fait la déclaration ?", choices=QUI, widget=forms.RadioSelect,
        error_messages={"required": "Dites qui fait la déclaration."},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if propres.get("qui") == AUTRE and not self.errors:
            raise RefusAction(A_L_AUTRE, fin=True)
        return propres


class Enfant(FormulaireEtape):
    """One child. Born in France: the town hall, which tells the INSEE; elsewhere: the country."""

    @dataclass(frozen=True)
    class Donnees:
        id: str
        nom: str
        prenoms: str
        sexe: str
        naissance: date
        departement: str = ""
        mairie_le: date | None = None
        pays: str = ""

    nom = ChampNom(label="Nom de l’enfant", error_messages={"required": "Écrivez le nom de l’enfant."})
    prenoms = ChampPrenoms(
        label="Prénoms de l’enfant", max_length=80, help_text="Dans l’ordre de l’acte de naissance, séparés par une virgule.",
        error_messages={"required": "Écrivez au moins un prénom."},
    )  # fmt: skip
    naissance = ChampDate(
        label="Date de naissance de l’enfant", help_text="Par exemple 16/11/2026.",
        error_messages={"required": "Écrivez la date de naissance."},
    )  # fmt: skip
    departement = forms.ChoiceField(
        label="Département de naissance",
        choices=[("", "Choisissez dans la liste"), *((code, departements.en_mots(code)) for code in departements.NOMS)],
        error_messages={"required": "Choisissez le département de naissance."},
    )
    pays = forms.ChoiceField(
        label="Pays de naissance", choices=[("", "Choisissez dans la liste"), (pays.FRANCE, "France"), *pays.a_l_etranger()],
        error_messages={"required": "Choisissez le pays de naissance."},
    )  # fmt: skip
    sexe = forms.ChoiceField(
        label="Sexe inscrit sur l’acte de naissance",
        choices=[(Personne.Sexe.FEMME.value, "Féminin"), (Personne.Sexe.HOMME.value, "Masculin")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez le sexe inscrit sur l’acte."},
    )
    mairie_le = ChampDate(
        label="Date de la déclaration à la mairie", help_text="Elle est écrite sur l’acte de naissance.",
        error_messages={"required": "Écrivez la date de la déclaration à la mairie."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deja: doublons.Deja | None = None
        lieu = self.contexte.reponses.get("situation", {}).get("lieu", FRANCE)
        for nom in ("pays",) if lieu == FRANCE else ("departement", "mairie_le"):
            del self.fields[nom]

    def clean_naissance(self) -> date:
        naissance, jour = self.cleaned_data["naissance"], jour_de(self.contexte.le)
        if naissance > jour:
            raise forms.ValidationError("Cette date n’est pas encore passée. Corrigez-la.")
        if naissance < dates.plus_ancienne(jour):
            raise forms.ValidationError(
                "Cette démarche est faite pour un enfant de moins de 3 ans. Pour un enfant plus grand, écrivez à votre caisse."
            )
        return naissance

    def clean_mairie_le(self) -> date:
        mairie_le, jour = self.cleaned_data["mairie_le"], jour_de(self.contexte.le)
        naissance = self.cleaned_data.get("naissance")
        if mairie_le > jour:
            raise forms.ValidationError("Cette date n’est pas encore passée. Corrigez-la.")
        if naissance and mairie_le < naissance:
            raise forms.ValidationError(
                "La déclaration à la mairie vient après la naissance. Corrigez une des deux dates."
            )
        ouverte_le = dates.ouverte_le(mairie_le)
        if ouverte_le > jour:
            raise forms.ValidationError(
                "La mairie a besoin de 5 jours pour transmettre la déclaration. Revenez à partir du "
                f"{formats.jour_semaine(ouverte_le)}\N{NO-BREAK SPACE}: vos réponses vous attendent ici."
            )
        return mairie_le

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if propres.get("naissance") and propres.get("prenoms"):
            self.deja = doublons.chercher(self.contexte.assure, propres["naissance"], propres["prenoms"])
            if self.deja is not None:
                self.add_error("prenoms", self.deja.phrase)
        return propres

    def a_verifier(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        """With a word on a late declaration: a warning, nothing more."""
        lignes = super().a_verifier(reponses)
        if en_retard_a_la_mairie(reponses):
            lignes.append(
                ("À savoir", "Déclaration faite après le délai de la mairie. Cela ne bloque pas votre démarche.")
            )
        return lignes


def en_retard_a_la_mairie(reponses: Mapping[str, Any]) -> bool:
    """Was this child declared at the town hall after its own limit?"""
    if not reponses.get("mairie_le") or not reponses.get("departement"):
        return False
    limite = dates.limite_en_mairie(date.fromisoformat(reponses["naissance"]), reponses["departement"])
    return date.fromisoformat(reponses["mairie_le"]) > limite


class Papiers(FormulaireDePieces):
    """A child born abroad, or adopted: the form S3705 and the act."""

    @dataclass(frozen=True)
    class Donnees:
        formulaire: tuple[str, ...]
        acte: tuple[str, ...]
        traduction: tuple[str, ...] = ()

    formulaire = ChampPiece(
        libelle="Formulaire S3705", camera="environment", maximum=4, label="Le formulaire S3705, rempli et signé",
        help_text="« Demande de rattachement des enfants ». Il se demande au 36 46 ou à l’accueil.",
        error_messages={"required": "Ajoutez le formulaire S3705."},
    )  # fmt: skip
    acte = ChampPiece(
        libelle="Acte", camera="environment", maximum=4, label="L’acte de naissance, ou le jugement d’adoption",
        error_messages={"required": "Ajoutez l’acte de naissance ou le jugement."},
    )  # fmt: skip
    traduction = ChampPiece(
        libelle="Traduction de l’acte", camera="environment", maximum=4, label="Sa traduction", required=False,
        selon_les_cas=True, help_text="Seulement si l’acte n’est pas en français. Un traducteur agréé la signe.",
    )  # fmt: skip


class SecondParent(FormulaireEtape):
    """The other parent, if whoever declares wants to say: nothing is sent to them from here."""

    @dataclass(frozen=True)
    class Donnees:
        nom: str = ""
        prenom: str = ""
        nir: str = ""
        inscrire: bool = False

        @property
        def dit(self) -> bool:
            return bool(self.nom)

    masques: ClassVar[Mapping[str, Any]] = {"nir": masquer_nir}
    nom = ChampNom(label="Nom du second parent", required=False)
    prenom = ChampNom(label="Prénom du second parent", required=False)
    nir = ChampNir(
        label="Numéro de Sécurité sociale du second parent", required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    inscrire = forms.BooleanField(
        label="Je voudrai aussi inscrire mon enfant sur la carte Vitale de ce parent", required=False,
        help_text="Rien n’est envoyé maintenant. Nous vous dirons quand vous pourrez le demander.",
    )  # fmt: skip

    def clean_nir(self) -> str:
        nir = self.cleaned_data["nir"]
        if nir and self.contexte.assure.personne.a_pour_numero(nir):
            raise forms.ValidationError("C’est votre numéro. Écrivez celui de l’autre parent, ou laissez vide.")
        return nir

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        for champ in ("nom", "prenom"):
            if noms.cle(propres.get(champ) or "") in INCONNU:
                self.add_error(champ, LAISSEZ_VIDE)
        if any(propres.get(champ) for champ in self.fields):
            for champ, mot in (("nom", "nom"), ("prenom", "prénom")):
                if not propres.get(champ) and champ not in self.errors:
                    self.add_error(champ, f"Écrivez aussi le {mot}. {LAISSEZ_VIDE}")
        return propres

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        if not reponses.get("nom"):
            return [("Second parent", "Vous n’avez pas répondu")]
        return super().au_recapitulatif(reponses)
