"""Files kept in the database, in pieces: every process and machine sees them, and a backup has them."""

import tempfile

from django.apps import apps
from django.core.files import File
from django.core.files.storage import Storage
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.db.models.functions import Length
from django.utils.deconstruct import deconstructible

PIECE = 1 << 20  # bytes; what one process holds of a file at a time


@deconstructible
class DatabaseStorage(Storage):
    """A storage of Django; where a site has an object store of its own, STORAGES names that instead."""

    def _parts(self):
        return apps.get_model("elections.StoredPart").objects

    def _save(self, name, content):
        try:
            with transaction.atomic():
                for number, piece in enumerate(content.chunks(PIECE)):
                    self._parts().create(name=name, number=number, content=piece)
                if not content.size:
                    self._parts().create(name=name, number=0, content=b"")
        except IntegrityError:  # somebody else has kept a file of this name since it was looked for
            return self._save(self.get_available_name(name), content)
        return name

    def _open(self, name, mode="rb"):
        if not self.exists(name):
            raise FileNotFoundError(name)
        spooled = tempfile.TemporaryFile()  # noqa: SIM115  it is the caller's to close
        for piece in self.pieces(name):
            spooled.write(piece)
        spooled.seek(0)
        return File(spooled, name)

    def pieces(self, name):
        """The bytes of a file, piece by piece."""
        for number in self._parts().filter(name=name).values_list("number", flat=True).order_by("number"):
            yield bytes(self._parts().get(name=name, number=number).content)

    def exists(self, name):
        return self._parts().filter(name=name).exists()

    def listdir(self, path):
        start = f"{path.strip('/')}/" if path.strip("/") else ""
        names = self._parts().filter(name__startswith=start, number=0).values_list("name", flat=True)
        below = [name.removeprefix(start).partition("/") for name in names]
        folders = sorted({folder for folder, slash, _ in below if slash})
        return folders, sorted(name for name, slash, _ in below if not slash)

    def delete(self, name):
        self._parts().filter(name=name).delete()

    def size(self, name):
        return self._parts().filter(name=name).aggregate(size=Sum(Length("content")))["size"] or 0

    def url(self, name):
        raise ValueError("Files are served by pages that know what they are, not by their place.")
