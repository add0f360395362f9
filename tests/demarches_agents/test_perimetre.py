"""Another caisse's rows do not exist: every address of the agents' site that names a row, found by walking its URLs."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib import admin
from django.urls import URLPattern, reverse

from accounts.models import CarteEuropeenne, CommandeCarteVitale, Fil
from ameli.noyau.perimetre import PerimetreQuerySet
from demarches.catalogue.organisme_complementaire.models import Chevauchement
from demarches.catalogue.organisme_complementaire.regles import CODE as CHEVAUCHEMENT
from demarches.catalogue.organisme_complementaire.regles import SOLIDAIRE
from demarches.catalogue.pension_invalidite.models import PropositionDePension
from demarches.catalogue.pension_invalidite.regles import CODE as PENSION
from demarches.catalogue.procuration import droit, regles
from demarches.catalogue.sans_gluten import accords as coeliaque
from demarches.catalogue.sans_gluten.models import DemandeSansGluten
from demarches.models import DelaiDeTraitement, ModeleReponse
from documents.models import Piece
from paiements.creances import echeancier, encaissement
from paiements.models import Contestation, DeclarationRessources, EcartCreance, Mouvement, Pension, Signalement
from tests.demarches_agents.salle import deposer, sur
from tests.fabriques import connecter, creer_agent, creer_caisse
from tests.outils.solidaire import accorder
from tests.paiements.dossier import creer_avis, payer_une_consultation
from tests.suivi.salle import LUNDI, ecrire_a

# How to make a row of another caisse, by model. A new admin of the perimeter without its line here fails the test.
AILLEURS = {
    "accounts.accordc2s": lambda demarche: accorder(demarche.assure),
    "accounts.assure": lambda demarche: demarche.assure,
    "demarches.chevauchement": lambda demarche: _chevauchement(demarche.assure),
    "demarches.propositiondepension": lambda demarche: _proposition(demarche.assure),
    "accounts.fil": lambda demarche: _conversation(demarche.assure),
    "demarches.delaidetraitement": lambda demarche: DelaiDeTraitement.objects.create(
        caisse=demarche.caisse, precision="cure", jours=9, du=LUNDI.date(), ecrit_le=LUNDI
    ),
    "demarches.accordcoeliaque": lambda demarche: _accord_coeliaque(demarche.assure),
    "demarches.demandesansgluten": lambda demarche: DemandeSansGluten.objects.create(
        assure=demarche.assure, personne=demarche.assure.personne, mois=LUNDI.date().replace(day=1), demarche=demarche
    ),
    "demarches.demarche": lambda demarche: demarche,
    "demarches.procuration": lambda demarche: _procuration(demarche.assure),
    "demarches.modelereponse": lambda demarche: ModeleReponse.objects.create(
        titre="Ailleurs", texte="Bonjour", caisse=demarche.caisse, debut_le=LUNDI.date()
    ),
    "paiements.avis": lambda demarche: creer_avis(demarche.assure, "50.00"),
    "accounts.commandecartevitale": lambda demarche: CommandeCarteVitale.objects.create(
        personne=demarche.assure.personne,
        demandee_par=demarche.assure,
        origine="PERTE",
        demandee_le=LUNDI,
        etat_depuis=LUNDI,
        cause=demarche.reference,
    ),
    "accounts.carteeuropeenne": lambda demarche: _carte(demarche.assure),
    "paiements.contestation": lambda demarche: _dossier(
        Contestation, demarche.assure, motif="payee", ligne=creer_avis(demarche.assure, "50.00").lignes.get()
    ),
    "paiements.ecartcreance": lambda demarche: _ecart(demarche.assure),
    "paiements.declarationressources": lambda demarche: _declaration(demarche.assure),
    "paiements.echeancier": lambda demarche: echeancier.demander(
        creer_avis(demarche.assure, "50.00", "50.00"), acteur="systeme:essai"
    ),
    "paiements.mouvement": lambda demarche: _mouvement(demarche.assure),
    "paiements.signalement": lambda demarche: _dossier(
        Signalement, demarche.assure, motif="absent", prestation=payer_une_consultation(demarche.assure, LUNDI.date())
    ),
}


def _conversation(assure):
    fil = ecrire_a(assure)
    Fil.objects.de(assure).filter(pk=fil.pk).update(theme="droits")  # what the caisse writes by itself is none
    return fil


def _carte(assure):
    return CarteEuropeenne.objects.create(
        personne=assure.personne, demandee_par=assure, motif="PREMIERE", etat="ACTIVE", numero="80250999401000000001",
        debut=LUNDI.date(), fin=LUNDI.date() + timedelta(days=300), demandee_le=LUNDI, etat_depuis=LUNDI,
    )  # fmt: skip


def _dossier(modele, assure, **champs):
    return modele.objects.create(assure=assure, fil=_conversation(assure), ouvert_le=LUNDI, **champs)


def _procuration(assure):
    paul = regles.Mandataire("MONSIEUR", "Darrigade", "Paul", date(1985, 3, 14))
    return droit.ouvrir(assure, paul, ("IJ",), acteur="systeme:essai", le=LUNDI)


def _accord_coeliaque(assure):
    return coeliaque.ouvrir(
        assure, assure.personne, du=LUNDI.date(), au=None, medecin="Dr Essai", acteur="systeme:essai", le=LUNDI
    )


def _chevauchement(assure):
    return Chevauchement.objects.create(
        assure=assure, teleservice=CHEVAUCHEMENT, sujet="soi", ouverte_le=LUNDI, pour_agents=SOLIDAIRE
    )


def _declaration(assure):
    pension = Pension.objects.create(
        assure=assure, personne=assure.personne, categorie=2, sam=20000, mensuel=800, du=LUNDI.date(),
        servie_depuis=LUNDI.date().replace(day=1),
    )  # fmt: skip
    return DeclarationRessources.objects.create(
        pension=pension,
        premier=date(2026, 9, 1),
        dernier=date(2026, 9, 1),
        ouverte_le=LUNDI,
        limite_le=LUNDI,
        a_voir="PROTEGE",
    )


def _proposition(assure):
    return PropositionDePension.objects.create(
        assure=assure, teleservice=PENSION, sujet="proposition", ouverte_le=LUNDI, avant_le=LUNDI + timedelta(days=60)
    )


def _ecart(assure):
    paiement = encaissement.commencer(assure, creer_avis(assure, "50.00"), {1: Decimal(20)}, acteur="systeme:essai")
    return EcartCreance.objects.create(paiement=paiement, motif=EcartCreance.Motif.ABSENT, ouvert_le=LUNDI)


def _mouvement(assure):
    return Mouvement.objects.create(
        assure=assure, genre="AVIS", montant=Decimal(300), contenu={"nature": "INDU-IJ", "cause": "Essai", "lignes": []},
        propose_par=creer_agent(caisse=assure.caisse), propose_le=LUNDI,
    )  # fmt: skip


def _du_perimetre():
    return {m: a for m, a in admin.site._registry.items() if isinstance(m._default_manager.all(), PerimetreQuerySet)}


def _adresses():
    """(model, URL name, names of its parameters) of every address with a parameter."""
    for modele, ecran in _du_perimetre().items():
        for motif in ecran.get_urls():
            if isinstance(motif, URLPattern) and motif.name and motif.pattern.converters:
                yield pytest.param(modele, motif.name, tuple(motif.pattern.converters), id=motif.name)


def test_every_admin_of_the_perimeter_is_walked():
    assert {modele._meta.label_lower for modele in _du_perimetre()} <= set(AILLEURS)


@pytest.mark.django_db
@pytest.mark.parametrize("superviseur", [False, True], ids=["agent", "superviseur"])
@pytest.mark.parametrize(("modele", "nom", "parametres"), list(_adresses()))
def test_a_row_of_another_caisse_does_not_exist(client, modele, nom, parametres, superviseur):
    bordeaux = creer_caisse("331", "CPAM de la Gironde")
    ligne = AILLEURS[modele._meta.label_lower](deposer(caisse=bordeaux))
    guichet = connecter(client, creer_agent(superviseur=superviseur).compte)
    valeurs = {p: ligne.pk if p in ("pk", "object_id") else "abcdefgh23456789" for p in parametres}
    adresse = reverse(f"admin:{nom}", kwargs=valeurs)
    for methode in (guichet.get, guichet.post):
        reponse = methode(adresse)
        if reponse.status_code == 405:  # this gesture is not done by this method, whoever asks
            continue
        if nom == "demarches_procuration_controle":  # opened by the paper only: any other number leads to its page
            assert reponse["Location"] == reverse("admin:demarches_procuration_verifier")
            continue
        refusees = (404,) if superviseur or "delete" not in nom else (403, 404)
        assert reponse.status_code in refusees, f"{adresse}: {reponse.status_code}"


@pytest.mark.django_db
def test_a_piece_is_read_by_its_caisse_only_and_the_reading_is_written_down(client, settings, tmp_path, agent):
    from ameli.noyau.models import Entree
    from ameli.noyau.televersement import verifier
    from tests.fabriques_fichiers import envoi, pdf

    settings.MEDIA_ROOT = tmp_path
    demarche = deposer()
    piece = Piece(
        assure=demarche.assure, caisse=demarche.caisse, objet=demarche.objet, libelle="Acte de naissance",
        depose_le=LUNDI,
    )  # fmt: skip
    piece.remplir(verifier(envoi("acte.pdf", pdf()))).save(force_insert=True)
    adresse = reverse("admin:demarches_demarche_piece", args=[demarche.pk, piece.public_id])
    guichet = connecter(client, agent.compte)
    assert adresse in guichet.get(sur("change", demarche)).content.decode()
    assert guichet.get(adresse).status_code == 200
    assert Entree.objects.filter(genre="piece.consultee", acteur=agent.compte.acteur).exists()
    autre = deposer("Paul")
    assert guichet.get(reverse("admin:demarches_demarche_piece", args=[autre.pk, piece.public_id])).status_code == 404


@pytest.mark.django_db
def test_an_agent_sees_neither_the_name_nor_the_bytes_of_a_piece_in_quarantine(client, settings, tmp_path, agent):
    from ameli.noyau.models import Entree
    from ameli.noyau.televersement import verifier
    from tests.fabriques_fichiers import envoi, pdf

    settings.MEDIA_ROOT = tmp_path
    demarche = deposer()
    piece = Piece(
        assure=demarche.assure, caisse=demarche.caisse, objet=demarche.objet, libelle="Acte de naissance",
        depose_le=LUNDI,
    )  # fmt: skip
    piece.remplir(verifier(envoi("acte.pdf", pdf()))).save(force_insert=True)
    settings.ANTIVIRUS = "tcp://127.0.0.1:1"
    adresse = reverse("admin:demarches_demarche_piece", args=[demarche.pk, piece.public_id])
    guichet = connecter(client, agent.compte)
    page = guichet.get(sur("change", demarche)).content.decode()
    assert "en cours de vérification" in page
    assert "acte.pdf" not in page
    assert adresse not in page
    assert guichet.get(adresse).status_code == 404
    assert not Entree.objects.filter(genre="piece.consultee").exists()


@pytest.mark.django_db
def test_what_the_address_was_and_becomes_stand_side_by_side(guichet):
    html = guichet.get(sur("change", deposer())).content.decode()
    assert "Avant et après" in html
    assert html.index("8 rue des Arènes, 40100 Dax") < html.index("3 place du Marché, 33000 Bordeaux")
