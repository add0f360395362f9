"""What somebody pays less for is on their file: the household of a story and the exemptions of the file say the same."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from accounts.models import Exoneration, LiaisonComplementaire
from ameli.bac_a_sable.histoires.copie import Titulaire
from ameli.bac_a_sable.histoires.profils import Foyer
from paiements.calcul.mots import Protection
from paiements.calcul.patient import Periode

Nature = Exoneration.Nature
DU_DOSSIER = {
    Nature.ALD_30: Protection.ALD,
    Nature.ALD_31: Protection.ALD,
    Nature.ALD_32: Protection.ALD,
    Nature.INVALIDITE: Protection.INVALIDITE,
    Nature.MATERNITE: Protection.MATERNITE,
    Nature.NOUVEAU_NE: Protection.NOUVEAU_NE,
    Nature.AT_MP: Protection.AT_MP,
}
AU_DOSSIER = {
    Protection.ALD: (Nature.ALD_30, "soins en rapport"),
    Protection.INVALIDITE: (Nature.INVALIDITE, "tous les soins"),
    Protection.MATERNITE: (Nature.MATERNITE, "tous les soins"),
    Protection.NOUVEAU_NE: (Nature.NOUVEAU_NE, "tous les soins"),
    Protection.AT_MP: (Nature.AT_MP, "soins en rapport"),
}


def lire(personnes: Iterable[int]) -> dict[int, tuple[Periode, ...]]:
    """The protections that files hold, by key of the person. Two queries."""
    resultat: dict[int, tuple[Periode, ...]] = {}
    personnes = list(personnes)
    exonerations = Exoneration.objects.systeme("practice payments").filter(personne__in=personnes)
    solidaires = LiaisonComplementaire.objects.systeme("practice payments").filter(
        Q(beneficiaire=None, assure__personne__in=personnes) | Q(beneficiaire__personne__in=personnes),
        nature__in=LiaisonComplementaire.SOLIDAIRES,
    )
    periodes = [
        *(
            (une.personne_id, Periode(DU_DOSSIER[Nature(une.nature)], une.du, une.au, une.taux))
            for une in exonerations.order_by("personne", "du", "pk")
        ),
        *(
            (une.couvre, Periode(Protection.C2S, une.du, une.au, par_la_caisse=une.organisme.caisse_id is not None))
            for une in solidaires.select_related("assure", "beneficiaire", "organisme").order_by("du", "pk")
        ),
    ]
    for personne, periode in periodes:
        resultat[personne] = (*resultat.get(personne, ()), periode)
    return resultat


def inscrire(titulaire: Titulaire, foyer: Foyer) -> None:
    """Write on the files what this household was drawn with and they do not hold yet. In the caller's transaction."""
    connues = lire(titulaire.personnes.values())
    Exoneration.objects.bulk_create(
        Exoneration(
            assure_id=titulaire.assure, personne_id=personne, nature=AU_DOSSIER[une.nature][0], condition=AU_DOSSIER[une.nature][1], taux=une.taux,
            du=une.du, au=une.au,
        )
        for membre in foyer.membres
        for personne in (titulaire.personnes[membre.rang],)
        for une in membre.protections
        if une.nature in AU_DOSSIER and une not in connues.get(personne, ())
    )  # fmt: skip
