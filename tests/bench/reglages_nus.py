"""Settings of the yardstick."""

from tests.bench.nu import GABARIT

SECRET_KEY = "x" * 50
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "tests.bench.nu"
USE_TZ = True
LANGUAGE_CODE = "fr"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [("django.template.loaders.locmem.Loader", {"nu.html": GABARIT})],
                )
            ]
        },
    }
]
RETRAIT = ""  # what `ameli.entree` asks of its settings
