"""A name server for one name, as Docker's own is for `web`: it answers with every copy that runs at the moment."""

import socket
import struct
import threading

HEADER = struct.Struct(">HHHHHH")


class NameServer:
    """Answers A questions on UDP with `addresses`, which may change while it runs."""

    def __init__(self, address: str, port: int):
        self.address = f"{address}:{port}"
        self.addresses: list[str] = []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((address, port))
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                question, asker = self.socket.recvfrom(512)
            except OSError:
                return  # closed
            self.socket.sendto(self.answer(question), asker)

    def answer(self, question: bytes) -> bytes:
        """The question again, then one record of one second for each address; none means NXDOMAIN."""
        number = HEADER.unpack_from(question)[0]
        end = question.index(b"\0", HEADER.size) + 5
        flags = 0x8180 if self.addresses else 0x8183
        head = HEADER.pack(number, flags, 1, len(self.addresses), 0, 0)
        record = struct.pack(">HHHLH", 0xC00C, 1, 1, 1, 4)
        records = b"".join(record + socket.inet_aton(address) for address in self.addresses)
        return head + question[HEADER.size : end] + records

    def close(self) -> None:
        self.socket.close()
