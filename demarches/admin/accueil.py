"""The agents' home: what is theirs, what is late or soon will be, what waits, and how the team stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, Value
from django.urls import reverse

from accounts.models import Agent, CarteEuropeenne, Fil
from accounts.models.messagerie import AUTOMATIQUES
from demarches.admin import delais, file
from demarches.moteur import examens, registre
from demarches.moteur.models import Demarche, Etat
from paiements.models import (
    Contestation,
    DeclarationRessources,
    EcartCreance,
    Echeancier,
    Mouvement,
    Signalement,
)
from paiements.models.ressources import A_VOIR

LIGNES = 5


@dataclass(frozen=True)
class Bloc:
    """A heading, how many, the first rows and where the others are."""

    titre: str
    nombre: int
    adresse: str
    vide: str
    lignes: list[dict[str, Any]] = field(default_factory=list)


def journee(agent: Agent) -> dict[str, Any]:
    """Everything on the page: five queries to count, one more for each block that is not empty."""
    libre = Q(prise_par=None) & ~Q(etat=Etat.A_COMPLETER) & ~delais.toutes_seules()
    files = _files(agent, libre)
    somme = {nom: sum(f[nom] for f in files) for nom in ("retard", "risque", "a_moi", "libres", "seules")}
    blocs = [
        _bloc(agent, "Mes démarches", somme["a_moi"], {"suivi": "moi"}, "Vous ne suivez aucune démarche.",
              Q(prise_par=agent)),
        _bloc(agent, "En retard", somme["retard"], {"delai": "retard"}, "Aucune démarche n’est en retard.",
              delais.en_retard()),
        _bloc(agent, "Bientôt en retard", somme["risque"], {"delai": "risque"},
              "Rien à traiter avant la fin du prochain jour ouvré.", delais.a_risque()),
        _bloc(agent, "À prendre", somme["libres"], {"suivi": "personne", "qui": "agent"}, "Aucune démarche n’attend.", libre),
    ]  # fmt: skip
    messages = (
        Fil.objects.pour_agent(agent)
        .exclude(theme__in=list(AUTOMATIQUES))
        .filter(reponse_prevue_le__isnull=False)
        .count()
    )
    return {
        "blocs": blocs,
        "files": files,
        "seules": somme["seules"],
        "adresse_seules": _liste({"qui": "seules"}),
        "equipe": _equipe(agent),
        "messages": messages,
        "photos": examens.a_verifier(agent).count(),
        "adresse_messages": reverse("admin:accounts_fil_changelist"),
        "ailleurs": _ailleurs(agent),
    }


def _ailleurs(agent: Agent) -> list[tuple[int, str, str]]:
    """What waits beside the open démarches, when something does: how many, its name, where. One query."""
    attentes = (
        (Demarche, Q(a_revoir=True), "Démarches closes à revoir", "etat=revoir"),
        (DeclarationRessources, A_VOIR, "Déclarations de ressources sans réponse", "situation=voir"),
        (Signalement, Q(conclu_le=None), "Soins signalés", "conclu_le__isempty=1"),
        (Contestation, Q(conclu_le=None), "Lignes de créance contestées", "conclu_le__isempty=1"),
        (EcartCreance, Q(clos_le=None), "Écarts de paiement", "clos_le__isempty=1"),
        (Mouvement, Q(etat=Mouvement.Etat.ATTEND), "Mouvements d’argent à confirmer", "etat__exact=ATTEND"),
        (Echeancier, Q(etat=Echeancier.Etat.DEMANDE), "Échéanciers demandés", "etat__exact=DEMANDE"),
        (CarteEuropeenne, Q(etat=CarteEuropeenne.Etat.RETOURNEE), "Cartes européennes revenues", "etat__exact=RETOURNEE"),
    )  # fmt: skip
    comptees = [
        modele.objects.pour_agent(agent).filter(lesquelles).order_by().annotate(rang=Value(rang)).values("rang")
        .annotate(nombre=Count("pk")).values_list("rang", "nombre")
        for rang, (modele, lesquelles, _, _) in enumerate(attentes)
    ]  # fmt: skip
    trouvees = []
    for rang, nombre in sorted(comptees[0].union(*comptees[1:], all=True)):
        if not nombre:
            continue
        modele, _, titre, filtre = attentes[rang]
        liste = reverse(f"admin:{modele._meta.app_label}_{modele._meta.model_name}_changelist")
        trouvees.append((nombre, titre, f"{liste}?{filtre}"))
    return trouvees


def _files(agent: Agent, libre: Q) -> list[dict[str, Any]]:
    """One line for each queue that is not empty, with its own clock."""
    comptes = (
        Demarche.objects.pour_agent(agent).ouvertes().values("teleservice").order_by("teleservice")
        .annotate(
            a_traiter=Count("pk"),
            retard=Count("pk", filter=delais.en_retard()),
            risque=Count("pk", filter=delais.a_risque()),
            a_moi=Count("pk", filter=Q(prise_par=agent)),
            libres=Count("pk", filter=libre),
            seules=Count("pk", filter=delais.toutes_seules()),
            a_controler=Count("pk", filter=~Q(alertes=[])),
        )
    )  # fmt: skip
    files = []
    for compte in comptes:
        bannette = registre.celui_de(compte["teleservice"]).agents
        adresse = _liste({"teleservice": compte["teleservice"]})
        files.append({**compte, "titre": bannette.titre, "horloge": str(bannette.retard), "adresse": adresse})
    return files


def _equipe(agent: Agent) -> list[dict[str, Any]]:
    """The colleagues of the caisse who follow something, and the agent: who holds how much."""
    comptes = (
        Demarche.objects.pour_agent(agent).ouvertes().exclude(prise_par=None)
        .values("prise_par__nom", "prise_par__matricule").order_by("prise_par__nom", "prise_par__matricule")
        .annotate(suivies=Count("pk"), retard=Count("pk", filter=delais.en_retard()))
    )  # fmt: skip
    return [
        {
            "nom": "Vous" if compte["prise_par__matricule"] == agent.matricule else compte["prise_par__nom"],
            "suivies": compte["suivies"],
            "retard": compte["retard"],
            "adresse": _liste({"suivi": compte["prise_par__matricule"]}),
        }
        for compte in comptes
    ]


def _bloc(agent: Agent, titre: str, nombre: int, filtre: dict[str, str], vide: str, lesquelles: Q) -> Bloc:
    lignes: list[dict[str, Any]] = []
    if nombre:
        trouvees = Demarche.objects.pour_agent(agent).ouvertes().filter(lesquelles)
        premieres = trouvees.select_related("assure__personne").sans_contenu().order_by(*file.ORDRE)
        lignes = [
            {
                "reference": demarche.reference,
                "adresse": reverse("admin:demarches_demarche_change", args=[demarche.pk]),
                "file": registre.celui_de(demarche.teleservice).agents.titre,
                "personne": str(demarche.assure.personne),
                "delai": delais.echeance(demarche),
            }
            for demarche in premieres[:LIGNES]
        ]
    return Bloc(titre, nombre, _liste(filtre), vide, lignes)


def _liste(filtre: dict[str, str]) -> str:
    return f"{reverse('admin:demarches_demarche_changelist')}?{urlencode(filtre)}"
