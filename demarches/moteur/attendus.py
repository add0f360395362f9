"""What a démarche may wait for, as its téléservice declares it: of whom, of which kind, until when, and what then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import TYPE_CHECKING

from django.db import models

from ameli.noyau.calendrier import Duree, jours
from demarches.moteur.formulaires import FormulaireEtape

if TYPE_CHECKING:
    from demarches.models import Attente, Demarche

JOURS_POUR_UN_DOCUMENT, JOURS_AVANT_LE_RAPPEL = 30, 20


class De(models.TextChoices):
    """Who is waited for."""

    ASSURE = "ASSURE", "la personne"
    TIERS = "TIERS", "une autre personne"
    PARTENAIRE = "PARTENAIRE", "un partenaire"
    MEDECIN = "MEDECIN", "le service médical"


class Genre(models.TextChoices):
    """What is waited for."""

    PIECE = "PIECE", "un document"
    CONSENTEMENT = "CONSENTEMENT", "un accord"
    SIGNATURE = "SIGNATURE", "une signature"
    REPONSE = "REPONSE", "une réponse"
    AVIS = "AVIS", "un avis"


class SiRien(Enum):
    """What follows when nothing came: refused, closed without a decision, gone on without it, or gone on once an agent has looked."""

    REFUSER = auto()
    CLASSER = auto()
    CONTINUER = auto()
    SIGNALER = auto()


# What whoever is waited for reads before the day has passed.
PREVENU = {
    SiRien.REFUSER: "Sans cela à cette date, nous devrons refuser votre demande.",
    SiRien.CLASSER: "Sans cela à cette date, votre demande sera classée sans suite. Ce ne sera pas un refus.",
    SiRien.CONTINUER: "Sans cela à cette date, nous continuerons sans attendre.",
    SiRien.SIGNALER: "Sans cela à cette date, un conseiller regardera votre demande.",
}


class FormulaireReponse(FormulaireEtape):
    """Base of what somebody answers to a wait. `dit_non`, on a valid form, says whether the answer is a no."""

    @property
    def dit_non(self) -> bool:
        return False


@dataclass(frozen=True, kw_only=True)
class Attendu:
    """One thing that a démarche may wait for (`Teleservice.attentes`), opened by `attentes.ouvrir`.

    It ends on the last second of the day after `duree`; `rappels` count from the opening. The clocks of the démarche stand
    still meanwhile (`suspend`, `arrete_les_delais`), unless a doctor or a partner is waited for: the person is not to suffer from that.
    `formulaire` is what is answered (nothing for a file). `recue(demarche, wait, actor, at)` follows an answer, a no
    included (`attente.issue`). `si_rien` may be a function of the room: (demarche, wait, at). `gabarit` names the room's own
    words: « <gabarit>_demande », « <gabarit>_rappel », « <gabarit>_recue », and « <gabarit>_tiers » for a third person, which
    is given nothing but the wait. `discret`: its owner reads nothing of it, not even that somebody was asked. `apres_la_fin`: it is asked
    of a démarche that has ended, whose clocks have stopped for good. `jalon`: a milestone of the room, noted when it is answered, in the name of
    whoever was waited for.
    """

    nom: str
    libelle: str
    de: De
    genre: Genre
    duree: Duree
    rappels: tuple[Duree, ...] = ()
    formulaire: type[FormulaireReponse] | None = None
    arrete_les_delais: bool | None = None
    si_rien: SiRien | Callable[[Demarche, Attente, datetime], None] = SiRien.REFUSER
    recue: Callable[[Demarche, Attente, str, datetime], None] | None = None
    gabarit: str = ""
    discret: bool = False
    apres_la_fin: bool = False
    jalon: str = ""

    @property
    def prevenu(self) -> str:
        """What happens if nothing comes, in a sentence; nothing where the room's own words say it."""
        return PREVENU.get(self.si_rien, "") if isinstance(self.si_rien, SiRien) else ""

    @property
    def suspend(self) -> bool:
        """Do the clocks stand still?"""
        if self.apres_la_fin:
            return False
        if self.arrete_les_delais is not None:
            return self.arrete_les_delais
        return self.de in (De.ASSURE, De.TIERS)


# What agents may ask of anybody, whatever the téléservice; a room may declare its own under this name.
DOCUMENT = Attendu(
    nom="document", libelle="Document", de=De.ASSURE, genre=Genre.PIECE, duree=jours(JOURS_POUR_UN_DOCUMENT),
    rappels=(jours(JOURS_AVANT_LE_RAPPEL),),
)  # fmt: skip
