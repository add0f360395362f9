"""What the French tariff would pay, care by care, beside that of the State of stay; and how long each takes (chapter 21)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from accounts.models import Caisse
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from demarches.catalogue.soins_etranger import natures, reponses
from demarches.catalogue.soins_etranger.formulaires import Soin
from demarches.catalogue.soins_etranger.formulaires_sejour import Tarif
from demarches.catalogue.soins_etranger.regles.tarifs import MOIS_DE_L_ETAT
from demarches.delais import estimation
from demarches.moteur.declaration import Contexte
from paiements import patients
from paiements.calcul.mots import ZERO
from paiements.devises import devises
from paiements.etranger import SoinFacture, rembourser

PAR_UN_AGENT = "Calculé par un agent"
DELAI_PROMIS = "1 à 2 mois"


@dataclass(frozen=True)
class Estime:
    """One care: what was paid, in words, and what the French tariff gives; None when an agent has to say it."""

    libelle: str
    paye: str
    rendu: Decimal | None

    @property
    def en_mots(self) -> str:
        """ "60,00 € payés, 19,00 € remboursés"."""
        rendu = (
            f"{formats.montant(self.rendu)} remboursés"
            if self.rendu is not None
            else "remboursement calculé par un agent"
        )
        return f"{self.paye} payés, {rendu}"


@dataclass(frozen=True)
class Comparaison:
    """`mesure`: how long this caisse really takes, in words; empty while it has decided too few. `conseil`: what to choose, and why."""

    soins: tuple[Estime, ...]
    mesure: str
    conseil: str

    @property
    def total(self) -> str:
        """What the French tariff would pay in all."""
        connus = [soin.rendu for soin in self.soins if soin.rendu is not None]
        if len(connus) < len(self.soins):
            return (
                PAR_UN_AGENT
                if not connus
                else f"{formats.montant(sum(connus, ZERO))}, et le reste calculé par un agent"
            )
        return formats.montant(sum(connus, ZERO))

    @property
    def mois(self) -> tuple[int, int]:
        return MOIS_DE_L_ETAT


class ChoixDuTarif(Tarif):
    """The choice, with what it comes to."""

    @property
    def comparaison(self) -> Comparaison:
        return comparer(self.contexte)


def comparer(contexte: Contexte) -> Comparaison:
    lues = reponses.Etranger.du(contexte)
    conseil = ""
    if lues.sejour.hopital and not lues.sejour.ceam:
        conseil = "Pour une nuit à l’hôpital, le tarif de l’État de séjour est le plus sûr : le tarif français ne se calcule pas en ligne."
    return Comparaison(estimer(contexte), mesure(contexte.assure.caisse, contexte), conseil)


def estimer(contexte: Contexte) -> tuple[Estime, ...]:
    """Each care at the French tariff and at today's rate. Five queries, and one for each currency."""
    lues = reponses.Etranger.du(contexte)
    qui = reponses.membre(contexte, lues.beneficiaire.personne)
    if qui is None:
        return ()
    patient = patients.lire(contexte.assure, qui.personne)
    compteurs = patients.compteurs(contexte.assure, qui.personne, {soin.le.year for soin in lues.soins})
    estimes = []
    for soin in lues.soins:
        rendu = None
        if natures.acte(soin.nature) and not lues.sejour.hopital:
            try:
                (lu,) = rembourser([_facture(soin)], patient, compteurs, jour_de(contexte.le))
                rendu = sum((ligne.net for ligne in lu.lignes), ZERO)
            except LookupError:  # no rate of this currency, no tariff on that day
                rendu = None
        estimes.append(Estime(_nom(soin), devises()[soin.devise].en_mots(soin.montant), rendu))
    return tuple(estimes)


def mesure(caisse: Caisse, contexte: Contexte) -> str:
    """« la moitié en 34 jours, neuf sur dix en 51 jours »; empty while this caisse has decided too few. One query."""
    mesuree = estimation.mesurer(caisse, reponses.CODE, contexte.le)
    if mesuree is None:
        return ""
    moitie, neuf_sur_dix = mesuree
    return f"la moitié des demandes en {moitie} jours, neuf sur dix en {neuf_sur_dix} jours"


def _facture(soin: Soin.Donnees) -> SoinFacture:
    return SoinFacture(soin.id, soin.le, soin.montant, soin.devise, natures.acte(soin.nature))


def _nom(soin: Soin.Donnees) -> str:
    return f"{natures.libelle(soin.nature)}, {formats.jour(soin.le)}"
