"""Add a caisse and its agents, give an agent a link, close an account. What an operator does is in the journal.

Nobody ever knows the password of an agent: the link lets them choose it, once, within two days. Their key (an application
of codes) comes right after, at their first sign-in (`accounts.connexion.cles.agents`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.connexion.agents import roles as les_roles
from accounts.connexion.choix_mot_de_passe import changer
from accounts.models import Agent, Caisse, Compte, JetonSecurite
from accounts.securite import gel, jetons
from ameli.noyau.horloge import maintenant
from ameli.noyau.journal import declarer_genre, journaliser

declarer_genre("caisse.ajoutee", "{acteur} : caisse ajoutée, {objet}", visible=False)
declarer_genre("agent.ajoute", "{acteur} : agent ajouté, {objet}", visible=False)
declarer_genre("agent.lien", "{acteur} : lien pour choisir un mot de passe, {objet}", visible=False)
declarer_genre("agent.ferme", "{acteur} : accès fermé, {objet} ({motif})", visible=False)

USAGE = "agent_mot_de_passe"
VALABLE = timedelta(days=2)


class AdressePrise(Exception):
    """The mail address is another account's."""


@dataclass(frozen=True)
class NouvelAgent:
    """Who is added; `roles` are those of `accounts.connexion.agents.roles.ROLES`."""

    matricule: str
    caisse: Caisse
    nom: str
    courriel: str
    equipe: str = ""
    roles: Collection[str] = ()


@transaction.atomic
def ajouter_caisse(acteur: str, **champs: Any) -> Caisse:
    """The caisse of these fields (accounts.models.Caisse), already checked."""
    caisse = Caisse.objects.create(**champs)
    journaliser("caisse.ajoutee", acteur=acteur, objet=f"caisse:{caisse.code}")
    return caisse


def ajouter(nouveau: NouvelAgent, acteur: str) -> Compte:
    """An account that nobody can open before its link was. The employer vouches for the address. Raises AdressePrise."""
    try:
        with transaction.atomic():
            compte = Compte.objects.creer_agent(
                nouveau.matricule, caisse=nouveau.caisse, nom=nouveau.nom, courriel=nouveau.courriel, mot_de_passe=None
            )
            compte.email_valide_le = compte.ouvert_le = maintenant()
            compte.save(update_fields=["email_valide_le", "ouvert_le"])
            Agent.objects.filter(compte=compte).update(equipe=nouveau.equipe)
            les_roles.donner(compte, nouveau.roles)
            journaliser(
                "agent.ajoute", acteur=acteur, objet=f"agent:{nouveau.matricule}",
                donnees={"caisse": nouveau.caisse.code, "roles": sorted(nouveau.roles)},
            )  # fmt: skip
    except IntegrityError as faute:
        raise AdressePrise from faute
    return compte


@transaction.atomic
def donner_un_lien(compte: Compte, acteur: str) -> str:
    """The address where this agent chooses a password; it is told once, and former ones die."""
    JetonSecurite.objects.filter(compte=compte, usage=USAGE, utilise_le=None).update(utilise_le=maintenant())
    jeton = jetons.creer(compte, USAGE, compte.identifiant, VALABLE)
    journaliser("agent.lien", acteur=acteur, objet=f"agent:{compte.identifiant}")
    return f"{settings.URL_PUBLIQUE}{reverse('agents_mot_de_passe')}?jeton={jeton}"


def vivant(jeton: str) -> JetonSecurite | None:
    """The link, while the account is open. Writes nothing."""
    ligne = jetons.lire(jeton, USAGE) if jeton else None
    return ligne if ligne is not None and ligne.compte.is_active and ligne.compte.gele_le is None else None


@transaction.atomic
def choisir(jeton: str, mot_de_passe: str) -> bool:
    """Spend the link and take the password, which was checked; False when the link died meanwhile.

    Strangers who tried the matricule leave no closed door behind: whoever holds the link was recognised by their caisse.
    """
    if vivant(jeton) is None or (ligne := jetons.consommer(jeton, USAGE)) is None:
        return False
    compte = ligne.compte
    changer(compte, mot_de_passe, acteur=compte.acteur, motif="lien donné par la caisse")
    return True


@transaction.atomic
def fermer(compte: Compte, *, acteur: str, motif: str) -> bool:
    """Somebody left the caisse: their sessions end, nothing opens any more. False when it was so already."""
    if not Compte.objects.filter(pk=compte.pk, is_active=True).update(is_active=False):
        return False
    gel.fermer_les_sessions(compte)
    journaliser("agent.ferme", acteur=acteur, objet=f"agent:{compte.identifiant}", motif=motif)
    return True
