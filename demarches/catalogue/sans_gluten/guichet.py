"""What agents decide: each product by itself, and what an unknown one is, which the table learns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms

from ameli.noyau import formats
from ameli.noyau.saisie.champs import ChampEntier, ChampLigne
from demarches.catalogue.sans_gluten import accords, regles
from demarches.catalogue.sans_gluten.models import (
    DemandeSansGluten,
    Famille,
    LigneSansGluten,
    ProduitSansGluten,
)
from demarches.moteur import decisions
from demarches.moteur.jugements import AJuger, FormulaireVerdict
from demarches.moteur.lues import OUI
from demarches.moteur.models import Demarche

POIDS = "Écrivez le poids de l’étiquette, en grammes, de 10 à 5 000."


class VerdictProduit(FormulaireVerdict):
    """Yes or no to one product. Of one that the table does not know, what its label says."""

    @dataclass(frozen=True)
    class Donnees:
        accorde: bool
        motif: str | None = None
        designation: str = ""
        famille: str = ""
        grammes: int | None = None

    designation = ChampLigne(label="Désignation de l’étiquette", max_length=80, required=False)
    famille = forms.ChoiceField(
        label="Famille", required=False, choices=[("", "Choisissez la famille"), *Famille.choices],
        error_messages={"invalid_choice": "Choisissez une famille de la liste."},
    )  # fmt: skip
    grammes = ChampEntier(
        label="Poids, en grammes", required=False, min_value=10, max_value=5000, faute=POIDS, size="6"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ligne = lignes_de(self.demarche).filter(place=self.prefix).first()
        if self.ligne is None or self.ligne.produit is not None:
            for nom in ("designation", "famille", "grammes"):
                del self.fields[nom]
            self.initial = {"accorde": OUI, **self.initial}

    def clean(self) -> dict[str, Any]:
        donnees = super().clean()
        if donnees.get("accorde") == OUI and "famille" in self.fields:
            for nom, phrase in (
                ("designation", "Écrivez ce que dit l’étiquette."), ("famille", "Choisissez la famille."), ("grammes", POIDS),
            ):  # fmt: skip
                if not donnees.get(nom) and not self.has_error(nom):
                    self.add_error(nom, phrase)
        return donnees


def lignes_de(demarche: Demarche) -> Any:
    """The rows of this request."""
    siennes = LigneSansGluten.objects.de(demarche.assure).filter(demande__demarche=demarche)
    return siennes.select_related("produit").order_by("id")


def a_juger(demarche: Demarche) -> list[AJuger]:
    """Each product; the label of those to verify is among the documents, under their code."""
    return [
        AJuger(
            une.place, f"{une.nom}\N{NO-BREAK SPACE}: {une.quantite} × {formats.montant(une.prix)}",
            f"produits/{une.place}",
        )
        for une in lignes_de(demarche)
    ]  # fmt: skip


def appliquer(demarche: Demarche) -> list[tuple[LigneSansGluten, ProduitSansGluten]]:
    """The rows that are granted, each with its product; what was refused says why, what was unknown is learned."""
    verdicts = decisions.verdicts(demarche, VerdictProduit.Donnees)
    accordees = []
    for ligne in lignes_de(demarche):
        verdict = verdicts.get(ligne.place)
        if verdict is not None and not verdict.accorde:
            ligne.etat, ligne.motif = LigneSansGluten.Etat.REFUSEE, verdict.motif or ""
        elif ligne.produit is None and verdict is not None and verdict.famille:
            ligne.produit = _apprendre(ligne, verdict, demarche)
        ligne.save(update_fields=["etat", "motif", "produit"])
        if ligne.etat != LigneSansGluten.Etat.REFUSEE and ligne.produit is not None:
            accordees.append((ligne, ligne.produit))
    return accordees


def _apprendre(ligne: LigneSansGluten, verdict: VerdictProduit.Donnees, demarche: Demarche) -> ProduitSansGluten:
    """Twice the same label is one product."""
    produit, _ = ProduitSansGluten.objects.get_or_create(
        code=ligne.code,
        defaults={
            "designation": verdict.designation, "famille": verdict.famille, "grammes": verdict.grammes,
            "appris_de": demarche.reference,
        },
    )  # fmt: skip
    return produit


def connu(demarche: Demarche) -> list[tuple[str, str]]:
    """What the caisse knows beside the request: the month, the agreement."""
    demande = DemandeSansGluten.objects.de(demarche.assure).filter(demarche=demarche).select_related("personne").first()
    if demande is None:
        return []
    titulaire = next(
        (
            un
            for un in accords.titulaires(demarche.assure, demarche.deposee_le)
            if un.membre.personne == demande.personne
        ),
        None,
    )
    periodes = [f"du {un.du:%d/%m/%Y} au {un.dernier_jour:%d/%m/%Y}" if un.dernier_jour else f"depuis le {un.du:%d/%m/%Y}"
                for un in (titulaire.accords if titulaire else ())]  # fmt: skip
    return [
        ("Personne", str(demande.personne)),
        ("Mois", regles.en_mots(demande.mois)),
        ("Accords", " ; ".join(periodes) or "aucun"),
        ("Compté dans le mois pour cette demande", formats.montant(demande.compte)),
    ]
