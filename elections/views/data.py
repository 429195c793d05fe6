"""The data to take away: the whole record as one zip, each list as files, and what they mean."""

import logging
from dataclasses import dataclass
from datetime import datetime

from celery.exceptions import OperationalError as NoBroker
from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from elections import tasks
from elections.datasets import Dataset
from elections.datasets.envelope import LICENCE
from elections.datasets.resources import RESOURCES, ROOT
from elections.importers import package
from elections.importers.package import Package
from elections.models import DataVersion
from elections.views.parts_of_files import file_answer

log = logging.getLogger(__name__)

ASKED_AGAIN = 600  # seconds after which a package that nobody made is asked for again


@dataclass(frozen=True)
class State:
    """Whether the zip is ready for the data version of now; otherwise what is known of the one to come."""

    newest: Package | None
    is_current: bool
    is_being_made: bool = False
    asked_at: datetime | None = None  # None: it could not be asked for

    @property
    def made_at(self) -> datetime | None:
        return datetime.fromisoformat(self.newest.made_at) if self.newest else None

    @property
    def raised_at(self) -> datetime | None:
        return datetime.fromisoformat(self.newest.raised_at) if self.newest else None


def state_of(version: DataVersion) -> State:
    """The state of the zip; one that is missing is asked for, once in a while."""
    newest = package.newest(settings.PACKAGES)
    if newest and newest.is_of(version):
        return State(newest, True)
    asked_at = ask(version)
    newest = package.newest(settings.PACKAGES)  # a worker may be quick
    return State(newest, bool(newest and newest.is_of(version)), package.is_being_made(), asked_at)


def ask(version: DataVersion) -> datetime | None:
    """Have the zip of a data version made, if nobody asked for it just before; when it was asked for."""
    key = f"package-asked:{version.number}:{version.raised_at.isoformat()}"
    try:
        now = timezone.now()
        if cache.add(key, now, ASKED_AGAIN):
            tasks.make_package.apply_async(retry=False)
            return now
        return cache.get(key, now)
    except (RedisError, NoBroker, OSError) as error:
        log.warning("the zip of the record could not be asked for: %s", error)
        return None


@dataclass(frozen=True)
class Listed:
    """A dataset with the addresses of its page, if it has one, of its files and of its rows in the API."""

    dataset: Dataset
    page: str
    files: list[tuple[str, str]]
    api: str
    about: str


def listed(dataset: Dataset) -> Listed:
    name = dataset.name
    files = [(form.upper(), address(f"{name}-file", form)) for form in ("csv", "json", "xlsx")]
    with translation.override(settings.LANGUAGE_CODE):  # what explains data is English
        about = str(dataset.about)
    page = address(name) or address(f"observers-{name}")
    return Listed(dataset, page, [file for file in files if file[1]], f"{ROOT}{name}", about)


def address(name: str, *arguments: str) -> str:
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Not kept by caches: what it says of the zip changes while the record does not."""
    version = DataVersion.objects.filter(pk=1).first()
    context = {
        "state": state_of(version) if version else None,
        "datasets": [listed(dataset) for dataset in RESOURCES.values()],
        "licence": LICENCE,
        "version": version.number if version else 0,
    }
    response = render(request, "about/data.html", context)
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def newest_package(request: HttpRequest) -> HttpResponse:
    """One address for whoever wants the newest zip that is ready."""
    found = package.newest(settings.PACKAGES)
    if found is None:
        raise Http404(_("No zip of the record is ready yet. The page about the data says when one is."))
    return redirect("package", found.version)


@require_safe
def package_file(request: HttpRequest, version: int) -> HttpResponse:
    """The zip of one data version, while it is the newest."""
    for _attempt in range(2):
        found = package.newest(settings.PACKAGES)
        if found is None or found.version != version:
            break
        try:
            file = (settings.PACKAGES / found.file).open("rb")
        except FileNotFoundError:  # the next one has just taken its place
            continue
        name = f"saylau-{version}.zip"
        return file_answer(request, file, found.size, f'"{found.sha256}"', "application/zip", name)
    raise Http404(
        _("There is no zip of data version %(version)s. Only the newest is kept; the page about the data has it.")
        % {"version": version}
    )
