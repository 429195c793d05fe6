"""The archived copy of a source."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections.datasets.copies import handed_out
from elections.models import Source
from elections.views.moved import elsewhere


@require_safe
def source_copy(request: HttpRequest, source_id: str) -> HttpResponse:
    """The copy that is published with a source; asked again with its hash, it is not sent again."""
    if not source_id.isprintable():
        raise Http404(_("A source’s id has letters, digits and hyphens only."))
    source = Source.objects.filter(pk=source_id).first()
    if source is None:
        return elsewhere(request, "source-copy", "sources", Source, source_id)
    if not source.archived_copy:
        raise Http404(_("Of %(id)s no copy is stored.") % {"id": source_id})
    tag = f'"{source.archived_sha256}"'
    answer = get_conditional_response(request, tag) or handed_out(source.archived_copy.name, source_id)
    answer["ETag"] = tag
    patch_cache_control(answer, public=True, no_cache=True)
    return answer
