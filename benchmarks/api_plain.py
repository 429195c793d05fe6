"""The API's question as Django REST framework is usually used: ModelViewSet, select_related, Django's ETag."""

from django.core.wsgi import get_wsgi_application
from django.urls import path
from rest_framework import serializers, viewsets

application = get_wsgi_application()

from elections.models import Result, Source  # noqa: E402  Django must be set up first


class SourceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Source
        fields = ["id", "publisher", "title", "url", "published"]


class ResultSerializer(serializers.ModelSerializer):
    source = SourceSerializer()
    election = serializers.CharField(source="contender.election_id")
    country = serializers.CharField(source="contender.election.country_id")
    election_date = serializers.CharField(source="contender.election.date")
    election_status = serializers.CharField(source="contender.election.derived.status")
    contender_name = serializers.CharField(source="contender.name")
    area_name = serializers.CharField(source="area.name")
    computed_share_pct = serializers.CharField(source="derived.computed_share_pct")
    preferred = serializers.BooleanField(source="derived.is_first_for_votes")

    class Meta:
        model = Result
        fields = [
            *("id", "election", "country", "election_date", "election_status", "contender", "contender_name", "area"),
            *("area_name", "votes", "share_pct", "share_of", "computed_share_pct", "seats", "qualifier", "margin_pct"),
            *("basis", "claimant", "as_of", "preferred", "source", "note", "updated_at"),
        ]


class ResultViewSet(viewsets.ModelViewSet):
    serializer_class = ResultSerializer

    def get_queryset(self):
        rows = Result.objects.filter(derived__election=f"kz-{self.kwargs['year']}-bench")
        rows = rows.select_related("contender__election__derived", "area", "source", "derived")
        return rows.order_by("-derived__votes", "pk")[:100]

    def filter_queryset(self, queryset):
        return queryset


urlpatterns = [path("plain/<int:year>", ResultViewSet.as_view({"get": "list"}))]
