"""What several téléservices ask before anybody may start, or take back what they sent: the same question, the same words."""

from __future__ import annotations

from datetime import datetime

from accounts.informations import parametres
from ameli.noyau.calendrier import Duree, anniversaire, jour_de
from demarches.moteur import invitations, refus_communs
from demarches.moteur.declaration import Condition, Contexte, Issue, Refus, Reserve
from demarches.moteur.models import Demarche, Etat

MAJORITE = 18


def compte_sain(*issues: Issue) -> Condition:
    """Nothing leaves from an account that somebody has frozen. `issues` replace the usual ways out."""

    def refus(contexte: Contexte) -> Refus | None:
        return None if contexte.compte.gele_le is None else refus_communs.compte_gele(*issues)

    return Condition(refus, a_vue=True)


def droits_ouverts(precision: str) -> Condition:
    """Without rights, nothing to prove. `precision` says what cannot be made."""

    def refus(contexte: Contexte) -> Refus | None:
        ouverts = contexte.assure.droits_ouverts(jour_de(contexte.le))
        return None if ouverts else refus_communs.droits_fermes(precision)

    return Condition(refus, a_vue=True)


def _majeur_capable(contexte: Contexte) -> Refus | None:
    return refus_communs.majeur_protege() if contexte.assure.majeur_protege else None


def _majeur(contexte: Contexte) -> Refus | None:
    personne, jour = contexte.assure.personne, jour_de(contexte.le)
    if personne.age(jour) >= MAJORITE:
        return None
    return refus_communs.mineur(anniversaire(personne.date_naissance, MAJORITE))


def _joignable(contexte: Contexte) -> Refus | None:
    compte = contexte.compte
    return None if compte.email_valide_le is not None or compte.telephone else refus_communs.injoignable()


def sur_appel(code: str) -> Condition:
    """Only when the caisse waits for it, or to correct what answered it. One query."""

    def refus(contexte: Contexte) -> Refus | None:
        corrige = contexte.brouillon is not None and contexte.brouillon.corrige_id is not None
        return None if corrige or invitations.attendue(code, contexte.assure) else refus_communs.rien_d_attendu()

    return Condition(refus)


def active(code: str) -> Condition:
    """Only once the person has switched it on (`accounts.informations.parametres`): its tile leads there."""

    def refus(contexte: Contexte) -> Refus | None:
        return None if parametres.actif(contexte.compte, code) else refus_communs.a_activer()

    return Condition(refus, a_vue=True)


COMPTE_SAIN = compte_sain()
MAJEUR_CAPABLE = Condition(_majeur_capable, a_vue=True)
MAJEUR = Condition(_majeur, a_vue=True)
JOIGNABLE = Condition(_joignable, a_vue=True)


# What forbids nothing: an agent looks first


def contacts_poses(duree: Duree) -> Reserve:
    """Did the mail address or the mobile change less than `duree` before? Somebody in need may just have entered a home."""

    def presente(demarche: Demarche) -> bool:
        change_le = demarche.compte.contact_change_le
        return change_le is not None and demarche.deposee_le < duree.apres(change_le)

    return Reserve("contacts_recents", f"Courriel ou mobile changé depuis moins de {duree}", presente)


def au_plus(nombre: int, duree: Duree) -> Reserve:
    """Were there `nombre` others within `duree`? The next one waits for an agent. One query."""

    def presente(demarche: Demarche) -> bool:
        autres = Demarche.objects.de(demarche.assure).filter(teleservice=demarche.teleservice).exclude(pk=demarche.pk)
        dates = autres.order_by("-deposee_le").values_list("deposee_le", flat=True)
        return len([le for le in dates[:nombre] if demarche.deposee_le < duree.apres(le)]) == nombre

    return Reserve("trop_de_demandes", f"Déjà {nombre} demandes en {duree}", presente)


# Until when it may be withdrawn (`annulable`) or corrected (`Correction.possible`)


def pas_prise(demarche: Demarche, le: datetime | None = None) -> bool:
    """Until somebody at the caisse takes it, or a delay does."""
    return demarche.etat == Etat.DEPOSEE


def jusqu_a_la_fin(demarche: Demarche, le: datetime | None = None) -> bool:
    """As long as it is open."""
    return demarche.ouverte
