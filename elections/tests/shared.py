"""The researched set beside the project, which developers have and users have not."""

from pathlib import Path

import pytest
from django.conf import settings

ORIGINAL = settings.BASE_DIR.parent / "shared" / "data"


def needs_original(what: str, path: Path = ORIGINAL) -> pytest.MarkDecorator:
    """Skips a test where a file or folder of the set is not there, and says what is not tried then."""
    name = path.relative_to(settings.BASE_DIR.parent)
    return pytest.mark.skipif(not path.exists(), reason=f"../{name} is not there: {what}")
