"""What changes, as the person reads it in messages and the agents on the file."""

from __future__ import annotations

from typing import Any

from accounts.dossier import caisses
from accounts.informations import adresse as adresses
from ameli.noyau.calendrier import jour_de
from demarches.catalogue.adresse import courriers, enregistrement, foyer, lecture
from demarches.moteur.models import Demarche


def pour_message(demarche: Demarche) -> dict[str, Any]:
    nouvelle, cas = lecture.lire(demarche.reponses), enregistrement.situation(demarche)
    cible = enregistrement.caisse_cible(demarche)
    return {
        "adresse": nouvelle.en_ligne,
        "personnes": _noms(demarche),
        "demenagement": lecture.date_du_demenagement(demarche.reponses),
        "delai": cas.delais.annonce,
        "etranger": nouvelle.etranger,
        "controle": bool(demarche.alertes),
        "nouvelle_caisse": cible,
        "transfere": enregistrement.transfere(demarche),
        "courriers": lambda: courriers.en_chemin(demarche.assure) if foyer.partants(demarche.reponses).moi else [],
        "a_partir_du": lecture.debut(demarche.reponses),
    }


def comparer(demarche: Demarche) -> list[tuple[str, str, str]]:
    nouvelle, assure = lecture.lire(demarche.reponses), demarche.assure
    commune, distinctes = adresses.actuelles(assure, demarche.deposee_le)
    qui = foyer.partants(demarche.reponses)
    anciennes = [(str(assure.personne), commune)] if qui.moi else []
    anciennes += [(str(b.personne), distinctes.get(b.pk, commune)) for b in qui.beneficiaires(assure)]
    lignes = [(f"Adresse de {nom}", lecture.en_mots(ancienne), nouvelle.en_ligne) for nom, ancienne in anciennes]
    code = lecture.caisse_cible(nouvelle, demarche.reponses, assure.caisse, demarche.deposee_le)
    if code:
        table = caisses.table(jour_de(demarche.deposee_le))
        avant = lecture.caisse_d_une_adresse(commune, demarche.deposee_le) or assure.caisse.code
        noms = [table.organismes[c].nom if c in table.organismes else c for c in (avant, code)]
        lignes.append(("Caisse", noms[0], noms[1]))
    return lignes


def _noms(demarche: Demarche) -> list[str]:
    qui = foyer.partants(demarche.reponses)
    moi = [str(demarche.assure.personne)] if qui.moi else []
    return moi + [str(b.personne) for b in qui.beneficiaires(demarche.assure)]
