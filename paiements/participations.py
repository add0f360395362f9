"""The monthly terms of the Complémentaire santé solidaire: taken by the caisse, refused by the bank, paid online, or not (chapter 11 § 5).

A_VENIR → PRELEVE → (the bank refuses) IMPAYE → REGLE. An unpaid term is a notice of « Payer une créance », paid there like another,
at once or in three times. Days are counted from the refusal: a reminder at 15, the right suspended at 45, closed at 90 (hypothesis);
paid before that, it goes on from the first day of the suspension.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.dossier import c2s, c2s_lue
from accounts.messagerie.depot import deposer_message
from accounts.models import Assure
from accounts.models.c2s import DroitC2S, MembreC2S
from accounts.models.messagerie import PAIEMENT
from ameli.noyau import echeances, formats
from ameli.noyau.calendrier import PARIS, ajouter_mois, jour_de, jours
from ameli.noyau.journal import declarer_genre, journaliser
from paiements import prelevements
from paiements.calcul.mots import ZERO
from paiements.creances import dette, echeancier
from paiements.creances.emission import LigneDeLAvis, emettre
from paiements.creances.etats import EN_COURS
from paiements.creances.regles import ECHEANCIER_MINIMUM
from paiements.models import Avis, Echeancier, PaiementEnLigne, TermeC2S

PRELEVER, RELANCER, SUSPENDRE, CLORE = (
    "participation.prelever",
    "participation.relancer",
    "participation.suspendre",
    "participation.clore",
)
JOUR, MOIS, HEURE = 5, 12, time(8)  # of the month on which a term is taken (hypothesis)
RELANCE, SUSPENSION, FERMETURE = jours(15), jours(45), jours(90)  # hypothesis
DE_NOUVEAU = jours(7)  # while money is on its way, or the debt is paid in three times
IMPAYEE, REGLEE = "participation.impayee", "participation.reglee"
declarer_genre(IMPAYEE, "{acteur} : participation à la Complémentaire santé solidaire refusée par la banque")
declarer_genre(REGLEE, "{acteur} : participation à la Complémentaire santé solidaire réglée")
Etat = TermeC2S.Etat


class PasPreleve(Exception):
    """The bank refuses only what was taken."""


def ouvrir(droit: DroitC2S, le: datetime) -> None:
    """The twelve terms of a right that the caisse manages; none of a free one, nor of one that an organism manages."""
    total = _par_mois(droit)
    if not total or not droit.accord.par_la_caisse:
        return
    debut = droit.du.replace(day=JOUR)
    for rang in range(1, MOIS + 1):
        terme = TermeC2S.objects.create(
            assure=droit.assure, droit=droit, rang=rang, le=ajouter_mois(debut, rang - 1), montant=total
        )
        _planifier(PRELEVER, terme, datetime.combine(terme.le, HEURE, PARIS))


def _par_mois(droit: DroitC2S) -> Decimal:
    """What its members who live pay together."""
    return sum((un.mensualite for un in c2s_lue.membres_de(droit.accord)), ZERO)


def ajouter(membre: MembreC2S, le: datetime) -> None:
    """Somebody joins the foyer of a right that runs: the months to come cost more, those that were taken do not (hypothesis)."""
    droit = DroitC2S.objects.de(membre.accord.assure).filter(accord=membre.accord).first()
    if droit is None or not membre.mensualite:
        return
    a_venir = TermeC2S.objects.de(membre.accord.assure).filter(droit=droit, etat=Etat.A_VENIR, le__gt=jour_de(le))
    a_venir.update(montant=F("montant") + membre.mensualite)


def prelever(public_id: str, le: datetime) -> None:
    """Its day has come: the mandate lets the caisse take it. Nothing is taken for a right that is over, nor from who has died; no
    share of who died meanwhile is (hypothesis)."""
    terme = _verrouiller(public_id)
    if terme is None or terme.etat != Etat.A_VENIR:
        return
    terme.montant = min(terme.montant, _par_mois(terme.droit))
    fini = terme.droit.clos_le is not None or terme.assure.personne.date_deces is not None or not terme.montant
    terme.etat = Etat.ANNULE if fini else Etat.PRELEVE
    terme.save(update_fields=["etat", "montant"])
    if terme.etat == Etat.PRELEVE:
        prelevements.ordonner(terme, le)


def entendre_la_banque(objet: str, donnees: dict[str, Any] | None, le: datetime) -> None:
    """What the bank says of an order: a refusal is an unpaid term; while it is silent, it is told again each morning."""
    terme = _verrouiller(objet.rpartition(":")[2])
    dit = prelevements.lire(donnees)
    if terme is None or terme.etat != Etat.PRELEVE or dit == prelevements.PRIS:
        return
    if dit == prelevements.REFUSE:
        refuser(terme, acteur="systeme:banque", le=le, motif="refus de la banque")
        return
    terme.etat = Etat.A_VENIR
    terme.save(update_fields=["etat"])
    demain = jours(1).apres(le).astimezone(PARIS).date()
    _planifier(PRELEVER, terme, datetime.combine(demain, HEURE, PARIS))


@transaction.atomic
def refuser(terme: TermeC2S, *, acteur: str, le: datetime, motif: str = "") -> Avis:
    """The bank has refused it: it is to be paid online. `motif` is for the file. Raises PasPreleve."""
    un = _verrouiller(terme.public_id)
    if un is None or un.etat != Etat.PRELEVE:
        raise PasPreleve(terme.public_id)
    jour = jour_de(le)
    mois = formats.de(f"{formats.MOIS[un.le.month - 1]} {un.le.year}")
    due = LigneDeLAvis(f"Participation {mois}", un.le.year, un.montant)
    avis = emettre(un.assure, Avis.Nature.C2S, (due,), jour=jour)
    un.etat, un.impaye_le, un.avis = Etat.IMPAYE, jour, avis
    un.save(update_fields=["etat", "impaye_le", "avis"])
    journaliser(IMPAYEE, acteur=acteur, assure_ref=un.assure.public_id, objet=un.droit.objet, motif=motif)
    for genre, delai in ((RELANCER, RELANCE), (SUSPENDRE, SUSPENSION), (CLORE, FERMETURE)):
        _planifier(genre, un, delai.apres(le))
    _compter(un.droit)
    _ecrire(un, "participation_impayee", "Une participation n’a pas pu être prélevée", le)
    return avis


def relancer(public_id: str, le: datetime) -> None:
    """15 days."""
    terme = _impaye(public_id)
    if terme is not None and not _en_chemin(terme):
        _ecrire(terme, "participation_rappel", "Une participation est impayée", le)


def suspendre(public_id: str, le: datetime) -> None:
    """45 days. Money on its way, or a payment in three times, is waited for."""
    terme = _impaye(public_id)
    if terme is None or terme.droit.clos_le is not None:
        return
    if _en_chemin(terme):
        _planifier(SUSPENDRE, terme, DE_NOUVEAU.apres(le))
    else:
        c2s.suspendre(terme.droit, acteur="horloge", le=le)


def clore(public_id: str, le: datetime) -> None:
    """90 days."""
    terme = _impaye(public_id)
    if terme is None or terme.droit.clos_le is not None:
        return
    if _en_chemin(terme):
        _planifier(CLORE, terme, DE_NOUVEAU.apres(le))
    else:
        c2s.clore(terme.droit, acteur="horloge", le=le, motif=DroitC2S.IMPAYE)


def faire_le_point(avis_id: int, le: datetime) -> None:
    """Less is owed on this notice: its term may be settled, and the right go on."""
    siens = TermeC2S.objects.systeme("less is owed on its notice").filter(avis=avis_id, etat=Etat.IMPAYE)
    terme = siens.select_related("avis__assure", "assure", "droit__assure").first()
    if terme is None or terme.avis is None or sum((due.reste for due in dette.lire(terme.avis)), ZERO):
        return
    terme.etat = Etat.REGLE
    terme.save(update_fields=["etat"])
    echeances.annuler(objet=terme.objet)
    journaliser(REGLEE, acteur="horloge", assure_ref=terme.assure.public_id, objet=terme.droit.objet)
    if not _compter(terme.droit) and terme.droit.suspendu_le is not None and terme.droit.clos_le is None:
        c2s.reprendre(terme.droit, acteur="horloge", le=le)


def finir(droit: DroitC2S, le: datetime) -> None:
    """The right is over: nothing more is taken for it. What is unpaid stays owed."""
    a_venir = TermeC2S.objects.systeme("its right is over").filter(droit=droit, etat=Etat.A_VENIR, le__gt=jour_de(le))
    for terme in a_venir:
        echeances.annuler(objet=terme.objet)
    a_venir.update(etat=Etat.ANNULE)


def lire(assure: Assure, droit: DroitC2S) -> list[TermeC2S]:
    """Of a right of this file, in their order. One query."""
    return list(TermeC2S.objects.de(assure).filter(droit=droit).select_related("avis").order_by("rang"))


def suivre_l_echeancier(un: Echeancier, le: datetime) -> None:
    """Granted, the months that it pays keep nobody from renewing any more; stopped, they do again."""
    siens = TermeC2S.objects.systeme("its notice is paid in three times").filter(avis=un.avis_id)
    terme = siens.select_related("droit").first()
    if terme is not None:
        _compter(terme.droit)


def _compter(droit: DroitC2S) -> bool:
    """Is a term of it unpaid? The right keeps since when one is that nobody pays in three times."""
    impayes = TermeC2S.objects.systeme("found by its right").filter(droit=droit, etat=Etat.IMPAYE)
    etales = Echeancier.objects.systeme("found by its right").filter(etat=Echeancier.Etat.EN_COURS).values("avis")
    seuls = impayes.exclude(avis__in=etales).order_by("le")
    c2s.noter_l_impaye(droit, seuls.values_list("le", flat=True).first())
    return impayes.exists()


def _en_chemin(terme: TermeC2S) -> bool:
    """Is it being paid at the bank, or in three times?"""
    avis = terme.avis
    return (
        PaiementEnLigne.objects.de(terme.assure).filter(avis=avis, etat__in=EN_COURS).exists()
        or Echeancier.objects.de(terme.assure).filter(avis=avis, etat__in=Echeancier.OUVERTS).exists()
    )


def _impaye(public_id: str) -> TermeC2S | None:
    terme = _verrouiller(public_id)
    return terme if terme is not None and terme.etat == Etat.IMPAYE else None


def _verrouiller(public_id: str) -> TermeC2S | None:
    siens = TermeC2S.objects.systeme("found by its due date, or in a perimeter").filter(public_id=public_id)
    lignes = siens.select_related(
        "assure__caisse", "assure__personne", "droit__assure", "droit__accord__organisme", "avis"
    )
    return lignes.select_for_update(of=("self",), no_key=True).first()


def _planifier(genre: str, terme: TermeC2S, du_le: datetime) -> None:
    echeances.planifier(
        genre, objet=terme.objet, du_le=du_le, cle=f"{genre}:{terme.public_id}:{jour_de(du_le)}",
        donnees={"terme": terme.public_id},
    )  # fmt: skip


def _ecrire(terme: TermeC2S, quoi: str, sujet: str, le: datetime) -> None:
    assert terme.impaye_le is not None
    deposer_message(
        terme.assure, sujet=sujet, gabarit=f"c2s/{quoi}", cle=f"{terme.objet}:{quoi}", le=le, theme=PAIEMENT,
        contexte={
            "terme": terme, "avis": terme.avis, "caisse": terme.assure.caisse,
            "etalable": terme.montant >= ECHEANCIER_MINIMUM,
            "suspension": terme.impaye_le + timedelta(days=SUSPENSION.nombre),
            "fermeture": terme.impaye_le + timedelta(days=FERMETURE.nombre),
        },
    )  # fmt: skip


echeancier.SUITES.append(suivre_l_echeancier)
c2s.SUITES.ouverture.append(ouvrir)
c2s.SUITES.ajout.append(ajouter)
c2s.SUITES.fin.append(finir)
