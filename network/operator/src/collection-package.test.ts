import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CollectionConfigPackage } from '@argosy/protocol/messages/collections';
import { parseSignaturePolicy } from '@argosy/protocol/policy-syntax';
import { describeSignaturePolicy } from '@argosy/protocol/policy-text';
import { decode, encode } from '@argosy/protocol/wire';
import { describe, expect, test } from '@jest/globals';
import { collectionPackage } from './collection-package.js';
import { parseTopology, readTopology } from './topology/read.js';
import type { Topology } from './topology/schema.js';

const file = fileURLToPath(new URL('../../topology.yaml', import.meta.url));
const text = readFileSync(file, 'utf8');

const packageOn = (topology: Topology, name: string) => {
  const channel = topology.channels.find((it) => it.name === name);
  if (channel === undefined) throw new Error(`no channel ${name}`);
  return collectionPackage(topology, channel, 'argosy');
};
/** What a channel's collections say, policies in words. */
const said = (topology: Topology, channel: string) => {
  const bytes = encode(CollectionConfigPackage, packageOn(topology, channel));
  return Object.fromEntries(
    decode(CollectionConfigPackage, bytes).config.map(({ staticCollectionConfig: it }) => [
      it?.name,
      {
        required: it?.requiredPeerCount,
        most: it?.maximumPeerCount,
        endorsement: describeSignaturePolicy(parsed(it?.endorsementPolicy?.signaturePolicy)),
      },
    ]),
  );
};
const parsed = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('it is missing');
  return value;
};

test('a collection is as the peer program makes it of a file', () => {
  const policy = parseSignaturePolicy("OR('ImportBankMSP.member', 'ExportBankMSP.member')");
  const endorsement = parseSignaturePolicy("OR('ImportBankMSP.peer', 'ExportBankMSP.peer')");
  const [, bankTerms] = packageOn(readTopology(file), 'trade').config ?? [];
  const made = encode(CollectionConfigPackage, { config: [parsed(bankTerms)] });
  const expected = {
    name: 'bankTerms',
    memberOrgsPolicy: { signaturePolicy: policy },
    requiredPeerCount: 1,
    maximumPeerCount: 1,
    blockToLive: 0n,
    memberOnlyRead: true,
    memberOnlyWrite: true,
    endorsementPolicy: { signaturePolicy: endorsement },
  };
  expect(made).toEqual(
    encode(CollectionConfigPackage, { config: [{ staticCollectionConfig: expected }] }),
  );
});

describe('who endorses, and how many peers get the data', () => {
  test('starter: who keeps it alone needs nobody else', () => {
    const topology = readTopology(file);
    expect(said(topology, 'trade')).toEqual({
      facilityTerms: { required: 0, most: 0, endorsement: '1 of (ImportBankMSP.peer)' },
      bankTerms: {
        ...{ required: 1, most: 1 },
        endorsement: '1 of (ImportBankMSP.peer, ExportBankMSP.peer)',
      },
      proceedsTerms: { required: 0, most: 0, endorsement: '1 of (ExportBankMSP.peer)' },
      importBankNotes: { required: 0, most: 0, endorsement: '1 of (ImportBankMSP.peer)' },
      exportBankNotes: { required: 0, most: 0, endorsement: '1 of (ExportBankMSP.peer)' },
    });
    expect(said(topology, 'border')).toEqual({
      declaredValues: { required: 0, most: 0, endorsement: '1 of (CustomsMSP.peer)' },
      licenceValues: { required: 0, most: 0, endorsement: '1 of (CustomsMSP.peer)' },
    });
    expect(said(topology, 'consortium')).toEqual({});
  });

  test('full: each member', () => {
    expect(said(readTopology(file, 'full'), 'border')).toEqual({
      declaredValues: {
        ...{ required: 1, most: 1 },
        endorsement: '1 of (ImporterMSP.peer, CustomsMSP.peer)',
      },
      licenceValues: {
        ...{ required: 1, most: 2 },
        endorsement: '1 of (ExporterMSP.peer, ExportControlMSP.peer, CustomsMSP.peer)',
      },
    });
  });

  test('ha: the second peer of each', () => {
    expect(said(readTopology(file, 'ha'), 'trade')).toMatchObject({
      facilityTerms: { required: 0, most: 1 },
      bankTerms: { required: 1, most: 3 },
    });
  });

  test('as it is said', () => {
    const changed = text.replace(
      'members: [ImportBankMSP, ExportBankMSP]\n          endorsement: { outOf: 1 }',
      'members: [ImportBankMSP, ExportBankMSP, CarrierMSP, AuditorMSP]\n' +
        '          endorsement: { outOf: 1, of: [CarrierMSP, ExportBankMSP] }\n' +
        '          requiredPeerCount: 0\n          blockToLive: 10000',
    );
    const topology = parseTopology(changed, 'topology.yaml', 'starter');
    const [, collection] = packageOn(topology, 'trade').config ?? [];
    expect(collection?.staticCollectionConfig).toMatchObject({
      requiredPeerCount: 0,
      maximumPeerCount: 3,
      blockToLive: 10_000n,
    });
    const { endorsement } = parsed(said(topology, 'trade')['bankTerms']);
    expect(endorsement).toBe('1 of (CarrierMSP.peer, ExportBankMSP.peer)');
  });

  test('an auditor reads what its collection holds, and endorses none of it', () => {
    const changed = text.replace(
      'members: [ImportBankMSP, ExportBankMSP]',
      'members: [ImportBankMSP, AuditorMSP]',
    );
    const topology = parseTopology(changed, 'topology.yaml', 'starter');
    expect(said(topology, 'trade')['bankTerms']).toEqual({
      ...{ required: 1, most: 1 },
      endorsement: '1 of (ImportBankMSP.peer)',
    });
  });
});

test('a chaincode without collections has none, whatever its name', () => {
  const topology = readTopology(file);
  for (const channel of topology.channels)
    for (const name of ['other', 'constructor'])
      expect(collectionPackage(topology, channel, name)).toEqual({ config: [] });
});
