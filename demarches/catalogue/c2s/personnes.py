"""Who the people of a request are in the registry, and whether another open request has them too (chapter 11)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from accounts.dossier.solidaire import bareme
from accounts.dossier.solidaire.calcul import mensualite, premier_du_mois_suivant
from accounts.models import Personne
from ameli.noyau.calendrier import jour_de
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.saisie import noms
from ameli.noyau.saisie.noms import Reponse, comparer
from demarches.catalogue.c2s.demande import Lue
from demarches.catalogue.c2s.foyer import Present
from demarches.catalogue.c2s.models import PersonneDemandee
from demarches.moteur.models import OUVERTS, Demarche

USAGE = "personne_c2s"


def trouver(present: Present) -> Personne | None:
    """The person of the registry whose number, names and birth are all those that were typed."""
    if present.personne is not None or not present.nir:
        return present.personne
    connue = Personne.objects.filter(nir_empreinte=empreinte("nir", present.nir)).first()
    if connue is None or connue.date_naissance != present.naissance:
        return None
    memes = comparer(present.nom, connue.identite, present.prenom) is not Reponse.AUTRE
    return connue if memes else None


def identifiees(lue: Lue) -> Mapping[str, Personne]:
    """By place, those whom a right can be opened for; the others wait for an agent, the dead have none."""
    return {cle: une for cle, une in _connues(lue).items() if une.date_deces is None}


def decedees(lue: Lue) -> list[Personne]:
    """Those who have died since it was sent."""
    return [une for une in _connues(lue).values() if une.date_deces is not None]


def inconnus(lue: Lue) -> list[Present]:
    """Those whom the registry does not know as they were typed."""
    connues = _connues(lue)
    return [un for un in lue.presents if un.cle not in connues]


def _connues(lue: Lue) -> dict[str, Personne]:
    trouvees = {un.cle: trouver(un) for un in lue.presents}
    return {cle: une for cle, une in trouvees.items() if une is not None}


def mensualites(lue: Lue, le: datetime) -> Mapping[str, Decimal]:
    """By place, what each would pay for a right that opens on the first of the next month."""
    du, figures = premier_du_mois_suivant(jour_de(le)), bareme.lire()
    return {un.cle: mensualite(un.naissance, du, lue.zone, figures, lue.jour) for un in lue.presents}


def retenir(lue: Lue) -> None:
    """Keep the fingerprints of everybody of the request: of the number, and of the name with the birth."""
    PersonneDemandee.objects.bulk_create(
        PersonneDemandee(demarche=lue.demarche, place=un.cle, empreinte=une)
        for un in lue.presents
        for une in _empreintes(un)
    )


def ailleurs(demarche: Demarche) -> list[Demarche]:
    """Other open requests in which somebody of this one is. Agents alone read it."""
    siennes = PersonneDemandee.objects.systeme("two requests with the same person are seen by agents")
    empreintes = siennes.filter(demarche=demarche).values("empreinte")
    autres = siennes.filter(empreinte__in=empreintes, demarche__etat__in=OUVERTS).exclude(demarche=demarche)
    trouvees = {
        une.demarche_id: une.demarche for une in autres.select_related("demarche__caisse").order_by("demarche_id")
    }
    return list(trouvees.values())


def _empreintes(present: Present) -> list[str]:
    nom = f"{noms.cle(present.nom)}:{noms.cle(present.prenom)}:{present.naissance}"
    cles = [f"nom:{nom}", *([f"nir:{present.nir}"] if present.nir else [])]
    return [empreinte(USAGE, cle) for cle in cles]
