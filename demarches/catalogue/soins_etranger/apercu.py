"""What may be paid back, said before « Je valide ma demande »: the estimate, and a likely refusal (chapter 21)."""

from __future__ import annotations

from collections.abc import Iterator

from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from demarches.catalogue.soins_etranger import comparaison, natures, reponses
from demarches.catalogue.soins_etranger.formulaires_sejour import ETAT_DE_SEJOUR
from demarches.catalogue.soins_etranger.regles.tarifs import CALCULABLES, MOIS_DE_L_ETAT, Regime, prescrit
from demarches.catalogue.soins_etranger.reponses import Etranger
from demarches.moteur.declaration import Apercu, Contexte

ENVOYEZ = "Vous pouvez l’envoyer quand même : un agent la regarde."
SANS_URGENCE = f"Hors d’Europe, seuls des soins urgents et imprévus peuvent être remboursés. Cette demande sera sans doute refusée. {ENVOYEZ}"
SANS_DIRECTIVE = f"En Suisse et au Royaume-Uni, des soins programmés sans nuit à l’hôpital ne sont pas remboursés. Cette demande sera sans doute refusée. {ENVOYEZ}"
SANS_S2 = f"Ces soins demandaient l’accord de votre caisse avant le départ (formulaire S2). Cette demande sera sans doute refusée. {ENVOYEZ}"
TACITE = "Votre caisse n’a pas répondu en 14 jours à votre demande de formulaire S2 : cela vaut accord."
CINQ_ANS = "Gardez les originaux de vos factures 5 ans."


def estimation(contexte: Contexte) -> Apercu:
    lues = Etranger.du(contexte)
    return Apercu(
        total=_total(lues, contexte), lignes=_lignes(lues, contexte), important=refus_probable(lues),
        phrases=tuple(_a_savoir(lues, contexte)),
        avertissement="Ce n’est pas une promesse. Le jour du paiement décide du cours de la monnaie, et votre caisse du reste.",
    )  # fmt: skip


def refus_probable(lues: Etranger) -> str:
    """A sentence when the rules leave little hope; the button stays."""
    if lues.regime is Regime.URGENCE and lues.beneficiaire.raison not in natures.IMPREVUES:
        return SANS_URGENCE
    if lues.regime is Regime.RIEN:
        return SANS_DIRECTIVE
    return SANS_S2 if lues.regime is Regime.ACCORD and not lues.accorde else ""


def _au_tarif_de_l_etat(lues: Etranger) -> bool:
    return lues.tarif is not None and lues.tarif.tarif == ETAT_DE_SEJOUR


def _total(lues: Etranger, contexte: Contexte) -> tuple[str, str]:
    if _au_tarif_de_l_etat(lues):
        return "Au tarif de l’État de séjour", "Fixé par cet État"
    if lues.regime not in CALCULABLES:
        return "Remboursement", comparaison.PAR_UN_AGENT
    return "Au tarif français, au plus", comparaison.comparer(contexte).total


def _lignes(lues: Etranger, contexte: Contexte) -> tuple[tuple[str, str], ...]:
    if _au_tarif_de_l_etat(lues) or lues.regime not in CALCULABLES:
        return ()
    return tuple((soin.libelle, soin.en_mots) for soin in comparaison.estimer(contexte))


def _a_savoir(lues: Etranger, contexte: Contexte) -> Iterator[str]:
    if lues.regime is Regime.CONVENTION:
        yield "Une convention lie ce pays et la France. Elle dit ce qui est remboursé : un agent la lit pour vous."
    if lues.regime is Regime.ACCORD and lues.accorde and lues.accord is not None and lues.accord.s2_demande_le:
        yield TACITE
    if _au_tarif_de_l_etat(lues):
        yield f"L’État de séjour répond en {MOIS_DE_L_ETAT[0]} à {MOIS_DE_L_ETAT[1]} mois."
    vieux = [soin for soin in lues.soins if prescrit(soin.le, jour_de(contexte.le))]
    if vieux:
        jours = formats.enumerer(formats.jour(soin.le) for soin in vieux)
        yield f"Le délai de deux ans est passé pour le soin du {jours}. Il sera sans doute refusé."
    qui = reponses.membre(contexte, lues.beneficiaire.personne)
    if qui is not None and any(not reponses.droits_ouverts(qui, soin.le) for soin in lues.soins):
        yield "Les droits n’étaient pas ouverts le jour d’un soin. Un agent vérifie."
    yield CINQ_ANS
