"""What the follow-up shows besides (chapter 11): who manages, whose consent, the calculation once it is decided; what may still be changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from demarches.catalogue.c2s import instruction, organismes, reconnaissance, regles
from demarches.catalogue.c2s.demande import Lue
from demarches.catalogue.c2s.formulaires_ressources import Organisme
from demarches.catalogue.c2s.models import DemandeC2S
from demarches.moteur import transitions
from demarches.moteur.declaration import Encart, Geste, Par
from demarches.moteur.models import OUVERTS, Demarche, Etat

CHANGE = "C’est enregistré. Le reste de votre demande ne change pas."
REPRISE = "Votre demande est reprise. S’il manquait quelque chose, vous pouvez l’envoyer maintenant."


def encart(demarche: Demarche, le: datetime) -> Encart | None:
    """While it is open, and afterwards; nothing once it was withdrawn."""
    if demarche.etat == Etat.ANNULEE:
        return None
    demande = DemandeC2S.objects.de(demarche.assure).get(demarche=demarche)
    decidee = demarche.etat in (Etat.ACCEPTEE, Etat.REFUSEE)
    contenu = {
        "organisme": organismes.nom(demande.organisme), "decidee": decidee,
        "accords": [] if decidee else _accords(demarche), "a_reconnaitre": reconnaissance.a_dire(demarche),
        "operandes": operandes(demande.calcul) if decidee else [], "periode": regles.en_toutes_lettres(jour_de(demarche.deposee_le)),
        "refaire_le": instruction.a_refaire_le(demande.calcul), "avec_revenus": decidee and bool(Lue(demarche).consentants()),
    }  # fmt: skip
    return Encart("c2s/suite.html", contenu)


def _accords(demarche: Demarche) -> list[tuple[str, str]]:
    lues = Lue(demarche)
    accords = {un.cle: un.accord for un in lues.reponses.consentement or ()}
    return [
        (un.prenom, "Revenus demandés aux organismes" if accords[un.cle] else "Douze mois écrits à la main")
        for un in lues.presents
        if un.cle in accords
    ]


def operandes(calcul: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The asker's own operands, one total for the others, the sum and what it was compared with; the sum that an agent has settled says so."""
    euros = instruction.euros(calcul)
    if not euros:
        return []
    lignes = [
        ("Vos revenus", "mes_revenus"), ("Revenus des autres personnes du foyer", "revenus_des_autres"),
        ("Abattements", "abattements"), ("Pensions alimentaires versées", "pensions"),
        ("Forfait logement, sur douze mois", "forfait_annuel"), ("Ressources retenues par votre caisse" if calcul.get("corrige") else "Total de vos ressources", "ressources"),
        ("Plafond de la C2S gratuite", "plafond"), ("Plafond de la C2S avec participation", "plafond_participation"),
        ("Participation de votre foyer, par mois", "mensualite"),
    ]  # fmt: skip
    moins = ("abattements", "pensions")
    toujours = ("mes_revenus", "ressources", "plafond", "plafond_participation")
    return [
        (libelle, formats.montant(-euros[cle] if cle in moins else euros[cle]))
        for libelle, cle in lignes
        if euros[cle] or cle in toujours
    ]


def ouverte(demarche: Demarche, le: datetime) -> bool:
    """Until the decision."""
    return demarche.etat in OUVERTS


def changer_d_organisme(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    """What was sent stays as it was sent; the right will be opened with the new one."""
    choisi = saisie["organisme"] if saisie["gestion"] == "ORGANISME" else ""
    DemandeC2S.objects.de(demarche.assure).filter(demarche=demarche).update(organisme=choisi)
    return CHANGE


def classee(demarche: Demarche, le: datetime) -> bool:
    return demarche.etat == Etat.CLASSEE


def reprendre(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    """One click. What follows is the room's effect, as when an agent does it."""
    transitions.passer(demarche, "rouvrir", acteur=acteur, le=le, suite=transitions.a_cet_instant(le))
    return REPRISE


GESTES = (
    Geste(
        "organisme", "Changer d’organisme", "Choisissez qui doit gérer votre Complémentaire santé solidaire. C’est possible jusqu’à la décision.",
        par=Par.ASSURE, formulaire=Organisme, possible=ouverte, faire=changer_d_organisme, statut=False,
    ),
    Geste(
        "poursuivre", "Reprendre ma demande", "Votre demande a été classée, ce n’est pas un refus. Vous la reprenez où elle en était.",
        par=Par.ASSURE, possible=classee, faire=reprendre,
    ),
)  # fmt: skip
