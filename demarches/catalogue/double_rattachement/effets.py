"""What a request does: at the deposit nothing but rows, at the decision a child in another person's file, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.dossier import foyer, rattachements
from accounts.messagerie.depot import deposer_message
from accounts.models import Assure, Personne
from ameli.noyau import formats
from ameli.noyau.masquage import masquer_nir
from demarches.catalogue.double_rattachement import droit, enfants, regles, second
from demarches.catalogue.double_rattachement.models import EnfantARattacher
from demarches.catalogue.double_rattachement.reponses import Demande
from demarches.moteur import decisions, previsions, transitions
from demarches.moteur.jugements import AJuger
from demarches.moteur.models import Demarche, Etat, Evenement
from demarches.moteur.models_attente import Attente
from demarches.moteur.passages import TransitionInterdite

AVIS, AUTRE_REGIME = "avis", "autre_regime"
A_VERIFIER = "La pièce, l’identité du second parent et la filiation sont à vérifier."
PROTEGE = "Un des deux dossiers est protégé\N{NO-BREAK SPACE}: rien n’est envoyé à l’autre parent."
EN_RETARD = "La réponse était promise pour aujourd’hui."
INSCRIT = "Un enfant est sur votre carte Vitale"
POURQUOI = "what the caisse waits for"


def deposer(demarche: Demarche) -> None:
    """A row each child. Whoever has that number, and if nobody has, the same is done in the same time: one look, one write."""
    dite = Demande.de(demarche)
    voulus = {un.public_id: un for un in Personne.objects.filter(public_id__in=dite.enfants.enfants)}
    EnfantARattacher.objects.systeme("written with its démarche").bulk_create(
        EnfantARattacher(demarche=demarche, personne=voulus[cle], referent=dite.referent.devient_second(cle))
        for cle in dite.enfants.enfants
    )
    protege = est_protegee(demarche)
    Demarche.objects.systeme("held for a trained agent, or not").filter(pk=demarche.pk).update(reservee=protege)
    demarche.reservee = protege
    demarche.signaler("a_verifier", f"{A_VERIFIER} {PROTEGE}" if protege else A_VERIFIER)
    previsions.promettre(demarche, regles.REPONSE.apres(demarche.deposee_le))


def est_protegee(demarche: Demarche) -> bool:
    """Is one of the two files protected? Nothing leaves for the other parent then."""
    autre = second.trouver(demarche).assure
    return demarche.assure.adresse_protegee or (autre is not None and autre.adresse_protegee)


def rappeler_a_l_agent(demarche: Demarche, le: datetime) -> None:
    """Fifteen working days have run: it comes first in the queue. The engine tells the person that it takes longer."""
    transitions.prendre(demarche, le=le)
    demarche.signaler("en_retard", EN_RETARD)


# The decision


def a_juger(demarche: Demarche) -> list[AJuger]:
    """Each child."""
    return [AJuger(un.personne.public_id, un.personne.prenom, "enfants") for un in enfants.de_la_demande(demarche)]


def decider(demarche: Demarche, evenement: str, acteur: str, le: datetime) -> None:
    """Accepted, the children whose verdict is a yes stand in the second file; both parents are told. Raises TransitionInterdite."""
    if evenement != "accepter":
        return
    _exiger_la_fin_de_l_avis(demarche, le)
    accordes = _accordes(demarche)
    chez = second.trouver(demarche)
    if chez.assure is None:
        _exiger_l_autre_regime(demarche)
        return
    if not concorde(demarche, chez):
        raise TransitionInterdite("L’identité du second parent est discordante. Refusez, ou demandez un document.")
    empeche = second.empechement(chez.assure, le)
    if empeche:
        raise TransitionInterdite(f"{empeche} Gardez la demande, et écrivez à la personne sans dire pourquoi.")
    for un in accordes:
        _rattacher(demarche, un, chez.assure, acteur=acteur, le=le)
    if accordes and not est_protegee(demarche):
        prevenir_le_second(demarche, chez.assure, "inscrit_tiers", INSCRIT, [un.personne.prenom for un in accordes], le)


def concorde(demarche: Demarche, autre: second.Second) -> bool:
    """Is the person who has that number the one who was meant? Found the same, or said so by an agent before the piece."""
    return autre.concorde or (autre.assure is not None and rectifiee(demarche))


def rectifiee(demarche: Demarche) -> bool:
    faits = Evenement.objects.systeme("said by an agent").filter(demarche=demarche, nom="rectifier_le_nom")
    return faits.exists()


def _accordes(demarche: Demarche) -> list[EnfantARattacher]:
    refusees = decisions.de(demarche).refusees
    return [un for un in enfants.de_la_demande(demarche) if un.personne.public_id not in refusees]


def _rattacher(demarche: Demarche, un: EnfantARattacher, chez: Assure, *, acteur: str, le: datetime) -> None:
    """One transaction for both files, whichever caisses hold them."""
    membre = foyer.lire(demarche.assure, le).de_la_personne(un.personne_id)
    if membre is None or membre.rattachement is None or membre.decede or not membre.droits_ouverts:
        raise TransitionInterdite(
            f"{un.personne.prenom} n’est plus dans le dossier, ou n’y a plus de droits. Gardez la demande\N{NO-BREAK SPACE}: rien n’est dit à la personne."
        )
    membre.rattachement.assure, membre.rattachement.personne = demarche.assure, un.personne
    try:
        un.rattachement = droit.ouvrir(
            membre.rattachement, chez, referent=un.referent and not a_dit_non(demarche), acteur=acteur,
            cause=demarche.reference, le=le,
        )  # fmt: skip
    except rattachements.DossierComplet as complet:
        raise TransitionInterdite("Le dossier du second parent n’a plus de rang libre.") from complet
    un.save(update_fields=["rattachement"])


def _exiger_la_fin_de_l_avis(demarche: Demarche, le: datetime) -> None:
    # What was awaited ends with the démarche, just before its effects: withdrawn now, it could still have been answered.
    if _avis(demarche).filter(issue=Attente.Issue.RETIREE, close_le=le, echeance__gt=le).exists():
        raise TransitionInterdite("Le second parent est prévenu, et peut encore répondre. Décidez après son délai.")


def _exiger_l_autre_regime(demarche: Demarche) -> None:
    """Somebody whom no file here knows is of another scheme, which must have said yes."""
    reponses = Attente.objects.systeme(POURQUOI).filter(demarche=demarche, nom=AUTRE_REGIME)
    if not reponses.filter(issue=Attente.Issue.RECUE).exists():
        raise TransitionInterdite(
            "Ce numéro n’est dans aucun dossier\N{NO-BREAK SPACE}: attendez l’accord de l’autre régime, ou refusez."
        )


def a_dit_non(demarche: Demarche) -> bool:
    """Has the second parent said that it is not planned?"""
    return _avis(demarche).filter(issue=Attente.Issue.REFUSEE).exists()


def _avis(demarche: Demarche) -> Any:
    return Attente.objects.systeme(POURQUOI).filter(demarche=demarche, nom=AVIS)


# What is said


def prevenir_le_second(
    demarche: Demarche, a: Assure, gabarit: str, sujet: str, prenoms: list[str], le: datetime
) -> None:
    """A message to somebody who is not the author: first names of children, and nothing of the démarche nor of whose it is."""
    deposer_message(
        a, sujet=sujet, gabarit=f"double_rattachement/{gabarit}",
        contexte={"prenoms": formats.enumerer(prenoms), "plusieurs": len(prenoms) > 1, "caisse": a.caisse},
        cle=f"{demarche.objet}:{gabarit}", le=le,
    )  # fmt: skip


def pour_message(demarche: Demarche) -> Mapping[str, Any]:
    siens, masque = enfants.de_la_demande(demarche), masquer_nir(Demande.de(demarche).second_parent.nir)
    donnes = [un.personne.prenom for un in siens if un.rattachement_id is not None or demarche.etat != Etat.ACCEPTEE]
    return {
        "prenoms": formats.enumerer(donnes),
        "plusieurs": len(donnes) > 1,
        "second": masque,
        "de_nouveau": regles.de_nouveau_le(demarche.deposee_le),
    }
