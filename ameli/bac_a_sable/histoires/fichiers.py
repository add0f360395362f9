"""Files of the database, with what a story needs of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import Adresse, Assure, Beneficiaire, CoordonneesBancaires, LiaisonComplementaire, MedecinTraitant
from ameli.bac_a_sable.histoires.copie import Titulaire
from ameli.bac_a_sable.histoires.profils import Foyer, tirer

RAISON = "practice payments"


@dataclass(frozen=True, slots=True)
class Fichier:
    """A file, with what a story needs of it."""

    assure: Assure
    titulaire: Titulaire
    enfants: tuple[tuple[int, date], ...]
    commune: str
    medecin: str


def foyer_de(fichier: Fichier, graine: str, debut: date, fin: date, *, malade: bool | None = None) -> Foyer:
    """A household like that of the file, drawn from `graine`; see `profils.tirer`."""
    personne = fichier.assure.personne
    return tirer(
        graine, fichier.commune, (personne.sexe, personne.date_naissance), [une for _, une in fichier.enfants],
        fichier.assure.situation, debut, fin, fichier.medecin, malade,
    )  # fmt: skip


def lire(numeros: Sequence[int]) -> Iterator[Fichier]:
    """The files of these keys, in their order; six queries whatever their number."""
    assures = Assure.objects.systeme(RAISON).filter(pk__in=numeros).select_related("personne", "caisse").order_by("pk")
    enfants: dict[int, list[Beneficiaire]] = defaultdict(list)
    petits = Beneficiaire.objects.systeme(RAISON).filter(assure__in=numeros).select_related("personne")
    for petit in petits.order_by("assure", "rang"):
        enfants[petit.assure_id].append(petit)
    comptes = {
        un.assure_id: un
        for un in CoordonneesBancaires.objects.systeme(RAISON).filter(assure__in=numeros, fin_le=None).order_by("pk")
    }
    communes = dict(
        Adresse.objects.systeme(RAISON)
        .filter(assure__in=numeros, fin_le=None, beneficiaire=None)
        .order_by("pk")
        .values_list("assure", "commune")
    )
    personnes = [assure.personne_id for assure in assures]
    siens = MedecinTraitant.objects.systeme(RAISON).filter(assure__in=numeros, personne__in=personnes)
    medecins = dict(siens.order_by("depuis").values_list("personne", "nom"))
    mutuelles: dict[int, list[tuple[int, date, date | None, bool]]] = defaultdict(list)
    # the caisse itself pays the Complémentaire santé solidaire that it manages: nobody is told
    couvertures = LiaisonComplementaire.objects.systeme(RAISON).filter(
        assure__in=numeros, beneficiaire=None, organisme__caisse=None
    )
    for assure, *valeurs in couvertures.order_by("du", "pk").values_list("assure", "pk", "du", "au", "transmission"):
        mutuelles[assure].append((valeurs[0], *valeurs[1:]))
    for assure in assures:
        compte = comptes.get(assure.pk)
        petits = enfants[assure.pk]
        titulaire = Titulaire(
            assure.pk, {1: assure.personne_id} | {un.rang: un.personne_id for un in petits},
            compte and compte.pk, compte.iban_masque if compte else "", tuple(mutuelles[assure.pk]),
        )  # fmt: skip
        yield Fichier(
            assure, titulaire, tuple((un.rang, un.personne.date_naissance) for un in petits),
            communes.get(assure.pk, "Dax"), medecins.get(assure.personne_id, ""),
        )  # fmt: skip
