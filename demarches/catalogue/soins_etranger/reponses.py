"""What chapter 21 reads of its answers: the case, the people, what is asked of whom, what a démarche is about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from accounts.dossier import foyer
from accounts.informations import coordonnees
from ameli.noyau.formats import INSECABLE
from ameli.noyau.pays import nom_du_pays
from demarches.catalogue.soins_etranger import natures
from demarches.catalogue.soins_etranger.formulaires import Assure, Beneficiaire, Soin
from demarches.catalogue.soins_etranger.formulaires_sejour import (
    S2_DEMANDE,
    S2_RECU,
    Accord,
    Hopital,
    Recit,
    Retard,
    Sejour,
    Tarif,
)
from demarches.catalogue.soins_etranger.regles.tarifs import Cas, Regime, accord_tacite
from demarches.catalogue.soins_etranger.regles.zones import Zone, zone
from demarches.moteur.declaration import Besoin, Condition, Contexte, Issue, Refus, Reponses, Sujet
from demarches.moteur.models import Demarche
from demarches.moteur.refus_communs import APPELER, ECRIRE
from demarches.moteur.relecture import Relecture

CODE = "soins-etranger"
MON_COMPTE = Issue("Donner mon compte bancaire", "Puis revenez ici.", besoin=Besoin.DONNER_SON_COMPTE_BANCAIRE)


class Etranger(Reponses):
    assure: Assure.Donnees
    beneficiaire: Beneficiaire.Donnees
    soins: tuple[Soin.Donnees, ...]
    sejour: Sejour.Donnees
    hopital: Hopital.Donnees | None
    retard: Retard.Donnees | None
    accord: Accord.Donnees | None
    recit: Recit.Donnees | None
    tarif: Tarif.Donnees | None
    recapitulatif: Relecture.Donnees

    @property
    def zone(self) -> Zone:
        return zone(self.sejour.pays, self.sejour.du)

    @property
    def detache(self) -> bool:
        return natures.DETACHE == self.assure.situation or self.sejour.motif == natures.DETACHEMENT

    @property
    def programme(self) -> bool:
        return self.beneficiaire.raison == natures.PROGRAMMES or self.sejour.motif == natures.SOINS_PROGRAMMES

    @property
    def cas(self) -> Cas:
        lourd = self.sejour.hopital or (self.accord is not None and self.accord.lourd)
        return Cas(self.zone, programme=self.programme, lourd=lourd, detache=self.detache)

    @property
    def regime(self) -> Regime:
        return self.cas.regime

    @property
    def hors_du_sejour(self) -> list[Soin.Donnees]:
        """The care that the dates of the stay do not hold."""
        return [soin for soin in self.soins if not self.sejour.du <= soin.le <= self.sejour.au]

    @property
    def accorde(self) -> bool:
        """Was planned care agreed to beforehand: by a form S2, or by fourteen days of silence?"""
        dit = self.accord
        if dit is None or dit.s2 == S2_RECU:
            return dit is not None
        premier = min(soin.le for soin in self.soins)
        return dit.s2 == S2_DEMANDE and dit.s2_demande_le is not None and accord_tacite(dit.s2_demande_le, premier)


# What is asked of whom


def est_programme(contexte: Contexte) -> bool:
    """Planned care, where an agreement may be needed."""
    lues = Etranger.du(contexte)
    return lues.programme and lues.zone.coordonnee and not lues.detache


def a_raconter(contexte: Contexte) -> bool:
    return Etranger.du(contexte).regime is Regime.URGENCE


def a_choisir(contexte: Contexte) -> bool:
    return Etranger.du(contexte).regime is Regime.AU_CHOIX


def a_l_hopital(contexte: Contexte) -> bool:
    return Etranger.du(contexte).sejour.hopital


def depart_retarde(contexte: Contexte) -> bool:
    return bool(Etranger.du(contexte).hors_du_sejour)


# Who


def membre(contexte: Contexte, cle: str) -> foyer.Membre | None:
    """Who of the file was treated. One query."""
    connus = foyer.lire(contexte.assure, contexte.le).membres
    return next((un for un in connus if un.cle == cle), None)


def membre_de(demarche: Demarche) -> foyer.Membre | None:
    """The same, of what was sent, on the day of its deposit."""
    contexte = Contexte(demarche.assure, demarche.compte, demarche.deposee_le)
    return membre(contexte, Etranger.de(demarche).beneficiaire.personne)


def droits_ouverts(qui: foyer.Membre, le: date) -> bool:
    """On the day of a care: today's rights do not matter."""
    return qui.droits_du is not None and qui.droits_du <= le and (qui.droits_au is None or le <= qui.droits_au)


def personne_et_pays(contexte: Contexte) -> tuple[Sujet, ...]:
    """One person and one country, within this file: another parent's bills are none of its business."""
    lues = Etranger.du(contexte)
    qui, ou = membre(contexte, lues.beneficiaire.personne), lues.sejour.pays
    nom = qui.personne.prenom if qui is not None else ""
    cle = f"{contexte.assure.public_id}:{lues.beneficiaire.personne}:{ou}"
    return (Sujet(cle, f"{nom}, {nom_du_pays(ou)}" if nom else nom_du_pays(ou)),)


# What is known


def nommer(rang: int, reponses: Mapping[str, Any]) -> str:
    """ "Soin 2", then "Soin 2 : pharmacie"."""
    nature = reponses.get("nature")
    if nature not in natures.NATURES:
        return f"Soin{INSECABLE}{rang}"
    nom = natures.libelle(nature)
    return f"Soin{INSECABLE}{rang}{INSECABLE}: {nom[:1].lower()}{nom[1:]}"


def connu(contexte: Contexte) -> dict[str, Any]:
    """The telephone of the account, France, the situation that the file knows."""
    compte = contexte.compte
    return {"nationalite": "FR", "telephone": compte.telephone or compte.telephone_fixe}


def deja_dit(contexte: Contexte) -> dict[str, dict[str, Any]]:
    """Another country: who asks and who was treated are taken from the last one that was sent. One query."""
    siennes = Demarche.objects.de(contexte.assure).filter(teleservice=CODE, oubliee_le=None)
    derniere = siennes.order_by("-deposee_le", "-id").first()
    if derniere is None or derniere.version != Etranger.version:
        return {}
    return {nom: dict(derniere.reponses[nom]) for nom in ("assure", "beneficiaire") if nom in derniere.reponses}


def _compte_connu(contexte: Contexte) -> Refus | None:
    if coordonnees.actuelles(contexte.assure) is not None:
        return None
    return Refus(
        "Nous ne connaissons pas votre compte bancaire : nous ne pourrions pas vous payer.",
        titre="Donnez d’abord votre compte bancaire",
        jusqu_a="Vous pourrez revenir dès qu’il sera enregistré.", issues=(MON_COMPTE, ECRIRE, APPELER),
    )  # fmt: skip


COMPTE_CONNU = Condition(_compte_connu)
