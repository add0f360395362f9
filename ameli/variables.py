"""Every environment variable of the product: its meaning, its default, and what it may hold.

`.env.example` and the README's table are checked against this list by a test.
"""

from __future__ import annotations

from dataclasses import dataclass

from ameli.regles_de_configuration import (
    Regle,
    adresse,
    chiffree,
    chiffres,
    cles,
    courriel_chiffre,
    dossier_ou_objets,
    ensemble,
    entier,
    fichier_d_autorites,
    hotes,
    hotes_d_exercice,
    http,
    jamais,
    mot_de_passe_choisi,
    objets_chiffres,
    parmi,
    sauf_au_bac_a_sable,
    secret,
    secrets_numerotes,
    site,
    tls_verifie,
)


@dataclass(frozen=True)
class Variable:
    """One environment variable. `defaut=None` means that it must be given. Its rules are read in order, until one is broken."""

    nom: str
    usage: str
    defaut: str | None = None
    bac_a_sable: str | None = None  # default used when AMELI_BAC_A_SABLE is on
    regles: tuple[Regle, ...] = ()

    def faute(self, lues: dict[str, str]) -> str:
        """What is wrong with the value that was read; empty when it is right."""
        return next((faute for regle in self.regles if (faute := regle(lues[self.nom], lues))), "")


PARTENAIRE = (http, sauf_au_bac_a_sable(chiffree))
SECRET = sauf_au_bac_a_sable(secret(32))


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "AMELI_BAC_A_SABLE",
        "1: practice site with practice people and a clock that can jump",
        "0",
        regles=(parmi("0", "1"),),
    ),
    Variable(
        "AMELI_CONTACT_EXERCICE",
        "mail address of who answers for a practice site that the internet reaches, shown on each page",
        "",
    ),
    Variable(
        "AMELI_CONTACT_SECURITE",
        "whom to tell of a weakness of the site, in security.txt: mail or https address; empty: nobody",
        "",
    ),
    Variable(
        "AMELI_CLE_SECRETE",
        "Django's secret key",
        bac_a_sable="bac-a-sable-pas-un-secret-" + "0" * 40,
        regles=(sauf_au_bac_a_sable(secret(50)),),
    ),
    Variable(
        "AMELI_CLES_CHIFFREMENT",
        "encryption keys, `id:base64` of 32 bytes, comma-separated, the first one writes",
        bac_a_sable="s1:" + "YmFjLWEtc2FibGUtcGFzLXVuLXNlY3JldC0wMDAwMDA=",
        regles=(sauf_au_bac_a_sable(cles(nommees=True)),),
    ),
    Variable(
        "AMELI_CLE_EMPREINTE",
        "key of the fingerprints that look up a NIR, an IBAN or a card, base64 of 32 bytes; `new,old` while it turns",
        bac_a_sable="ZW1wcmVpbnRlLXBhcy11bi1zZWNyZXQtMDAwMDAwMDA=",
        regles=(sauf_au_bac_a_sable(cles(nommees=False)),),
    ),
    Variable(
        "AMELI_HOTES",
        "host names served, comma-separated",
        bac_a_sable="localhost,127.0.0.1,[::1]",
        regles=(hotes, hotes_d_exercice),
    ),
    Variable(
        "AMELI_URL",
        "public address, used in mails",
        bac_a_sable="http://localhost:8000",
        regles=(http, sauf_au_bac_a_sable(chiffree), site),
    ),
    Variable(
        "DATABASE_URL",
        "PostgreSQL 15 or later",
        regles=(adresse("postgres", "postgresql", "psql", "pgsql"), sauf_au_bac_a_sable(mot_de_passe_choisi)),
    ),
    Variable(
        "AMELI_POOLEUR",
        "1: DATABASE_URL leads to PgBouncer in transaction mode, which keeps the limits of each kind of process",
        "0",
        regles=(parmi("0", "1"),),
    ),
    Variable(
        "REDIS_URL",
        "Redis or Valkey: Celery's doorbell and the cache; `rediss://` is TLS, whose certificate is always checked",
        regles=(adresse("redis", "rediss", "unix"), tls_verifie, sauf_au_bac_a_sable(mot_de_passe_choisi)),
    ),
    Variable(
        "AMELI_AUTORITES",
        "a file (PEM) of private authorities, believed beside those of the machine by Redis, mail and partners; empty: none",
        "",
        regles=(fichier_d_autorites,),
    ),
    Variable(
        "AMELI_SMTP_URL",
        "mail server, `smtp+tls://user:password@host:port`",
        bac_a_sable="smtp://localhost:1025",
        regles=(
            adresse("smtp+tls", "smtp+ssl", "smtps", "smtp"),
            sauf_au_bac_a_sable(courriel_chiffre, mot_de_passe_choisi),
        ),
    ),
    Variable(
        "AMELI_SMTP_EN_CLAIR",
        "1: the mail server has no TLS, because it stands beside the site (loopback, or a name without dot)",
        "0",
        regles=(parmi("0", "1"),),
    ),
    Variable("AMELI_EXPEDITEUR", "sender of every mail", "Mon compte <ne-pas-repondre@compte.exemple>"),
    Variable(
        "AMELI_SMS_URL", "HTTP gateway that takes SMS", bac_a_sable="http://localhost:8900/sms", regles=PARTENAIRE
    ),
    Variable(
        "AMELI_LETTRES_URL",
        "HTTP gateway that prints and posts letters",
        bac_a_sable="http://localhost:8900/lettres",
        regles=PARTENAIRE,
    ),
    Variable(
        "AMELI_BANQUE_URL",
        "HTTP service that compares an IBAN with a holder",
        bac_a_sable="http://localhost:8900/banque",
        regles=PARTENAIRE,
    ),
    Variable(
        "AMELI_GEOCODAGE_URL",
        "geocoding service with the API of the Géoplateforme (`/search`, `/reverse`); empty: addresses are typed by hand",
        "",
        bac_a_sable="http://localhost:8900/adresses",
        regles=PARTENAIRE,
    ),
    Variable(
        "AMELI_ETAT_CIVIL_URL",
        "HTTP service of the civil register, asked about births; empty: agents read the acts",
        "",
        bac_a_sable="http://localhost:8900/etat-civil",
        regles=PARTENAIRE,
    ),
    Variable(
        "AMELI_PRELEVEMENTS_URL",
        "HTTP service of the bank that takes the monthly terms of the C2S; empty: the caisse takes them, agents note what is refused",
        "",
        bac_a_sable="http://localhost:8900/prelevements",
        regles=PARTENAIRE,
    ),
    Variable(
        "AMELI_REVENUS_URL",
        "service of the State that says incomes, with the API of API Particulier v3; empty: each amount is asked of the person",
        "",
        bac_a_sable="http://localhost:8900/particulier",
        regles=(*PARTENAIRE, ensemble("AMELI_REVENUS_JETON", "AMELI_REVENUS_SIRET")),
    ),
    Variable(
        "AMELI_REVENUS_JETON",
        "the token that this service gave to this site",
        "",
        bac_a_sable="bac-a-sable-pas-un-secret",
        regles=(SECRET, ensemble("AMELI_REVENUS_URL")),
    ),
    Variable(
        "AMELI_REVENUS_SIRET",
        "SIRET of the caisse that asks, said with each question",
        "",
        bac_a_sable="00000000000000",
        regles=(chiffres(14), ensemble("AMELI_REVENUS_URL")),
    ),
    Variable(
        "AMELI_FRANCECONNECT_URL",
        "issuer of FranceConnect (OpenID Connect); empty: there is no such way in",
        "",
        bac_a_sable="http://localhost:8900/franceconnect",
        regles=(*PARTENAIRE, ensemble("AMELI_FRANCECONNECT_CLIENT", "AMELI_FRANCECONNECT_SECRET")),
    ),
    Variable(
        "AMELI_FRANCECONNECT_CLIENT",
        "what FranceConnect calls this site",
        "",
        bac_a_sable="compte-ameli",
        regles=(ensemble("AMELI_FRANCECONNECT_URL"),),
    ),
    Variable(
        "AMELI_FRANCECONNECT_SECRET",
        "the secret that FranceConnect gave to this site",
        "",
        bac_a_sable="bac-a-sable-pas-un-secret",
        regles=(SECRET, ensemble("AMELI_FRANCECONNECT_URL")),
    ),
    Variable(
        "AMELI_KIOSQUE_URL",
        "bank kiosk where debts are paid; empty: nothing is paid online",
        "",
        bac_a_sable="http://localhost:8900/kiosque",
        regles=(*PARTENAIRE, ensemble("AMELI_KIOSQUE_BOUTIQUE", "AMELI_KIOSQUE_CLE")),
    ),
    Variable(
        "AMELI_KIOSQUE_BOUTIQUE",
        "what the kiosk calls this site",
        "",
        bac_a_sable="compte-ameli",
        regles=(ensemble("AMELI_KIOSQUE_URL"),),
    ),
    Variable(
        "AMELI_KIOSQUE_CLE",
        "key that signs what is said to the kiosk and by it; `new,old` while it changes",
        "",
        bac_a_sable="bac-a-sable-pas-un-secret",
        regles=(sauf_au_bac_a_sable(secret(32, plusieurs=True)), ensemble("AMELI_KIOSQUE_URL")),
    ),
    Variable(
        "AMELI_ORGANISMES_CLES",
        "keys of the complementary organisms that send notices, `number:key`, comma-separated; empty: none is believed",
        "",
        bac_a_sable="99400110:bac-a-sable-pas-un-secret,99310884:bac-a-sable-pas-un-secret",
        regles=(sauf_au_bac_a_sable(secrets_numerotes(32)),),
    ),
    Variable(
        "AMELI_SECOND_FACTEUR",
        "code by mail at sign-in: inconnu (a device never seen), toujours, jamais (refused in production)",
        "inconnu",
        regles=(parmi("inconnu", "toujours", "jamais"), sauf_au_bac_a_sable(jamais("jamais"))),
    ),
    Variable(
        "AMELI_MANDATAIRES",
        "proxies in front of the site: how many last addresses of X-Forwarded-For are theirs to write",
        "1",
        bac_a_sable="0",
        regles=(entier(0, 10),),
    ),
    Variable(
        "AMELI_JETON_OPERATEUR",
        "what an operator's probe sends (`Authorization: Bearer …`) to read the measures of `/readyz`; empty: this machine alone",
        "",
        regles=(SECRET,),
    ),
    Variable(
        "AMELI_RETRAIT",
        "a file: while it is there, `/readyz` says that this machine is leaving; `ameli.superviseur.web` puts it before it stops",
        "",
    ),
    Variable(
        "AMELI_CLE_FORMATEUR",
        "practice site: the trainer's secret, 16 characters or more, without which nobody resets, moves the clock or breaks "
        "anything; empty: only commands do",
        "",
        regles=(secret(16),),
    ),
    Variable(
        "AMELI_MEDIA",
        "where produced documents and received pieces are: a folder, or the bucket of an object store, "
        "`s3://key:secret@host/bucket?region=…`",
        "media",
        regles=(dossier_ou_objets, sauf_au_bac_a_sable(objets_chiffres)),
    ),
    Variable(
        "AMELI_CLAMD",
        "antivirus that reads received files, `tcp://host:3310` or `unix:///run/clamav/clamd.ctl`; empty: none",
        "",
        regles=(adresse("tcp", "unix"),),
    ),
    Variable(
        "AMELI_NIVEAU_JOURNAL",
        "least severe log line written",
        "INFO",
        regles=(parmi("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"),),
    ),
)
