"""The mail relay tried refusing, slow, silent, cut: no mail is lost, none is sent again and again, the others go on."""

from __future__ import annotations

import smtplib
import ssl
import time
from datetime import timedelta
from email import message_from_string

import pytest
import time_machine
from django.db import transaction

from ameli.noyau import envois, horloge, reseau
from ameli.noyau.envois import adresses, conversation, plans, reprises
from ameli.noyau.envois.plans import Cause
from ameli.noyau.models import Envoi
from tests.outils.hostile import MANIERES, hostile
from tests.outils.relais_courriels import COUPER, relais_obeissant

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("gabarits")]
Etat = Envoi.Etat


@pytest.fixture
def relais(settings):
    with relais_obeissant(settings) as relais:
        yield relais


def courriel(a: str = "lea@exemple.fr", cle: str = "") -> Envoi:
    with transaction.atomic():
        return envois.deposer_courriel(a=a, gabarit="essai", contexte={"nom": "Léa"}, cle=cle or a)


def sms() -> Envoi:
    with transaction.atomic():
        return envois.deposer_sms(a="0639981234", texte="Votre code : 1234", cle="sms")


def relu(envoi: Envoi) -> Envoi:
    return Envoi.objects.get(pk=envoi.pk)


def attendre(condition, secondes: float = 5) -> bool:
    fin = time.monotonic() + secondes
    while not condition() and time.monotonic() < fin:
        time.sleep(0.05)
    return condition()


def seulement(fautif: str, etape: str, reponse: str):
    return lambda dite, a: reponse if (dite, a) == (etape, fautif) else None


class TestSlow:
    """An antispam that thinks before it answers."""

    @pytest.fixture(autouse=True)
    def presse(self, monkeypatch):
        monkeypatch.setattr(conversation, "PATIENCE", 0.3)
        monkeypatch.setattr(conversation, "PATIENCE_COURTE", 0.1)
        yield
        assert attendre(lambda: not conversation._seules)

    def test_the_rest_goes_on_and_each_mail_leaves_once(self, relais, passerelle):
        relais.attente = 1.5
        lents, bref = [courriel(f"{n}@exemple.fr") for n in range(3)], sms()
        debut = time.monotonic()
        assert envois.livrer() == 4
        assert time.monotonic() - debut < 1.5
        assert relu(bref).etat == Etat.ENVOYE and len(passerelle.recus) == 1
        assert {relu(lent).etat for lent in lents} == {Etat.EN_VOL}
        assert attendre(lambda: all(relu(lent).etat == Etat.ENVOYE for lent in lents))
        assert sorted(relais.a) == ["0@exemple.fr", "1@exemple.fr", "2@exemple.fr"]

    def test_who_waits_keeps_its_claim_however_long_it_takes(self, relais, monkeypatch):
        monkeypatch.setattr(reseau, "PAS", 0.2)
        monkeypatch.setattr(reprises, "EN_VOL_PERDU", timedelta(seconds=1))
        relais.attente = 3
        lent = courriel()
        envois.livrer()
        for _ in range(8):
            time.sleep(0.3)
            assert (envois.reprendre_les_perdus(), envois.livrer()) == (0, 0)
        assert attendre(lambda: relu(lent).etat == Etat.ENVOYE)
        assert len(relais.recus) == 1

    def test_a_refusal_that_comes_late_is_noted_like_any_other(self, relais):
        relais.attente, relais.regles = 1, seulement("lea@exemple.fr", ".", "451 plus tard")
        lent = courriel()
        envois.livrer()
        assert attendre(lambda: relu(lent).etat == Etat.EN_ATTENTE)
        assert (relu(lent).essais, relu(lent).erreur) == (1, "SMTP 451")

    def test_a_process_holds_few_slow_conversations_and_takes_no_mail_beyond(self, relais, passerelle, monkeypatch):
        monkeypatch.setattr(conversation, "AU_PLUS", 2)
        relais.attente = 1.5
        lents = [courriel(f"{n}@exemple.fr") for n in range(4)]
        bref = sms()
        assert envois.livrer() == 3
        assert sorted(relu(lent).etat for lent in lents) == [Etat.EN_ATTENTE] * 2 + [Etat.EN_VOL] * 2
        assert relu(bref).etat == Etat.ENVOYE
        assert attendre(lambda: not conversation._seules)
        envois.livrer()
        assert attendre(lambda: all(relu(lent).etat == Etat.ENVOYE for lent in lents))
        assert len(relais.recus) == 4


def test_the_relay_has_the_minutes_of_the_rfc(settings):
    minutes = {nom: settings.SMTP[nom] / 60 for nom in ("accueil", "commande", "data", "bloc", "fin")}
    assert minutes == {"accueil": 5, "commande": 5, "data": 2, "bloc": 3, "fin": 10}


class TestUncertainEnd:
    """The message was given, the line broke before the answer."""

    @pytest.fixture(autouse=True)
    def coupe_apres_le_point(self, relais):
        relais.regles = seulement("lea@exemple.fr", ".", COUPER)

    def test_it_goes_once_more_behind_the_others_with_its_identity_then_somebody_looks(self, relais, caplog):
        incertain = courriel()
        with time_machine.travel(horloge.temps_reel(), tick=False) as voyage:
            envois.livrer()
            assert (relu(incertain).etat, relu(incertain).incertains) == (Etat.EN_ATTENTE, 1)
            assert relu(incertain).essai_le - horloge.temps_reel() == timedelta(minutes=30)
            voyage.shift(timedelta(minutes=31))
            envois.livrer()
            assert relu(incertain).etat == Etat.ECHEC
            for _ in range(20):
                voyage.shift(timedelta(hours=6))
                envois.livrer()
        assert len(relais.recus) == 2
        assert {message_from_string(recu)["Message-ID"] for recu in relais.recus} == {incertain.message_id}
        assert "it may have left" in relu(incertain).erreur
        assert "may have left" in caplog.text

    def test_the_others_of_the_batch_leave(self, relais):
        courriel()
        autres = [courriel(f"{n}@exemple.fr") for n in range(3)]
        envois.livrer()
        assert {relu(autre).etat for autre in autres} == {Etat.ENVOYE}

    def test_an_operator_may_send_it_again(self, relais):
        incertain = courriel()
        with time_machine.travel(horloge.temps_reel(), tick=False) as voyage:
            envois.livrer()
            voyage.shift(timedelta(minutes=31))
            envois.livrer()
            relais.regles = lambda etape, a: None
            with transaction.atomic():
                assert envois.relancer(Envoi.objects.all()) == 1
            envois.livrer()
        assert relu(incertain).etat == Etat.ENVOYE

    @pytest.mark.parametrize("etape", ["MAIL", "RCPT", "DATA"])
    def test_a_line_that_breaks_before_is_certain_the_mail_did_not_leave(self, relais, etape):
        relais.regles = lambda dite, a: COUPER if dite == etape else None
        coupe = courriel()
        envois.livrer()
        assert (relu(coupe).incertains, relu(coupe).etat) == (0, Etat.EN_ATTENTE)
        assert relu(coupe).essai_le - horloge.temps_reel() <= timedelta(minutes=1)


def test_a_mail_on_which_the_relay_hangs_up_leads_no_batch_for_days(relais):
    relais.regles = seulement("poison@exemple.fr", "RCPT", COUPER)
    poison = courriel("poison@exemple.fr")
    with time_machine.travel(horloge.temps_reel(), tick=False) as voyage:
        for jour in range(7):
            autres = [courriel(f"{n}@exemple.fr", f"{jour}-{n}") for n in range(2)]
            envois.livrer()
            assert {relu(autre).etat for autre in autres} == {Etat.ENVOYE}
            voyage.shift(timedelta(days=1))
    assert relu(poison).etat == Etat.ECHEC


class TestRefusals:
    def test_one_refused_address_is_that_mail_only(self, relais):
        juges = []
        relais.regles = seulement("tom@exemple.fr", "RCPT", "550 5.1.1 nobody here")
        mauvais, bons = courriel("tom@exemple.fr"), [courriel(f"{n}@exemple.fr") for n in range(2)]
        try:
            adresses.quand_une_adresse_est_jugee(lambda a, joignable: juges.append((a, joignable)))
            envois.livrer()
        finally:
            adresses._juges.pop()
        assert (relu(mauvais).etat, relu(mauvais).erreur) == (Etat.ECHEC, "SMTP 550")
        assert {relu(bon).etat for bon in bons} == {Etat.ENVOYE}
        assert sorted(juges) == [("0@exemple.fr", True), ("1@exemple.fr", True), ("tom@exemple.fr", False)]
        assert relais.connexions == 2

    @pytest.mark.parametrize(
        ("etape", "reponse"),
        [
            ("AUTH", "535 5.7.8 bad credentials"), ("accueil", "554 no service for you"), ("MAIL", "530 authentication required"),
            ("MAIL", "550 5.7.1 sender not allowed"), ("RCPT", "530 authentication required"),
        ],
    )  # fmt: skip
    def test_a_relay_that_refuses_us_blames_no_mail_and_alerts_until_it_is_mended(
        self, relais, settings, client, etape, reponse
    ):
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "site", "faux"
        relais.annonces, relais.regles = "AUTH PLAIN", lambda dite, a: reponse if dite == etape else None
        attendent = [courriel(f"{n}@exemple.fr") for n in range(3)]
        assert envois.livrer() == 1
        assert {relu(un).etat for un in attendent} == {Etat.EN_ATTENTE}
        assert envois.relais_refuse()
        assert client.get("/readyz").json()["controles"]["relais"] is False
        assert "faux" not in "".join(Envoi.objects.values_list("erreur", flat=True))
        relais.regles = lambda dite, a: None
        with time_machine.travel(horloge.temps_reel() + timedelta(minutes=1), tick=False):
            envois.livrer()
        assert not envois.relais_refuse()
        assert client.get("/readyz").json()["controles"]["relais"] is True

    def test_a_relay_without_the_encryption_that_was_asked_for_gets_nothing(self, relais, settings):
        settings.EMAIL_USE_TLS = True
        courriel()
        envois.livrer()
        assert envois.relais_refuse() and not relais.recus


@pytest.mark.parametrize("maniere", [une for une in MANIERES if une != "coupe"])
def test_a_relay_that_misbehaves_blames_no_mail_and_the_rest_leaves(settings, passerelle, maniere):
    settings.SMTP = dict.fromkeys(settings.SMTP, 0.5)
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    attendent, bref = [courriel(f"{n}@exemple.fr") for n in range(3)], sms()
    debut = time.monotonic()
    with hostile(maniere, debut=b"220-") as port:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        assert envois.livrer() == 2
    assert time.monotonic() - debut < 4
    assert {relu(un).etat for un in attendent} == {Etat.EN_ATTENTE}
    assert not envois.relais_refuse()
    assert relu(bref).etat == Etat.ENVOYE


@pytest.mark.parametrize(
    ("panne", "refus"),
    [
        (smtplib.SMTPAuthenticationError(535, b"no"), True), (smtplib.SMTPAuthenticationError(454, b"later"), False),
        (smtplib.SMTPNotSupportedError("STARTTLS"), True), (smtplib.SMTPException("No suitable method"), True),
        (smtplib.SMTPConnectError(554, b"no"), True), (smtplib.SMTPConnectError(421, b"later"), False),
        (smtplib.SMTPHeloError(550, b"no"), True), (smtplib.SMTPServerDisconnected("x"), False),
        (ssl.SSLCertVerificationError("self-signed"), True), (ssl.SSLError("wrong version"), True),
        (ssl.SSLEOFError("eof"), False), (TimeoutError(), False), (ConnectionRefusedError(), False),
    ],
)  # fmt: skip
def test_at_the_door_a_refusal_is_told_from_an_absence(panne, refus):
    echec = plans.echec_a_l_ouverture(panne)
    assert echec.cause is Cause.LIAISON
    assert echec.detail.startswith(plans.REFUS_DU_RELAIS) is refus


@pytest.mark.parametrize(
    ("code", "dit", "cause", "adresse"),
    [
        (550, b"no such user", Cause.DEFINITIVE, True), (550, b"5.1.1 unknown", Cause.DEFINITIVE, True),
        (550, b"5.2.1 disabled", Cause.DEFINITIVE, True), (552, b"5.2.2 full", Cause.DEFINITIVE, False),
        (554, b"5.7.1 not allowed", Cause.DEFINITIVE, False), (451, b"4.7.1 greylisted", Cause.PASSAGERE, False),
        (421, b"closing", Cause.LIAISON, False), (535, b"auth", Cause.LIAISON, False),
    ],
)  # fmt: skip
def test_only_what_is_said_of_an_address_is_believed_of_it(code, dit, cause, adresse):
    echec = plans.echec_smtp(smtplib.SMTPRecipientsRefused({"tom@exemple.fr": (code, dit)}))
    assert (echec.cause, echec.adresse) == (cause, adresse)
    assert "tom" not in echec.detail
