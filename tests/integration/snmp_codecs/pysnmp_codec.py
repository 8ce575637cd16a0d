# SPDX-License-Identifier: Apache-2.0
"""pysnmp as a codec: its PDUs in pure Python, over a socket of our own."""

import socket
import time

from pyasn1.codec.ber import decoder, encoder
from pysnmp import hlapi
from pysnmp.proto import api, rfc1902

import codec
import snmp
from codec import Answer, Codec, NoAnswer, Varbind

V2C = api.protoModules[api.protoVersion2c]
TAGS = {2: codec.INTEGER, 4: codec.OCTETS, 6: codec.OID, 0x40: codec.ADDRESS, 0x41: codec.COUNTER, 0x42: codec.GAUGE, 0x43: codec.TICKS, 0x46: codec.COUNTER64,
        0x80: codec.NO_OBJECT, 0x81: codec.NO_INSTANCE, 0x82: codec.END}
CLASSES = {codec.INTEGER: rfc1902.Integer32, codec.GAUGE: rfc1902.Gauge32, codec.COUNTER: rfc1902.Counter32, codec.COUNTER64: rfc1902.Counter64,
           codec.OCTETS: rfc1902.OctetString, codec.OID: rfc1902.ObjectName, codec.TICKS: rfc1902.TimeTicks, codec.ADDRESS: rfc1902.IpAddress}


def varbind_of(name, value) -> Varbind:
    tag = value.tagSet[0]
    kind = TAGS[(int(tag.tagClass) & 0xc0) | tag.tagId]
    if kind in (codec.NO_OBJECT, codec.NO_INSTANCE, codec.END):
        return Varbind(str(name), kind)
    if kind == codec.OCTETS:
        return Varbind(str(name), kind, bytes(value))
    return Varbind(str(name), kind, str(value) if kind == codec.OID else value.prettyPrint() if kind == codec.ADDRESS else int(value))


class Pysnmp(Codec):
    name = "pysnmp"

    def __init__(self, *arguments, **more):
        super().__init__(*arguments, **more)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.connect(("127.0.0.1", self.port))

        self._engine = hlapi.SnmpEngine() if self.user else None

    def close(self) -> None:
        self._socket.close()
        if self._engine is not None and self._engine.transportDispatcher is not None:
            self._engine.transportDispatcher.closeDispatcher()

    def _message(self, pdu, varbinds: list):
        V2C.apiPDU.setVarBinds(pdu, varbinds)
        message = V2C.Message()
        V2C.apiMessage.setDefaults(message)
        V2C.apiMessage.setCommunity(message, self.community)
        V2C.apiMessage.setPDU(message, pdu)
        return encoder.encode(message)

    def _exchange(self, pdu, varbinds: list) -> Answer:
        octets, number = self._message(pdu, varbinds), V2C.apiPDU.getRequestID(pdu)
        for _ in range(self.retries + 1):
            self._socket.send(octets)
            deadline = time.monotonic() + self.patience
            while (left := deadline - time.monotonic()) > 0:
                self._socket.settimeout(left)
                try:
                    message, rest = decoder.decode(self._socket.recv(65536), asn1Spec=V2C.Message())
                except TimeoutError:
                    break
                answer = V2C.apiMessage.getPDU(message)
                if V2C.apiPDU.getRequestID(answer) == number:
                    assert not rest, f"{len(rest)} octets behind the message"
                    return self._answer(answer)
        raise NoAnswer(f"nothing from port {self.port}")

    @staticmethod
    def _answer(pdu) -> Answer:
        status = int(V2C.apiPDU.getErrorStatus(pdu))
        if status:
            return Answer((), codec.ERRORS[status], int(V2C.apiPDU.getErrorIndex(pdu)))
        return Answer(tuple(varbind_of(name, value) for name, value in V2C.apiPDU.getVarBinds(pdu)))

    def _read(self, pdu, names: list) -> Answer:
        V2C.apiPDU.setDefaults(pdu)
        return self._exchange(pdu, [(name, V2C.Null("")) for name in names])

    def get(self, names: list) -> Answer:
        return self._read(V2C.GetRequestPDU(), names)

    def get_next(self, names: list) -> Answer:
        return self._read(V2C.GetNextRequestPDU(), names)

    def get_bulk(self, names: list, non_repeaters: int, max_repetitions: int) -> Answer:
        pdu = V2C.GetBulkRequestPDU()
        V2C.apiBulkPDU.setDefaults(pdu)
        V2C.apiBulkPDU.setNonRepeaters(pdu, non_repeaters)
        V2C.apiBulkPDU.setMaxRepetitions(pdu, max_repetitions)
        return self._exchange(pdu, [(name, V2C.Null("")) for name in names])

    def _set_by_v3(self, varbinds: list) -> Answer:
        who = hlapi.UsmUserData(self.user, snmp.password(self.user, "auth"), snmp.password(self.user, "priv"),
                                authProtocol=hlapi.usmHMAC192SHA256AuthProtocol, privProtocol=hlapi.usmAesCfb128Protocol)
        where = hlapi.UdpTransportTarget(("127.0.0.1", self.port), timeout=self.patience, retries=self.retries)
        asked = [(rfc1902.ObjectName(each.name), CLASSES[each.type](each.value)) for each in varbinds]
        failure, status, index, found = next(hlapi.setCmd(self._engine, who, where, hlapi.ContextData(), *asked, lookupMib=False))
        if failure:
            raise NoAnswer(f"from port {self.port}: {failure}")
        return Answer((), codec.ERRORS[int(status)], int(index)) if status else Answer(tuple(varbind_of(name, value) for name, value in found))

    def set(self, varbinds: list) -> Answer:
        if self.user:
            return self._set_by_v3(varbinds)
        pdu = V2C.SetRequestPDU()
        V2C.apiPDU.setDefaults(pdu)
        return self._exchange(pdu, [(each.name, CLASSES[each.type](each.value)) for each in varbinds])
