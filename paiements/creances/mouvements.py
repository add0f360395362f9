"""Money that agents move by hand: proposed, confirmed by a second agent above a setting, done once with its message.

Nothing else lets an agent issue a notice or give money back; a contested line is given up here when that takes two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, Sum

from accounts.informations import adresse
from accounts.messagerie.depot import deposer_message
from accounts.models import Agent, Assure, Message
from accounts.models.messagerie import PAIEMENT
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from ameli.noyau.envois import deposer_lettre
from ameli.noyau.horloge import maintenant
from ameli.noyau.journal import declarer_genre, journaliser
from paiements import dossiers
from paiements.calcul.mots import ZERO, MotifTaux
from paiements.creances import regles
from paiements.creances.contestation import appliquer, ligne_due
from paiements.creances.emission import LigneDeLAvis, emettre
from paiements.models import Avis, Contestation, EcartCreance, Mouvement, Paiement, Prestation
from paiements.prestations import tarif
from paiements.versements import emettre as verser
from paiements.versements import verrouiller

PROPOSE, AVIS_EMIS, RENDU, ECARTE = "mouvement.propose", "creance.emise", "creance.rendue", "mouvement.ecarte"
ECART_CLOS = "creance.ecart_clos"
declarer_genre(PROPOSE, "{acteur}\N{NO-BREAK SPACE}: mouvement d’argent proposé à un second agent", visible=False)
declarer_genre(AVIS_EMIS, "{acteur}\N{NO-BREAK SPACE}: avis de sommes à payer émis")
declarer_genre(RENDU, "{acteur}\N{NO-BREAK SPACE}: somme payée en trop, rendue")
declarer_genre(ECARTE, "{acteur}\N{NO-BREAK SPACE}: mouvement d’argent écarté", visible=False)
declarer_genre(ECART_CLOS, "{acteur}\N{NO-BREAK SPACE}: écart de paiement en ligne traité")
RENDRE = "RND"  # the act of the line that gives money back
# What an agent may ask for; franchises and monthly terms are issued by the product, from what waits.
NATURES = (Avis.Nature.INDU_SOIN, Avis.Nature.INDU_IJ, Avis.Nature.INDU_INV, Avis.Nature.PENALITE)
Etat, Genre = Mouvement.Etat, Mouvement.Genre


class MouvementRefuse(Exception):
    """It cannot be done, or not by this agent; `phrase` says why in French."""

    def __init__(self, phrase: str) -> None:
        super().__init__(phrase)
        self.phrase = phrase


def seuils() -> tuple[Decimal, Decimal]:
    """Euros that one agent may move alone in a day: for one person, and for all."""
    return Decimal(settings.MONTANT_A_DEUX), Decimal(settings.MONTANT_D_UN_JOUR_A_DEUX)


def a_deux(assure: Assure, agent: Agent, montant: Decimal, le: datetime) -> bool:
    """Do two different agents have to want it? Small sums of one day count together, for this person and for this agent."""
    seuls = Mouvement.objects.pour_agent(agent).filter(
        propose_par=agent, decide_par=agent, etat=Etat.FAIT, decide_le__date=jour_de(le)
    )
    deja = seuls.aggregate(pour_lui=Sum("montant", filter=Q(assure=assure)), pour_tous=Sum("montant"))
    pour_lui, pour_tous = seuils()
    return montant + (deja["pour_lui"] or ZERO) > pour_lui or montant + (deja["pour_tous"] or ZERO) > pour_tous


@transaction.atomic
def demander_un_avis(
    assure: Assure, agent: Agent, *, nature: str, cause: str, lignes: Sequence[LigneDeLAvis], cle: str
) -> Mouvement:
    """Issue a notice, or propose it. `cle` comes with the page: sent twice, it is one."""
    deja = Mouvement.objects.pour_agent(agent).filter(public_id=cle).first()
    if deja is not None:
        return deja
    dites = [{**asdict(une), "montant": str(une.montant)} for une in lignes]
    mouvement = Mouvement(
        public_id=cle, assure=assure, genre=Genre.AVIS, montant=sum((une.montant for une in lignes), ZERO),
        contenu={"nature": nature, "cause": cause, "lignes": dites}, propose_par=agent, propose_le=maintenant(),
    )  # fmt: skip
    return _demander(mouvement, agent)


@transaction.atomic
def demander_a_rendre(ecart: EcartCreance, agent: Agent, *, montant: Decimal, texte: str) -> Mouvement:
    """Give back `montant` of a payment at the kiosk, or propose it. Raises MouvementRefuse."""
    un = _verrouiller_l_ecart(ecart, agent)
    if montant > un.paiement.montant:
        raise MouvementRefuse(
            f"La personne a payé {formats.montant(un.paiement.montant)} : rendez au plus cette somme."
        )
    mouvement = Mouvement(
        assure=un.paiement.assure, genre=Genre.RENDU, montant=montant, contenu={"texte": texte}, ecart=un,
        propose_par=agent, propose_le=maintenant(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            return _demander(mouvement, agent)
    except IntegrityError as deja:
        raise MouvementRefuse("Un collègue a déjà proposé de rendre cette somme.") from deja


@transaction.atomic
def demander_la_remise(contestation: Contestation, agent: Agent, *, texte: str, vu: int) -> Mouvement:
    """Give up what is left of a contested line, or propose it. `vu` is the last message that the agent read.

    Raises MouvementRefuse, dossiers.DejaConclu, reponse.ReponseRefusee.
    """
    due = ligne_due(contestation.ligne.avis, contestation.ligne.rang)
    mouvement = Mouvement(
        assure=contestation.assure, genre=Genre.REMISE, montant=due.reste, contenu={"texte": texte, "vu": vu},
        contestation=contestation, propose_par=agent, propose_le=maintenant(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            return _demander(mouvement, agent)
    except IntegrityError as deja:
        raise MouvementRefuse("Un collègue a déjà proposé d’annuler cette ligne.") from deja


@transaction.atomic
def expliquer(ecart: EcartCreance, agent: Agent, *, texte: str) -> None:
    """Nothing is to be given back: the person reads why, once. Raises MouvementRefuse."""
    un = _verrouiller_l_ecart(ecart, agent)
    if Mouvement.objects.pour_agent(agent).filter(ecart=un, etat=Etat.ATTEND).exists():
        raise MouvementRefuse("Un collègue a proposé de rendre cette somme. Confirmez-la ou écartez-la d’abord.")
    le = maintenant()
    _clore(un, agent, le)
    _ecrire_a_propos(un, texte, "ecart_explique", le)


@transaction.atomic
def confirmer(mouvement: Mouvement, agent: Agent) -> Mouvement:
    """The second agent wants it too: it is done. Raises MouvementRefuse."""
    un = _verrouiller(mouvement, agent)
    if un.propose_par_id == agent.pk:
        raise MouvementRefuse("Vous l’avez proposé\N{NO-BREAK SPACE}: un autre agent doit confirmer.")
    return _faire(un, agent, maintenant())


@transaction.atomic
def ecarter(mouvement: Mouvement, agent: Agent, *, pourquoi: str) -> None:
    """It will not be done; whoever proposed it may take it back too. Raises MouvementRefuse."""
    un = _verrouiller(mouvement, agent)
    _decider(un, agent, Etat.ECARTE, maintenant())
    _journal(ECARTE, un, agent, pourquoi)


def _demander(mouvement: Mouvement, agent: Agent) -> Mouvement:
    _un_a_la_fois(agent)
    mouvement.save(force_insert=True)
    if a_deux(mouvement.assure, agent, mouvement.montant, mouvement.propose_le):
        _journal(PROPOSE, mouvement, agent)
        return mouvement
    return _faire(mouvement, agent, mouvement.propose_le)


def _un_a_la_fois(agent: Agent) -> None:
    """What this agent wants in two windows is counted one after the other."""
    Agent.objects.select_for_update(no_key=True).get(pk=agent.pk)


def _faire(mouvement: Mouvement, agent: Agent, le: datetime) -> Mouvement:
    verrouiller(mouvement.assure_id)
    FAIRE[Genre(mouvement.genre)](mouvement, agent, le)
    _decider(mouvement, agent, Etat.FAIT, le)
    return mouvement


def _emettre_l_avis(mouvement: Mouvement, agent: Agent, le: datetime) -> None:
    assure, dit = mouvement.assure, mouvement.contenu
    lignes = [LigneDeLAvis(une["libelle"], une["annee"], Decimal(une["montant"])) for une in dit["lignes"]]
    avis = mouvement.avis = emettre(assure, Avis.Nature(dit["nature"]), lignes, jour=jour_de(le))
    _journal(AVIS_EMIS, mouvement, agent)
    contexte = {
        "avis": avis, "lignes": lignes, "total": mouvement.montant, "cause": dit["cause"], "caisse": assure.caisse.nom,
        "recours": regles.recours(avis.nature), "dernier": regles.dernier_jour(avis.nature, avis.emis_le),
    }  # fmt: skip
    deposer_message(
        assure, sujet="Un avis de sommes à payer", gabarit="avis_emis", contexte=contexte, cle=f"{mouvement.objet}:emis",
        theme=PAIEMENT, le=le,
    )  # fmt: skip
    ou = adresse.actuelle(assure)
    if ou is not None:
        deposer_lettre(
            a="\n".join([str(assure.personne), *ou.lignes]), gabarit="avis_emis", contexte=contexte,
            cle=f"{mouvement.objet}:lettre", assure_ref=assure.public_id,
        )  # fmt: skip


def _rendre(mouvement: Mouvement, agent: Agent, le: datetime) -> None:
    """A payment of one line, of which nothing is withheld: the money is the person's."""
    ecart, assure = mouvement.ecart, mouvement.assure
    assert ecart is not None
    paiement = Paiement(
        assure=assure, montant=mouvement.montant, famille=Paiement.Famille.SOINS, rangs=1,
        postes=int(tarif(RENDRE, jour_de(le)).poste),
    )  # fmt: skip
    verser(paiement, du_le=le)
    Prestation.objects.create(
        paiement=paiement, rang=1, code=RENDRE, soins_le=jour_de(le), personne=assure.personne, unites=1, paye=ZERO,
        verse=mouvement.montant, motif_taux=MotifTaux.FORFAIT,
    )  # fmt: skip
    mouvement.paiement = paiement
    _clore(ecart, agent, le)
    _journal(RENDU, mouvement, agent)
    _ecrire_a_propos(ecart, mouvement.contenu["texte"], "ecart_rendu", le, paiement=paiement)


def _remettre(mouvement: Mouvement, agent: Agent, le: datetime) -> None:
    """The contest is concluded as any other is; a second agent has read what the thread holds."""
    contestation = mouvement.contestation
    assert contestation is not None
    if mouvement.propose_par_id == agent.pk:
        vu = mouvement.contenu["vu"]
    else:
        dernier = Message.objects.pour_agent(agent).filter(fil=contestation.fil_id).order_by("-id").first()
        vu = dernier.pk if dernier else 0
    dossiers.conclure(
        contestation, agent, conclusion=Contestation.Conclusion.ANNULEE, texte=mouvement.contenu["texte"],
        dernier_vu=vu, effet=appliquer,
    )  # fmt: skip


FAIRE: dict[Genre, Callable[[Mouvement, Agent, datetime], None]] = {
    Genre.AVIS: _emettre_l_avis,
    Genre.RENDU: _rendre,
    Genre.REMISE: _remettre,
}


def _decider(mouvement: Mouvement, agent: Agent, etat: Etat, le: datetime) -> None:
    mouvement.etat, mouvement.decide_par, mouvement.decide_le = etat, agent, le
    mouvement.save(update_fields=["etat", "decide_par", "decide_le", "avis", "paiement"])


def _verrouiller(mouvement: Mouvement, agent: Agent) -> Mouvement:
    lignes = Mouvement.objects.pour_agent(agent).select_for_update(of=("self",), no_key=True)
    un = lignes.select_related(
        "assure__caisse", "assure__personne", "ecart__paiement__assure", "contestation__ligne__avis"
    ).get(pk=mouvement.pk)
    if un.etat != Etat.ATTEND:
        raise MouvementRefuse(f"Un collègue a déjà décidé\N{NO-BREAK SPACE}: {un.get_etat_display()}.")
    return un


def _verrouiller_l_ecart(ecart: EcartCreance, agent: Agent) -> EcartCreance:
    lignes = EcartCreance.objects.pour_agent(agent).select_for_update(of=("self",), no_key=True)
    un = lignes.select_related("paiement__assure__caisse", "paiement__assure__personne").get(pk=ecart.pk)
    if un.clos_le is not None:
        raise MouvementRefuse("Un collègue a déjà traité cet écart.")
    return un


def _clore(ecart: EcartCreance, agent: Agent, le: datetime) -> None:
    ecart.clos_le = le
    ecart.save(update_fields=["clos_le"])
    journaliser(
        ECART_CLOS, acteur=agent.compte.acteur, assure_ref=ecart.paiement.assure.public_id, objet=ecart.paiement.objet
    )  # fmt: skip


def _ecrire_a_propos(ecart: EcartCreance, texte: str, gabarit: str, le: datetime, **contexte: Any) -> None:
    paiement, assure = ecart.paiement, ecart.paiement.assure
    deposer_message(
        assure, sujet="À propos de votre paiement en ligne", gabarit=gabarit, theme=PAIEMENT, le=le,
        cle=f"{paiement.objet}:ecart:{ecart.motif}", contexte={
            "texte": texte, "en_ligne": paiement, "caisse": assure.caisse.nom, **contexte,
        },
    )  # fmt: skip


def _journal(genre: str, mouvement: Mouvement, agent: Agent, motif: str = "") -> None:
    journaliser(
        genre, acteur=agent.compte.acteur, assure_ref=mouvement.assure.public_id, objet=mouvement.objet, motif=motif
    )  # fmt: skip
