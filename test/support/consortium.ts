import { randomBytes } from 'node:crypto';
import { buildGenesisBlock } from '@argosy/protocol/genesis';
import type { MspSpec } from '@argosy/protocol/config-group';
import type { EndorsementRule, OrdererSpec } from '@argosy/protocol/genesis';
import { pemSigner } from '@argosy/protocol/signer';
import type { Signer } from '@argosy/protocol/signer';
import {
  certifyForTls,
  enrol,
  makeAuthority,
} from '../../network/operator/test-support/issued-certificates.ts';
import type { Authority } from '../../network/operator/test-support/issued-certificates.ts';

export const ORGANISATIONS = ['ImportBankMSP', 'ExportBankMSP', 'ImporterMSP'] as const;
export type OrganisationId = (typeof ORGANISATIONS)[number];

export interface Organisation {
  readonly mspId: string;
  readonly authority: Authority;
  readonly peer: Signer;
  readonly client: Signer;
  readonly admin: Signer;
}

export interface Consenter {
  readonly id: number;
  readonly signer: Signer;
}

/** A small consortium for tests: three organisations, four consenters, one channel, all keys at hand. */
export interface Consortium {
  readonly genesisBlock: Buffer;
  readonly organisations: Readonly<Record<OrganisationId, Organisation>>;
  readonly consenters: readonly Consenter[];
}

const BANKS = ['ImportBankMSP', 'ExportBankMSP'];

export async function makeConsortium(
  endorsement: EndorsementRule = { n: 2, mspIds: BANKS },
  channelId = 'trade',
): Promise<Consortium> {
  const members = await Promise.all(ORGANISATIONS.map(makeMember));
  const orderers = await Promise.all([1, 2, 3, 4].map(makeOrderer));
  const genesisBlock = buildGenesisBlock(
    {
      channelId,
      members: members.map(({ spec }) => spec),
      orderers: orderers.map(({ spec }) => spec),
      endorsement,
      lifecycleEndorsement: { n: 2, mspIds: BANKS },
    },
    { time: { seconds: 1_780_000_000n, nanos: 0 }, nonce: randomBytes(24) },
  );
  return {
    genesisBlock,
    organisations: recordOf(members.map(({ organisation }) => organisation)),
    consenters: orderers.map(({ consenter }) => consenter),
  };
}

async function makeMember(mspId: string): Promise<{ spec: MspSpec; organisation: Organisation }> {
  const [authority, tls] = await Promise.all([
    makeAuthority(`ca.${mspId}`, mspId),
    makeAuthority(`tlsca.${mspId}`, mspId),
  ]);
  const signerOf = async (unit: string): Promise<Signer> => {
    const { certificatePem, keyPem } = await enrol(authority, {
      commonName: `${unit}.${mspId}`,
      unit,
    });
    return pemSigner(mspId, certificatePem, keyPem);
  };
  const [peer, client, admin] = await Promise.all([
    signerOf('peer'),
    signerOf('client'),
    signerOf('admin'),
  ]);
  return {
    spec: specOf(mspId, authority, tls),
    organisation: { mspId, authority, peer, client, admin },
  };
}

async function makeOrderer(id: number): Promise<{ spec: OrdererSpec; consenter: Consenter }> {
  const mspId = `Orderer${id}MSP`;
  const [authority, tls] = await Promise.all([
    makeAuthority(`ca.${mspId}`, mspId),
    makeAuthority(`tlsca.${mspId}`, mspId),
  ]);
  const [own, link] = await Promise.all([
    enrol(authority, { commonName: `orderer.${mspId}`, unit: 'orderer' }),
    certifyForTls(tls, 'localhost'),
  ]);
  const consenter = {
    id,
    host: 'localhost',
    port: 17_000 + id,
    certificate: own.certificatePem,
    tlsCertificate: link.certificatePem,
  };
  return {
    spec: { ...specOf(mspId, authority, tls), consenters: [consenter] },
    consenter: { id, signer: pemSigner(mspId, own.certificatePem, own.keyPem) },
  };
}

function specOf(mspId: string, authority: Authority, tls: Authority): MspSpec {
  return {
    mspId,
    rootCertificate: authority.certificatePem,
    tlsRootCertificate: tls.certificatePem,
  };
}

function recordOf(members: readonly Organisation[]): Record<OrganisationId, Organisation> {
  const byId = Object.fromEntries(members.map((member) => [member.mspId, member]));
  return byId as Record<OrganisationId, Organisation>;
}
