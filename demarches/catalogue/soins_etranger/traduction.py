"""A bill that no agent reads: the caisse has it translated, and pays for that. The person waits for nothing else (chapter 21)."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.messagerie.formulaires import ChampTexte
from ameli.noyau.calendrier import jours
from demarches.moteur import dehors
from demarches.moteur.attendus import Attendu, De, FormulaireReponse, Genre, SiRien
from demarches.moteur.declaration import Bouton
from demarches.moteur.lues import lire
from demarches.moteur.models import Demarche

TRADUCTION, A_TRADUIRE = "traduction", "a_traduire"  # what is awaited; the gesture, and its milestone
DELAI = jours(21)  # hypothesis: no text says how long a translator takes


class Traduction(FormulaireReponse):
    """What the bills say, in French."""

    @dataclass(frozen=True)
    class Donnees:
        texte: str

    texte = ChampTexte(
        label="Traduction des factures", help_text="Les soins, les dates, les montants et ce qui dit que c’est payé. Elle n’est pas officielle.",
        error_messages={"required": "Recopiez la traduction."},
    )  # fmt: skip


ATTENDU = Attendu(
    nom=TRADUCTION, libelle="Traduction des factures", de=De.PARTENAIRE, genre=Genre.REPONSE, duree=DELAI,
    formulaire=Traduction, si_rien=SiRien.SIGNALER, jalon="factures_traduites",
)  # fmt: skip


def texte_de(demarche: Demarche) -> str:
    """What the translator wrote; empty while nothing came."""
    dit = dehors.repondue(demarche, TRADUCTION)
    return lire(Traduction.Donnees, dit.reponse).texte if dit is not None else ""


FAIRE_TRADUIRE = dehors.demander(
    ATTENDU,
    Bouton(
        A_TRADUIRE, "Faire traduire les factures",
        "Un traducteur de la caisse les lit, en 21 jours au plus. La caisse paie. La personne lit depuis quel jour on attend.",
    ),
    dit="La personne est prévenue\N{NO-BREAK SPACE}: elle n’a rien à payer. Notez la traduction quand elle arrive.",
)  # fmt: skip
