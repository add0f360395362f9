"""The agreements of the people of a file: which months each opens, what is said before their end, what « Mes informations » tells."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from accounts.dossier import droits, foyer
from accounts.dossier.droits import Rappel
from accounts.dossier.foyer import Membre
from accounts.dossier.panneaux import panneau
from accounts.informations import parametres
from accounts.messagerie.depot import deposer_message
from accounts.models import Assure, Beneficiaire, Personne
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from demarches.catalogue.sans_gluten import regles
from demarches.catalogue.sans_gluten.models import AccordCoeliaque

POURQUOI = "an agreement is the person's, whichever of their parents' files shows them"


RENOUVELE, ARRETE, ERREUR = "renouvele", "arrete", "erreur"  # why one ended before its last day


class DejaUn(Exception):
    """This person has an agreement that runs: it is renewed, not doubled."""


@dataclass(frozen=True)
class Titulaire:
    """Somebody of the file with their agreements, the latest first."""

    membre: Membre
    accords: tuple[AccordCoeliaque, ...]

    def couvre(self, mois: date) -> bool:
        return any(regles.couvre(un.du, un.dernier_jour, mois) for un in self.accords)

    def mois_ouverts(self, jour: date) -> list[date]:
        """Those that may be asked for on `jour`."""
        return [un for un in regles.mois_ouverts(jour) if self.couvre(un)]


def titulaires(assure: Assure, le: date | datetime) -> list[Titulaire]:
    """The living people of the file who have or had an agreement. Two queries."""
    vivants = [membre for membre in foyer.lire(assure, le).presents if not membre.decede]
    siens = _des_personnes([membre.personne.pk for membre in vivants])
    return [Titulaire(membre, tuple(siens[membre.personne.pk])) for membre in vivants if membre.personne.pk in siens]


def _des_personnes(personnes: Collection[int]) -> dict[int, list[AccordCoeliaque]]:
    trouves: dict[int, list[AccordCoeliaque]] = {}
    lignes = AccordCoeliaque.objects.systeme(POURQUOI).filter(personne__in=personnes, suspendu_le=None)
    for un in lignes.order_by("-du", "-id"):
        trouves.setdefault(un.personne_id, []).append(un)
    return trouves


def ouvrir(
    assure: Assure, personne: Personne, *, du: date, au: date | None, medecin: str, acteur: str, le: datetime
) -> AccordCoeliaque:
    """An agreement that the medical service gave. Raises DejaUn when the person has one that runs, in whichever file."""
    neuf = AccordCoeliaque(assure=assure, personne=personne, du=du, au=au, medecin=medecin)
    try:
        return droits.ouvrir(neuf, acteur=acteur, le=le)
    except IntegrityError:
        raise DejaUn(personne.public_id) from None


@transaction.atomic
def renouveler(accord: AccordCoeliaque, *, au: date, medecin: str, acteur: str, le: datetime) -> AccordCoeliaque:
    """Another one takes its place from today on, so that every day is covered. The person is told. Raises DroitClos."""
    passe = droits.clore(accord, acteur=acteur, le=le, motif=RENOUVELE)
    neuf = ouvrir(
        passe.assure, passe.personne, du=max(jour_de(le), passe.du), au=au, medecin=medecin, acteur=acteur, le=le
    )
    annoncer(neuf, le)
    return neuf


@transaction.atomic
def clore(accord: AccordCoeliaque, *, motif: str, acteur: str, le: datetime) -> None:
    """The medical service ends it (`motif`: ARRETE or ERREUR): months that it covered stay open. The person is told. Raises DroitClos."""
    _dire(droits.clore(accord, acteur=acteur, le=le, motif=motif), "accord_ferme", "Une prise en charge est fermée", le)


# What is said of it


def voir_le_medecin(accord: AccordCoeliaque, le: datetime) -> None:
    """Two months, then two weeks before its last day."""
    _dire(accord, "accord_finit", "Une prise en charge finit bientôt", le)


def annoncer(accord: AccordCoeliaque, le: datetime) -> None:
    """It is there, and until when."""
    _dire(accord, "accord_ouvert", "Une prise en charge est enregistrée", le)


def finir(accord: AccordCoeliaque, le: datetime) -> None:
    """Its last day has passed: months that it covered stay open."""
    if accord.motif == droits.TERME:
        _dire(accord, "accord_fini", "Une prise en charge est finie", le)


def _dire(accord: AccordCoeliaque, gabarit: str, sujet: str, le: datetime) -> None:
    """Nothing once the person has died, or of somebody of whom nothing is said any more. A renewal makes it needless."""
    personne = accord.personne
    silence = Beneficiaire.objects.de(accord.assure).filter(personne=personne).exclude(silence_le=None).exists()
    suite = AccordCoeliaque.objects.systeme(POURQUOI).filter(personne=personne, du__gt=accord.du, clos_le=None).exists()
    if personne.date_deces is not None or silence or suite:
        return
    deposer_message(
        accord.assure, sujet=sujet, gabarit=f"sans_gluten/{gabarit}",
        contexte={
            "accord": accord, "personne": personne, "soi": personne.pk == accord.assure.personne_id,
            "caisse": accord.assure.caisse, "le": le,
        },
        cle=f"{accord.objet}:{gabarit}:{jour_de(le):%Y%m%d}", le=le,
    )  # fmt: skip


@panneau("coeliaque", ordre=70, gabarit="sans_gluten/panneau.html")
def panneau_de_l_accord(assure: Assure, personnes: Collection[int], jour: date) -> Mapping[int, AccordCoeliaque]:
    """The last agreement of each, for who has switched the service on: it costs the others no query."""
    if not parametres.actif(assure.compte, regles.PREFERENCE):
        return {}
    return {pk: siens[0] for pk, siens in _des_personnes(personnes).items()}


def en_mots(titulaire: Titulaire) -> str:
    """Until when the last agreement runs, for a hint."""
    dernier = titulaire.accords[0].dernier_jour
    return f"accord jusqu’au {formats.jour(dernier)}" if dernier else "accord en cours"


droits.declarer(
    AccordCoeliaque, rappels=tuple(Rappel(avant, voir_le_medecin) for avant in regles.RAPPELS_DE_L_ACCORD),
    a_la_fin=finir,
)  # fmt: skip
