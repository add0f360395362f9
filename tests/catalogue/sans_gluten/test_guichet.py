"""What agents keep of food without gluten: agreements that the medical service gives, renews and ends; the table of products."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.connexion.agents import roles
from accounts.models import Beneficiaire, Message
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.models import Entree
from demarches.catalogue.sans_gluten import accords
from demarches.catalogue.sans_gluten.admin.accords import titulaire
from demarches.catalogue.sans_gluten.models import AccordCoeliaque, ProduitSansGluten
from tests.catalogue.sans_gluten.acteurs import ARTICLE, GALETTE, Acheteuse, dans
from tests.demarches_agents.salle import caches
from tests.fabriques import connecter, creer_agent, creer_assure, creer_caisse, creer_enfant, dire_la_raison
from tests.fabriques_codes import avec_cle

pytestmark = pytest.mark.django_db


def guichet(caisse, *role: str) -> Client:
    agent = creer_agent(caisse, superviseur=False)
    roles.donner(agent.compte, role)
    return connecter(Client(), agent.compte)


def jour(decalage: int) -> str:
    return f"{dans(decalage):%d/%m/%Y}"


def accorder(client: Client, nir: str, **saisie: str) -> str:
    dit = {"nir": nir, "medecin": "Dr Essai", "du": jour(0), "au": jour(180), **saisie}
    return client.post(reverse("admin:demarches_accordcoeliaque_ouvrir"), dit, follow=True).content.decode()


def geste(client: Client, accord: AccordCoeliaque, nom: str, **saisie: str) -> str:
    adresse = reverse("admin:demarches_accordcoeliaque_geste", args=[accord.pk, nom])
    page = dire_la_raison(client, accord.assure).get(adresse).content.decode()
    vu = page.split('name="vu" value="')[1].split('"')[0]
    return client.post(adresse, {"vu": vu, "motif": "Protocole de soins.", **saisie}, follow=True).content.decode()


# Agreements


def test_the_medical_service_gives_an_agreement_and_the_person_reads_it(db):
    lea = Acheteuse(creer_assure(), accord=False)
    page = accorder(guichet(lea.assure.caisse, "medical"), lea.assure.personne.nir)
    accord = AccordCoeliaque.objects.de(lea.assure).get()
    assert "L’accord est enregistré" in page and accord.au == dans(180)
    message = Message.objects.de(lea.assure).latest("id")
    assert "est enregistré, du" in message.corps and "gluten" not in message.sujet
    assert Entree.objects.filter(genre="droit.coeliaque.ouvert", assure_ref=lea.assure.public_id).exists()


def test_a_child_has_the_agreement_in_the_file_of_their_parent(camille):
    fille = creer_enfant(camille.assure).personne
    trouves = titulaire(creer_agent(camille.assure.caisse), fille.nir)
    assert trouves == (camille.assure, fille)
    assert titulaire(creer_agent(creer_caisse("331", "CPAM de la Gironde")), fille.nir) is None


def test_the_numbers_of_strangers_open_agreements_and_dates_the_wrong_way_round_are_refused_in_words(camille):
    medical, lea = (
        guichet(camille.assure.caisse, "medical"),
        creer_assure("Léa", "Duprat", caisse=camille.assure.caisse),
    )
    ailleurs = creer_assure("Paul", "Essai", sexe="M", caisse=creer_caisse("331", "CPAM de la Gironde"))
    assert "n’a ce numéro" in accorder(medical, ailleurs.personne.nir)
    assert "renouvelez-le" in accorder(medical, camille.assure.personne.nir)
    assert "finit avant de commencer" in accorder(medical, lea.personne.nir, du=jour(30), au=jour(20))
    assert "Cette date est passée" in accorder(medical, lea.personne.nir, du=jour(-30), au=jour(-1))
    assert not AccordCoeliaque.objects.de(lea).exists()


def test_other_agents_read_agreements_and_give_none(camille):
    accord, simple = AccordCoeliaque.objects.de(camille.assure).get(), guichet(camille.assure.caisse)
    liste, ouvrir = (reverse(f"admin:demarches_accordcoeliaque_{un}") for un in ("changelist", "ouvrir"))
    page = simple.get(liste).content.decode()
    assert "Camille" in page and ouvrir not in page and simple.get(ouvrir).status_code == 403
    une = reverse("admin:demarches_accordcoeliaque_change", args=[accord.pk])
    assert "Renouveler" not in dire_la_raison(simple, camille.assure).get(une).content.decode()
    refuse = reverse("admin:demarches_accordcoeliaque_geste", args=[accord.pk, "clore"])
    assert simple.post(refuse, {"motif": "x", "raison": "erreur"}).status_code == 404


def test_a_renewal_loses_no_day_and_tells_the_new_end(camille):
    accord = AccordCoeliaque.objects.de(camille.assure).get()
    page = geste(guichet(camille.assure.caisse, "medical"), accord, "renouveler", au=jour(700), medecin="Dr Suite")
    assert "renouvelé jusqu’au" in page
    ancien, neuf = AccordCoeliaque.objects.de(camille.assure).order_by("id")
    assert (ancien.motif, ancien.dernier_jour, neuf.du, neuf.au) == (
        accords.RENOUVELE,
        aujourdhui(),
        aujourdhui(),
        dans(700),
    )
    (sien,) = accords.titulaires(camille.assure, aujourdhui())
    assert all(sien.couvre((aujourdhui() + timedelta(days=ecart)).replace(day=1)) for ecart in (-60, 0, 300, 690))
    assert "est enregistré" in Message.objects.de(camille.assure).latest("id").corps
    raison = Entree.objects.filter(genre="accord_coeliaque.motive", objet=accord.objet).get()
    assert raison.motif == "Protocole de soins."


def test_an_agreement_that_is_ended_keeps_its_months_and_says_what_to_do(camille):
    accord = AccordCoeliaque.objects.de(camille.assure).get()
    assert "est fermé" in geste(guichet(camille.assure.caisse, "medical"), accord, "clore", raison=accords.ERREUR)
    (sien,) = accords.titulaires(camille.assure, aujourdhui())
    mois = aujourdhui().replace(day=1)
    assert sien.couvre(mois) and not sien.couvre((mois + timedelta(days=40)).replace(day=1))
    assert "écrivez-nous" in Message.objects.de(camille.assure).latest("id").corps


def test_the_other_parent_reads_nothing_of_the_agents_gesture(camille):
    """Each file is told of its own agreements only."""
    pere = creer_assure("Paul", "Essai", sexe="M", caisse=camille.assure.caisse)
    fille = creer_enfant(camille.assure).personne
    Beneficiaire.objects.create(
        assure=pere, personne=fille, rang=2, lien=Beneficiaire.Lien.ENFANT, droits_du=pere.droits_du, parent_referent=False
    )  # fmt: skip
    accorder(guichet(camille.assure.caisse, "medical"), fille.nir)
    assert AccordCoeliaque.objects.de(camille.assure).filter(personne=fille).exists()
    assert not Message.objects.de(pere).exists()


# The table


def produit(client: Client, **saisie: str) -> str:
    dit = {
        "code": avec_cle("049811100222"),
        "designation": "Sablés",
        "famille": "biscuits",
        "grammes": "150",
        "actif": "on",
    }
    return client.post(
        reverse("admin:demarches_produitsansgluten_add"), {**dit, **saisie}, follow=True
    ).content.decode()


def test_a_team_leader_writes_the_table_and_the_journal_says_who(camille):
    chef = guichet(camille.assure.caisse, "encadrant")
    produit(chef)
    neuf = ProduitSansGluten.objects.get(designation="Sablés")
    ecrit = Entree.objects.filter(genre="produit.ecrit").get()
    assert ecrit.donnees["famille"] == "biscuits" and ecrit.acteur.startswith("agent:")
    adresse = reverse("admin:demarches_produitsansgluten_change", args=[neuf.pk])
    chef.post(adresse, {"code": neuf.code, "designation": "Sablés", "famille": "biscuits", "grammes": "150"})
    neuf.refresh_from_db()
    assert not neuf.actif and Entree.objects.filter(genre="produit.ecrit").count() == 2
    assert chef.post(reverse("admin:demarches_produitsansgluten_delete", args=[neuf.pk])).status_code == 403


def test_of_two_who_change_one_row_the_second_writes_over_nobody_and_keeps_what_they_typed(camille):
    premier, second = (guichet(camille.assure.caisse, "encadrant") for _ in range(2))
    produit(premier)
    neuf = ProduitSansGluten.objects.get(designation="Sablés")
    page = reverse("admin:demarches_produitsansgluten_change", args=[neuf.pk])
    dit = {"code": neuf.code, "designation": "Sablés", "famille": "biscuits", "grammes": "150", "actif": "on"}
    vus = [caches(un.get(page).content.decode()) for un in (premier, second)]
    assert premier.post(page, {**dit, **vus[0], "grammes": "180"}).status_code == 302
    retard = second.post(page, {**dit, **vus[1], "marque": "Blé d’Or"}).content.decode()
    assert "Quelqu’un a changé cette ligne" in retard and 'value="Blé d’Or"' in retard
    assert "Marque, vide\xa0; Poids, en grammes, «\xa0180\xa0»." in retard
    neuf.refresh_from_db()
    assert (neuf.grammes, neuf.marque) == (180, "")
    assert second.post(page, {**dit, **caches(retard), "grammes": "180", "marque": "Blé d’Or"}).status_code == 302
    neuf.refresh_from_db()
    assert (neuf.grammes, neuf.marque) == (180, "Blé d’Or")


@pytest.mark.parametrize(
    ("saisie", "phrase"),
    [
        ({"code": GALETTE}, "a déjà ce code"),
        ({"code": "0498030009598"}, "recopiez les 13 chiffres"),
        ({"article": avec_cle("049811100222")}, "deux codes différents"),
        ({"grammes": "5"}, "de 10 à 5"),
    ],
)
def test_a_label_that_cannot_be_is_refused_in_words(camille, saisie, phrase):
    assert phrase in produit(guichet(camille.assure.caisse, "encadrant"), **saisie)
    assert not ProduitSansGluten.objects.filter(designation="Sablés").exists()


def test_a_barcode_of_france_is_looked_up_though_it_looks_like_somebodys_number(camille):
    produit(guichet(camille.assure.caisse, "encadrant"), code="3017620422003")
    liste = reverse("admin:demarches_produitsansgluten_changelist")
    page = guichet(camille.assure.caisse).get(f"{liste}?q=3017620422003").content.decode()
    assert "Sablés" in page and "Galette" not in page


def test_any_agent_looks_a_label_up_and_writes_none(camille):
    simple = guichet(camille.assure.caisse)
    liste, ajout = (reverse(f"admin:demarches_produitsansgluten_{un}") for un in ("changelist", "add"))
    page = simple.get(f"{liste}?q={ARTICLE}").content.decode()
    assert "Galette" in page and "Nom ou code</label>" in page
    assert simple.get(ajout).status_code == 403
