"""A price was wrong, and it is paid already: the month is counted again, the difference is paid or taken from the next payment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms

from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from ameli.noyau.saisie.champs import ChampEntier, ChampMontant
from demarches.catalogue.sans_gluten import effets, regles
from demarches.catalogue.sans_gluten.formulaires import PRIX, QUANTITE
from demarches.catalogue.sans_gluten.models import DemandeSansGluten, LigneSansGluten
from demarches.moteur.declaration import Geste, Par
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.models import Demarche, Etat
from paiements.calcul.mots import ZERO, Famille, arrondi
from paiements.calcul.sans_gluten import Rembourse
from paiements.enregistrement import LigneAPayer, enregistrer


class ErreurDePrix(FormulaireEtape):
    """Which product, and what was really paid."""

    @dataclass(frozen=True)
    class Donnees:
        produit: str
        prix: Decimal
        quantite: int

    produit = forms.ChoiceField(
        label="Quel produit\u00a0?", widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choisissez le produit."),
    )  # fmt: skip
    prix = ChampMontant(
        label="Prix juste d’un seul produit, en euros", min_value=regles.PRIX_MINIMUM, max_value=regles.PRIX_MAXIMUM
    )
    quantite = ChampEntier(
        label="Combien en avez-vous acheté\u00a0?", min_value=1, max_value=regles.QUANTITE_MAXIMUM, faute=QUANTITE
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ = self.fields["produit"]
        assert isinstance(champ, forms.ChoiceField)
        champ.choices = achats(self.contexte.reponses)
        self.fields["prix"].error_messages |= dict.fromkeys(("min_value", "max_value"), PRIX)


def achats(reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The products of a request, to choose among: their item, and what was typed of each."""
    return [
        (
            cle,
            f"{siennes.get('nom') or siennes['code']}, {siennes['quantite']} × {formats.montant(Decimal(siennes['prix']))}",
        )
        for cle in reponses.get("produits", {}).get("items", [])
        if (siennes := reponses[f"produits/{cle}"])
    ]


def possible(demarche: Demarche, le: datetime) -> bool:
    """Once it is paid, as long as its month may be asked for."""
    if demarche.etat != Etat.ACCEPTEE:
        return False
    demande = DemandeSansGluten.objects.de(demarche.assure).filter(demarche=demarche).first()
    return demande is not None and jour_de(le) <= regles.demandable_jusqu_au(demande.mois)


def rectifier(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    """Count the month again with the right price, under its lock."""
    demande = effets.demande_de(demarche)
    effets.tenir(demande)
    payees = list(demande.lignes.filter(etat=LigneSansGluten.Etat.PAYEE).select_related("produit").order_by("id"))
    juste = next((une for une in payees if une.place == saisie["produit"]), None)
    if juste is None:
        return "Ce produit n’a pas été remboursé\u00a0: rien n’est changé."
    juste.prix, juste.quantite = saisie["prix"], saisie["quantite"]
    recomptees, ecart = effets.recompter(demande, payees)
    if ecart > ZERO:
        modele = recomptees[payees.index(juste)]
        _verser(demande, modele, ecart, le)
        phrase = f"C’est corrigé. Nous vous versons {formats.montant(ecart)} de plus."
    elif ecart < ZERO:
        demande.a_reprendre += -ecart
        phrase = (
            f"C’est corrigé. {formats.montant(-ecart)} seront repris sur votre prochain remboursement de ces produits."
        )
    else:
        phrase = "C’est corrigé. Le remboursement ne change pas."
    demande.save(update_fields=["compte", "regle", "a_reprendre"])
    return phrase


def _verser(demande: DemandeSansGluten, modele: Rembourse, ecart: Decimal, le: datetime) -> None:
    """One line, whose base is what gives the difference."""
    une = replace(modele, base=arrondi(ecart * 100 / modele.taux), verse=ecart, avant_plafond=ecart)
    achete_le = min(regles.dernier_du_mois(demande.mois), jour_de(le))
    due = LigneAPayer(une.ligne(achete_le), demande.personne, effets.rang_de(demande, le))
    enregistrer(demande.assure, [due], famille=Famille.SOINS, du_le=le)


RECTIFIER = Geste(
    "rectifier",
    "Signaler une erreur de prix",
    "Nous recomptons le remboursement avec le prix juste. La différence est versée, ou reprise sur le prochain remboursement. "
    "Gardez le ticket.",
    par=Par.ASSURE,
    formulaire=ErreurDePrix,
    possible=possible,
    faire=rectifier,
    statut=False,
)
