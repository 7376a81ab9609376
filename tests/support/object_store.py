"""An object store that speaks as much of S3 as pyarrow asks for, with its objects in memory."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import BinaryIO
from urllib.parse import parse_qs, unquote, urlsplit

from server.config import HOST


class Store(ThreadingHTTPServer):
    """Keeps objects by the path of their address: /bucket/key."""

    def __init__(self) -> None:
        super().__init__((HOST, 0), _Handler)
        self.objects: dict[str, bytes] = {}
        self.parts: dict[str, dict[int, bytes]] = {}

    def name(self, path: str) -> str:
        """Return the address of a bucket, or of something in it."""
        options = f"scheme=http&endpoint_override={HOST}:{self.server_port}&region=harrowick"
        return f"s3://reader:secret@{path}?{options}"


@contextmanager
def open_store() -> Iterator[Store]:
    store = Store()
    thread = threading.Thread(target=store.serve_forever)
    thread.start()
    try:
        yield store
    finally:
        store.shutdown()
        thread.join()
        store.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Store

    def do_HEAD(self) -> None:
        self._get()

    def do_GET(self) -> None:
        query = self._query
        if "list-type" in query:
            self._list(query.get("prefix", ""), query.get("delimiter", ""))
        else:
            self._get()

    def do_PUT(self) -> None:
        content, query = self._read(), self._query
        if "uploadId" in query:
            self.server.parts[query["uploadId"]][int(query["partNumber"])] = content
        elif self._path.count("/") > 1:
            self.server.objects[self._path] = content
        self._answer(200, ETag='"0"')

    def do_POST(self) -> None:
        self._read()
        query = self._query
        if "uploads" in query:
            number = str(len(self.server.parts))
            self.server.parts[number] = {}
            text = f"<InitiateMultipartUploadResult><UploadId>{number}</UploadId>"
            self._answer(200, f"{text}</InitiateMultipartUploadResult>".encode())
        else:
            parts = self.server.parts[query["uploadId"]]
            self.server.objects[self._path] = b"".join(parts[key] for key in sorted(parts))
            text = "<CompleteMultipartUploadResult><ETag>0</ETag></CompleteMultipartUploadResult>"
            self._answer(200, text.encode())

    def _get(self) -> None:
        content = self.server.objects.get(self._path)
        is_bucket = any(key.startswith(f"{self._path}/") for key in self.server.objects)
        if content is None:
            self._answer(200 if self._path.count("/") == 1 and is_bucket else 404)
            return
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if wanted:
            start, end = int(wanted[1]), int(wanted[2] or len(content) - 1)
            part = content[start : end + 1]
            place = f"bytes {start}-{start + len(part) - 1}/{len(content)}"
            self._answer(206, part, **{"Content-Range": place})
        else:
            self._answer(200, content)

    def _list(self, prefix: str, delimiter: str) -> None:
        keys, folders = [], set()
        for path, content in sorted(self.server.objects.items()):
            key = path.removeprefix(f"{self._path.rstrip('/')}/")
            rest = key.removeprefix(prefix)
            if key == path or not key.startswith(prefix):
                continue
            if delimiter and delimiter in rest:
                folders.add(prefix + rest.split(delimiter)[0] + delimiter)
            else:
                keys.append(
                    f"<Contents><Key>{escape(key)}</Key><Size>{len(content)}</Size>"
                    "<LastModified>2026-11-23T06:00:00.000Z</LastModified></Contents>"
                )
        prefixes = [
            f"<CommonPrefixes><Prefix>{escape(folder)}</Prefix></CommonPrefixes>"
            for folder in sorted(folders)
        ]
        listed = "".join((*keys, *prefixes))
        count = f"<KeyCount>{len(keys) + len(prefixes)}</KeyCount><IsTruncated>false</IsTruncated>"
        self._answer(200, f"<ListBucketResult>{count}{listed}</ListBucketResult>".encode())

    @property
    def _path(self) -> str:
        return unquote(urlsplit(self.path).path)

    @property
    def _query(self) -> dict[str, str]:
        query = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        return {name: values[0] for name, values in query.items()}

    def _read(self) -> bytes:
        if self.headers.get("Transfer-Encoding") == "chunked":
            content = _join_chunks(self.rfile)
        else:
            content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        # Amazon's own chunks, signed one by one, may be within those of HTTP.
        is_signed = "aws-chunked" in self.headers.get("Content-Encoding", "")
        return _join_chunks(BytesIO(content)) if is_signed else content

    def _answer(self, status: int, content: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Last-Modified", "Mon, 23 Nov 2026 06:00:00 GMT")
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


def _join_chunks(file: BinaryIO) -> bytes:
    """Read chunks, each behind a line with its length in hexadecimal, and what trails them."""
    whole = b""
    while size := int(re.split(rb"[;\r]", file.readline())[0], 16):
        whole += file.read(size)
        file.readline()
    while file.readline().strip():
        pass
    return whole
