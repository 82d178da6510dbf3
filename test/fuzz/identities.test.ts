/** Certificates, revocation lists, keys and signatures: what comes as PEM or DER. */
import { beforeAll, expect, test } from '@jest/globals';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { verifySignature } from '@argosy/protocol/crypto';
import { normalise, parseSignature, toLowS } from '@argosy/protocol/ecdsa';
import { FabricMSPConfig, MSPConfig, SerializedIdentity } from '@argosy/protocol/messages/msp';
import { Msp } from '@argosy/protocol/msp';
import { readPem } from '@argosy/protocol/msp/authorities';
import { readRevocationList } from '@argosy/protocol/msp/revocation';
import { decodePem, firstPemBlock } from '@argosy/protocol/pem';
import type { VerificationKey } from '@argosy/protocol/verification-key';
import { decode, encode } from '@argosy/protocol/wire';
import { certify, makeRoot, revocationList } from '../support/certificates.js';
import type { Chance } from '../support/chance.js';
import { Corpus } from '../support/corpus.js';
import { mutateDer } from '../support/der-mutations.js';
import { pem } from '../support/der.js';
import { fuzz, target } from '../support/fuzzing.js';
import { sampleOf, searchTimeoutMs } from '../support/long-run.js';
import { mutate } from '../support/mutations.js';
import { recordedBlocks } from '../support/recorded.js';
import { refusedAs } from '../support/refusals.js';

let bundle: ChannelBundle;
let identities: readonly Buffer[];
let mspConfigs: readonly Buffer[];
let certificates: readonly Buffer[];
let lists: readonly Buffer[];
let key: VerificationKey;

beforeAll(() => {
  const corpus = Corpus.ofRecorded('a-raft-mixed', 'e-bft-mixed', 'f-config');
  bundle = ChannelBundle.fromBlock(recordedBlocks('e-bft-mixed')[0] ?? Buffer.of());
  identities = corpus.of(SerializedIdentity);
  mspConfigs = corpus.of(FabricMSPConfig);
  const known = identities.flatMap((one) => bundle.msps.identity(one)?.publicKey ?? []);
  key = known[0]!;
  const root = makeRoot({ commonName: 'root' });
  const odd = [
    certify(root, { usages: ['serverAuth', 'any'], units: ['peer', 'client'] }),
    certify(root, { key: 'P-384', authority: true }),
    certify(root, { key: 'Ed25519', half: 'high' }),
    certify(root, { key: 'RSA' }),
  ];
  certificates = [
    ...identities.flatMap((one) => firstPemBlock(decode(SerializedIdentity, one).idBytes) ?? []),
    ...odd.map(({ der }) => der),
  ];
  lists = [
    ...mspConfigs.flatMap((one) =>
      decode(FabricMSPConfig, one).revocationList.flatMap((it) => decodePem(it)?.content ?? []),
    ),
    firstPemBlock(Buffer.from(revocationList(root, odd))) ?? Buffer.of(),
  ].map((list) => Buffer.from(list));
});

const changedOf =
  (samples: () => readonly Buffer[]) =>
  (chance: Chance): Buffer => {
    const sample = chance.pick(samples());
    const once = mutateDer(sample, chance);
    return chance.once(3) ? mutateDer(once, chance) : once;
  };
const certificate = changedOf(() => certificates);
const list = changedOf(() => lists);

const asPem =
  (label: string, der: (chance: Chance) => Buffer) =>
  (chance: Chance): Buffer => {
    const text = Buffer.from(pem(label, der(chance)));
    return chance.once(10) ? mutate(text, chance) : text;
  };
const certificatePem = asPem('CERTIFICATE', certificate);

function identity(chance: Chance): Buffer {
  if (chance.once(5)) return mutate(chance.pick(identities), chance);
  const { mspid } = decode(SerializedIdentity, chance.pick(identities));
  return encode(SerializedIdentity, { mspid, idBytes: certificatePem(chance) });
}

/** An MSP with certificates or lists changed, or with the message itself changed. */
function mspConfig(chance: Chance): Buffer {
  const sample = chance.pick(mspConfigs);
  if (chance.once(3)) return mutate(sample, chance);
  const config = decode(FabricMSPConfig, sample);
  const other = [certificatePem(chance)];
  const change = chance.pick([
    { rootCerts: other },
    { rootCerts: [...config.rootCerts, ...other] },
    { intermediateCerts: other },
    { admins: other },
    { tlsRootCerts: other },
    { revocationList: [asPem('X509 CRL', list)(chance)] },
    { revocationList: [list(chance)] },
  ]);
  return encode(FabricMSPConfig, { ...config, ...change });
}

const nothing = (): boolean => false;
/** DerError and ChainError say what is wrong with a certificate, plain errors what is wrong with its use. */
const refusedCertificate = refusedAs('DerError', 'ChainError', 'Error');

const targets = [
  target('PEM', { input: asPem('CERTIFICATE', certificate), read: readBlocks, refuses: nothing }),
  target('PEM of bytes', {
    input: (chance) => mutate(Buffer.from(pem('X', chance.bytes(50))), chance),
    read: readBlocks,
    refuses: nothing,
  }),
  target('certificate', { input: certificatePem, read: readPem, refuses: refusedCertificate }),
  target('revocation list', { input: list, read: readRevocationList, refuses: refusedCertificate }),
  target('revocation list in PEM', {
    input: asPem('X509 CRL', list),
    read: readRevocationList,
    refuses: refusedCertificate,
  }),
  target('identity', { input: identity, read: judgeIdentity, refuses: nothing }),
  target('MSP', {
    input: mspConfig,
    read: (bytes) =>
      Msp.fromConfig(decode(MSPConfig, encode(MSPConfig, { config: bytes })), { version: '3.0' }),
    refuses: refusedAs('Error', 'WireError'),
  }),
  target('signature', {
    input: (chance) => mutateDer(signatureOf(chance), chance),
    read: readSignature,
    refuses: nothing,
  }),
];

function readBlocks(bytes: Uint8Array): void {
  firstPemBlock(bytes);
  decodePem(bytes);
}

/** An identity that can be read is judged when it is asked. */
function judgeIdentity(bytes: Uint8Array): void {
  const found = bundle.msps.identity(bytes);
  if (found === undefined) return;
  const { validity } = found;
  if (!validity.valid && !/\w+ \w+/.test(validity.reason)) throw new Error('no sentence');
}

/** SEQUENCE { INTEGER, INTEGER } of random numbers. */
function signatureOf(chance: Chance): Buffer {
  const number = (): Buffer =>
    Buffer.concat([Buffer.of(2, 32, 1 + chance.below(127)), chance.bytes(31)]);
  return Buffer.concat([Buffer.of(0x30, 68), number(), number()]);
}

function readSignature(bytes: Uint8Array): void {
  const parsed = parseSignature(bytes);
  if (parsed !== undefined) normalise(bytes, parsed);
  for (const curve of ['prime256v1', 'secp384r1', 'unknown', undefined]) toLowS(bytes, curve);
  if (verifySignature(key, Buffer.from('message'), bytes)) throw new Error('a forgery holds');
}

test(
  'what is no certificate, list or signature is refused as such',
  async () => {
    expect(lists.length).toBeGreaterThan(1);
    expect(certificates.length).toBeGreaterThan(20);
    const runs = sampleOf(250, 25_000);
    const outcomes = await fuzz('certificates and signatures', targets, runs);
    for (const { name, accepted } of outcomes) expect([name, accepted > 0]).toEqual([name, true]);
  },
  searchTimeoutMs,
);
