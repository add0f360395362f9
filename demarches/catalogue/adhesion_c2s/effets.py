"""At the deposit the adhesion is whole: signed online it opens the right by itself, on paper somebody reads it first (chapter 11)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.dossier import c2s, c2s_lue
from accounts.models import AccordC2S, DroitC2S
from demarches.catalogue.adhesion_c2s import regles
from demarches.catalogue.adhesion_c2s.reponses import Adhesion
from demarches.moteur import transitions
from demarches.moteur.models import Demarche

PAPIERS = "Lisez le bulletin, le mandat et le RIB : deux signatures sur le mandat."
COMPTE = "Lisez le RIB : le compte n’est pas celui des remboursements."


def deposer(demarche: Demarche) -> None:
    """It is awaited no more from now on. Whoever paid nothing wrong in it is not made to wait."""
    lues, accord = Adhesion.de(demarche), c2s_lue.attendu_de(demarche.assure)
    assert accord is not None  # the engine asked its conditions again in this transaction
    c2s.recevoir(accord, _mandat(accord, lues, demarche), cause=demarche.reference, le=demarche.deposee_le)
    if lues.a_lire:
        demarche.signaler("papiers" if not lues.en_ligne else "rib", PAPIERS if not lues.en_ligne else COMPTE)
        transitions.programmer(demarche, "lecture", depuis=demarche.deposee_le)
    else:
        demarche.etat = transitions.passer(demarche, "accepter", acteur="horloge", le=demarche.deposee_le).etat


def _mandat(accord: AccordC2S, lues: Adhesion, demarche: Demarche) -> dict[str, str]:
    preuve = "papier" if lues.code is None else f"code:{demarche.reference}"
    return {
        "iban": lues.mandat.iban, "titulaire": lues.mandat.titulaire, "reference": accord.reference_du_mandat,
        "signe_le": demarche.deposee_le.isoformat(), "preuve": preuve,
    }  # fmt: skip


def decider(demarche: Demarche, evenement: str, acteur: str, le: datetime) -> None:
    """Accepted, the right opens; refused or taken back, the adhesion is awaited again until its day."""
    accord = accord_de(demarche)
    if accord is None or accord.etat != AccordC2S.Etat.ATTENTE:
        return
    if evenement == "accepter":
        auteur = demarche.acteur if acteur == "horloge" else acteur
        c2s.adherer(accord, acteur=auteur, le=le)
    elif evenement in ("refuser", "annuler", "classer"):
        c2s.rendre(accord)


def contester(demarche: Demarche, acteur: str, le: datetime) -> None:
    """« Ce n’est pas moi », once it has opened: it ends, and nothing more is taken from the account."""
    droit = droit_de(demarche)
    if droit is not None and droit.clos_le is None:
        c2s.clore(droit, acteur=acteur, le=le, motif=DroitC2S.ERREUR)


def en_vie(demarche: Demarche) -> bool:
    """Is the right still to come or to serve?"""
    droit = droit_de(demarche)
    return demarche.ouverte if droit is None else droit.clos_le is None


def droit_de(demarche: Demarche) -> DroitC2S | None:
    accord = accord_de(demarche)
    return getattr(accord, "droit", None)


def accord_de(demarche: Demarche) -> AccordC2S | None:
    """The decision that this démarche adheres to."""
    siens = AccordC2S.objects.de(demarche.assure).filter(adhesion=demarche.reference)
    return siens.select_related("organisme", "assure").first()


def pour_message(demarche: Demarche) -> dict[str, Any]:
    return {"accord": accord_de(demarche), "droit": droit_de(demarche), "lecture": regles.LECTURE}


def attendre_encore(demarche: Demarche, le: datetime) -> None:
    """Nobody has read it in time: an agent is waited for, and the right will count from the day when it came."""
    demarche.signaler("attend", "Cette adhésion attend depuis plus de 10 jours ouvrés.")
    transitions.prendre(demarche, le=le)
