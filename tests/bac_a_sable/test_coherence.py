"""`manage.py verifier_monde` finds nothing in the practice world, then each contradiction that is put into it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import QuerySet

from accounts.models import Assure, Beneficiaire, Exoneration
from ameli.bac_a_sable.coherence import contradictions
from ameli.bac_a_sable.models import CourrierRecu
from ameli.bac_a_sable.personas import persona
from ameli.noyau import horloge
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.journal import auteur
from demarches.catalogue.c2s import personnes, reconnaissance
from demarches.catalogue.c2s.demande import Lue
from demarches.models import Demarche
from demarches.moteur import registre
from paiements.models import Avis, Paiement, Prestation, Retenue, RevenuRemplacement
from tests.outils.monde import monde_installe
from tests.paiements.dossier import payer_des_indemnites

pytestmark = pytest.mark.django_db
JOUR = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def monde():
    monde_installe()
    assert contradictions() == []


def de(cle: str) -> Assure:
    return Assure.objects.systeme("test").get(personne__nir_empreinte=empreinte("nir", persona(cle).nir))


def revenus(cle: str, code: str) -> QuerySet[RevenuRemplacement]:
    return RevenuRemplacement.objects.de(de(cle)).filter(prestation__code=code).order_by("-du")


def sans_exoneration(nature: str) -> None:
    Exoneration.objects.systeme("test").filter(nature=nature).delete()


def au_titre(champ: str, motif: str) -> None:
    ligne = Prestation.objects.de(de("chloe")).filter(code="G").order_by("pk")[0]
    Prestation.objects.systeme("test").filter(pk=ligne.pk).update(**{champ: motif})


def sans_le_mois_dernier() -> None:
    revenus("bernard", "INV")[0].delete()


def sans_un_mois() -> None:
    revenus("bernard", "INV")[5].delete()


def une_pension_jamais_payee() -> None:
    revenus("serge", "INV").delete()


def des_jours_deja_payes() -> None:
    dernier = revenus("valerie", "IJN")[0]
    payer_des_indemnites(de("valerie"), dernier.au, dernier.au + timedelta(days=5), JOUR)


def des_indemnites_pendant_la_pension() -> None:
    payer_des_indemnites(de("bernard"), JOUR - timedelta(days=80), JOUR - timedelta(days=70), JOUR)


def une_autre_situation() -> None:
    Assure.objects.systeme("test").filter(pk=de("bernard").pk).update(situation="RETRAITE")


def une_naissance_oubliee() -> None:
    Beneficiaire.objects.de(de("delphine")).filter(personne__prenoms="Rose").delete()


def une_affection_inconnue() -> None:
    payer_des_indemnites(de("marc"), date(2026, 3, 2), date(2026, 3, 15), JOUR, particularite="ALD")


def un_brut_faux() -> None:
    un = revenus("cedric", "IJA")[0]
    RevenuRemplacement.objects.systeme("test").filter(pk=un.pk).update(brut=un.brut + 1, impot=un.impot + 1)


def un_net_faux() -> None:
    un = revenus("cedric", "IJA")[0]
    RevenuRemplacement.objects.systeme("test").filter(pk=un.pk).update(csg=un.csg + 1)


def plus_que_le_maximum() -> None:
    payer_des_indemnites(de("marc"), date(2026, 3, 2), date(2026, 3, 15), JOUR, journalier="91.00")


def une_dette_dite_deux_fois() -> None:
    avis = Avis.objects.de(de("patrick")).get()
    retenue = Retenue.objects.de(de("patrick")).filter(recupere_le=None, genre="PF").order_by("pk")[0]
    avis.lignes.filter(rang=1).update(annee=retenue.annee)


def une_lettre_perdue() -> None:
    CourrierRecu.objects.filter(canal="lettre", texte__contains="4012 6030".replace(" ", "\u00a0")).delete()


def une_annonce_en_double() -> None:
    copie = Prestation.objects.systeme("test").exclude(origine=None).exclude(base=None).order_by("pk")[0]
    Paiement.objects.systeme("test").filter(pk=copie.paiement_id).update(a_transmettre=True)


def une_mere_trop_jeune() -> None:
    personne = de("delphine").personne
    with auteur("systeme:essai", "essai"):
        type(personne).objects.filter(pk=personne.pk).update(date_naissance=date(1998, 2, 24))


FAUTES: dict[str, tuple[Callable[[], None], str]] = {
    "accident": (lambda: sans_exoneration("AT_MP"), "sans exonération AT au dossier"),
    "invalidité": (lambda: sans_exoneration("INVALIDITE"), "sans exonération INV au dossier"),
    "affection": (une_affection_inconnue, "affection qui n’est pas au dossier"),
    "naissance": (une_naissance_oubliee, "sans naissance au dossier"),
    "situation": (une_autre_situation, "la situation n’est pas l’invalidité"),
    "taux": (lambda: au_titre("motif_taux", "MAT"), "1 soins payés au titre MAT"),
    "exemption": (lambda: au_titre("motif_retenue", "C2S"), "1 soins sans retenue au titre C2S"),
    "jours payés deux fois": (des_jours_deja_payes, "jours déjà payés"),
    "pension et arrêt": (des_indemnites_pendant_la_pension, "les mêmes jours que des indemnités"),
    "dernier mois": (sans_le_mois_dernier, "puis plus rien"),
    "mois": (sans_un_mois, "après un mois sans pension"),
    "pension": (une_pension_jamais_payee, "jamais payée"),
    "brut": (un_brut_faux, "ne font pas"),
    "net": (un_net_faux, "versés pour un net de"),
    "maximum": (plus_que_le_maximum, "dépassent le maximum"),
    "dette": (une_dette_dite_deux_fois, "est aussi dans le solde"),
    "lettre": (une_lettre_perdue, "sa lettre n’est dans aucune boîte"),
    "annonce": (une_annonce_en_double, "est annoncé deux fois à la complémentaire"),
    "âge": (une_mere_trop_jeune, "une naissance à 13 ans"),
}


@pytest.mark.parametrize("quoi", FAUTES)
def test_each_fault_is_found_and_named(quoi):
    commettre, phrase = FAUTES[quoi]
    commettre()
    trouvees = contradictions()
    assert any(phrase in une for une in trouvees), trouvees
    with pytest.raises(CommandError, match="contradictions"):
        call_command("verifier_monde")


def test_noemies_companion_is_to_be_recognised_by_an_agent_who_then_grants_it_to_both():
    demarche = Demarche.objects.de(de("noemie")).get()
    assert [un.prenom for un in personnes.inconnus(Lue(demarche))] == ["Hugo"]
    (geste,) = (un for un in registre.celui_de("c2s").gestes if un.nom == "reconnaitre")
    assert geste.possible(demarche, horloge.maintenant())
    reconnaissance.reconnaitre(
        Lue(demarche),
        personnes.inconnus(Lue(demarche))[0],
        de("hugo").personne,
        "agent:LANDES-01",
        horloge.maintenant(),
    )
    demarche.refresh_from_db()
    assert not personnes.inconnus(Lue(demarche))
    assert set(personnes.identifiees(Lue(demarche)).values()) == {de("noemie").personne, de("hugo").personne}
