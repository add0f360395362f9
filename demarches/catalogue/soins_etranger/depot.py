"""At the deposit: who was treated is told, agents see what they must look at, the medical service is asked (chapter 21)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from accounts.messagerie.depot import deposer_message
from accounts.models import Assure
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de, mois
from ameli.noyau.chiffrement import DechiffrementImpossible, Empreinte, empreinte
from ameli.noyau.televersement import FichierPerdu
from demarches.catalogue.soins_etranger import avis, reponses
from demarches.catalogue.soins_etranger.formulaires import AGENT
from demarches.catalogue.soins_etranger.formulaires_sejour import ETAT_DE_SEJOUR
from demarches.catalogue.soins_etranger.models import FactureEtrangere, SoinsEtranger
from demarches.catalogue.soins_etranger.pieces import FACTURES
from demarches.catalogue.soins_etranger.regles.tarifs import AVEC_MEDECIN, MOIS_DE_L_ETAT, prescrit
from demarches.catalogue.soins_etranger.reponses import Etranger
from demarches.moteur import attentes, previsions, rotation, transitions
from demarches.moteur.lues import OUI
from demarches.moteur.models import Demarche
from documents import pieces

AGE_D_UN_COMPTE = 16
POURQUOI = "whoever was treated reads the démarche too"


def deposer(demarche: Demarche) -> None:
    lues, qui = Etranger.de(demarche), reponses.membre_de(demarche)
    assert qui is not None  # the form offered the people of the file
    soins = SoinsEtranger.objects.create(demarche=demarche, personne=qui.personne, lecteur=_lecteur(demarche, qui))
    for code, phrase in (*_a_verifier(lues, demarche), *_doubles(demarche)):
        demarche.signaler(code, phrase)
    if lues.regime in AVEC_MEDECIN:
        attentes.ouvrir(demarche, avis.AVIS, le=demarche.deposee_le)
    previsions.promettre(demarche, _promesse(lues, demarche))
    prevenir_le_lecteur(soins, "pour_vous")


def _promesse(lues: Etranger, demarche: Demarche) -> datetime:
    """What the State of stay takes; else what « Mes délais » says of this caisse, measured when it can be."""
    if lues.tarif is not None and lues.tarif.tarif == ETAT_DE_SEJOUR:
        return mois(MOIS_DE_L_ETAT[1]).apres(demarche.deposee_le)
    return previsions.delai_de_la_caisse(demarche)


def alerter(demarche: Demarche, le: datetime) -> None:
    """Two months: the agents' queue says it, and nothing is corrected any more."""
    transitions.prendre(demarche, le=le).signaler("attend", "La demande attend depuis deux mois.")


def _lecteur(demarche: Demarche, qui: reponses.foyer.Membre) -> Assure | None:
    """The file of whoever was treated, when they are another one who has an account."""
    if qui.soi or qui.decede or qui.age < AGE_D_UN_COMPTE:
        return None
    siens = Assure.objects.systeme(POURQUOI).filter(personne=qui.personne, compte__isnull=False)
    return siens.exclude(pk=demarche.assure_id).first()


def prevenir_le_lecteur(soins: SoinsEtranger, nouvelle: str) -> None:
    """One message in their own messagerie, without country nor care."""
    lecteur = soins.lecteur
    if lecteur is None:
        return
    le = soins.demarche.close_le or soins.demarche.deposee_le
    deposer_message(
        lecteur, sujet="Une demande de remboursement pour vos soins", gabarit=f"soins_etranger/{nouvelle}",
        contexte={"demarche": soins.demarche, "caisse": lecteur.caisse}, cle=f"{soins.demarche.objet}:{nouvelle}", le=le,
    )  # fmt: skip


def _a_verifier(lues: Etranger, demarche: Demarche) -> Iterator[tuple[str, str]]:
    """What does not stop the démarche, and that an agent must see."""
    jour, qui = jour_de(demarche.deposee_le), reponses.membre_de(demarche)
    for soin in lues.soins:
        if prescrit(soin.le, jour):
            yield "prescrit", f"Le délai de deux ans est passé pour le soin du {formats.date_courte(soin.le)}."
        if qui is not None and not reponses.droits_ouverts(qui, soin.le):
            yield "droits", f"Les droits n’étaient pas ouverts le {formats.date_courte(soin.le)}."
    if lues.beneficiaire.tiers in (OUI, AGENT):
        yield "tiers", "Quelqu’un d’autre est peut-être en cause : appelez la personne avant tout recours."
    if lues.sejour.deja_pris:
        yield "deja_pris", "Une partie a déjà été prise en charge sur place."


def _doubles(demarche: Demarche) -> Iterator[tuple[str, str]]:
    """The same bill in another démarche, whoever sent it. The agents of a caisse are told nothing of another one's."""
    siennes = set(_empreintes(demarche))
    connues = FactureEtrangere.objects.systeme("the same bill is paid once").filter(empreinte__in=siennes)
    autres = connues.exclude(demarche=demarche).exclude(demarche=demarche.remplace_id).select_related("demarche")
    for autre in sorted({une.demarche for une in autres}, key=lambda une: une.pk):
        ou = f" ({autre.reference})" if autre.caisse_id == demarche.caisse_id else ""
        yield "double", f"La même facture est dans une autre demande{ou}."
    FactureEtrangere.objects.bulk_create(FactureEtrangere(demarche=demarche, empreinte=une) for une in sorted(siennes))


def _empreintes(demarche: Demarche) -> Iterator[Empreinte]:
    nommees = set(demarche.reponses.get("pieces", {}).get(FACTURES.cle, []))
    for piece in pieces.pieces_de(demarche.objet, demarche.assure):
        if piece.public_id in nommees:
            try:
                yield empreinte("facture", sha256(piece.octets()).hexdigest())
            except (FichierPerdu, DechiffrementImpossible):  # an agent will ask for it again
                continue


rotation.suivre(FactureEtrangere, _empreintes)
