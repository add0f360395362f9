"""Requests for care abroad that practice people sent before: waiting in Vannes, refused, paid in part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from accounts.models import Assure
from ameli.bac_a_sable import factures
from ameli.noyau import horloge
from ameli.noyau.calendrier import jour_de, jours
from ameli.noyau.televersement.controle import FichierSain
from demarches.catalogue.soins_etranger import avis, pieces
from demarches.catalogue.soins_etranger.reponses import CODE
from demarches.models import Attente, Brouillon, Demarche
from demarches.moteur import attentes, decisions, registre, transitions
from demarches.moteur.decisions import Decision
from demarches.moteur.declaration import Contexte
from demarches.moteur.depot import deposer
from demarches.moteur.fichiers_d_exemple import piece as dessin
from demarches.moteur.pieces_du_brouillon import objet_de
from documents.models import Piece

AGENT, MEDECIN = "agent:LANDES-01", "agent:MEDECIN-01"
RECIT = "Rendez-vous pris pendant les vacances : un contrôle des dents, sans douleur ni urgence."


@dataclass(frozen=True)
class Histoire:
    """Who, how many days ago, how many days after the care; what differs from a consultation in a stay; what was done since."""

    qui: str
    il_y_a: int
    facture: str
    soins: tuple[Mapping[str, Any], ...]
    sejour: Mapping[str, Any]
    raison: str = "SOUDAINE"
    recit: str = ""
    tarif: str = ""
    pieces: tuple[str, ...] = ("factures", "paiement", "sejour")
    ensuite: Callable[[Demarche, datetime], None] = field(default=lambda demarche, le: None)


def _a_vannes(demarche: Demarche, le: datetime) -> None:
    transitions.prendre(demarche, acteur=AGENT, le=le)
    ligne = transitions.noter(demarche, avis.A_VANNES, acteur=AGENT, le=le)
    avis.INTERROGER.faire(ligne, AGENT, {}, le)


def _refuser(demarche: Demarche, le: datetime) -> None:
    transitions.prendre(demarche, acteur=AGENT, le=le)
    attente = Attente.objects.systeme("the practice doctor answers").get(demarche=demarche, nom=avis.AVIS)
    dit = avis.AvisMedical({"favorable": "non"}, contexte=Contexte(demarche.assure, demarche.compte, le))
    assert dit.is_valid()
    attentes.recevoir(attente, dit, acteur=MEDECIN, le=le)
    transitions.passer(
        demarche, "refuser", acteur=AGENT, motif=decisions.phrase(demarche, "urgence"), le=le,
        decision=Decision(motif="urgence", version=demarche.version),
    )  # fmt: skip


def _payer_en_partie(demarche: Demarche, le: datetime) -> None:
    transitions.prendre(demarche, acteur=AGENT, le=le)
    premier, second = (une.cle for une in registre.celui_de(CODE).agents.a_juger(demarche) or ())
    verdicts = {
        premier: {"accorde": "oui", "montant": "80.00", "acte": "G"},
        second: {"accorde": "non", "motif": "non_remboursable"},
    }
    transitions.passer(
        demarche, "accepter", acteur=AGENT, le=le, decision=Decision(verdicts=verdicts, version=demarche.version)
    )


HISTOIRES = (
    Histoire(
        "ingrid", 70, "geneve", ({"nature": "HOSPITALISATION", "montant": "4200.00", "devise": "CHF"},),
        {"pays": "CH", "hopital": "oui", "ceam": "non"}, raison="ACCIDENT", tarif="ETAT",
        pieces=("factures", "paiement", "sejour", "hopital"), ensuite=_a_vannes,
    ),
    Histoire(
        "fabrice", 25, "bangkok", ({"nature": "DENTAIRE", "montant": "3200.00", "devise": "THB"},), {"pays": "TH", "ceam": "non"},
        raison="CONTROLE", recit=RECIT, pieces=("factures", "paiement", "sejour", "bulletin"), ensuite=_refuser,
    ),
    Histoire(
        "amandine", 45, "londres",
        ({"nature": "CONSULTATION", "montant": "80.00", "devise": "GBP"}, {"nature": "AUTRE", "montant": "35.00", "devise": "GBP"}),
        {"pays": "GB"}, tarif="FRANCAIS", ensuite=_payer_en_partie,
    ),
)  # fmt: skip
AVANT_LA_SUITE = {"ingrid": 7, "fabrice": 17, "amandine": 30}  # days from the deposit to what an agent did


def installer(assures: Mapping[str, Assure]) -> None:
    """In the caller's transaction."""
    factures.publier_les_cours()
    for une in HISTOIRES:
        le = horloge.maintenant() - timedelta(days=une.il_y_a)
        demarche = deposer(_brouillon(une, assures[une.qui], le), le=le)
        une.ensuite(demarche, le + timedelta(days=AVANT_LA_SUITE[une.qui]))


def _brouillon(une: Histoire, assure: Assure, le: datetime) -> Brouillon:
    brouillon = Brouillon.objects.create(
        assure=assure, compte=assure.compte, teleservice=CODE, version=registre.celui_de(CODE).version, commence_le=le,
        enregistre_le=le, expire_le=jours(30).apres(le),
    )  # fmt: skip
    fichiers = {cle: [_piece(cle, une, brouillon, le)] for cle in une.pieces}
    brouillon.contenu = {"reponses": {**_reponses(une, assure, le), "pieces": fichiers}, "saisies": {}, "tours": {}}
    brouillon.save(update_fields=["contenu"])
    return brouillon


def _reponses(une: Histoire, assure: Assure, le: datetime) -> dict[str, Any]:
    """Ten days of stay, the care on the third one, home a week before the deposit."""
    du = jour_de(le) - timedelta(days=17)
    soin = du + timedelta(days=3)
    cles = [chr(ord("a") + rang) * 4 for rang in range(len(une.soins))]
    sejour: dict[str, Any] = {
        "du": f"{du}", "au": f"{du + timedelta(days=10)}", "motif": "VACANCES", "hopital": "non", "ceam": "oui", "deja_pris": "non", **une.sejour,
    }  # fmt: skip
    lues: dict[str, Any] = {
        "assure": {"nationalite": "FR", "situation": "SALARIE", "telephone": assure.compte.telephone},
        "beneficiaire": {"personne": assure.personne.public_id, "raison": une.raison, "tiers": "non"},
        "soins": {"items": cles}, "sejour": sejour, "recapitulatif": {},
    }  # fmt: skip
    for cle, dit in zip(cles, une.soins, strict=True):
        lues[f"soins/{cle}"] = {"le": f"{soin}", "prescrit": "non", **dit}
    if sejour["hopital"] == "oui":
        lues["hopital"] = {"du": f"{soin}", "au": f"{soin + timedelta(days=3)}", "etablissement": "Seespital Genf"}
    if une.recit:
        lues["recit"] = {"recit": une.recit}
    if une.tarif:
        lues["tarif"] = {"tarif": une.tarif}
    return lues


def _piece(cle: str, une: Histoire, brouillon: Brouillon, le: datetime) -> str:
    image = factures.factures()[une.facture].image(jour_de(le)) if cle == pieces.FACTURES.cle else dessin(cle.upper())
    piece = Piece(
        assure=brouillon.assure, caisse=brouillon.assure.caisse, objet=objet_de(brouillon), place=f"pieces/{cle}",
        libelle=LIBELLES[cle], depose_le=le,
    )  # fmt: skip
    piece.remplir(FichierSain(f"{cle}.jpg", "image/jpeg", image, controle_le=le)).save()
    return str(piece.public_id)


LIBELLES = {
    une.cle: une.libelle for une in (pieces.FACTURES, pieces.PAIEMENT, pieces.VOYAGE, pieces.HOPITAL, pieces.BULLETIN)
}
