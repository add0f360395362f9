"""The two screens of an adhesion: how it is signed and the bulletin; which account, and the mandate with its two signatures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from stdnum import iban as numeros_iban

from accounts.dossier import c2s_lue
from accounts.informations import coordonnees
from accounts.models import AccordC2S, CoordonneesBancaires, MembreC2S
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from ameli.noyau.masquage import masquer_iban
from ameli.noyau.saisie.champs import ChampIban, ChampLigne
from demarches.catalogue.adhesion_c2s import regles
from demarches.catalogue.adhesion_c2s.regles import AUTRE, CONNU, EN_LIGNE, PAPIER
from demarches.moteur.formulaires import FormulaireEtape

LONGUEUR = 60


class Bulletin(FormulaireEtape):
    """Who is covered and for how much is said by us; the person says how they sign, and that they adhere."""

    @dataclass(frozen=True)
    class Donnees:
        maniere: str
        adhere: bool = True

    maniere = forms.ChoiceField(
        label="Comment signez-vous ?", widget=forms.RadioSelect, initial=EN_LIGNE,
        choices=[
            (EN_LIGNE, "En ligne, avec un code que nous vous envoyons"),
            (PAPIER, "Sur papier : j’imprime, je signe et j’envoie les photos ici"),
        ],
        error_messages={"required": "Choisissez comment vous signez."},
    )  # fmt: skip
    adhere = forms.BooleanField(
        label=regles.ADHESION, error_messages={"required": "Cochez la case pour adhérer. Sinon, fermez cette page."}
    )

    @cached_property
    def accord(self) -> AccordC2S | None:
        return c2s_lue.attendu_de(self.contexte.assure)

    @cached_property
    def membres(self) -> list[MembreC2S]:
        return c2s_lue.membres_au(self.accord, jour_de(self.contexte.le)) if self.accord is not None else []

    @cached_property
    def plus_tard(self) -> tuple[int, Any] | None:
        return c2s_lue.plus_tard(self.accord, jour_de(self.contexte.le)) if self.accord is not None else None

    @property
    def total(self) -> Any:
        return sum(un.mensualite for un in self.membres)

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        personnes = [(un.personne.prenom, f"{formats.montant(un.mensualite)} par mois") for un in self.membres]
        return [
            ("Signature", self.en_mots("maniere", reponses["maniere"])),
            *personnes,
            ("En tout", f"{formats.montant(self.total)} par mois"),
        ]


class Mandat(FormulaireEtape):
    """The account that is debited. Signed online, each of the two signatures is a box of its own."""

    masques: ClassVar[Mapping[str, Any]] = {"iban": masquer_iban}

    @dataclass(frozen=True)
    class Donnees:
        compte: str
        iban: str = ""
        titulaire: str = ""
        signe_caisse: bool = False
        signe_banque: bool = False

    compte = forms.ChoiceField(
        label="Quel compte est prélevé ?", widget=forms.RadioSelect,
        error_messages={"required": "Choisissez le compte prélevé."},
    )  # fmt: skip
    iban = ChampIban(label="IBAN de l’autre compte", required=False)
    titulaire = ChampLigne(
        label="Titulaire de l’autre compte", required=False, max_length=LONGUEUR,
        help_text="Comme sur son RIB. Un proche peut payer pour vous.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "size": 38}),
    )  # fmt: skip
    signe_caisse = forms.BooleanField(
        label=regles.PHRASE_CAISSE, error_messages={"required": "Première signature : cochez la case."}
    )
    signe_banque = forms.BooleanField(
        label=regles.PHRASE_BANQUE, error_messages={"required": "Seconde signature : cochez la case."}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        connu = [(CONNU, f"Celui de mes remboursements, {masquer_iban(self.actuel.iban)}")] if self.actuel else []
        champ: Any = self.fields["compte"]
        champ.choices = [*connu, (AUTRE, "Un autre compte")]
        for nom in ("iban", "titulaire"):
            self.fields[nom].selon_les_cas = True
        if self.contexte.reponses.get("bulletin", {}).get("maniere") == PAPIER:
            del self.fields["signe_caisse"], self.fields["signe_banque"]

    @cached_property
    def actuel(self) -> CoordonneesBancaires | None:
        """The account that the caisse pays on."""
        return coordonnees.actuelles(self.contexte.assure)

    def clean_iban(self) -> str:
        numero: str = self.cleaned_data["iban"]
        if numero and not numeros_iban.is_valid(numero):
            raise forms.ValidationError("Cet IBAN n’est pas juste. Recopiez-le tel qu’il est sur le RIB.")
        return numero

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if propres.get("compte") == CONNU and self.actuel is not None:
            propres["iban"], propres["titulaire"] = self.actuel.iban, self.actuel.titulaire
        elif propres.get("compte") == AUTRE:
            if not propres.get("iban") and "iban" not in self.errors:
                self.add_error("iban", "Indiquez l’IBAN du compte prélevé.")
            if not propres.get("titulaire") and "titulaire" not in self.errors:
                self.add_error("titulaire", "Indiquez le titulaire du compte.")
        return propres

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        lignes = [("Compte prélevé", masquer_iban(reponses["iban"])), ("Titulaire", reponses["titulaire"])]
        if reponses.get("signe_caisse"):
            lignes.append(("Mandat de prélèvement", "Signé deux fois : pour ma caisse et pour ma banque"))
        return lignes
