# The site in a container: not as root, on a root file system that may be read-only. Its data is in /data, nowhere else.
FROM python:3.11-slim-bookworm AS build
WORKDIR /site
COPY requirements.txt ./
RUN python -m venv /venv && \
    /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement requirements.txt
COPY LICENSE README.md app.py pyproject.toml setup.cfg ./
COPY docs/editors.md docs/
COPY migrations migrations
COPY seeds seeds
COPY templates templates
COPY topic_templates topic_templates
COPY tracker tracker
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation --editable . && \
    /venv/bin/python -m compileall -q tracker migrations

FROM python:3.11-slim-bookworm
# pg_dump and pg_restore, for "tracker backup" and "tracker restore" on PostgreSQL.
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/*
RUN groupadd --system --gid 10001 tracker && useradd --system --uid 10001 --gid tracker --home-dir /data tracker && \
    install --directory --owner=tracker --group=tracker --mode=0700 /data
COPY --from=build /venv /venv
COPY --from=build /site /site
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite:////data/tracker.sqlite3 \
    SECRETS_DIR=/data/secrets \
    EXPORTS_DIR=/data/exports \
    CAPTURES=/data/captures \
    SQLITE_TMPDIR=/data \
    HOST=0.0.0.0 \
    LOG_FORMAT=json
WORKDIR /site
USER 10001:10001
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["tracker"]
CMD ["run"]
