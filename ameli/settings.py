"""Django settings. What differs from one installation to another comes from `ameli.configuration`."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF

from ameli.configuration import Configuration
from ameli.limites import LIMITES as LIMITES
from ameli.noyau import processus
from ameli.noyau.courtier import options_du_courtier, tls_de_redis, url_du_courtier
from ameli.noyau.envois.partenaires import Consultation
from ameli.noyau.journalisation import reglage_logging

RACINE = Path(__file__).resolve().parent.parent
CONFIGURATION = Configuration()
BAC_A_SABLE = CONFIGURATION.bac_a_sable
CLE_FORMATEUR = CONFIGURATION["AMELI_CLE_FORMATEUR"]  # ameli.bac_a_sable.formateur

SECRET_KEY = CONFIGURATION["AMELI_CLE_SECRETE"]
DEBUG = False
ALLOWED_HOSTS = CONFIGURATION.liste("AMELI_HOTES")
URL_PUBLIQUE = CONFIGURATION["AMELI_URL"].rstrip("/")
CONTACT_EXERCICE = CONFIGURATION["AMELI_CONTACT_EXERCICE"] if BAC_A_SABLE else ""

INSTALLED_APPS = [
    "ameli.noyau",
    "accounts",
    "paiements",
    "documents",
    "demarches",
    *(["ameli.bac_a_sable"] if BAC_A_SABLE else []),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "formtools",
    "csp",
    "django_structlog",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "ameli.noyau.statiques.DeToutesLesVersions",
    "ameli.noyau.horloge.PorteeHorloge",
    "django_structlog.middlewares.RequestMiddleware",
    "csp.middleware.CSPMiddleware",
    "ameli.noyau.entetes.EntetesMiddleware",
    "ameli.noyau.televersement.refus.CorpsRefuses",
    "ameli.noyau.sante.EnVie",
    "ameli.noyau.saisie.requete.AdresseLue",
    "accounts.connexion.afflux.Porte",
    "accounts.connexion.middleware.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.connexion.middleware.SessionSure",
    "accounts.securite.dossier.QuelDossier",
    "accounts.connexion.middleware.ConnexionRequise",
    "accounts.connexion.passages.PassagesObliges",
    "accounts.admin.raisons.DemanderLaRaison",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.reprises.middleware.Reprises",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ameli.noyau.methodes.PageDeMethode",
    "ameli.noyau.lecture_seule.LectureSeule",
    "ameli.noyau.stockage.SansPlace",
    *(["ameli.bac_a_sable.formateur.Reserve"] if BAC_A_SABLE else []),
]

ROOT_URLCONF = "ameli.urls"
WSGI_APPLICATION = "ameli.wsgi.application"

# A room of the catalogue brings its own texts: its folder is found, never listed.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [RACINE / "templates", *sorted(RACINE.glob("demarches/catalogue/*/templates"))],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["ameli.noyau.templatetags.adresses"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ameli.noyau.contexte.site",
                "accounts.connexion.contexte.delai",
                "accounts.messagerie.contexte.non_lus",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

POOLEUR = CONFIGURATION["AMELI_POOLEUR"] == "1"
DATABASES = {
    "default": {
        **CONFIGURATION.base_de_donnees(),
        "ENGINE": "ameli.noyau.postgresql",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# A file of private authorities, believed beside those of the machine: Redis, mail, partners.
AUTORITES = CONFIGURATION["AMELI_AUTORITES"]
TLS_DE_REDIS = tls_de_redis(CONFIGURATION["REDIS_URL"], AUTORITES)
# An answer of Redis comes in less than a thousandth of a second when all is well; nobody waits much longer for it.
CACHES = {
    "default": {
        "BACKEND": "ameli.noyau.redis.CacheDeConfort",
        "LOCATION": CONFIGURATION["REDIS_URL"],
        "KEY_PREFIX": "ameli",
        "OPTIONS": {"socket_timeout": 0.3, "socket_connect_timeout": 0.3, "health_check_interval": 30, **TLS_DE_REDIS},
    }
}
SESSION_ENGINE = "ameli.noyau.sessions"
# Chapter 1 § 4: a session ends after 15 minutes without activity (a shared computer left open), and after
# 12 hours whatever happens (a stolen cookie kept alive by a script).
SESSION_INACTIVITE = timedelta(minutes=15)
SESSION_DUREE_MAXIMALE = timedelta(hours=12)
SESSION_COOKIE_AGE = int(SESSION_DUREE_MAXIMALE.total_seconds())
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True  # scripts read the token of the form
SESSION_COOKIE_SAMESITE = "Lax"

# FranceConnect (accounts.connexion.franceconnect); the issuer is empty where there is no such way in. Sign-in waits for
# it, so it has few seconds for the whole of each answer, and none for a while after it failed.
FRANCECONNECT = {
    "emetteur": CONFIGURATION["AMELI_FRANCECONNECT_URL"].rstrip("/"),
    "client": CONFIGURATION["AMELI_FRANCECONNECT_CLIENT"],
    "secret": CONFIGURATION["AMELI_FRANCECONNECT_SECRET"],
    "patience": 5,
    "repos": timedelta(seconds=15),
}
# The bank kiosk (paiements.creances): a browser is sent there with a signed form. Without address nothing is paid online.
ORGANISMES_CLES = CONFIGURATION["AMELI_ORGANISMES_CLES"]
KIOSQUE = {
    "adresse": CONFIGURATION["AMELI_KIOSQUE_URL"].rstrip("/"),
    "boutique": CONFIGURATION["AMELI_KIOSQUE_BOUTIQUE"],
    "cle": CONFIGURATION["AMELI_KIOSQUE_CLE"],
}
# A form that leads to FranceConnect is ours; the redirection that follows is a target of the form for the browser.
HORS_DU_SITE = [
    "{0.scheme}://{0.netloc}".format(urlsplit(adresse))
    for adresse in (FRANCECONNECT["emetteur"], KIOSQUE["adresse"])
    if adresse
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF, *HORS_DU_SITE],
        "frame-ancestors": [NONE],
    }
}
# Behind a proxy that ends TLS and names the scheme it received. AMELI_URL says whether the site is on HTTPS at all.
EN_HTTPS = URL_PUBLIQUE.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if EN_HTTPS else None
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = EN_HTTPS
# « __Host- »: the browser itself refuses such a cookie from another host, another path or plain HTTP.
COOKIE_PREFIXE = "__Host-" if EN_HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIXE}sessionid", f"{COOKIE_PREFIXE}csrftoken"
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000 if EN_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = EN_HTTPS
CSRF_TRUSTED_ORIGINS = [URL_PUBLIQUE]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "accounts.connexion.jeton_refuse.jeton_refuse"

LANGUAGE_CODE = "fr"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"

STATIC_URL = "/static/"
STATIC_ROOT = RACINE / ".local" / "static"
STATICFILES_DIRS = [RACINE / "static"]
GUIDE = RACINE / "static" / "guide"  # pictures and papers of the guide, where `make guide` was run (demarches.guide)
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("png", "webp", "pdf", "mp4")  # compressed already
WHITENOISE_MIMETYPES = {".vtt": "text/vtt"}  # subtitles: WhiteNoise does not know them, and browsers may not guess
STORAGES = {
    "default": CONFIGURATION.fichiers(),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = "" if "OPTIONS" in STORAGES["default"] else Path(CONFIGURATION["AMELI_MEDIA"])
# What people send (ameli.noyau.televersement): bytes of one file, bytes of one request, pixels of one picture.
# `attente_maximum`: bytes of one person that may wait for their forms.
TELEVERSEMENT = {
    "octets_maximum": 10_000_000, "envoi_maximum": 50_000_000, "pixels_maximum": 40_000_000, "attente_maximum": 60_000_000,
}  # fmt: skip
# Below this `/readyz` is not well (ameli.noyau.stockage): two hours of a busy morning's photos, for who has to make room.
DISQUE = {"octets_minimum": 500_000_000, "inodes_minimum": 5_000}
ANTIVIRUS = CONFIGURATION["AMELI_CLAMD"]  # where clamd listens; empty: received files are in nobody's quarantine
# When a caisse asks for a document: days to send it, and days before it is asked for again.
PIECES = {"reponse": 30, "rappel": 20}
# « Mes délais » measures what a caisse decided in the last days, when that is enough, and no more than the latest ones.
DELAIS = {"assez": 30, "au_plus": 200, "jours_mesures": 90}
FILE_UPLOAD_HANDLERS = ["ameli.noyau.televersement.reception.EnMemoire"]

AUTH_USER_MODEL = "accounts.Compte"
AUTHENTICATION_BACKENDS = ["accounts.connexion.identification.ParNir", "accounts.connexion.identification.ParMatricule"]
PASSWORD_HASHERS = ["accounts.connexion.hachage.Argon2Mesure"]
LOGIN_URL = "/connexion/"
LOGIN_REDIRECT_URL = "/"

# Sign-in goes through allauth's flows; the NIR is ours, so its own user name and address tables stay out of it.
ACCOUNT_ADAPTER = "accounts.connexion.adaptateur.Adaptateur"
ACCOUNT_FORMS = {"login": "accounts.connexion.mot_de_passe.FormulaireConnexion"}
SOCIALACCOUNT_ADAPTER = "accounts.connexion.franceconnect.client.Exterieur"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "identifiant"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# allauth's own sign-up, whose fields the check compares with the sign-in, has no address here.
SILENCED_SYSTEM_CHECKS = ["account.W001"]
# Passwords that one process hashes a second for devices that nobody knows, and how many at once after a calm. In a storm
# one page in fifty may meet a hash of 20 ms (docs/decisions/0003); a working day brings some a minute to each process.
HACHAGES = {"debit": 1.0, "contenance": 20.0}
# When a password alone is not enough (accounts.connexion.second_facteur).
SECOND_FACTEUR = CONFIGURATION["AMELI_SECOND_FACTEUR"]
# Passkeys, applications of codes and codes to print (accounts.connexion.cles). A clock may be half a minute wrong.
MFA_ADAPTER = "accounts.connexion.cles.adaptateur.AdaptateurCles"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
# allauth keeps its counts in the cache and its lock waits: sign-in is counted in PostgreSQL instead (LIMITES).
ACCOUNT_RATE_LIMITS = {"login": "", "login_failed": ""}

# The address of a browser is what the proxies in front wrote, counted from the end: what it claims itself comes before.
ALLAUTH_TRUSTED_PROXY_COUNT = CONFIGURATION.entier("AMELI_MANDATAIRES")

# What opens the measures of `/readyz` from elsewhere than this machine; empty: nothing does.
JETON_OPERATEUR = CONFIGURATION["AMELI_JETON_OPERATEUR"]
# While this file is there, the processes of this machine are leaving (ameli.noyau.retrait).
RETRAIT = CONFIGURATION["AMELI_RETRAIT"]

# An old person reads a form, looks for a card and types thirteen digits before reaching the captcha: ten minutes, where
# chapter 3 supposes three. It serves once all the same.
CAPTCHA_DUREE = timedelta(minutes=10)

# Seconds that the mail server has (ameli.noyau.envois.smtp): RFC 5321 § 4.5.3.2, but for the connection and the farewell.
SMTP = {
    "connexion": 30, "accueil": 300, "commande": 300, "data": 120, "bloc": 180, "fin": 600, "adieu": 5,
}  # fmt: skip
EMAIL_BACKEND = "ameli.noyau.envois.smtp.Relais"
vars().update({k: v for k, v in CONFIGURATION.smtp().items() if k.startswith("EMAIL_") and k != "EMAIL_BACKEND"})
DEFAULT_FROM_EMAIL = CONFIGURATION["AMELI_EXPEDITEUR"]

# Partners that are asked something over HTTP (`envois.deposer_appel`), by name.
PARTENAIRES = {"banque": CONFIGURATION["AMELI_BANQUE_URL"], "kiosque": f"{KIOSQUE['adresse']}/etat"}
if CONFIGURATION["AMELI_ETAT_CIVIL_URL"]:
    PARTENAIRES["etat_civil"] = CONFIGURATION["AMELI_ETAT_CIVIL_URL"]
if CONFIGURATION["AMELI_PRELEVEMENTS_URL"]:
    PARTENAIRES["prelevements"] = CONFIGURATION["AMELI_PRELEVEMENTS_URL"]
if CONFIGURATION["AMELI_REVENUS_URL"]:
    PARTENAIRES["revenus"] = Consultation(
        f"{CONFIGURATION['AMELI_REVENUS_URL'].rstrip('/')}/v3/dss/ressources_mensuelles/identite",
        CONFIGURATION["AMELI_REVENUS_JETON"],
    )
# What is paid whole of a newborn's care, and how long: in hospital, for 30 days (PLFSS 2026; hypothesis for those before).
NOUVEAU_NE = {"jours": 30, "condition": "soins à l’hôpital"}
# Debts that are paid whole or in part, without the 50 euros of the catalogue (chapter 16 § 5).
CREANCE_SANS_PLAFOND = ("INDU-IJ", "INDU-SOIN", "INDU-INV", "PENAL", "C2S")
# Euros that an agent moves alone in a day, for one person then for all (hypotheses): a notice that is issued, a sum given back,
# a line given up. Beyond, two different agents want it.
MONTANT_A_DEUX = 150
MONTANT_D_UN_JOUR_A_DEUX = 1000

# Suggestions of addresses. It is asked while a page waits, so it has no place among the partners.
GEOCODAGE_URL = CONFIGURATION["AMELI_GEOCODAGE_URL"]

# Celery only rings (docs/decisions/0002-delais-en-base.md): what must not be lost is in PostgreSQL.
CELERY_BROKER_URL = url_du_courtier(CONFIGURATION["REDIS_URL"])
CELERY_BROKER_USE_SSL = TLS_DE_REDIS or None
CELERY_BROKER_TRANSPORT_OPTIONS = options_du_courtier(processus.genre())
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_BEAT_SCHEDULER = "ameli.noyau.veille:Veilleur"
CELERY_BEAT_SCHEDULE = {
    # Somebody may be waiting for a code: a bell that nobody hears is noticed at the next ring (ameli.noyau.veille).
    "balayer": {"task": "noyau.balayer", "schedule": timedelta(seconds=10), "options": {"expires": 9}},
    "entretenir": {"task": "noyau.entretenir", "schedule": timedelta(minutes=5), "options": {"expires": 240}},
    "verifier_les_fichiers": {
        "task": "noyau.verifier_les_fichiers",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 50},
    },
    "preparer_les_documents": {
        "task": "documents.preparer",
        "schedule": timedelta(seconds=30),
        "options": {"expires": 25},
    },
    "entretenir_les_comptes": {
        "task": "accounts.entretenir",
        "schedule": timedelta(hours=24),
        "options": {"expires": 3600},
    },
    "revoir_les_invitations": {
        "task": "demarches.revoir_les_invitations",
        "schedule": timedelta(hours=24),
        "options": {"expires": 3600},
    },
}
CELERY_TIMEZONE = TIME_ZONE

LOGGING = reglage_logging(CONFIGURATION["AMELI_NIVEAU_JOURNAL"])
DJANGO_STRUCTLOG_USER_ID_FIELD = "public_id"
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = 10  # DEBUG: one line a request, at its end
