"""Where an uploaded file lies until it is read: in a file without a name, which is gone with the process."""

from tempfile import TemporaryFile

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class NamelessFileUploadHandler(FileUploadHandler):
    """Django's own lays it into TMPDIR under a name, where it stays if the process is killed.

    What observers send tells where and by whom it was taken until it is stripped.
    """

    def new_file(self, *args, **more):
        super().new_file(*args, **more)
        kept = TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115  whoever reads it closes it
        self.file = UploadedFile(kept, self.file_name, self.content_type, 0, self.charset, self.content_type_extra)

    def receive_data_chunk(self, raw_data, start):
        self.file.write(raw_data)

    def file_complete(self, file_size):
        self.file.seek(0)
        self.file.size = file_size
        return self.file

    def upload_interrupted(self):
        if hasattr(self, "file"):
            self.file.close()
