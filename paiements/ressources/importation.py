"""What employers declared of wages (DSN), as a CSV file (docs/exploitation/importer.md): agents compare declarations with it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django import forms

from accounts.importation import formulaires as f
from accounts.importation.fichiers import ASSURE
from ameli.noyau.echange.champs import d_un_fichier
from ameli.noyau.echange.fichiers import Fichier, Valeurs, declarer, egal
from ameli.noyau.horloge import maintenant
from paiements.models import SalaireEmployeur

RAISON = "an import reads and writes the wages of every caisse"


def _premier_du_mois(valeurs: Valeurs) -> Iterable[tuple[str, str]]:
    if valeurs["mois"].day != 1:
        yield "mois", "Écrivez le premier jour du mois."


def _salaire(valeurs: Valeurs) -> SalaireEmployeur:
    return SalaireEmployeur(
        assure_id=valeurs["assure_id"], mois=valeurs["mois"], brut=valeurs["brut"], recu_le=maintenant()
    )


SALAIRES = Fichier(
    nom="salaires",
    modele=SalaireEmployeur,
    champs=d_un_fichier(
        {
            "nir": f.BlocPersonne.base_fields["nir"],
            "mois": f.DatePassee(),
            "brut": forms.DecimalField(min_value=Decimal(0), max_digits=9, decimal_places=2),
        },
        SalaireEmployeur,
    ),
    construire=_salaire,
    references=(ASSURE,),
    cle=("assure_id", "mois"),
    accord={"brut": egal},
    contredit="Un autre montant est déjà là pour ce mois.",
    verifier=_premier_du_mois,
    lignes=lambda: SalaireEmployeur.objects.systeme(RAISON).filter(assure__personne__nir__isnull=False),
    sortie={"nir": "assure__personne__nir", "mois": "mois", "brut": "brut"},
)

declarer(SALAIRES)
