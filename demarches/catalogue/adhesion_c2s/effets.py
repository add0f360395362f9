"""At the deposit the adhesion is whole: signed online it opens the right by itself, on paper somebody reads it first (chapter 11).

It is not whole yet when another adult of the foyer pays, who signs in their turn.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.dossier import c2s, c2s_lue
from accounts.models import AccordC2S, DroitC2S
from demarches.catalogue.adhesion_c2s import lu, regles, signature
from demarches.catalogue.adhesion_c2s.regles import EN_CODE, PAPIER, TIERS
from demarches.catalogue.adhesion_c2s.reponses import Adhesion
from demarches.moteur import transitions
from demarches.moteur.models import Demarche
from demarches.moteur.passages import TransitionInterdite

PAPIERS = ("papiers", "Lisez le bulletin, le mandat et le RIB : deux signatures du titulaire sur le mandat.")
MANDAT = ("mandat", "Lisez le mandat et le RIB : le compte est celui d’une autre personne, qui l’a signé sur papier.")
COMPTE = ("rib", "Lisez le RIB : le compte n’est pas celui des remboursements.")
PAS_ENCORE_SIGNE = "Le titulaire du compte n’a pas encore signé le mandat. Il a jusqu’au jour que dit la démarche."
DECEDEE = "La personne qui adhère est décédée : son mandat ne vaut plus. Refusez ; le foyer refait une demande."


def deposer(demarche: Demarche) -> None:
    """It is awaited no more from now on. Whoever paid nothing wrong in it is not made to wait."""
    lues, accord = Adhesion.de(demarche), c2s_lue.attendu_de(demarche.assure)
    assert accord is not None  # the engine asked its conditions again in this transaction
    c2s.recevoir(accord, _mandat(accord, lues, demarche), cause=demarche.reference, le=demarche.deposee_le)
    if lues.a_lire:
        demarche.signaler(*(PAPIERS if not lues.en_ligne else MANDAT if lues.mandat.compte == TIERS else COMPTE))
        transitions.programmer(demarche, "lecture", depuis=demarche.deposee_le)
        if lues.signataire:
            signature.demander(demarche, accord, lues)
    else:
        demarche.etat = transitions.passer(demarche, "accepter", acteur="horloge", le=demarche.deposee_le).etat


def _mandat(accord: AccordC2S, lues: Adhesion, demarche: Demarche) -> dict[str, str]:
    """What was signed, and what proves it: nothing yet, when somebody else has to sign."""
    preuve = f"{EN_CODE}:{demarche.reference}" if lues.signe else "" if lues.signataire else PAPIER
    return {
        "iban": lues.mandat.iban, "titulaire": lues.mandat.titulaire, "reference": accord.reference_du_mandat,
        "signe_le": demarche.deposee_le.isoformat(), "preuve": preuve,
    }  # fmt: skip


def decider(demarche: Demarche, evenement: str, acteur: str, le: datetime) -> None:
    """Accepted, the right opens; refused or taken back, the adhesion is awaited again until its day."""
    accord = lu.accord_de(demarche)
    if accord is None or accord.etat != AccordC2S.Etat.ATTENTE:
        return
    if evenement == "accepter":
        if demarche.assure.personne.date_deces is not None:
            raise TransitionInterdite(DECEDEE)
        if not accord.mandat["preuve"]:
            raise TransitionInterdite(PAS_ENCORE_SIGNE)
        auteur = demarche.acteur if acteur == "horloge" else acteur
        c2s.adherer(accord, acteur=auteur, le=le)
    elif evenement in ("refuser", "annuler", "classer"):
        c2s.rendre(accord)


def contester(demarche: Demarche, acteur: str, le: datetime) -> None:
    """« Ce n’est pas moi », once it has opened: it ends, and nothing more is taken from the account."""
    droit = lu.droit_de(demarche)
    if droit is not None and droit.clos_le is None:
        c2s.clore(droit, acteur=acteur, le=le, motif=DroitC2S.ERREUR)


def en_vie(demarche: Demarche) -> bool:
    """Is the right still to come or to serve?"""
    droit = lu.droit_de(demarche)
    return demarche.ouverte if droit is None else droit.clos_le is None


def pour_message(demarche: Demarche) -> dict[str, Any]:
    return {"accord": lu.accord_de(demarche), "droit": lu.droit_de(demarche), "lecture": regles.LECTURE}


def attendre_encore(demarche: Demarche, le: datetime) -> None:
    """Nobody has read it in time: an agent is waited for, and the right will count from the day when it came."""
    demarche.signaler("attend", "Cette adhésion attend depuis plus de 10 jours ouvrés.")
    transitions.prendre(demarche, le=le)
