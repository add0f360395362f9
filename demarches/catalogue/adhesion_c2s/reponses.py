"""What an adhesion reads of its answers, who may adhere, and which papers it asks for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from accounts.dossier import c2s_lue
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from ameli.noyau.chiffrement import empreinte
from demarches.catalogue.adhesion_c2s.formulaires import Bulletin, Mandat
from demarches.catalogue.adhesion_c2s.regles import AUTRE, CONNU, EN_LIGNE, TIERS
from demarches.models import Demarche
from demarches.moteur.declaration import Contexte, Issue, PieceVoulue, Refus, Reponses
from demarches.moteur.etape_de_preuve import FormulaireDePreuve
from demarches.moteur.lues import PasEncore

COMPLETE = "Votre adhésion est complète."
SIGNEE = "{} signe le mandat, dans son compte ou avec une lettre. Sans réponse sous 15 jours, l’adhésion est à refaire."
LUE = "Un conseiller lit vos papiers sous 10 jours ouvrés."
SUITES = (
    "Signée en ligne avec le compte de vos remboursements, l’adhésion est complète tout de suite.",
    "Sinon, un conseiller lit les papiers sous 10 jours ouvrés.",
    "La Complémentaire santé solidaire s’ouvre le 1er du mois qui suit l’adhésion complète.",
    "La participation est prélevée le 5 de chaque mois.",
)


class Adhesion(Reponses):
    bulletin: Bulletin.Donnees
    mandat: Mandat.Donnees
    code: FormulaireDePreuve.Donnees | None

    @property
    def en_ligne(self) -> bool:
        return self.bulletin.maniere == EN_LIGNE

    @property
    def signe(self) -> bool:
        """Is the account that of the person, who signed its mandate here?"""
        return self.en_ligne and self.mandat.compte in (CONNU, AUTRE)

    @property
    def signataire(self) -> str:
        """The id of the adult of the foyer whose account it is, and who signs here in their turn; empty when nobody does."""
        return self.mandat.compte if self.en_ligne and not self.signe and self.mandat.compte != TIERS else ""

    @property
    def a_lire(self) -> bool:
        """Must somebody read papers before the right opens?"""
        return not self.en_ligne or self.mandat.compte != CONNU


def attendue(contexte: Contexte) -> Refus | None:
    """Nothing was granted with a participation, or it is adhered to already."""
    accord = c2s_lue.attendu_de(contexte.assure)
    if accord is not None and accord.par_la_caisse:
        return None
    if accord is not None:
        return Refus(
            f"Votre Complémentaire santé solidaire est gérée par {accord.organisme}. C’est cet organisme qui vous envoie le "
            "bulletin et le mandat, et qui les reçoit.",
            jusqu_a=f"Il les attend jusqu’au {formats.jour(accord.adherer_avant)}." if accord.adherer_avant else "",
            issues=(Issue("Appeler cet organisme"), Issue("Appeler le 36 46"), Issue("Écrire à ma caisse", nom_url="messagerie:ecrire")),
        )  # fmt: skip
    return Refus(
        "Aucune adhésion n’est attendue de vous. L’adhésion vient après une demande acceptée avec participation.",
        issues=(
            Issue("Voir où j’en suis", "dans « Mes informations »", nom_url="informations:accueil"),
            Issue("Appeler le 36 46"),
            Issue("Écrire à ma caisse", nom_url="messagerie:ecrire"),
        ),
    )


def au_depart(contexte: Contexte) -> dict[str, Any]:
    accord = c2s_lue.attendu_de(contexte.assure)
    if accord is None:
        return {"accord": None}
    jour = jour_de(contexte.le)
    membres = c2s_lue.membres_au(accord, jour)
    return {
        "accord": accord, "membres": membres, "total": sum(un.mensualite for un in membres),
        "plus_tard": c2s_lue.plus_tard(accord, jour),
    }  # fmt: skip


def signe_en_ligne(contexte: Contexte) -> bool:
    return contexte.reponses.get("bulletin", {}).get("maniere") == EN_LIGNE


def a_signer(contexte: Contexte) -> str:
    """This very bulletin and this very mandate, as a fingerprint: what the code signs."""
    signes = {nom: contexte.reponses[nom] for nom in ("bulletin", "mandat")}
    return empreinte("adhesion_c2s", json.dumps(signes, sort_keys=True, default=str))


def pieces(contexte: Contexte) -> Sequence[PieceVoulue]:
    """On paper, the three papers; online, the RIB of an account that the caisse does not know, and the mandate that a stranger to the foyer signed."""
    try:
        lues = Adhesion.du(contexte)
        en_ligne, sur_papier, rib = lues.en_ligne, not lues.en_ligne or lues.mandat.compte == TIERS, lues.a_lire
    except PasEncore:
        return ()
    voulues = (
        (not en_ligne, PieceVoulue("bulletin", "Bulletin d’adhésion signé", "Il dit qui est couvert et pour combien.", maximum=2)),
        (sur_papier, PieceVoulue("mandat", "Mandat signé deux fois par le titulaire du compte", "Il permet de prélever votre participation.", maximum=2)),
        (rib, PieceVoulue("rib", "RIB du compte prélevé", "Il dit à qui est le compte.")),
    )  # fmt: skip
    return tuple(piece for voulue, piece in voulues if voulue)


def suites(contexte: Contexte) -> tuple[str, ...]:
    """What is true of these answers; before them, of both ways."""
    try:
        lues = Adhesion.du(contexte)
        attendue = (SIGNEE.format(lues.mandat.titulaire),) if lues.signataire else ()
        return (*attendue, LUE if lues.a_lire else COMPLETE, *SUITES[-2:])
    except PasEncore:
        return SUITES


def accuse(demarche: Demarche) -> str:
    return "depot" if demarche.ouverte else "acceptee"
