"""At the deposit organisms are asked and adults told; then its delays, and what a decision gives (chapter 11)."""

from __future__ import annotations

from datetime import datetime

from accounts.dossier import c2s, revenus
from accounts.dossier.solidaire.bareme import SansChiffre
from accounts.dossier.solidaire.calcul import Issue
from accounts.dossier.solidaire.calcul import Presomption as Donnee
from accounts.dossier.solidaire.voisins import Beneficie, Octroi
from accounts.informations import en_cours
from accounts.informations.dossier import C2S
from accounts.models import OrganismeComplementaire
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from demarches.catalogue.c2s import consentements, instruction, organismes, personnes, reconnaissance, regles, suivi
from demarches.catalogue.c2s.decision import Decision
from demarches.catalogue.c2s.demande import Lue
from demarches.catalogue.c2s.formulaires import minimum_connu
from demarches.catalogue.c2s.models import DemandeC2S
from demarches.catalogue.c2s.reponses import donnee
from demarches.moteur import attentes, decisions, previsions, transitions
from demarches.moteur.models import Demarche, Etat
from demarches.moteur.models_attente import Attente

ATTEND, SILENCE, EMPECHEE = "attend", "silence", "empechee"
JALON_SILENCE = "accord_tacite"
DELAIS_LEGAUX = ("veille", "silence")


def deposer(demarche: Demarche) -> None:
    """Everything starts; whoever the caisse knows to have the RSA has it at once, without an agent."""
    lue, le = Lue(demarche), demarche.deposee_le
    DemandeC2S.objects.create(demarche=demarche, organisme=lue.reponses.organisme.choisi, complete_le=le)
    personnes.retenir(lue)
    consentements.demander(lue, le)
    en_cours.annoncer(demarche.assure, C2S, demarche.reference, jusqu_a=None, depuis=le)
    for delai in DELAIS_LEGAUX:
        transitions.programmer(demarche, delai, depuis=le)
    previsions.promettre(demarche, previsions.delai_de_la_caisse(demarche))
    rsa = donnee(lue.contexte) is Donnee.GRATUITE and minimum_connu(demarche.assure, jour_de(le)) == "RSA"
    if rsa and not demarche.alertes and not personnes.ailleurs(demarche):
        demarche.etat = transitions.passer(demarche, "accepter", acteur="horloge", le=le).etat


def accuse(demarche: Demarche) -> str:
    """What was granted at once is told once."""
    return "depot" if demarche.ouverte else "acceptee"


# Its delays


def alerter(demarche: Demarche, le: datetime) -> None:
    """Fourteen days: the agents' queue says it."""
    demarche.signaler(ATTEND, "La demande attend depuis 14 jours. Une réponse est promise en 28 jours.")


def dire_que_c_est_long(demarche: Demarche, le: datetime) -> None:
    transitions.prevenir(demarche, "plus_long", le=le)


def veiller(demarche: Demarche, le: datetime) -> None:
    """Forty-five days after a complete file: the silence is near."""
    demarche.signaler(SILENCE, "Sans décision dans deux semaines, le silence de la caisse vaudra accord.")


def accorder_par_silence(demarche: Demarche, le: datetime) -> None:
    """Two months after a complete file, silence is an agreement: what waited for an agent is looked at afterwards.

    Not to somebody who died or has no rights any more: an agent looks.
    """
    if phrase := empechement(demarche, le):
        demarche.signaler(EMPECHEE, phrase)
        return
    transitions.prendre(demarche, le=le)
    ligne = transitions.verrouiller(demarche)
    ligne.alertes = []
    ligne.save(update_fields=["alertes"])
    transitions.noter(ligne, JALON_SILENCE, le=le)
    transitions.passer(ligne, "accepter", acteur="horloge", le=le)


def reprendre_apres(demarche: Demarche, attente: Attente, acteur: str, le: datetime) -> None:
    """What was missing came. Once nothing else is, the file is complete: its legal delays count anew."""
    if demarche.etat == Etat.A_COMPLETER:
        return
    _complete(demarche, le)


def reprendre(demarche: Demarche, acteur: str, le: datetime) -> None:
    """Open again after it was closed without a decision: on its way in « Mes informations ». What never came is asked for anew; the legal
    delays begin once the file is complete, at once when nothing is missing."""
    en_cours.annoncer(demarche.assure, C2S, demarche.reference, jusqu_a=None, depuis=demarche.deposee_le)
    jamais = Attente.objects.systeme("the démarche was found in a perimeter").filter(
        demarche=demarche, issue=Attente.Issue.EXPIREE, suspend=True
    )
    manque = jamais.order_by("-close_le", "-id").first()
    if manque is None:
        _complete(demarche, le)
    else:
        attentes.ouvrir(
            demarche, manque.nom, le=le, libelle=manque.libelle, motif=manque.motif, place=manque.place, agent=manque.agent
        )  # fmt: skip


def _complete(demarche: Demarche, le: datetime) -> None:
    DemandeC2S.objects.systeme("the démarche was found in a perimeter").filter(demarche=demarche).update(complete_le=le)
    for delai in DELAIS_LEGAUX:
        transitions.recommencer(demarche, delai, depuis=le)


# The decision


def decider(demarche: Demarche, evenement: str, acteur: str, le: datetime) -> None:
    """Granted, the right is opened or its adhesion awaited; whatever is decided, nothing more is asked of the organisms.
    Raises TransitionInterdite.
    """
    en_cours.lever(demarche.assure, C2S, demarche.reference)
    if evenement == "accepter" and (phrase := empechement(demarche, le)):
        raise transitions.TransitionInterdite(f"{phrase} Gardez la demande, ou refusez-la.")
    if evenement in ("accepter", "refuser"):
        octroi = _octroi(demarche, acteur, le) if evenement == "accepter" else None
        instruction.figer(demarche, octroi, le)
        if octroi is not None:
            c2s.accorder(demarche.assure, octroi, acteur=acteur, le=le)
            reconnaissance.apres_l_accord(demarche)
        revenus.ne_plus_demander(cause=demarche.reference)
    elif demarche.etat == Etat.ANNULEE:
        consentements.tout_retirer(demarche, acteur, le)


def empechement(demarche: Demarche, le: datetime) -> str:
    """Why the right may not be opened for who asked, whatever they earn; for agents."""
    if demarche.assure.personne.date_deces is not None:
        return f"La personne est décédée le {formats.jour(demarche.assure.personne.date_deces)}."
    return "" if demarche.assure.droits_ouverts(jour_de(le)) else "La personne n’a plus de droits ouverts."


def _octroi(demarche: Demarche, acteur: str, le: datetime) -> Octroi:
    lue = Lue(demarche)
    gratuite = _gratuite(lue)
    mensualites = personnes.mensualites(lue, le)
    return Octroi(
        membres=tuple(
            Beneficie(connue, mensualites[cle] if not gratuite else mensualites[cle] * 0)
            for cle, connue in personnes.identifiees(lue).items()
        ),
        gratuite=gratuite, organisme=_numero(demarche), cause=demarche.reference, du=None,
        a_controler=acteur == "horloge" and donnee(lue.contexte) is None,
    )  # fmt: skip


def _gratuite(lue: Lue) -> bool:
    """As the agent says it; by the clock, what the minimum income gives, else what the calculation says."""
    if lue.demarche.decision.get("donnees"):
        return decisions.donnees(lue.demarche, Decision.Donnees).issue == Issue.GRATUITE.value
    if (presumee := donnee(lue.contexte)) is not None:
        return presumee is Donnee.GRATUITE
    try:
        return lue.calcul().issue is Issue.GRATUITE
    except SansChiffre:
        return True


def _numero(demarche: Demarche) -> str:
    """The number of the chosen organism; of none that was struck off meanwhile: the caisse takes its place."""
    choisi = demarche.demande_c2s.organisme
    if not choisi:
        return ""
    connu = OrganismeComplementaire.objects.filter(public_id=choisi).first()
    return "" if connu is None or connu.radie(jour_de(demarche.deposee_le)) else connu.numero or ""


def pour_message(demarche: Demarche) -> dict[str, object]:
    """What the room's messages may say."""
    demande = DemandeC2S.objects.systeme("its own messages").filter(demarche=demarche).first()
    calcul = demande.calcul if demande is not None else {}
    return {
        "calcul": calcul, "operandes": suivi.operandes(calcul), "refaire_le": instruction.a_refaire_le(calcul),
        "periode": regles.en_toutes_lettres(jour_de(demarche.deposee_le)),
        "organisme": organismes.nom(demande.organisme) if demande is not None else "",
        "a_reconnaitre": reconnaissance.attendues(demarche) if demande is not None else [],
    }  # fmt: skip
