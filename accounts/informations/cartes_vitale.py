"""Vitale cards of a family: which serial proves something, declare one lost, take that back (chapter 9).

Rules of who may are those of the démarches. Whoever asks for a serial asks here: what `active` and `reconnaitre` do not
find proves nothing, from the second a card is declared lost, stolen or out of order.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Assure, CarteVitale, CommandeCarteVitale, Opposition, Personne
from accounts.models.carte import identite
from ameli.noyau.calendrier import fin_du_jour
from ameli.noyau.chiffrement import Empreinte, empreinte, retrouver
from ameli.noyau.journal import declarer_genre, journaliser

Etat, Motif = CarteVitale.Etat, Opposition.Motif
ESSAIS_DE_SERIE = 5
OPPOSEES = {Motif.PERTE: Etat.PERDUE, Motif.VOL: Etat.VOLEE, Motif.DYSFONCTIONNEMENT: Etat.DEFAILLANTE}

for _nom, _phrase in {
    "opposee": "carte Vitale déclarée perdue, volée ou en panne",
    "levee": "opposition levée, la carte Vitale sert de nouveau",
    "prolongee": "délai pour commander une carte Vitale prolongé",
    "rendue": "ancienne carte Vitale rendue à la caisse",
}.items():
    declarer_genre(f"carte_vitale.{_nom}", "{acteur} : " + _phrase)


class DejaOpposee(Exception):
    """The card was declared a moment ago, in another tab or by the other parent."""


# Which serial proves something


def actives(personne_id: int) -> QuerySet[CarteVitale]:
    """The card of a person whose serial is a proof: one, or none."""
    return CarteVitale.objects.filter(personne_id=personne_id, etat__in=CarteVitale.EN_SERVICE)


def active(personne_id: int) -> CarteVitale | None:
    return actives(personne_id).first()


def reconnaitre(personne_id: int, serie: str = "", *, empreinte_lue: str = "") -> CarteVitale | None:
    """The card of this serial if it is the person's own and active: an unknown one, another's and a lost one look the same."""
    return actives(personne_id).filter(serie_empreinte=empreinte_lue or empreinte_de(serie)).first()


def titulaires(empreintes: Collection[str]) -> dict[str, str]:
    """Whose cards these are, whatever became of them: the fingerprint of the NIR, by that of the serial."""
    trouvees = CarteVitale.objects.filter(serie_empreinte__in=empreintes)
    return retrouver(empreintes, dict(trouvees.values_list("serie_empreinte", "personne__nir_empreinte")))


def empreinte_de(serie: str) -> Empreinte:
    """The fingerprint under which a serial (10 digits) is looked up."""
    return empreinte("serie_vitale", serie)


# What a family has


@dataclass
class Possession:
    """The cards of one person, the latest first; what opposes them; the order on its way."""

    cartes: list[CarteVitale] = field(default_factory=list)
    oppositions: list[Opposition] = field(default_factory=list)
    commande: CommandeCarteVitale | None = None

    @property
    def active(self) -> CarteVitale | None:
        """The one whose serial is a proof, failing or not."""
        return next((carte for carte in self.cartes if carte.etat in CarteVitale.EN_SERVICE), None)

    @property
    def opposition(self) -> Opposition | None:
        """The last one, if the card that it speaks of has not been replaced."""
        en_vigueur = [o for o in self.oppositions if o.levee_le is None and o.carte.etat in OPPOSEES.values()]
        return next((o for o in en_vigueur if not self.remplace(o.carte)), None)

    def remplace(self, carte: CarteVitale) -> bool:
        """Does another card serve in the place of this one?"""
        return self.active is not None and self.active.pk != carte.pk

    def identite_changee(self, personne: Personne) -> bool:
        """Is another name or number printed on the active card than those of today?"""
        carte = self.active
        return (
            carte is not None
            and carte.identite_empreinte != ""
            and not identite(personne).vaut(carte.identite_empreinte)
        )


def possessions(personnes: Iterable[int]) -> dict[int, Possession]:
    """For each person (primary key) that the caller found in a perimeter. Three queries, whatever the family."""
    trouvees = {pk: Possession() for pk in personnes}
    for carte in CarteVitale.objects.filter(personne__in=trouvees).order_by("-emise_le", "-id"):
        trouvees[carte.personne_id].cartes.append(carte)
    oppositions = Opposition.objects.systeme("of people found in a perimeter").filter(personne__in=trouvees)
    for opposition in oppositions.select_related("carte").order_by("-le", "-id"):
        trouvees[opposition.personne_id].oppositions.append(opposition)
    commandes = CommandeCarteVitale.objects.systeme("of people found in a perimeter").filter(personne__in=trouvees)
    for commande in commandes.filter(etat__in=CommandeCarteVitale.EN_CHEMIN):
        trouvees[commande.personne_id].commande = commande
    return trouvees


# Opposition


@transaction.atomic
def opposer(
    assure: Assure, personne: Personne, *, carte: str, motif: str, le: datetime, commander_avant: datetime, cause: str,
    acteur: str,
) -> Opposition:  # fmt: skip
    """The card (public id) is worth nothing from now on, or is failing; another may be ordered until `commander_avant`.

    One that is opposed already, and whose time to order has passed, may be declared again; a failing one may be lost or
    stolen at any time. Raises DejaOpposee.
    """
    Personne.objects.select_for_update(no_key=True).get(pk=personne.pk)
    ligne = CarteVitale.du_perimetre.de(assure).filter(personne=personne, public_id=carte).first()
    perdue_en_panne = ligne is not None and ligne.etat == Etat.DEFAILLANTE and motif != Motif.DYSFONCTIONNEMENT
    if ligne is None or not (ligne.etat == Etat.ACTIVE or perdue_en_panne or _a_redeclarer(personne, ligne, le)):
        raise DejaOpposee(carte)
    ligne.etat, ligne.etat_depuis = OPPOSEES[Motif(motif)], le
    ligne.save(update_fields=["etat", "etat_depuis"])
    opposition = Opposition.objects.create(
        carte=ligne, personne=personne, declaree_par=assure, motif=motif, le=le, commander_avant=commander_avant,
        cause=cause,
    )  # fmt: skip
    journaliser_une_carte("opposee", assure, ligne, acteur, cause)
    return opposition


def _a_redeclarer(personne: Personne, carte: CarteVitale, le: datetime) -> bool:
    possession = possessions([personne.pk])[personne.pk]
    derniere = possession.opposition
    passee = derniere is None or not derniere.ouvre_une_commande(le)
    en_attente = possession.remplace(carte) or possession.commande is not None
    return carte.etat in OPPOSEES.values() and passee and not en_attente


@transaction.atomic
def prolonger(opposition: Opposition, *, jours: int, acteur: str, motif: str, le: datetime) -> datetime:
    """More time to order online: `jours` days from `le`, to the end of the day, which is returned. The caller found it in a perimeter."""
    fin = fin_du_jour(le + timedelta(days=jours))
    Opposition.objects.systeme("found by an agent").filter(pk=opposition.pk).update(commander_avant=fin)
    journaliser(
        "carte_vitale.prolongee", acteur=acteur, assure_ref=opposition.declaree_par.public_id,
        objet=f"opposition:{opposition.public_id}", motif=motif,
    )  # fmt: skip
    return fin


@transaction.atomic
def lever(assure: Assure, cause: str, *, le: datetime, acteur: str) -> bool:
    """The declaration `cause` was a mistake: the card serves again, unless another one is active or on its way."""
    opposition = (
        Opposition.objects.de(assure).filter(cause=cause, levee_le=None).select_related("carte", "personne").first()
    )
    if opposition is None:
        return False
    Personne.objects.select_for_update(no_key=True).get(pk=opposition.personne_id)
    possession = possessions([opposition.personne_id])[opposition.personne_id]
    if possession.remplace(opposition.carte) or possession.commande is not None:
        return False
    opposition.levee_le = le
    opposition.save(update_fields=["levee_le"])
    opposition.carte.etat, opposition.carte.etat_depuis = Etat.ACTIVE, le
    opposition.carte.save(update_fields=["etat", "etat_depuis"])
    journaliser_une_carte("levee", assure, opposition.carte, acteur, cause)
    return True


def en_vigueur(assure: Assure, cause: str) -> Opposition | None:
    """The opposition that the declaration `cause` put, if its card has been neither given back its use nor replaced."""
    opposition = opposition_de(assure, cause)
    if opposition is None:
        return None
    possession = possessions([opposition.personne_id])[opposition.personne_id]
    remplacee = possession.remplace(opposition.carte) or possession.commande is not None
    return None if opposition.levee_le is not None or remplacee else opposition


def opposition_de(assure: Assure, cause: str) -> Opposition | None:
    """What the declaration `cause` put, lifted or not."""
    return Opposition.objects.de(assure).filter(cause=cause).select_related("carte", "personne", "declaree_par").first()


@transaction.atomic
def rendre(opposition: Opposition, *, le: datetime, acteur: str) -> None:
    """The old card came back to the caisse. The caller found it in a perimeter."""
    opposition.rendue_le = le
    opposition.save(update_fields=["rendue_le"])
    journaliser_une_carte("rendue", opposition.declaree_par, opposition.carte, acteur, opposition.cause)


def nouvelle_serie() -> str:
    """10 digits that no card has."""
    for _ in range(ESSAIS_DE_SERIE):
        serie = f"9{secrets.randbelow(10**9):09d}"
        if not CarteVitale.objects.filter(serie_empreinte=empreinte_de(serie)).exists():
            return serie
    raise RuntimeError("No free serial was found")


def journaliser_une_carte(
    nom: str, assure: Assure, objet: CarteVitale | CommandeCarteVitale, acteur: str, cause: str
) -> None:
    """A line of the journal about a card, or the order of one."""
    journaliser(
        f"carte_vitale.{nom}", acteur=acteur, assure_ref=assure.public_id,
        objet=f"{objet._meta.model_name}:{objet.public_id}", motif=cause,
    )  # fmt: skip
