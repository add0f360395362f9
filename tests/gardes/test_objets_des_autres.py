"""For every address that carries an id, the true id of somebody else is answered like an id that nobody has.

A new address with an id makes this test fail until it is said whose object it carries.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from accounts.connexion.code_provisoire import codes
from accounts.fichiers.depot import Depot
from accounts.informations.securite import copie
from accounts.messagerie import ecriture
from accounts.models import (
    Appareil,
    Assure,
    CarteVitale,
    CertificatProvisoire,
    CodeProvisoire,
    CommandeCarteVitale,
    CopieDesDonnees,
    DroitC2S,
    Fil,
    Opposition,
    OrganismeComplementaire,
    PieceJointe,
    SessionOuverte,
)
from ameli.noyau.echeances import balayer
from ameli.noyau.horloge import aujourdhui, maintenant, temps_reel
from ameli.noyau.perimetre import PerimetreManager, PerimetreQuerySet
from ameli.noyau.televersement import verifier
from demarches.catalogue.perte_carte.teleservice import SERVICE as PERTE
from demarches.catalogue.sans_gluten import accords as coeliaque
from demarches.catalogue.sans_gluten.models import DemandeSansGluten
from demarches.catalogue.soins_etranger.models import SoinsEtranger
from demarches.delais import grille
from demarches.delais.models import Estimation
from demarches.models import Brouillon, Invitation
from demarches.moteur import pieces, registre
from demarches.moteur.pieces_du_brouillon import objet_de
from documents.models import Commande, Document, Piece
from paiements.models import (
    Contestation,
    DeclarationRessources,
    EcartCreance,
    Echeancier,
    Mouvement,
    Pension,
    Signalement,
)
from tests.accounts.test_informations import creer_carte_europeenne
from tests.catalogue.iban.parcours import Parcours
from tests.catalogue.organisme_complementaire.acteurs import Chez, couvrir, deux_organismes
from tests.catalogue.pension_invalidite.acteurs import Demandeur, accorder, donner_l_avis
from tests.catalogue.procuration.acteurs import Mandant
from tests.catalogue.ressources_invalidite.acteurs import Declarant, demander, signer
from tests.catalogue.soins_etranger.acteurs import decider as decider_les_soins
from tests.catalogue.soins_etranger.acteurs import pour as soins_a_l_etranger
from tests.fabriques import connecter, creer_agent, creer_assure, creer_caisse, creer_compte, creer_enfant
from tests.fabriques_fichiers import envoi, photo
from tests.outils.solidaire import adherer
from tests.paiements.dossier import payer_une_consultation, payer_une_creance
from tests.suivi.salle import envoyer

pytestmark = pytest.mark.django_db

# What they carry is nobody's: a screen, a service, a captcha, a switch, a queue of the machine, the practice site.
DE_PERSONNE = (
    "franceconnect_ecran", "captcha_", "messagerie:ecrire_sur", "demarches:aide_service", "demarches:pas_a_pas", "demarches:depart", "demarches:pour",
    "demarches:recommencer", "bac_a_sable:", "admin:noyau_", "admin:accounts_voie_", "admin:accounts_chiffrec2s_", "admin:paiements_coursdevise_", "admin:paiements_refusdukiosque_", "admin:view_on_site",
    "admin:app_list", "admin:demarches_modelereponse_", "admin:demarches_delaidetraitement_",
    "admin:demarches_produitsansgluten_",
)  # fmt: skip
PERSONNE = {"int": 987654321, "slug": "zzzzzzzzzzzzzzzz", "lieu": "zzzzzzzz", "path": "987654321", "codeconnu": "iban"}
JUSTES = {"code": "iban", "step": "titulaire"}  # what is in an address beside ids


def avec_id(resolveur: URLResolver | None = None, avant: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Names of the patterns that take parameters, with the kind of each."""
    for motif in (resolveur or get_resolver()).url_patterns:
        if isinstance(motif, URLResolver):
            yield from avec_id(motif, f"{avant}{motif.namespace}:" if motif.namespace else avant)
        elif isinstance(motif, URLPattern) and motif.pattern.converters and motif.name:
            genres = {
                nom: type(c).__name__.removesuffix("Converter").lower() for nom, c in motif.pattern.converters.items()
            }
            yield avant + motif.name, genres


@pytest.fixture
def lea(settings, tmp_path) -> Assure:
    settings.MEDIA_ROOT = tmp_path / "media"
    assure = creer_assure(serie="1012345678", iban="FR7630004001230000123456705")
    creer_compte(assure, telephone="0639980021")
    return assure


def objets_de(lea: Assure) -> dict[str, dict[str, object]]:
    """The true parameters of each address, for objects of Léa; by the beginning of the name of the address."""
    parcours = Parcours(Client(), lea)
    demarche = parcours.deposer()
    parcours.client.post(reverse("demarches:depart", args=["ceam"]))
    brouillon = parcours.brouillon
    procuration = Mandant(Client(), lea).donner()
    pension = Demandeur(Client(), lea).demander()
    donner_l_avis(pension)
    accorder(pension)
    demander(Pension.objects.de(lea).get(), date(2026, 9, 1), maintenant())
    reduite = Declarant(Client(), lea).declarer(salaires="99999,99")
    signer(reduite, maintenant())
    soins = decider_les_soins(soins_a_l_etranger(lea).deposer(), {}, {})
    SoinsEtranger.objects.de(lea).update(lecteur=lea)
    commande_carte = Brouillon.objects.create(
        assure=lea, compte=lea.compte, teleservice="commande-carte-vitale", commence_le=maintenant(),
        enregistre_le=maintenant(), expire_le=maintenant() + timedelta(days=4),
    )  # fmt: skip
    agent = creer_agent(lea.caisse)
    image = verifier(envoi("photo.jpg", photo()))
    with transaction.atomic():
        pieces.demander(demarche, agent, libelle="RIB", motif="Pour vérifier.", le=maintenant())
        pieces.recevoir(demarche, [image], lea.compte, le=maintenant())
        ecriture.ecrire(
            lea,
            theme="remboursement",
            sujet="Une question",
            texte="Bonjour, une question.",
            cle="x",
            fichiers=[image],
            acteur=lea.compte.acteur,
        )
    fil = Fil.objects.de(lea).exclude(theme="demarche").get()
    parcours.client.post(reverse("documents:attestation_droits"), {"pour": lea.personne.public_id})
    document = Document.objects.de(lea).order_by("-id")[0]
    carte = creer_carte_europeenne(lea, fin=aujourdhui() + timedelta(days=90))
    certificat = CertificatProvisoire.objects.create(
        personne=lea.personne,
        carte=carte,
        debut=aujourdhui(),
        fin=aujourdhui() + timedelta(days=90),
        emis_le=maintenant(),
    )
    estimation = Estimation.objects.create(
        assure=lea, caisse=lea.caisse, precision=next(iter(grille.PRECISIONS)), canal="EN_LIGNE", deposee_le=aujourdhui(), source="CAISSE", jours=3,
        delai_du=aujourdhui(), au_plus_tot=aujourdhui(), prevue_le=aujourdhui(), au_plus_tard=aujourdhui(), faite_le=maintenant(),
    )  # fmt: skip
    soin = payer_une_consultation(lea, aujourdhui())
    commande = Commande.objects.create(assure=lea, genre="releve_mensuel", acteur="x", demandee_le=maintenant())
    en_ligne = payer_une_creance(lea)
    carte_commandee = CommandeCarteVitale.objects.create(
        personne=lea.personne, demandee_par=lea, origine="PERTE", demandee_le=maintenant(), etat_depuis=maintenant(),
        cause="D-ESSAI",
    )  # fmt: skip
    mouvement = Mouvement.objects.create(
        assure=lea, genre="AVIS", montant=300, contenu={"nature": "INDU-IJ", "cause": "Essai", "lignes": []},
        propose_par=creer_agent(caisse=lea.caisse), propose_le=maintenant(),
    )  # fmt: skip
    ecart = EcartCreance.objects.create(paiement=en_ligne, motif=EcartCreance.Motif.ABSENT, ouvert_le=maintenant())
    le = {"ouvert_le": maintenant(), "fil": fil, "assure": lea}
    signale = Signalement.objects.create(prestation=soin, motif="absent", **le)
    conteste = Contestation.objects.create(ligne=en_ligne.avis.lignes.get(), motif="autre", **le)
    echeancier = Echeancier.objects.create(avis=en_ligne.avis, montant=30, demande_le=maintenant())
    code, _ = codes.delivrer(lea, CodeProvisoire.Canal.ACCUEIL, motif="essai", agent=agent)
    appareil = Appareil.objects.create(
        compte=lea.compte, empreinte="x", resume="Firefox", vu_premier=temps_reel(), vu_dernier=temps_reel()
    )
    session = SessionOuverte.objects.create(compte=lea.compte, appareil=appareil, cle="x", ouverte_le=temps_reel())
    vitale = CarteVitale.objects.get(personne=lea.personne)
    perdue = envoyer(lea, PERTE)
    Opposition.objects.create(
        carte=vitale, personne=lea.personne, declaree_par=lea, motif="PERTE", le=maintenant(),
        commander_avant=maintenant(), cause=perdue.reference,
    )  # fmt: skip
    gardee = Piece(assure=lea, caisse=lea.caisse, objet=objet_de(brouillon), libelle="Photo", depose_le=maintenant())
    gardee.remplir(image).save()
    cle = Authenticator.objects.create(user=lea.compte, type="totp", data={"secret": "x"})
    attendu = Depot(lea, "message:nouveau").ajouter(envoi("photo.jpg", photo()))
    jointe, piece = PieceJointe.objects.de(lea).get(), Piece.objects.de(lea).get(objet=demarche.objet)
    deux_organismes(lea)
    payer_une_consultation(lea, aujourdhui(), a_transmettre=True)
    choix = Chez(lea).choisir()
    solidaire = adherer(lea)
    DroitC2S.objects.systeme("essai").update(du=aujourdhui())
    enfant = creer_enfant(lea).personne
    couvrir(lea, enfant, "Mutuelle des Thermes")
    couvrir(lea, enfant, lea.caisse.nom, nature="C2S")
    proposee = Invitation.objects.create(
        assure=lea,
        teleservice="pension-invalidite",
        sujet="proposition",
        ouverte_le=maintenant(),
        avant_le=maintenant(),
    )
    chevauchement = Invitation.objects.de(lea).ouvertes().exclude(pk=proposee.pk).get()
    ecarte = OrganismeComplementaire.objects.get(nom="Mutuelle des Thermes")
    declaration = DeclarationRessources.objects.de(lea).first()
    assert declaration is not None
    accord = coeliaque.ouvrir(
        lea, lea.personne, du=aujourdhui(), au=None, medecin="Dr Essai", acteur="systeme:essai", le=maintenant()
    )
    achats = DemandeSansGluten.objects.create(assure=lea, personne=lea.personne, mois=aujourdhui(), demarche=demarche)
    return {
        "demarches:organisme_": {"reference": choix.reference, "organisme": ecarte.public_id},
        "admin:demarches_propositiondepension_": {"pk": proposee.pk, "object_id": proposee.pk},
        "admin:demarches_chevauchement_": {"pk": chevauchement.pk, "object_id": chevauchement.pk},
        "informations:fermer_session": {"public_id": session.public_id},
        "informations:oublier_appareil": {"public_id": appareil.public_id},
        "informations:cle_retirer": {"pk": cle.pk},
        "informations:copie": {"public_id": copie_prete(lea).public_id},
        "fichiers:": {"public_id": attendu.public_id},
        "messagerie:": {"public_id": fil.public_id, "piece": jointe.public_id},
        "demarches:abandonner": {"brouillon": brouillon.public_id},
        "demarches:etape": {
            "brouillon": brouillon.public_id, "code": "ceam", "step": registre.celui_de("ceam").etapes[0].nom,
        },
        "demarches:relais": {"brouillon": commande_carte.public_id, "code": "commande-carte-vitale", "step": "photo"},
        "demarches:piece_du_brouillon": {
            "brouillon": brouillon.public_id, "code": "ceam", "public_id": gardee.public_id,
        },
        "demarches:delai": {"public_id": estimation.public_id},
        "demarches:ceam_": {"public_id": carte.public_id},
        "demarches:": {"reference": demarche.reference, "public_id": piece.public_id},
        "documents:avis": {"public_id": en_ligne.avis.public_id},
        "paiements:creance_etat": {"public_id": en_ligne.public_id},
        "documents:en_preparation": {"public_id": commande.public_id},
        "documents:releve": {"periode": "2000-01"},
        "documents:recu": {"public_id": en_ligne.public_id},
        "paiements:creance_": {"public_id": en_ligne.avis.public_id, "rang": 1},
        "admin:paiements_avis_": {"object_id": en_ligne.avis.pk},
        "admin:paiements_mouvement_": {"object_id": mouvement.pk, "public_id": lea.public_id},
        "admin:paiements_ecartcreance_": {"object_id": ecart.pk},
        "admin:paiements_signalement_": {"object_id": signale.pk},
        "admin:paiements_contestation_": {"object_id": conteste.pk},
        "admin:paiements_echeancier_": {"object_id": echeancier.pk},
        "admin:paiements_declarationressources_": {
            "pk": declaration.pk, "object_id": declaration.pk, "nom": "suspendre",
        },
        "paiements:": {"public_id": soin.paiement.public_id, "rang": soin.rang},
        "documents:decompte": {"public_id": soin.paiement.public_id},
        "documents:attestation_prete": {"public_id": document.public_id},
        "documents:indemnites_pretes": {"public_id": document.public_id},
        "documents:pension_prete": {"public_id": document.public_id},
        "documents:releve_fiscal_pret": {"public_id": document.public_id},
        "documents:telecharger": {"public_id": document.public_id},
        "documents:carte_europeenne": {"public_id": carte.public_id},
        "documents:certificat_europeen": {"public_id": certificat.public_id},
        "documents:attestation_c2s": {"public_id": solidaire.public_id},
        "admin:accounts_accordc2s_": {"pk": solidaire.accord_id, "object_id": solidaire.accord_id, "nom": "clore"},
        "admin:accounts_commandecartevitale_": {"object_id": carte_commandee.pk},
        "admin:accounts_assure_": {"pk": lea.pk, "object_id": lea.pk, "code": code.public_id},
        "admin:accounts_carteeuropeenne_": {"pk": carte.pk, "object_id": carte.pk, "nom": "opposer"},
        "admin:accounts_cartevitale_": {"pk": vitale.pk, "object_id": vitale.pk},
        "admin:accounts_fil_": {"pk": fil.pk, "object_id": fil.pk, "piece": jointe.public_id},
        "admin:demarches_procuration_": {
            "pk": procuration.pk, "object_id": procuration.pk, "public_id": procuration.public_id,
        },
        "demarches:procuration_": {"public_id": procuration.public_id},
        "demarches:soins_etranger_": {"reference": soins.reference},
        "demarches:pension_papier": {"reference": pension.reference, "quoi": "titre"},
        "demarches:ressources_papier": {"reference": reduite.reference, "quoi": "notification"},
        "demarches:geste": {"reference": procuration.cause, "nom": "revoquer"},
        "admin:demarches_accordcoeliaque_": {"pk": accord.pk, "object_id": accord.pk, "nom": "clore"},
        "admin:demarches_demandesansgluten_": {"object_id": achats.pk},
        "admin:demarches_demarche_geste": {"pk": perdue.pk, "nom": "restitution"},
        "admin:demarches_demarche_": {"pk": demarche.pk, "object_id": demarche.pk, "public_id": piece.public_id},
    }  # fmt: skip


def copie_prete(lea: Assure) -> CopieDesDonnees:
    une = copie.demander(lea, lea.compte.acteur)
    balayer()
    une.refresh_from_db()
    return une


def adresses(lea: Assure) -> list[tuple[str, str, str]]:
    """Name of the address, the address with Léa's true ids, the same with ids that nobody has."""
    objets, trouvees, inconnues = objets_de(lea), [], []
    for nom, genres in avec_id():
        if nom.startswith(DE_PERSONNE):
            continue
        debuts = [debut for debut in objets if nom.startswith(debut)]
        if not debuts:
            inconnues.append(nom)
            continue
        vrais = {**JUSTES, **objets[max(debuts, key=len)]}
        try:
            vraie = reverse(nom, kwargs={parametre: vrais[parametre] for parametre in genres})
        except (KeyError, NoReverseMatch):
            inconnues.append(nom)
            continue
        inventes = {
            parametre: JUSTES[parametre] if parametre in JUSTES and parametre not in objets[max(debuts, key=len)] else PERSONNE[genre]
            for parametre, genre in genres.items()
        }  # fmt: skip
        trouvees.append((nom, vraie, reverse(nom, kwargs=inventes)))
    assert not inconnues, f"say whose object these addresses carry: {inconnues}"
    return trouvees


def test_the_true_id_of_somebody_else_is_answered_like_an_id_that_nobody_has(lea):
    voisin = creer_assure("Marc", "Lafitte", caisse=lea.caisse)
    ailleurs = creer_agent(creer_caisse("331", "CPAM de la Gironde"))
    visiteurs = {
        "somebody else": connecter(Client(), creer_compte(voisin)),
        "a stranger": Client(),
        "an agent of another caisse": connecter(Client(), ailleurs.compte),
    }
    vues, fautes = adresses(lea), []
    assert len(vues) > 40
    for qui, client in visiteurs.items():
        for nom, vraie, inventee in vues:
            for methode in (client.get, client.post):
                reponse, modele = methode(vraie), methode(inventee)
                if reponse.status_code != modele.status_code or reponse.status_code not in (302, 403, 404, 405):
                    fautes.append(f"{qui}, {methode.__name__} {nom}: {reponse.status_code}, not {modele.status_code}")
                elif reponse.status_code == 302 and not reponse["Location"].startswith(("/connexion/", "/agents/")):
                    fautes.append(f"{qui}, {methode.__name__} {nom}: sent to {reponse['Location']}")
    assert not fautes, "\n".join(fautes)


def qui_disent(regle: str) -> list[type[Model]]:
    """Models whose perimeter says `regle` ("_de": whose their rows are; "_pour_agent": which agents see them)."""
    return [
        modele for modele in apps.get_models()
        if isinstance(modele.objects, PerimetreManager)
        and getattr(modele.objects.none().__class__, regle) is not getattr(PerimetreQuerySet, regle)
    ]  # fmt: skip


def test_no_row_of_a_file_is_in_the_perimeter_of_anybody_else(lea):
    voisin, ailleurs = creer_assure("Marc", "Lafitte", caisse=lea.caisse), creer_agent(creer_caisse("331", "Gironde"))
    les_siennes = {modele: modele.objects.de(voisin).count() for modele in qui_disent("_de")}
    objets_de(lea)
    assert len([modele for modele in les_siennes if modele.objects.de(lea).exists()]) > 20
    assert les_siennes == {modele: modele.objects.de(voisin).count() for modele in les_siennes}
    assert not [modele for modele in qui_disent("_pour_agent") if modele.objects.pour_agent(ailleurs).exists()]


def test_the_owner_and_the_agents_of_the_caisse_do_find_them(lea):
    """The ids above are true ones: those who may do open these pages."""
    chez_elle, guichet = connecter(Client(), lea.compte), connecter(Client(), creer_agent(lea.caisse).compte)
    ouvertes = {
        nom
        for nom, vraie, _ in adresses(lea)
        if (guichet if nom.startswith("admin:") else chez_elle).get(vraie).status_code in (200, 302, 405)
    }
    for nom in (
        "messagerie:fil", "messagerie:piece", "demarches:detail", "demarches:piece", "demarches:etape", "demarches:delai",
        "demarches:ceam_opposer", "demarches:ceam_calendrier", "admin:accounts_carteeuropeenne_change", "admin:accounts_carteeuropeenne_geste",
        "documents:telecharger", "documents:carte_europeenne", "documents:decompte", "paiements:detail", "paiements:signaler", "informations:fermer_session", "informations:cle_retirer",
        "admin:accounts_assure_change", "admin:accounts_assure_code_provisoire", "admin:accounts_fil_change",
        "admin:accounts_fil_piece", "admin:demarches_demarche_change", "admin:demarches_demarche_piece", "admin:demarches_demarche_geste",
    ):  # fmt: skip
        assert nom in ouvertes, nom
