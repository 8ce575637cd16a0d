# SPDX-License-Identifier: Apache-2.0
"""An authority of its own with certificates for a collector and a sender, made by openssl."""

import subprocess
from pathlib import Path

from lab import Lab


def _openssl(*arguments) -> None:
    done = subprocess.run(["/usr/bin/openssl", *map(str, arguments)], capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f"openssl {arguments[0]}: {done.stderr.strip()}")


class Authority:
    def __init__(self, lab: Lab, name: str = "authority"):
        self.folder = lab.folder(name)
        self.certificate = self.folder / "ca.pem"
        self._key = self.folder / "ca.key"
        _openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", f"/CN={name}",
                 "-keyout", self._key, "-out", self.certificate)

    def issue(self, name: str, alternatives: str = "DNS:localhost,IP:127.0.0.1") -> tuple[Path, Path]:
        """(certificate, key) for `name`, which also stands among the alternative names."""
        certificate, key, request = (self.folder / f"{name}.{kind}" for kind in ("pem", "key", "csr"))
        _openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={name}", "-keyout", key, "-out", request)
        extensions = self.folder / f"{name}.ext"
        extensions.write_text(f"subjectAltName=DNS:{name}{',' + alternatives if alternatives else ''}\n")
        _openssl("x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self._key, "-CAcreateserial", "-days", "2",
                 "-extfile", extensions, "-out", certificate)
        return certificate, key
