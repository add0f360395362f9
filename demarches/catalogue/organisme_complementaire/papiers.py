"""Two papers: what to send by oneself to the organism that is kept, and a letter to the one that is set aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.dossier import complementaires, foyer
from accounts.models import OrganismeComplementaire
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from demarches.catalogue.organisme_complementaire import decomptes
from demarches.catalogue.organisme_complementaire.reponses import Choix
from demarches.models import Demarche
from documents.editions.courrier import Destinataire, EnTete
from paiements import releves
from paiements.releves import GroupeReleve


@dataclass(frozen=True)
class DecomptesAEnvoyer:
    """Every payment that no cover was told of, line by line, person by person."""

    en_tete: EnTete
    destinataire: Destinataire
    nir: str
    du: date
    au: date
    groupes: tuple[GroupeReleve, ...]

    genre = "decomptes_a_envoyer"
    gabarit = "organisme_complementaire/decomptes.html"

    @property
    def titre(self) -> str:
        return f"Décomptes à envoyer, du {formats.jour(self.du)} au {formats.jour(self.au)}"

    @property
    def nom_fichier(self) -> str:
        return f"decomptes-a-envoyer_{self.au:%Y-%m-%d}.pdf"


@dataclass(frozen=True)
class Lettre:
    """Asks an organism to let the caisse go. It ends no contract, and says so."""

    expediteur: Destinataire
    organisme: str
    adresse: str
    noms: tuple[str, ...]
    numeros: tuple[str, ...]
    le: date

    genre = "lettre_organisme"
    gabarit = "organisme_complementaire/lettre.html"

    @property
    def titre(self) -> str:
        return f"Lettre à {self.organisme}"

    @property
    def nom_fichier(self) -> str:
        return f"lettre-organisme_{self.le:%Y-%m-%d}.pdf"


def des_decomptes(demarche: Demarche, jour: date, destinataire: Destinataire) -> DecomptesAEnvoyer | None:
    """None when there is nothing to send."""
    filtres = decomptes.de_la_demarche(demarche, jour)
    if filtres is None:
        return None
    releve = releves.lire_parmi(demarche.assure, filtres)
    if not releve.groupes:
        return None
    return DecomptesAEnvoyer(
        EnTete.de(demarche.assure.caisse), destinataire, formats.nir(demarche.assure.personne.nir_complet),
        filtres.du, filtres.au, releve.groupes,
    )  # fmt: skip


def ecartes(demarche: Demarche) -> list[OrganismeComplementaire]:
    """Those that the choice sets aside, once each. One query."""
    cles = {cle for une in Choix.de(demarche).choix for cle in une.ecartes}
    return list(OrganismeComplementaire.objects.filter(public_id__in=cles).order_by("nom", "id"))


def une_lettre(demarche: Demarche, organisme: OrganismeComplementaire, expediteur: Destinataire) -> Lettre:
    """For everybody of this choice who is with that organism."""
    cles = {une.cle for une in Choix.de(demarche).choix if organisme.public_id in une.ecartes}
    personnes = {une.pk: une for une in foyer.de_toujours(demarche.assure).values() if une.public_id in cles}
    siennes = [
        une
        for pk, unes in complementaires.de_toujours(demarche.assure).items()
        for une in unes
        if pk in personnes and une.organisme_id == organisme.pk
    ]
    numeros = tuple(dict.fromkeys(une.numero for une in siennes if une.numero))
    noms = tuple(str(une) for une in personnes.values())
    return Lettre(expediteur, organisme.nom, organisme.adresse, noms, numeros, jour_de(demarche.deposee_le))
