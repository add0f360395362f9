"""The panels that this floor knows: Vitale card, European card, doctor, complementary cover. One query each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from accounts.dossier import complementaires as couvertures
from accounts.dossier.panneaux import panneau
from accounts.informations import cartes_europeennes
from accounts.models import Assure, CarteEuropeenne, CarteVitale, MedecinTraitant


@panneau("carte_vitale", ordre=10, gabarit="informations/panneaux/carte_vitale.html")
def cartes_vitale(assure: Assure, personnes: Collection[int], jour: date) -> Mapping[int, list[CarteVitale]]:
    """Those still in somebody's hands, the latest first."""
    trouvees: dict[int, list[CarteVitale]] = {pk: [] for pk in personnes}
    en_mains = CarteVitale.objects.filter(personne__in=personnes).exclude(etat=CarteVitale.Etat.REMPLACEE)
    for carte in en_mains.order_by("-emise_le", "-id"):
        trouvees[carte.personne_id].append(carte)
    return trouvees


@panneau("carte_europeenne", ordre=20, gabarit="informations/panneaux/carte_europeenne.html")
def europeennes(
    assure: Assure, personnes: Collection[int], jour: date
) -> Mapping[int, list[tuple[CarteEuropeenne, bool]]]:
    """Those in hand or on the way, with whether they are worth something on that day."""
    actuelles = cartes_europeennes.actuelles(assure, personnes)
    return {pk: [(carte, carte.valable(jour)) for carte in cartes] for pk, cartes in actuelles.items()}


@panneau("medecin", ordre=30, gabarit="informations/panneaux/medecin.html")
def medecins_traitants(assure: Assure, personnes: Collection[int], jour: date) -> Mapping[int, MedecinTraitant | None]:
    """The doctor of each, as this file has declared it, or none."""
    medecins = MedecinTraitant.objects.de(assure).filter(personne__in=personnes).order_by("id")
    par_personne = {medecin.personne_id: medecin for medecin in medecins}
    return {pk: par_personne.get(pk) for pk in personnes}


@panneau("complementaire", ordre=40, gabarit="informations/panneaux/complementaire.html")
def complementaires(assure: Assure, personnes: Collection[int], jour: date) -> Mapping[int, couvertures.Couverture]:
    """The covers that run, are to come, or ended in the last three years, as this file knows them."""
    return couvertures.couvertures(assure, personnes, jour)
