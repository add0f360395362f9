"""The bulletin and the mandate, on paper: to sign, or as they were signed online."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.dossier import c2s_lue
from accounts.models import AccordC2S
from ameli.noyau import formats
from ameli.noyau.masquage import masquer_iban
from demarches.catalogue.adhesion_c2s import lu, regles
from demarches.catalogue.adhesion_c2s.regles import EN_CODE, TITULAIRE
from demarches.moteur.declaration import Papier
from demarches.moteur.models import Demarche
from documents.editions.courrier import EnTete


@dataclass(frozen=True)
class PapierDAdhesion:
    """Frozen. Without `signe_le` it is to be filled in and signed by hand; the account is masked once it was signed."""

    en_tete: EnTete
    demandeur: str
    membres: tuple[tuple[str, str, str], ...]  # name, date of birth, euros a month
    total: str
    total_annuel: str
    avant: str
    mandat: str
    creancier: str
    edite_le: date
    phrases: tuple[str, str]
    plus_tard: tuple[str, str] | None = None  # a year, and what is paid a month if it opens only then
    titulaire: str = ""
    compte: str = ""
    signe_le: str = ""
    preuve: str = ""

    genre = "adhesion_c2s"
    gabarit = "adhesion_c2s/papier.html"
    titre = "Adhésion à la Complémentaire santé solidaire"

    @property
    def nom_fichier(self) -> str:
        return f"adhesion-c2s_{self.mandat}.pdf"

    @property
    def valable_au(self) -> None:
        return None


def composer(accord: AccordC2S, *, le: date) -> PapierDAdhesion:
    """Of an accord that waits, or that was adhered to (with its file and caisse)."""
    attendu, mandat = accord.recue_le is None, accord.mandat
    membres = c2s_lue.membres_au(accord, le) if attendu else c2s_lue.membres_de(accord)
    plus_tard = c2s_lue.plus_tard(accord, le) if attendu else None
    total = sum(un.mensualite for un in membres)
    en_ligne = _signe_en_ligne(accord)
    return PapierDAdhesion(
        en_tete=EnTete.de(accord.assure.caisse),
        demandeur=str(accord.assure.personne),
        membres=tuple(
            (str(un.personne), formats.date_courte(un.personne.date_naissance), formats.montant(un.mensualite))
            for un in membres
        ),
        total=formats.montant(total),
        total_annuel=formats.montant(total * 12),
        plus_tard=(str(plus_tard[0]), formats.montant(plus_tard[1])) if plus_tard else None,
        avant=formats.jour(accord.adherer_avant) if accord.adherer_avant else "",
        mandat=accord.reference_du_mandat,
        creancier=regles.CREANCIER,
        edite_le=le,
        phrases=(regles.PHRASE_CAISSE, regles.PHRASE_BANQUE),
        titulaire=mandat.get("titulaire", "") if en_ligne else "",
        compte=masquer_iban(mandat["iban"]) if en_ligne else "",
        signe_le=formats.moment(accord.recue_le) if en_ligne and accord.recue_le else "",
        preuve=accord.adhesion if en_ligne else "",
    )


def papiers(demarche: Demarche) -> tuple[Papier, ...]:
    """What was signed online, kept by the person as by the caisse."""
    accord = lu.accord_de(demarche)
    if accord is None or not _signe_en_ligne(accord):
        return ()
    return (Papier("Télécharger l’adhésion signée", reverse("demarches:adhesion_c2s_papiers")),)


def _signe_en_ligne(accord: AccordC2S) -> bool:
    return str(accord.mandat.get("preuve", "")).partition(":")[0] in (EN_CODE, TITULAIRE)
