"""The documents that the answers ask for: made again each time that an answer changes (chapter 21 § 3). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ameli.noyau import pays
from demarches.catalogue.soins_etranger import natures
from demarches.catalogue.soins_etranger.formulaires_sejour import S2_RECU
from demarches.catalogue.soins_etranger.regles.tarifs import Regime
from demarches.catalogue.soins_etranger.regles.zones import Zone, zone
from demarches.catalogue.soins_etranger.reponses import Etranger
from demarches.moteur.declaration import Contexte, Lecteurs, PieceVoulue

FACTURES_AU_PLUS = 20
FACTURES = PieceVoulue(
    "factures", "Factures acquittées", "Une facture payée pour chaque soin. Une photo suffit : gardez l’original 5 ans.",
    maximum=FACTURES_AU_PLUS,
)  # fmt: skip
PAIEMENT = PieceVoulue(
    "paiement", "Preuves de paiement", "Ticket de carte bancaire, virement ou relevé. La facture suffit si elle dit « payé ».",
    maximum=10,
)  # fmt: skip
VOYAGE = PieceVoulue(
    "sejour", "Justificatif de séjour", "Billet, réservation ou attestation : il montre que vous y étiez.", maximum=4
)
ORDONNANCES = PieceVoulue("ordonnances", "Prescriptions", "Vous avez dit qu’un soin était prescrit.", maximum=10)
DETACHEMENT = PieceVoulue(
    "detachement", "Attestation de détachement", "Votre employeur vous a détaché : vos soins suivent la loi française."
)
BULLETIN = PieceVoulue(
    "bulletin", "Bulletin de paie ou attestation de France Travail", "Celui du mois avant les soins : hors d’Europe, il est demandé."
)  # fmt: skip
TITRE = PieceVoulue(
    "titre", "Titre de séjour", "Vous n’êtes pas d’un pays européen : certains pays ne remboursent pas sans lui.", obligatoire=False
)  # fmt: skip
HOPITAL = PieceVoulue(
    "hopital", "Compte rendu d’hospitalisation", "Vous avez dormi à l’hôpital. Seul le service médical le lit.", maximum=4,
    scellee=Lecteurs.MEDICAL,
)  # fmt: skip
S2 = PieceVoulue("s2", "Formulaire S2", "Vos soins étaient programmés, et votre caisse avait donné son accord.")
CONVENTION = PieceVoulue(
    "convention", "Formulaire de la convention", "Ce pays a une convention avec la France. Si vous en avez un.", obligatoire=False
)  # fmt: skip
TRADUCTION = PieceVoulue(
    "traduction", "Traduction", "Facultative : nous lisons les factures étrangères.", obligatoire=False, maximum=4
)


def voulues(contexte: Contexte) -> tuple[PieceVoulue, ...]:
    """In the order in which they are asked for."""
    return tuple(_voulues(Etranger.du(contexte)))


def _voulues(lues: Etranger) -> Iterator[PieceVoulue]:
    yield FACTURES
    yield PAIEMENT
    yield VOYAGE
    if any(soin.prescrit for soin in lues.soins) or lues.regime is Regime.FRANCAIS:
        yield ORDONNANCES
    if lues.sejour.hopital:
        yield HOPITAL
    if lues.regime is Regime.ACCORD and lues.accord is not None and lues.accord.s2 == S2_RECU:
        yield S2
    if lues.detache:
        yield DETACHEMENT
    elif lues.zone is Zone.AILLEURS and lues.assure.situation in natures.AVEC_BULLETIN:
        yield BULLETIN
    if lues.zone is Zone.CONVENTION and not lues.detache:
        yield CONVENTION
    if not _europeen(lues.assure.nationalite, lues.sejour.du):
        yield TITRE
    yield TRADUCTION


def _europeen(nationalite: str, le: date) -> bool:
    return nationalite in (pays.FRANCE, "CH") or zone(nationalite, le) is Zone.EUROPE
