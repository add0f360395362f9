"""An agent settles a contested amount before the decision: its resources and its foyer hold for a grant, a refusal and a silence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from ameli.noyau import formats
from ameli.noyau.saisie.champs import ChampEntier, ChampMontant
from demarches.catalogue.c2s.demande import Lue
from demarches.catalogue.c2s.models import DemandeC2S
from demarches.catalogue.c2s.reponses import donnee
from demarches.moteur.declaration import Geste
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.models import Demarche

PERSONNES = 20  # at most in one foyer


class Retenu(FormulaireEtape):
    """What is compared with the ceiling, instead of the calculation."""

    @dataclass(frozen=True)
    class Donnees:
        ressources: Decimal
        personnes: int

    ressources = ChampMontant(label="Ressources retenues (R)", help_text="Pour douze mois, en euros.", min_value=0)
    personnes = ChampEntier(
        label="Personnes du foyer (n)", help_text="Le plafond suit ce nombre.", min_value=1, max_value=PERSONNES,
        faute="Écrivez un nombre, de 1 à 20.",
    )  # fmt: skip


def possible(demarche: Demarche, le: datetime) -> bool:
    """Until the decision, where resources are looked at."""
    return demarche.ouverte and donnee(Lue(demarche).contexte) is None


def regler(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    """The last one that was settled counts."""
    retenu = {"ressources": str(saisie["ressources"]), "personnes": saisie["personnes"]}
    demande = DemandeC2S.objects.systeme("the démarche was found in a perimeter").get(demarche=demarche)
    demande.retenu = retenu
    demande.save(update_fields=["retenu"])
    return (
        f"C’est noté\N{NO-BREAK SPACE}: {formats.montant(saisie['ressources'])} pour {saisie['personnes']} "
        f"personne{'s' if saisie['personnes'] > 1 else ''}. Accordez ou refusez ensuite avec ces chiffres."
    )


RETENIR = Geste(
    "retenir", "Retenir d’autres ressources",
    "Pour un montant contesté, ou une personne du foyer en plus ou en moins. La décision et sa lettre reprennent ces chiffres.",
    formulaire=Retenu, possible=possible, faire=regler, statut=False,
)  # fmt: skip
