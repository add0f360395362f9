"""The PDF of a démarche, from the copy frozen at its deposit."""

from __future__ import annotations

from ameli.noyau.masquage import masquer_nir
from demarches.models import Demarche
from demarches.moteur import registre
from documents.editions.courrier import EnTete
from documents.editions.recapitulatif import RecapitulatifDemarche, Section


def composer(demarche: Demarche) -> RecapitulatifDemarche:
    """What is printed: the answers as they were shown, masked as they were shown."""
    fige, personne = demarche.recapitulatif, demarche.assure.personne
    return RecapitulatifDemarche(
        en_tete=EnTete.de(demarche.caisse),
        reference=demarche.reference,
        demarche=registre.celui_de(demarche.teleservice).titre,
        deposee_le=demarche.deposee_le,
        identite=(("Nom", str(personne)), ("Numéro de Sécurité sociale", masquer_nir(personne.nir))),
        sections=tuple(
            Section(section["titre"], tuple((libelle, valeur) for libelle, valeur in section["lignes"]))
            for section in fige.get("sections", [])
        ),
        honneur=fige.get("honneur", ""),
        suivi=tuple(fige.get("suites", [])),
    )
