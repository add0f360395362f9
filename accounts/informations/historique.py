"""What changed in a file, when, at whose request: read from the dated rows and the journal, sensitive values masked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from accounts.dossier import caisses, complementaires
from accounts.informations.adresse import CHANGE_DE_CAISSE
from accounts.informations.contacts.changements import masquer
from accounts.models import (
    Adresse,
    Assure,
    ChangementContact,
    CoordonneesBancaires,
    LiaisonComplementaire,
    ModificationEnCours,
)
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from ameli.noyau.models import Entree

SUJETS = {
    "adresse": "Adresse postale", "coordonnees_bancaires": "Coordonnées bancaires",
    "complementaire": "Complémentaire santé", "c2s": "Complémentaire santé solidaire",
}  # fmt: skip
CONTACTS = {
    ChangementContact.Quoi.COURRIEL: "Adresse de courriel", ChangementContact.Quoi.MOBILE: "Téléphone mobile",
    ChangementContact.Quoi.FIXE: "Téléphone fixe",
}  # fmt: skip
VOUS, CAISSE, POUR_VOUS = "vous", "votre caisse", "la personne qui agit pour vous"
PAR = {
    CoordonneesBancaires.Origine.WEB: VOUS,
    CoordonneesBancaires.Origine.AGENT: CAISSE,
    CoordonneesBancaires.Origine.PAPIER: f"{VOUS}, par courrier",
}
DEMARCHE = "D-"
MAXIMUM = 20


@dataclass(frozen=True)
class Changement:
    """One line. `le` is when it took effect, or when it was asked for while it is on its way (`en_cours`).

    `valeur` is masked; `par` says who asked; `reference` names the démarche of what is on its way.
    """

    le: datetime
    sujet: str
    valeur: str
    par: str
    etat: str
    en_cours: bool = False
    reference: str = ""


def lister(
    assure: Assure, comptes: Iterable[CoordonneesBancaires], modifications: Iterable[ModificationEnCours]
) -> list[Changement]:
    """What is on its way, then the latest changes first: MAXIMUM at most. Four queries beside what is given."""
    faits = [
        *map(_du_compte, comptes),
        *map(_de_l_adresse, _adresses(assure)),
        *_des_contacts(assure),
        *map(_de_la_complementaire, complementaires.ecartees(assure)),
        *map(_de_la_caisse, Entree.objects.filter(assure_ref=assure.public_id, genre=CHANGE_DE_CAISSE)),
    ]
    attendus = [_attendu(modification) for modification in modifications]
    for liste in (attendus, faits):
        liste.sort(key=lambda changement: changement.le, reverse=True)
    return [*attendus, *faits][:MAXIMUM]


def _adresses(assure: Assure) -> Iterable[Adresse]:
    return Adresse.objects.de(assure).select_related("beneficiaire__personne")


def _du_compte(compte: CoordonneesBancaires) -> Changement:
    return Changement(
        compte.effet_le, SUJETS["coordonnees_bancaires"], compte.iban_masque, PAR[CoordonneesBancaires.Origine(compte.origine)],
        _etat(compte.fin_le),
    )  # fmt: skip


def _de_l_adresse(adresse: Adresse) -> Changement:
    """Only the town: a former address is nobody's business who looks over a shoulder."""
    sujet = SUJETS["adresse"]
    if adresse.beneficiaire is not None:
        sujet = f"{sujet} de {adresse.beneficiaire.personne.prenom}"
    par = VOUS if adresse.cause.startswith(DEMARCHE) else CAISSE
    return Changement(adresse.effet_le, sujet, str(adresse), par, _etat(adresse.fin_le))


def _des_contacts(assure: Assure) -> Iterator[Changement]:
    """E-mail and telephones: only the person changes them, with a proof."""
    effectifs = list(ChangementContact.objects.filter(compte__assure=assure, effet_le__isnull=False))
    for un in effectifs:
        quoi = ChangementContact.Quoi(un.quoi)
        etat = f"annulé le {formats.date_courte(un.annule_le)}" if un.annule_le else _etat(_fin(un, effectifs))
        yield Changement(un.effet_le, CONTACTS[quoi], masquer(quoi, un.nouveau), VOUS, etat)


def _fin(un: ChangementContact, tous: list[ChangementContact]) -> datetime | None:
    """A value ends with the next one that stayed, or when a change before it is taken back: what was there then returns."""
    autres = [autre for autre in tous if autre.quoi == un.quoi and autre.pk != un.pk]
    suivants = [autre.effet_le for autre in autres if not autre.annule_le and _rang(autre) > _rang(un)]
    retours = [
        autre.annule_le for autre in autres if autre.annule_le and _rang(autre) < _rang(un) and un.effet_le <= autre.annule_le
    ]  # fmt: skip
    return min([*suivants, *retours], default=None)


def _rang(un: ChangementContact) -> tuple[datetime, int]:
    return un.effet_le, un.pk


def _de_la_complementaire(liaison: LiaisonComplementaire) -> Changement:
    """Which organism was kept, which one set aside, by whom."""
    assert liaison.ecartee_le is not None
    sujet = SUJETS["complementaire"]
    if liaison.beneficiaire is not None:
        sujet = f"{sujet} {formats.de(liaison.beneficiaire.personne.prenom)}"
    garde = liaison.ecartee_pour.nom if liaison.ecartee_pour else ""
    nature = liaison.ecartee_par.partition(":")[0]
    par = {"assure": VOUS, "mandataire": POUR_VOUS}.get(nature, CAISSE)
    return Changement(
        liaison.ecartee_le, sujet, f"{garde} gardé, {liaison.organisme.nom} écarté", par, "choix appliqué"
    )


def _de_la_caisse(entree: Entree) -> Changement:
    le = jour_de(entree.le)
    organisme = caisses.organisme(entree.donnees.get("vers", ""), le=le)
    return Changement(entree.le, "Caisse", organisme.nom if organisme else "Une autre caisse", CAISSE, "dossier reçu")


def _attendu(modification: ModificationEnCours) -> Changement:
    sujet = SUJETS.get(modification.sujet) or modification.sujet.replace("_", " ").capitalize()
    etat = f"prévu le {formats.date_courte(modification.jusqu_a)}" if modification.jusqu_a else ""
    return Changement(
        modification.depuis, sujet, modification.apercu or "À venir", VOUS, etat, en_cours=True,
        reference=modification.reference,
    )  # fmt: skip


def _etat(fin_le: datetime | None) -> str:
    return f"jusqu’au {formats.date_courte(fin_le)}" if fin_le else "en vigueur"
