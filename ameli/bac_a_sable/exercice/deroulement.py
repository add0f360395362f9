"""Play the stories one after the other, each on a practice population as it is installed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from ameli.bac_a_sable.exercice import argent
from ameli.bac_a_sable.exercice.scenarios import Scenario
from ameli.bac_a_sable.exercice.scene import Ligne, Scene, depuis
from ameli.bac_a_sable.installation import remettre


def jouer(scenarios: Iterable[Scenario], site: str) -> Iterator[Ligne]:
    """The row of each story as it ends. The three days are walked to their end before money is counted."""
    for un in scenarios:
        remettre()
        scene = Scene(site)
        un.jouer(scene)
        reste = math.ceil(argent.FENETRE.total_seconds() / 3600 - depuis(scene.depart))
        if reste > 0:
            scene.attendre(f"{reste}h")
        yield Ligne(un.titre, scene.jusqu_ou, scene.vu, scene.reaction, scene.reaction_apres, scene.bilan())
