"""What the list of changes leads to: of every table of the record, a page that is there."""

import pytest

from elections.importers.published import published_row
from elections.models import Change
from elections.views.telling import page_of
from observers.importers import RECORD


@pytest.mark.django_db
@pytest.mark.usefixtures("record")
class TestEveryTable:
    @pytest.mark.parametrize("table", RECORD, ids=lambda table: table.name)
    def test_a_row_leads_to_a_page_that_is_there(self, table, client):
        for row_id in table.model.objects.order_by("pk").values_list("pk", flat=True)[:2]:
            cells, _changed_at = published_row(table, row_id)
            page = page_of(Change(table=table.name, kind="alter", row_id=row_id, values=cells))
            assert page and client.get(page, follow=True).status_code == 200, (table.name, cells)

    def test_what_was_withdrawn_has_none(self):
        gone = Change(table="sources", kind="withdraw", row_id="x", before={"source_id": "x"})
        assert page_of(gone) == ""
