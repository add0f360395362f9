"""What agents read and do (chapter 13): declared and registered side by side, what else the caisse knows, the act that settles it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from accounts.dossier import naissances
from accounts.models import Beneficiaire, Exoneration
from ameli.noyau import formats
from ameli.noyau.calendrier import jours
from demarches.catalogue.naissance import effets, enfants, etat_civil, filiation
from demarches.catalogue.naissance.formulaires import FRANCE, en_retard_a_la_mairie
from demarches.catalogue.naissance.models import EnfantDeclare
from demarches.catalogue.naissance.reponses import Naissance
from demarches.moteur import transitions
from demarches.moteur.models import Demarche

NUMERO_ATTENDU = jours(14)
AGES = range(12, 76)  # of a parent at a birth: outside, an agent looks
AUTOUR_DE_LA_MATERNITE = timedelta(days=45)
MOTIFS = {
    "acte": "L’acte ne suffit pas à rattacher l’enfant à votre dossier.",
    "illisible": "L’acte ne peut pas être lu.",
    "non_recu": "Nous n’avons pas reçu l’acte.",
}
CHAMPS = (("nom", "Nom"), ("prenoms", "Prénoms"), ("sexe", "Sexe"), ("naissance", "Date de naissance"))
PROTEGE = "L’autre dossier est protégé : cet enfant ne peut pas être rattaché ici. Refusez, sans dire pourquoi."
Etat = EnfantDeclare.Etat


def comparaison(demarche: Demarche) -> list[tuple[str, str, str]]:
    """Each child, field by field: what was declared, what the register says."""
    return [
        (f"{enfant.prenom} : {libelle.lower()}", _dire(enfant.identite, champ), _dire(enfant.etat_civil, champ))
        for enfant in enfants.lire(demarche)
        if enfant.identite
        for champ, libelle in CHAMPS
    ]


def _dire(contenu: dict, champ: str) -> str:
    valeur = contenu.get(champ) or ""
    return formats.jour(date.fromisoformat(valeur)) if valeur and champ == "naissance" else valeur


def connu(demarche: Demarche) -> list[tuple[str, str]]:
    """What is good to know before a decision: warnings, none of which refuses anything."""
    lignes = [("Remarque", effets.PROCHES)] if effets.naissances_proches(demarche) else []
    for un in Naissance.de(demarche).enfants:
        age = demarche.assure.personne.age(un.naissance)
        if age not in AGES:
            lignes.append((un.prenoms, f"Le parent avait {age} ans à la naissance."))
        if en_retard_a_la_mairie({**vars(un), "naissance": str(un.naissance), "mairie_le": str(un.mairie_le or "")}):
            lignes.append((un.prenoms, "Déclaré à la mairie après le délai : un jugement a pu être rendu."))
        if not _maternite_proche(demarche, un.naissance):
            lignes.append((un.prenoms, "La date s’écarte de plus de 45 jours de la maternité du dossier."))
    for enfant in enfants.lire(demarche):
        if enfant.etat == Etat.A_VERIFIER and ailleurs(enfant) is not None:
            lignes.append((enfant.prenom, "Un autre dossier a déjà cet enfant. N’en dites rien à la personne."))
    return lignes


def _maternite_proche(demarche: Demarche, naissance: date) -> bool:
    """False when the file has a maternity and none of them fits this birth."""
    siennes = Exoneration.objects.de(demarche.assure).filter(personne=demarche.assure.personne)
    connues = list(siennes.filter(nature=Exoneration.Nature.MATERNITE))
    return not connues or any(
        une.du - AUTOUR_DE_LA_MATERNITE <= naissance <= (une.au or naissance) + AUTOUR_DE_LA_MATERNITE
        for une in connues
    )


def ailleurs(enfant: EnfantDeclare) -> Beneficiaire | None:
    """The other file that has this child first, as the register names the child."""
    connue = enfant.etat_civil.get("nom")
    return filiation.autre_dossier(enfant, enfant.etat_civil) if connue and enfant.rattachement else None


def verifier(demarche: Demarche, acteur: str, le: datetime) -> None:
    """The act was read: each child is who the register says, in this file too if another one has the child first."""
    enfants.inscrire(demarche, acteur=acteur, le=le)
    for enfant in enfants.lire(demarche):
        if enfant.etat == Etat.A_VERIFIER:
            retenir(demarche, enfant, acteur)
    transitions.noter(demarche, "verifie", le=le, acteur=acteur)
    if Naissance.de(demarche).situation.lieu != FRANCE:
        transitions.passer(demarche, "accepter", acteur=acteur, le=le)
    else:
        continuer(demarche, le)


def continuer(demarche: Demarche, le: datetime) -> None:
    """What is left is the number: it is asked again at once when its time has come."""
    transitions.prevenir(demarche, "verifie", le=le, suite=transitions.a_cet_instant(le))
    etat_civil.terminer(demarche, le)
    if demarche.ouverte and le >= NUMERO_ATTENDU.apres(demarche.deposee_le):
        etat_civil.interroger(demarche, le)


def retenir(demarche: Demarche, enfant: EnfantDeclare, acteur: str) -> None:
    """The register's words are those of the file. A child of another file is one child with two parents."""
    assert enfant.rattachement is not None  # they were all inscribed just before
    autre = ailleurs(enfant)
    if autre is not None and autre.assure.adresse_protegee:
        raise transitions.TransitionInterdite(PROTEGE)
    if autre is not None:
        naissances.partager(enfant.rattachement, autre.personne, acteur=acteur, cause=demarche.reference)
    elif enfant.etat_civil.get("nom"):
        naissances.rectifier(
            enfant.rattachement, etat_civil.inscrite(enfant), acteur=acteur, cause=demarche.reference
        )  # fmt: skip
    connue = {champ: enfant.etat_civil[champ] for champ, _ in CHAMPS if champ in enfant.etat_civil}
    etat = Etat.RETROUVE if enfant.rattachement.personne.sans_numero else Etat.NUMEROTE
    enfant.passer(etat, identite={**enfant.identite, **connue})
