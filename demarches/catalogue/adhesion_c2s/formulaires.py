"""The two screens of an adhesion: how it is signed and the bulletin; which account, and the mandate with its two signatures.

Whoever holds the account signs the mandate. It is that of the person, or of an adult of the foyer who signs in their turn
(`signature`), or of somebody else who signs on paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from stdnum import iban as numeros_iban

from accounts.dossier import c2s_lue
from accounts.informations import coordonnees
from accounts.models import AccordC2S, CoordonneesBancaires, MembreC2S, Personne
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from ameli.noyau.masquage import masquer_iban
from ameli.noyau.saisie.champs import ChampIban, ChampLigne
from demarches.catalogue.adhesion_c2s import regles
from demarches.catalogue.adhesion_c2s.lu import payeurs
from demarches.catalogue.adhesion_c2s.regles import AUTRE, CONNU, EN_LIGNE, PAPIER, TIERS
from demarches.moteur.formulaires import FormulaireEtape

LONGUEUR = 60
SIGNATURES = {
    "signe_caisse": "Première signature : cochez la case.",
    "signe_banque": "Seconde signature : cochez la case.",
}


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


class DeuxSignatures(FormulaireEtape):
    """The two signatures of a mandate, each a box of its own, for whoever holds the account."""

    signe_caisse = forms.BooleanField(label=regles.PHRASE_CAISSE, required=False)
    signe_banque = forms.BooleanField(label=regles.PHRASE_BANQUE, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for nom in SIGNATURES:
            self.fields[nom].selon_les_cas = True

    def exiger_les_signatures(self) -> None:
        """Each that misses is asked for by its name."""
        for nom, phrase in SIGNATURES.items():
            if not self.cleaned_data.get(nom):
                self.add_error(nom, phrase)


class Mandat(DeuxSignatures):
    """The account that is debited. Signed online, each of the two signatures is a box of its own."""

    masques: ClassVar[Mapping[str, Any]] = {"iban": masquer_iban}
    field_order: ClassVar[list[str]] = ["compte", "iban", "titulaire", *SIGNATURES]

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
        label="Titulaire de l’autre compte", required=False, max_length=LONGUEUR, help_text="Comme sur son RIB.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "size": 38}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        connu = [(CONNU, f"Celui de mes remboursements, {masquer_iban(self.actuel.iban)}")] if self.actuel else []
        champ: Any = self.fields["compte"]
        champ.choices = [
            *connu, (AUTRE, "Un autre compte à mon nom"),
            *((un.public_id, f"Le compte de {un}") for un in self.proches.values()),
            (TIERS, "Le compte d’une autre personne"),
        ]  # fmt: skip
        for nom in ("iban", "titulaire"):
            self.fields[nom].selon_les_cas = True
        if self.proches:
            self.fields["titulaire"].help_text += " Inutile pour un adulte de votre foyer : nous savons son nom."
        if not self.en_ligne:
            del self.fields["signe_caisse"], self.fields["signe_banque"]

    @property
    def en_ligne(self) -> bool:
        return bool(self.contexte.reponses.get("bulletin", {}).get("maniere") != PAPIER)

    @cached_property
    def actuel(self) -> CoordonneesBancaires | None:
        """The account that the caisse pays on."""
        return coordonnees.actuelles(self.contexte.assure)

    @cached_property
    def proches(self) -> dict[str, Personne]:
        """The adults of the foyer who may pay, by their id."""
        return {cle: un.personne for cle, un in payeurs(self.contexte.assure, jour_de(self.contexte.le)).items()}

    def clean_iban(self) -> str:
        numero: str = self.cleaned_data["iban"]
        if numero and not numeros_iban.is_valid(numero):
            raise forms.ValidationError("Cet IBAN n’est pas juste. Recopiez-le tel qu’il est sur le RIB.")
        return numero

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        compte = propres.get("compte")
        if compte == CONNU and self.actuel is not None:
            propres["iban"], propres["titulaire"] = self.actuel.iban, self.actuel.titulaire
        elif compte in self.proches:
            propres["titulaire"] = str(self.proches[compte])
        if compte and not propres.get("iban") and not self.has_error("iban"):
            self.add_error("iban", "Indiquez l’IBAN du compte prélevé.")
        if compte and not propres.get("titulaire") and not self.has_error("titulaire"):
            self.add_error("titulaire", "Indiquez le titulaire du compte.")
        if self.en_ligne and compte in (CONNU, AUTRE):
            self.exiger_les_signatures()
        elif self.en_ligne:
            propres.update(dict.fromkeys(SIGNATURES, False))  # nobody signs for the holder
        return propres

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        lignes = [("Compte prélevé", masquer_iban(reponses["iban"])), ("Titulaire", reponses["titulaire"])]
        if self.en_ligne:
            lignes.append(("Mandat de prélèvement", self._qui_signe(reponses)))
        return lignes

    def _qui_signe(self, reponses: Mapping[str, Any]) -> str:
        if reponses["compte"] in (CONNU, AUTRE):
            return "Signé deux fois : pour ma caisse et pour ma banque"
        if reponses["compte"] == TIERS:
            return "Signé sur papier par le titulaire"
        return f"À signer par {reponses['titulaire']} : nous le lui demandons"

    def a_verifier(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        """An IBAN that was typed is whole; that of the reimbursements was not typed, and stays masked."""
        return self.au_recapitulatif(reponses) if reponses["compte"] == CONNU else super().a_verifier(reponses)
