import { describe, expect, test } from '@jest/globals';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { buildGenesisBlock } from '@argosy/protocol/genesis';
import type { ChannelSpec, MemberSpec, OrdererSpec } from '@argosy/protocol/genesis';
import { Block, Envelope, Payload, SignatureHeader } from '@argosy/protocol/messages/common';
import { implicitMeta, roleOf, signaturePolicy } from '@argosy/protocol/policy-build';
import { decode } from '@argosy/protocol/wire';
import { revocationList } from '../support/certificates.js';
import { TestOrganisation } from '../support/organisation.js';
import { AMBIENT, changed } from '../support/updates.js';
import { setPolicy } from '@argosy/protocol/configuration/edit';

const [bank, trader, carrier] = ['Bank', 'Trader', 'Carrier'].map(
  (it) => new TestOrganisation(it),
) as [TestOrganisation, TestOrganisation, TestOrganisation];
const member = (organisation: TestOrganisation, more: Partial<MemberSpec> = {}): MemberSpec => ({
  mspId: organisation.mspId,
  rootCertificate: organisation.root.pem,
  tlsRootCertificate: organisation.root.pem,
  ...more,
});
const orderer = (
  organisation: TestOrganisation,
  ids: readonly number[],
  more: Partial<OrdererSpec> = {},
): OrdererSpec => ({
  ...member(organisation),
  consenters: ids.map((id) => ({
    id,
    host: 'localhost',
    port: 7000 + id,
    certificate: organisation.certified({ commonName: `o${id}`, units: ['orderer'] }).pem,
    tlsCertificate: organisation.root.pem,
  })),
  ...more,
});
const ord = orderer(carrier, [1, 2, 3, 4]);

const bundle = (spec: Partial<ChannelSpec>): ChannelBundle =>
  ChannelBundle.fromBlock(
    buildGenesisBlock({ channelId: 'trade', members: [], orderers: [ord], ...spec }, AMBIENT),
  );

describe('a channel begins', () => {
  test('with nothing said as SmartBFT and the newest capabilities want it', () => {
    expect(bundle({ members: [member(bank)] })).toMatchObject({
      consensusType: 'BFT',
      channelCapabilities: ['V3_0'],
      ordererCapabilities: ['V2_0'],
      applicationCapabilities: ['V2_5'],
      consenters: [{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }],
      raftConsenters: [],
      batchSize: { maxMessageCount: 500 },
      batchTimeoutMs: 2000,
      sequence: 0n,
    });
  });

  test('ordered by Raft, under older capabilities and other batches', () => {
    const raft = bundle({
      members: [member(bank)],
      orderers: [orderer(carrier, [2, 1])],
      consensus: 'etcdraft',
      capabilities: { channel: 'V2_0', orderer: 'V1_4_2', application: 'V2_0' },
      batch: { maxMessageCount: 10, timeout: '300ms' },
    });
    expect(raft).toMatchObject({
      consensusType: 'etcdraft',
      channelCapabilities: ['V2_0'],
      ordererCapabilities: ['V1_4_2'],
      applicationCapabilities: ['V2_0'],
      consenters: [],
      raftConsenters: [{ port: 7001 }, { port: 7002 }],
      batchSize: { maxMessageCount: 10, absoluteMaxBytes: 10_485_760 },
      batchTimeoutMs: 300,
    });
    expect(raft.policies.describe('/Channel/Orderer/BlockValidation')).toBe(
      'any of /Channel/Orderer/*/Writers',
    );
  });

  test('by SmartBFT under an older capability: not', () => {
    expect(() => bundle({ capabilities: { channel: 'V2_0' } })).toThrow(/SmartBFT needs .* V3_0/);
  });

  test.each([0, 1, 3])('with %d members', (count) => {
    const members = [bank, trader, carrier].slice(0, count).map((one) => member(one));
    const groups = members.map(({ mspId }) => ({ group: mspId, mspId }));
    const sorted = groups.sort((a, b) => (a.mspId < b.mspId ? -1 : 1));
    expect(bundle({ members }).applicationOrganisations).toEqual(sorted);
  });

  test('with several that order, one of them without a node, one of them a member', () => {
    const orderers = [
      orderer(bank, [3, 1]),
      orderer(trader, [], { addresses: ['t:1'] }),
      orderer(carrier, [2]),
    ];
    const made = bundle({ members: [member(bank)], orderers, consensus: 'etcdraft' });
    expect(made.ordererOrganisations).toHaveLength(3);
    expect(made.ordererEndpoints).toEqual([
      { address: 'localhost:7003', mspId: 'BankMSP' },
      { address: 'localhost:7001', mspId: 'BankMSP' },
      { address: 'localhost:7002', mspId: 'CarrierMSP' },
      { address: 't:1', mspId: 'TraderMSP' },
    ]);
    expect(made.raftConsenters.map(({ port }) => port)).toEqual([7001, 7002, 7003]);
  });

  test('with consenters in the order of their numbers, whichever organisation is named first', () => {
    const orderers = [orderer(bank, [4, 2]), orderer(trader, [3, 1])];
    expect(bundle({ orderers }).consenters.map(({ id, mspId }) => [id, mspId])).toEqual([
      [1, 'TraderMSP'],
      [2, 'BankMSP'],
      [3, 'TraderMSP'],
      [4, 'BankMSP'],
    ]);
  });

  test('with groups, policies and access rules of its own', () => {
    const made = bundle({
      members: [
        member(bank, {
          group: 'Import',
          policies: { Readers: implicitMeta('all', 'X'), Auditors: implicitMeta('any', 'X') },
        }),
      ],
      policies: {
        channel: { Admins: implicitMeta('all', 'Admins') },
        application: { Endorsement: signaturePolicy(1, [roleOf('BankMSP', 'admin')]) },
        orderer: { Readers: implicitMeta('all', 'Readers') },
      },
      acls: { 'qscc/GetBlockByNumber': 'Import/Auditors', 'event/Block': '/Channel/Readers' },
    });
    expect(made.organisationGroup('BankMSP')).toBe('Import');
    const texts = [
      '/Channel/Admins',
      '/Channel/Orderer/Readers',
      '/Channel/Application/Endorsement',
    ];
    expect(texts.map((name) => made.policies.describe(name))).toEqual([
      'all of /Channel/*/Admins',
      'all of /Channel/Orderer/*/Readers',
      '1 of (BankMSP.admin)',
    ]);
    expect(made.policies.describe('/Channel/Application/Import/Readers')).toMatch(/^all of/);
    expect(made.policies.describe('/Channel/Application/Import/Writers')).toMatch(/^1 of/);
    expect([...made.acls]).toEqual([
      ['event/Block', '/Channel/Readers'],
      ['qscc/GetBlockByNumber', '/Channel/Application/Import/Auditors'],
    ]);
    expect(made.policies.has('/Channel/Application/Import/Auditors')).toBe(true);
  });

  test('with authorities under the root, which then issue instead of it, and revocations', () => {
    const house = new TestOrganisation('House', { intermediate: true });
    const revoked = house.certified({ commonName: 'revoked', units: ['client'] });
    const direct = new TestOrganisation('House');
    const spec = member(house, {
      intermediateCertificates: [house.issuer.pem],
      revocationLists: [revocationList(house.issuer, [revoked])],
    });
    const { msps } = bundle({ members: [spec] });
    expect(msps.identity(house.client.creator)?.validity).toMatchObject({ valid: true });
    expect(msps.identity(house.peer.creator)?.validity).toMatchObject({ role: 'peer' });
    expect(msps.identity(direct.client.creator)?.validity.valid).not.toBe(true);
  });

  test('whose configuration then changes', () => {
    const made = bundle({ members: [member(bank), member(trader)] });
    const desired = setPolicy(
      made.tree,
      '/Channel/Application',
      'New',
      implicitMeta('any', 'Readers'),
    );
    expect(changed(made, desired, [bank.admin, trader.admin], bank.admin).sequence).toBe(1n);
    expect(() => changed(made, desired, [bank.admin], bank.admin)).toThrow(/do not meet/);
  });
});

describe('block 0', () => {
  const spec: ChannelSpec = {
    channelId: 'trade',
    members: [member(bank), member(trader)],
    orderers: [ord],
  };

  test('is the same bytes whichever order its parts are named in', () => {
    const policies = { A: implicitMeta('any', 'X'), B: implicitMeta('all', 'X') };
    const one = buildGenesisBlock(
      { ...spec, acls: { a: 'A', b: 'B' }, policies: { channel: policies } },
      AMBIENT,
    );
    const other = buildGenesisBlock(
      {
        ...spec,
        members: [...spec.members].reverse(),
        acls: { b: 'B', a: 'A' },
        policies: { channel: { B: policies.B, A: policies.A } },
      },
      AMBIENT,
    );
    expect(other).toEqual(one);
  });

  test('is unsigned, of nobody, and the first', () => {
    const block = decode(Block, buildGenesisBlock(spec, AMBIENT));
    expect(block.header).toMatchObject({ number: 0n, previousHash: new Uint8Array(0) });
    const [entry = Buffer.of()] = block.data?.data ?? [];
    const { payload, signature } = decode(Envelope, entry);
    expect(signature).toHaveLength(0);
    const { header } = decode(Payload, payload);
    expect(decode(SignatureHeader, header?.signatureHeader ?? payload)).toEqual({
      creator: new Uint8Array(0),
      nonce: new Uint8Array(AMBIENT.nonce),
    });
  });
});
