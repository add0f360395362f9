# One image for web, worker, scheduler and the migration step. No compiler: every package comes as a wheel.
FROM python:3.11-slim-bookworm AS paquets
COPY requirements/production.txt /
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r /production.txt

# What runs, and nothing more: a site for real people holds no practice site (AMELI_BAC_A_SABLE=1 keeps it) and no developers' tool.
FROM python:3.11-slim-bookworm AS produit
ARG AMELI_BAC_A_SABLE=0
COPY --from=paquets /venv /venv
WORKDIR /app
COPY manage.py ./
COPY ameli ameli
COPY accounts accounts
COPY paiements paiements
COPY documents documents
COPY demarches demarches
COPY templates templates
COPY static static
# The page « Accessibilité » is written from it.
COPY docs/accessibilite.md docs/
# Hashed and compressed static files belong to the image; the values below only let Django start for that one step.
RUN AMELI_BAC_A_SABLE=1 DATABASE_URL=postgres://x/x REDIS_URL=redis://x \
    /venv/bin/python manage.py collectstatic --noinput -v0
RUN rm ameli/noyau/management/commands/asvs.py ameli/noyau/management/commands/rgaa.py ameli/noyau/management/commands/mesurer_balayage.py \
        accounts/management/commands/enregistrer_voix.py
RUN [ "$AMELI_BAC_A_SABLE" = 1 ] || rm -r ameli/bac_a_sable templates/bac_a_sable

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b \
        libharfbuzz-subset0 libfontconfig1 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home --shell /usr/sbin/nologin ameli \
    && install -d -o ameli -g ameli /media
COPY --from=paquets /venv /venv
COPY --from=produit /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 AMELI_MEDIA=/media XDG_CACHE_HOME=/tmp/cache
USER ameli
VOLUME /media
EXPOSE 8000
CMD ["python", "-m", "ameli.superviseur.web", "--host", "0.0.0.0", "--port", "8000", "--workers", "2"]
