// SPDX-License-Identifier: Apache-2.0
// node_codec.js PORT COMMUNITY PATIENCE_MS RETRIES [USER AUTH PRIV]: asks by npm's net-snmp what each line of stdin says, and answers each by a line, both JSON.
"use strict";
const snmp = require("net-snmp");
const readline = require("readline");

const [port, community, timeout, retries, user, auth, priv] = process.argv.slice(2);
const session = snmp.createSession("127.0.0.1", community, {
    port: Number(port), timeout: Number(timeout), retries: Number(retries), version: snmp.Version2c, backwardsGetNexts: false, reportOidMismatchErrors: true,
});
const writer = user
    ? snmp.createV3Session("127.0.0.1", {
        name: user, level: snmp.SecurityLevel.authPriv, authProtocol: snmp.AuthProtocols.sha256, authKey: auth, privProtocol: snmp.PrivProtocols.aes, privKey: priv,
    }, { port: Number(port), timeout: Number(timeout), retries: Number(retries), version: snmp.Version3, reportOidMismatchErrors: true })
    : session;

// Octets go as hexadecimal, 64 bits as decimal digits: JSON has neither.
function shown({ oid, type, value }) {
    if (snmp.isVarbindError({ type })) return [oid, type, null];
    if (type === snmp.ObjectType.OctetString) return [oid, type, value.toString("hex")];
    if (type === snmp.ObjectType.Counter64) return [oid, type, BigInt("0x" + (value.toString("hex") || "0")).toString()];
    return [oid, type, value];
}

function wanted([oid, type, value]) {
    return { oid, type, value: type === snmp.ObjectType.OctetString ? Buffer.from(value, "hex") : value };
}

function say(answer) {
    process.stdout.write(JSON.stringify(answer) + "\n");
}

function done(error, varbinds) {
    if (error) say({ message: error.message, status: error.status || 0, timeout: error instanceof snmp.RequestTimedOutError });
    else say({ varbinds: varbinds.map(shown) });
}

// net-snmp gives a list for each repeater; on the wire they come in rounds.
function inRounds(varbinds, nonRepeaters) {
    const lists = varbinds.slice(nonRepeaters);
    const rounds = Math.max(0, ...lists.map((list) => list.length));
    const flat = varbinds.slice(0, nonRepeaters);
    for (let round = 0; round < rounds; ++round)
        for (const list of lists)
            if (round < list.length) flat.push(list[round]);
    return flat;
}

const questions = {
    get: ({ names }) => session.get(names, done),
    getNext: ({ names }) => session.getNext(names, done),
    set: ({ varbinds }) => writer.set(varbinds.map(wanted), done),
    getBulk({ names, nonRepeaters, maxRepetitions }) {
        session.getBulk(names, nonRepeaters, maxRepetitions, (error, varbinds) => done(error, error ? [] : inRounds(varbinds, Math.min(nonRepeaters, names.length))));
    },
    subtree({ names, maxRepetitions }) {
        const found = [];
        session.subtree(names[0], maxRepetitions, (varbinds) => void found.push(...varbinds), (error) => done(error, found));
    },
};

readline.createInterface({ input: process.stdin }).on("line", (line) => {
    const question = JSON.parse(line);
    questions[question.do](question);
}).on("close", () => {
    session.close();
    if (writer !== session) writer.close();
});
