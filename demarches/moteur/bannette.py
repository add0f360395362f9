"""How agents see a téléservice: their queue, the reasons to refuse, what is asked again, what two of them must want."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ameli.noyau.calendrier import Duree, ouvres
from demarches.moteur.jugements import AJuger, FormulaireDecision, FormulaireVerdict

if TYPE_CHECKING:
    from demarches.models import Demarche

DISCORDANCE = "discordance"  # the code of the point that `Bannette.discordance` words


@dataclass(frozen=True)
class Renvoi:
    """What an agent may ask to be sent again: its name, and the reasons (code → sentence that the person reads)."""

    libelle: str
    motifs: Mapping[str, str]


def selon_la_discordance(demarche: Demarche) -> int:
    """Two agents once one of them noted that the person may be somebody else."""
    return 2 if any(alerte["code"] == DISCORDANCE for alerte in demarche.alertes) else 1


@dataclass(frozen=True)
class Bannette:
    """How agents see it: the name of their queue, the working days before it is late, the reasons to refuse (code → sentence).

    `controle` names the check that an agent makes before the démarche goes on by itself (« Valider la photo »):
    `Effets.controle` follows it. `renvois` maps a step that takes images to what may be asked again of it: that step is
    open again for the person, and no other. With `renvois` the check is made in « Photos à vérifier », image by image.

    Two different agents must want a refusal for one of the reasons of `refus_a_deux`. `discordance` is a point that an
    agent may note in front of the images: from then on two must agree to validate, too. `refus` names the button.

    On the file: `comparaison` gives what changes (label, before, after, under the names of `colonnes`), `connu` what the caisse
    knows, beside the images when there are some,
    `score` how pressing the points to check are, in one word. `accords` says how many different agents must agree before
    it is accepted: 1, or 2 (which needs the milestone "premier_accord").

    `decision` is the form that an agent fills in to accept. Where several things are judged, `a_juger` gives them, and
    `verdict` is the form of each: « acceptée en partie » comes from there, with the reasons of `motifs`. What was said is
    frozen with the démarche (`demarches.moteur.decisions`) before `Effets.decision` runs.
    """

    titre: str
    retard: Duree = field(default_factory=lambda: ouvres(2))
    motifs: Mapping[str, str] = field(default_factory=dict)
    decision: type[FormulaireDecision] | None = None
    a_juger: Callable[[Demarche], Sequence[AJuger]] | None = None
    verdict: type[FormulaireVerdict] = FormulaireVerdict
    controle: str = ""
    renvois: Mapping[str, Renvoi] = field(default_factory=dict)
    refus: str = "Refuser"
    refus_a_deux: tuple[str, ...] = ()
    discordance: str = ""
    comparaison: Callable[[Demarche], list[tuple[str, str, str]]] = lambda demarche: []
    colonnes: tuple[str, str] = ("Avant", "Après")
    connu: Callable[[Demarche], list[tuple[str, str]]] = lambda demarche: []
    score: Callable[[Demarche], str] = lambda demarche: ""
    accords: Callable[[Demarche], int] = selon_la_discordance

    @property
    def se_remplit(self) -> bool:
        """Must something be said to accept?"""
        return self.decision is not None or self.a_juger is not None
