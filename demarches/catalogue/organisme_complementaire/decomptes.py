"""The décomptes that nobody was told of while two organisms asked for them: those of « Mes paiements », and no other."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from accounts.dossier import foyer
from accounts.models import Assure
from ameli.noyau.calendrier import jour_de
from demarches.catalogue.organisme_complementaire.reponses import Choix
from demarches.moteur.models import Demarche
from paiements.recherche import Filtres, plus_ancien


def filtres(assure: Assure, personnes: Collection[str], depuis: date, au: date) -> Filtres:
    """Of these people (public ids), what was paid since that day and not sent, as far as the account shows. One query."""
    rangs = sum(1 << (rang - 1) for rang, une in foyer.de_toujours(assure).items() if une.public_id in personnes)
    return Filtres(max(depuis, plus_ancien(au)), au, rangs=rangs, a_transmettre=True)


def de_la_demarche(demarche: Demarche, jour: date) -> Filtres | None:
    """Those that its people have to send by themselves; None when nothing was chosen."""
    lignes = [une for une in Choix.de(demarche).choix if une.organisme and une.depuis is not None]
    if not lignes:
        return None
    fin = min(jour, jour_de(demarche.close_le)) if demarche.close_le else jour
    debut = min(une.depuis for une in lignes if une.depuis is not None)
    return filtres(demarche.assure, {une.cle for une in lignes}, min(debut, fin), fin)
