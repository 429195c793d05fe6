"""Django's settings. Whatever differs between machines comes from the environment; see .env.example.

Without DATABASE_URL, CELERY_BROKER_URL and CACHE_URL the project runs its own servers under var/
(config/embedded).
"""

from datetime import timedelta
from pathlib import Path

import environ
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured
from environ.fileaware_mapping import FileAwareMapping

from config import embedded
from config.logs import LOGGING  # noqa: F401  Django reads it here

BASE_DIR = Path(__file__).resolve().parent.parent


class Environment(FileAwareMapping):
    """NAME_FILE names a file that holds the value of NAME; the newline that ends the file is none of it."""

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name).strip()


env = environ.Env()
env.ENVIRON = Environment()
env.read_env(BASE_DIR / ".env")

SERVERS = ("DATABASE_URL", "CELERY_BROKER_URL", "CACHE_URL")
missing = [name for name in SERVERS if not env.str(name, default="")]
if missing and len(missing) < len(SERVERS):
    raise ImproperlyConfigured(f"Own servers need all of {', '.join(SERVERS)}: set {missing[0]} too; see .env.example.")
EMBEDDED = bool(missing)


def required(name: str) -> str:
    """A value that own servers must be given: nothing there may run on a default that everybody knows."""
    value = env.str(name, default="")
    if not value or "change-me" in value:
        raise ImproperlyConfigured(f"{name} is not set, or left as it stands in .env.example; set it as told there.")
    return value


DEBUG = env.bool("DEBUG", default=False)
if EMBEDDED:
    SECRET_KEY = env.str("SECRET_KEY", default="") or embedded.secret_key()
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
else:
    for name in SERVERS:
        required(name)
    SECRET_KEY = required("SECRET_KEY")
    ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS").split(",")]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# X-Forwarded-Proto (gunicorn) and X-Forwarded-For (config.proxy) are believed from these addresses or networks only.
TRUSTED_PROXY = env.str("TRUSTED_PROXY", default="127.0.0.1,::1" if EMBEDDED else "")

TLS = env.bool("TLS", default=not EMBEDDED)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000) if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = TLS
X_FRAME_OPTIONS = "DENY"

# Where readers report an error: the address of an issue tracker, or mailto:…; empty leads to the page About.
REPORT_ADDRESS = env.str("REPORT_ADDRESS", default="")

WEB_PROCESSES = env.int("WEB_PROCESSES", default=2)
WEB_THREADS = env.int("WEB_THREADS", default=8)

INSTALLED_APPS = [
    "config.staff.StaffConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "axes",
    "rest_framework",
    "config",
    "elections",
    "observers",
]

MIDDLEWARE = [
    "config.proxy.believe_trusted_proxy",
    "config.health.answer_health",
    "config.at_once.answer_at_once",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.compression.compress",
    "config.security.content_security_policy",
    "config.language.speak_as_addressed",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

if EMBEDDED:
    database = {
        "ENGINE": "config.embedded",
        "NAME": "saylau",
        "USER": "postgres",
        "HOST": str(embedded.SOCKETS),
    }
    cache = {
        "BACKEND": "config.embedded.cache.ValkeyCache",
        "LOCATION": f"unix://{embedded.VALKEY_SOCKET}?db=1",
    }
    CELERY_BROKER_URL = f"redis+socket://{embedded.VALKEY_SOCKET}"
else:
    database = env.db("DATABASE_URL", engine="django.db.backends.postgresql")
    cache = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env.str("CACHE_URL")}
    CELERY_BROKER_URL = env.str("CELERY_BROKER_URL")
options = {"connect_timeout": 3, **database.get("OPTIONS", {})}  # seconds; a silent server is said so soon
DATABASES = {"default": {**database, "OPTIONS": options, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}
CACHES = {"default": cache}

# Five wrong passwords for one name from one address close the door to that pair for a quarter of an hour. The count
# stands in the cache until then, and nowhere else: no table and no log keeps who tried.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "admin/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
SESSION_COOKIE_AGE = 12 * 3600  # seconds; a day's work, after which the staff sign in again
PASSWORD_RESET_TIMEOUT = 3 * 86_400  # seconds that an invitation holds

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# The languages of the pages, each by its own name: the one place that names them. A further one needs its catalogue
# under locale/ besides. The first is the language of the strings in the code; its addresses have no prefix.
LANGUAGES = [("en", "English"), ("ru", "Русский")]
LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

# The zip of the whole record: written by the worker, read by web, made again when it is lost.
PACKAGES = Path(env.str("PACKAGES", default=str(embedded.VAR / "packages")))

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(embedded.VAR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False  # an embed loads its own files; nobody else's page needs ours
STORAGES = {
    "default": {"BACKEND": "elections.models.storage.DatabaseStorage"},  # backups have the files too
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "config.uploading.NamelessFileUploadHandler",
]

# Seconds that a public answer is kept here: many addresses can be asked for, and each takes its memory. 0 for none.
ANSWERS_KEPT = env.int("ANSWERS_KEPT", default=300)
# Questions to the API a minute, by address and by key; 0 for no limit.
API_ANONYMOUS_PER_MINUTE = env.int("API_ANONYMOUS_PER_MINUTE", default=60)
API_KEY_PER_MINUTE = env.int("API_KEY_PER_MINUTE", default=1000)

CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 3
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 3}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE = {
    "forget-uploads-nightly": {"task": "elections.tasks.forget_uploads", "schedule": crontab(hour=3, minute=10)},
    "forget-filed-nightly": {"task": "elections.tasks.forget_filed", "schedule": crontab(hour=3, minute=20)},
    "check-data-nightly": {"task": "elections.tasks.check_data", "schedule": crontab(hour=2, minute=30)},
    "make-package-nightly": {"task": "elections.tasks.make_package", "schedule": crontab(hour=2, minute=45)},
}
