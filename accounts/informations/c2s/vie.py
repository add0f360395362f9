"""The life of the C2S as the person lives it: awaited adhesion, opening, suspension, renewal (chapter 11). Messages and due dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from accounts.dossier import c2s, c2s_lue, complementaires, droits
from accounts.dossier.droits import Rappel
from accounts.informations.c2s import renouvellement
from accounts.messagerie.depot import deposer_message
from accounts.models import Assure
from accounts.models.c2s import AccordC2S, DroitC2S, MembreC2S
from ameli.noyau import echeances
from ameli.noyau.calendrier import PARIS, jour_de, jours, mois
from ameli.noyau.echeances import gestionnaire
from ameli.noyau.echeances.models import Echeance

ADHERER, TOMBER = "c2s.rappel_adhesion", "c2s.fin_adhesion"
RAPPELS_ADHESION = (jours(30), jours(60), jours(80))
FIN_DE_JOURNEE = time(23, 59, 59)


# The adhesion


def attendre(accord: AccordC2S, le: datetime) -> None:
    """It is granted with a participation: three months to adhere, told three times."""
    plus_tard = c2s_lue.plus_tard(accord, jour_de(le))
    dire(
        accord.assure, "attente", "Votre Complémentaire santé solidaire attend votre adhésion", accord, le,
        plus_tard=plus_tard,
    )  # fmt: skip
    for delai in RAPPELS_ADHESION:
        echeances.planifier(ADHERER, objet=accord.objet, du_le=delai.apres(le), cle=f"{accord.objet}:{delai}")
    assert accord.adherer_avant is not None
    fin = datetime.combine(accord.adherer_avant, FIN_DE_JOURNEE, PARIS)
    echeances.planifier(TOMBER, objet=accord.objet, du_le=fin, cle=f"{accord.objet}:fin")


@gestionnaire(ADHERER)
def rappeler(echeance: Echeance) -> None:
    """30, 60 and 80 days after the decision."""
    accord = _attendu(echeance)
    if accord is not None and accord.recue_le is None:
        suite = jour_de(echeance.du_le).isoformat()
        dire(accord.assure, "rappel_adhesion", "Votre adhésion est attendue", accord, echeance.du_le, suite=suite)


@gestionnaire(TOMBER)
def tomber(echeance: Echeance) -> None:
    """The last day has passed. What came in time is being read: it is looked at again each evening."""
    accord = _attendu(echeance)
    if accord is not None and accord.recue_le is not None:
        demain = jours(1).apres(echeance.du_le)
        echeances.planifier(TOMBER, objet=accord.objet, du_le=demain, cle=f"{accord.objet}:fin:{jour_de(demain)}")
    elif accord is not None:
        c2s.laisser_tomber(accord, acteur="horloge", le=echeance.du_le)


def _attendu(echeance: Echeance) -> AccordC2S | None:
    siens = AccordC2S.objects.systeme("an adhesion is awaited").filter(
        public_id=echeance.objet.rpartition(":")[2], etat=AccordC2S.Etat.ATTENTE
    )
    return siens.select_related("assure__caisse", "organisme").first()


def caduque(accord: AccordC2S, le: datetime) -> None:
    dire(accord.assure, "caduque", "Votre adhésion n’est pas arrivée à temps", accord, le)


# The right


def ouvrir(droit: DroitC2S, le: datetime) -> None:
    """Each file that it covers is told, once: who, from when, what to do with the card and with a mutuelle."""
    echeances.annuler(objet=droit.accord.objet)
    for assure, membres in par_dossier(c2s_lue.membres_de(droit.accord)):
        dire(
            assure, "ouverte", "Votre Complémentaire santé solidaire", droit.accord, le, droit=droit,
            prenoms=[un.personne.prenom for un in membres if un.personne_id != assure.personne_id],
            soi=any(un.personne_id == assure.personne_id for un in membres), mutuelles=a_resilier(assure, membres, droit),
        )  # fmt: skip


def accueillir(membre: MembreC2S, le: datetime) -> None:
    """Somebody of the foyer was recognised after the decision: the file that covers them is told, and who asked."""
    accord, droit = membre.accord, DroitC2S.objects.de(membre.accord.assure).filter(accord=membre.accord).first()
    for assure in {un.pk: un for un in (membre.assure, accord.assure)}.values():
        soi = membre.personne_id == assure.personne_id
        dire(
            assure, "ajout", "Votre Complémentaire santé solidaire" if soi else "Une personne de plus est couverte", accord, le,
            suite=membre.personne.public_id, droit=droit, soi=soi, prenom=membre.personne.prenom,
            mutuelles=a_resilier(assure, [membre], droit) if droit is not None and assure.pk == membre.assure_id else [],
        )  # fmt: skip


def a_resilier(assure: Assure, membres: Iterable[MembreC2S], droit: DroitC2S) -> list[str]:
    """The mutuelles that still run when it opens, by name: two covers at once block each other (chapter 12)."""
    connues = complementaires.lire(assure, droit.du)
    noms = [
        str(une.organisme)
        for membre in membres
        for une in connues.get(membre.personne_id, ())
        if une.nature not in c2s.SOLIDAIRES and une.ecartee_le is None
    ]
    return list(dict.fromkeys(noms))


def suspendre(droit: DroitC2S, le: datetime) -> None:
    _dire_a_tous(droit, "suspendue", "Votre Complémentaire santé solidaire est suspendue", le)


def reprendre(droit: DroitC2S, le: datetime) -> None:
    _dire_a_tous(droit, "reprise", "Votre Complémentaire santé solidaire reprend", le)


def finir(droit: DroitC2S, le: datetime) -> None:
    """On its last day nobody is told again: the reminders did, and what follows it has its own message."""
    if droit.motif != droits.TERME:
        _dire_a_tous(droit, "close", "Votre Complémentaire santé solidaire est fermée", le)


def _dire_a_tous(droit: DroitC2S, quoi: str, sujet: str, le: datetime) -> None:
    for assure, _ in par_dossier(c2s_lue.membres_de(droit.accord)):
        dire(assure, quoi, sujet, droit.accord, le, suite=jour_de(le).isoformat(), droit=droit)


def par_dossier(membres: Iterable[MembreC2S]) -> list[tuple[Assure, list[MembreC2S]]]:
    """Each file with its own members, that of who asked first."""
    groupes: dict[int, list[MembreC2S]] = {}
    for un in membres:
        groupes.setdefault(un.assure_id, []).append(un)
    return [(siens[0].assure, siens) for siens in groupes.values()]


# Its renewal


def dans_quatre_mois(droit: DroitC2S, le: datetime) -> None:
    _faire_renouveler(droit, le, "quatre_mois")


def dans_deux_mois(droit: DroitC2S, le: datetime) -> None:
    """Who has RSA, ASPA or ASI has nothing to do: unless a term is unpaid, the next year opens."""
    if not renouvellement.suivi(droit) and not renouvellement.automatique(droit, le):
        _faire_renouveler(droit, le, "deux_mois")


def dans_quinze_jours(droit: DroitC2S, le: datetime) -> None:
    if not renouvellement.suivi(droit) and not renouvellement.automatique(droit, le):
        _faire_renouveler(droit, le, "quinze_jours")


def _faire_renouveler(droit: DroitC2S, le: datetime, quand: str) -> None:
    if renouvellement.suivi(droit):
        return
    dire(
        droit.assure, "renouveler", "Votre Complémentaire santé solidaire finit bientôt", droit.accord, le, suite=quand,
        droit=droit, quand=quand, sans_demande=renouvellement.minimum(droit, le) is not None,
    )  # fmt: skip


def dire(
    assure: Assure, quoi: str, sujet: str, accord: AccordC2S, le: datetime, *, suite: str = "", **contexte: Any
) -> None:
    """A message, in the thread of the request for who made it. Once. Nothing is written to the dead."""
    if assure.personne.date_deces is not None:
        return
    demandeur = assure.pk == accord.assure_id
    total = sum(un.mensualite for un in c2s_lue.membres_de(accord))
    deposer_message(
        assure, sujet=sujet, gabarit=f"c2s/{quoi}", cle=f"{accord.objet}:{quoi}:{suite}:{assure.public_id}", le=le,
        demarche_reference=accord.cause if demandeur and accord.en_ligne else "", contexte={
            "accord": accord, "caisse": assure.caisse, "le": le, "total": total, "demandeur": demandeur, **contexte,
        },
    )  # fmt: skip


c2s.SUITES.attente.append(attendre)
c2s.SUITES.ajout.append(accueillir)
c2s.SUITES.caduque.append(caduque)
c2s.SUITES.ouverture.append(ouvrir)
c2s.SUITES.suspension.append(suspendre)
c2s.SUITES.reprise.append(reprendre)
c2s.SUITES.fin.append(finir)
droits.declarer(
    DroitC2S,
    rappels=(
        Rappel(mois(4), dans_quatre_mois, de_la_suite=True),
        Rappel(mois(2), dans_deux_mois),
        Rappel(jours(15), dans_quinze_jours),
    ),
    a_la_fin=c2s.terminer,
)
