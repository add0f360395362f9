"""Who the people of a request are in the registry, and whether another open request has them too (chapter 11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal

from accounts.dossier import c2s_lue
from accounts.dossier.solidaire import bareme
from accounts.dossier.solidaire.calcul import mensualite
from accounts.models import Personne
from ameli.noyau.calendrier import jour_de
from ameli.noyau.chiffrement import Empreinte, empreinte
from ameli.noyau.saisie import noms
from ameli.noyau.saisie.noms import Reponse, comparer
from demarches.catalogue.c2s.demande import Lue
from demarches.catalogue.c2s.foyer import Present
from demarches.catalogue.c2s.models import PersonneDemandee
from demarches.moteur import rotation
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
    return {cle: une for cle, une in connues(lue).items() if une.date_deces is None}


def decedees(lue: Lue) -> list[Personne]:
    """Those who have died since it was sent."""
    return [une for une in connues(lue).values() if une.date_deces is not None]


def inconnus(lue: Lue) -> list[Present]:
    """Those whom the registry does not know as they were typed, and of whom no agent has said who they are."""
    reconnues, ecartees = connues(lue), impossibles(lue.demarche)
    return [un for un in lue.presents if un.cle not in reconnues and un.cle not in ecartees]


def connues(lue: Lue) -> dict[str, Personne]:
    """By place, who is known: as they were typed, or because an agent has said who they are."""
    dites = lue.demarche.demande_c2s.reconnues
    par_agent = {une.public_id: une for une in Personne.objects.filter(public_id__in=dites.values())} if dites else {}
    trouvees = {un.cle: par_agent.get(dites[un.cle]) if un.cle in dites else trouver(un) for un in lue.presents}
    return {cle: une for cle, une in trouvees.items() if une is not None}


def impossibles(demarche: Demarche) -> set[str]:
    """Places of those who cannot be recognised: they count in the foyer, and have no right."""
    return {place for place, public_id in demarche.demande_c2s.reconnues.items() if not public_id}


def noter(demarche: Demarche, qui: Present, personne: Personne | None) -> None:
    """Keep who they are; None: nobody can say it. Their number is among the fingerprints of the request from now on."""
    demande = demarche.demande_c2s
    demande.reconnues = {**demande.reconnues, qui.cle: personne.public_id if personne else ""}
    demande.save(update_fields=["reconnues"])
    if personne is not None and personne.nir:
        PersonneDemandee.objects.systeme("the démarche was found in a perimeter").get_or_create(
            demarche=demarche, place=qui.cle, empreinte=empreinte(USAGE, f"nir:{personne.nir}")
        )


def mensualites(lue: Lue, le: datetime) -> Mapping[str, Decimal]:
    """By place, what each would pay for a right that is decided now: the year in which it opens counts. Two queries."""
    du, figures = c2s_lue.ouverture(lue.demarche.assure, jour_de(le)), bareme.lire()
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


def _empreintes(present: Present) -> list[Empreinte]:
    nom = f"{noms.cle(present.nom)}:{noms.cle(present.prenom)}:{present.naissance}"
    cles = [f"nom:{nom}", *([f"nir:{present.nir}"] if present.nir else [])]
    return [empreinte(USAGE, cle) for cle in cles]


def _justes(demarche: Demarche) -> Iterator[Empreinte]:
    """Every fingerprint that the rows of a request may hold."""
    lue = Lue(demarche)
    for un in lue.presents:
        yield from _empreintes(un)
    yield from (empreinte(USAGE, f"nir:{une.nir}") for une in connues(lue).values() if une.nir)


rotation.suivre(PersonneDemandee, _justes)
