"""What agents read (chapter 11): incomes by organism and month, what is missing and why, who is in another request, the calculation."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from accounts.dossier.solidaire.bareme import SansChiffre
from accounts.dossier.solidaire.calcul import Issue, Ligne, douze_mois
from accounts.dossier.solidaire.natures import NATURES
from accounts.dossier.solidaire.voisins import Manque, PourquoiPas
from ameli.noyau import formats
from demarches.catalogue.c2s import organismes, personnes, regles
from demarches.catalogue.c2s.demande import Lue
from demarches.catalogue.c2s.models import DemandeC2S
from demarches.catalogue.c2s.reponses import donnee
from demarches.moteur.models import Demarche

DECLARE = "Déclaré par la personne"
MOTIFS = {
    "plafond": "Vos ressources dépassent le plafond.",
    "foyer": "Une personne de cette demande est dans un autre foyer. Refaites la demande sans elle.",
    "residence": "Vous n’avez pas encore trois mois de résidence stable en France.",
    "pieces": "Les documents reçus ne permettent pas de connaître vos ressources.",
}
POURQUOI = {
    PourquoiPas.ATTENDU: "réponse attendue", PourquoiPas.ABSENT: "aucun service n’est relié\N{NO-BREAK SPACE}: demandez les justificatifs",
    PourquoiPas.REFUSE: "le service refuse notre demande", PourquoiPas.FERME: "service fermé", PourquoiPas.LENT: "service trop lent",
    PourquoiPas.TROP_DE_DEMANDES: "trop de demandes au service", PourquoiPas.PARTIEL: "cet organisme n’a pas répondu",
    PourquoiPas.ILLISIBLE: "réponse illisible", PourquoiPas.INCONNU: "personne inconnue des organismes",
    PourquoiPas.RETIRE: "accord retiré",
}  # fmt: skip
VERDICTS = {
    Issue.GRATUITE: "Gratuite", Issue.PARTICIPATION: "Avec participation", Issue.REFUS: "Au-dessus des plafonds",
}  # fmt: skip


def comparaison(demarche: Demarche) -> list[tuple[str, str, str]]:
    """Each income, whose and from whom, month by month, and its total."""
    lue = Lue(demarche)
    prenoms = {un.cle: un.prenom for un in lue.presents}
    groupes: dict[tuple[str, str, str], dict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for organisme, ligne in _toutes(lue):
        groupes[ligne.membre, organisme, ligne.nature][ligne.mois.replace(day=1)] += ligne.montant
    return [
        (
            f"{prenoms.get(membre, membre)}, {organisme}\N{NO-BREAK SPACE}: {NATURES[nature].libelle}",
            mois_par_mois(montants, lue.jour), formats.montant(sum(montants.values(), Decimal(0))),
        )
        for (membre, organisme, nature), montants in groupes.items()
    ]  # fmt: skip


def _toutes(lue: Lue) -> list[tuple[str, Ligne]]:
    recues = [
        (un.organisme, Ligne(place, un.nature, un.mois, un.montant))
        for place, recu in lue.recus.items()
        for un in recu.montants
    ]
    return recues + [(DECLARE, ligne) for ligne in lue.declarees()]


def mois_par_mois(montants: dict[date, Decimal], depot: date) -> str:
    """« 980,00 € chaque mois », or each month that has something."""
    if set(montants) == set(douze_mois(depot)) and len(set(montants.values())) == 1:
        return f"{formats.montant(next(iter(montants.values())))} chaque mois"
    dits = [
        f"{regles.mois_en_mots(mois)}\N{NO-BREAK SPACE}: {formats.montant(montants[mois])}" for mois in sorted(montants)
    ]
    return " ; ".join(dits)


def connu(demarche: Demarche) -> list[tuple[str, str]]:
    """The calculation, what is missing, and what only agents may know."""
    lue = Lue(demarche)
    return [*_calcul(lue), *_manques(lue), *_gens(lue), *_contestes(lue)]


def _calcul(lue: Lue) -> list[tuple[str, str]]:
    if (presumee := donnee(lue.contexte)) is not None:
        nature = lue.reponses.situation.minimum
        return [
            (
                "Droit sans ressources",
                f"{VERDICTS[Issue(presumee.value)]}\N{NO-BREAK SPACE}: {nature} déclaré. Vérifiez-le.",
            )
        ]
    try:
        calcul = lue.calcul()
    except SansChiffre:
        return [("Calcul", "Aucun plafond n’est connu pour ce département.")]
    sommes = (
        ("Revenus qui comptent", calcul.total_des_revenus), ("Abattements", -calcul.abattements),
        ("Pensions versées", -calcul.pensions), ("Forfait logement, 12 mois", 12 * calcul.forfait),
        ("Retenues par un agent (R)" if lue.demarche.demande_c2s.retenu else "Ressources (R)", calcul.ressources),
    )  # fmt: skip
    plafonds = f"{formats.montant(calcul.plafond)} ou {formats.montant(calcul.plafond_participation)}"
    return [
        *((libelle, formats.montant(euros)) for libelle, euros in sommes if euros or libelle.endswith("(R)")),
        ("Période", regles.en_toutes_lettres(lue.jour)),
        (f"Plafonds pour {calcul.personnes}", plafonds),
        ("Résultat", VERDICTS[calcul.issue] + (f", {formats.montant(calcul.mensualite)} par mois" if calcul.issue is Issue.PARTICIPATION else "")),
    ]  # fmt: skip


def _manques(lue: Lue) -> list[tuple[str, str]]:
    prenoms = {un.cle: un.prenom for un in lue.presents}
    return [
        (f"Manque\N{NO-BREAK SPACE}: {prenoms.get(place, place)}", _dire(manque, lue.jour))
        for place, recu in lue.recus.items()
        for manque in recu.manques
    ]


def _dire(manque: Manque, depot: date) -> str:
    qui = f"{manque.organisme}\N{NO-BREAK SPACE}: " if manque.organisme else ""
    tous = set(manque.mois) >= set(douze_mois(depot))
    mois = "" if tous else f" ({', '.join(regles.mois_en_mots(un) for un in manque.mois)})"
    return f"{qui}{POURQUOI[manque.pourquoi]}{mois}."


def _gens(lue: Lue) -> list[tuple[str, str]]:
    inconnus = [un.prenom for un in personnes.inconnus(lue)]
    morts = formats.enumerer(une.prenom for une in personnes.decedees(lue))
    lignes = (
        [
            (
                "À identifier",
                f"{formats.enumerer(inconnus)}. Le droit ne s’ouvre pas sans savoir qui c’est\N{NO-BREAK SPACE}: dites-le plus bas.",
            )
        ]
        if inconnus
        else []
    )
    if morts:
        lignes.append(("Décès depuis l’envoi", f"{morts}. Aucun droit ne s’ouvre. Vérifiez le nombre de personnes."))
    for autre in personnes.ailleurs(lue.demarche):
        ici = autre.reference if autre.caisse_id == lue.demarche.caisse_id else f"une demande de la {autre.caisse}"
        lignes.append(("Aussi dans", f"{ici}. N’en dites rien à la personne."))
    if lue.reponses.sans_conjoint is not None:
        lignes.append(("Conjoint absent", "La personne dit pourquoi dans ses réponses. N’écrivez pas au conjoint."))
    choisi = lue.demarche.demande_c2s.organisme
    return [*lignes, ("Gérée par", organismes.nom(choisi))]


def _contestes(lue: Lue) -> list[tuple[str, str]]:
    demande = DemandeC2S.objects.systeme("the démarche was found in a perimeter").get(demarche=lue.demarche)
    return [
        ("Montant contesté", f"{un['organisme']}, {un['nature']}\N{NO-BREAK SPACE}: {un['phrase']}")
        for un in demande.contestes or []
    ]
