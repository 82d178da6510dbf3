import { randomBytes } from 'node:crypto';
import { request } from 'node:https';
import { readFileSync } from 'node:fs';
import { buildGenesisBlock, type ChannelSpec } from '@argosy/protocol/genesis';
import type { Signer } from '@argosy/protocol/signer';
import type { Pair } from '../../../../network/devnet/test-support/certificates.js';
import {
  form,
  type HttpAnswer,
} from '../../../../network/devnet/test-support/participation-client.js';
import { ambient } from './ambient.js';
import { askPeer } from './calls.js';
import type { OrdererAddress } from './description.js';
import type { SuiteNetwork } from './network.js';
import { ALPHA, BETA } from './network.js';
import { eventually } from './waiting.js';

export const CHANNELS = '/participation/v1/channels';

interface HttpCall {
  readonly body?: Buffer;
  readonly headers?: Record<string, string>;
  /** The certificate that is shown; null for none. */
  readonly pair?: Pair | null;
}

/** Ask the server of an orderer that is for operators. */
export function operate(
  network: SuiteNetwork,
  { admin, msp }: OrdererAddress,
  [method, path]: readonly [string, string],
  { body, headers = {}, pair = network.material.operator(msp) }: HttpCall = {},
): Promise<HttpAnswer> {
  const { hostname: host, port } = new URL(admin.url);
  const own = pair && { cert: pair.certificate, key: pair.key };
  const ca = readFileSync(admin.tlsCa);
  return new Promise((resolve, reject) => {
    const sent = request(
      { host, port, method, path, headers, ca, ...own, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const content = Buffer.concat(chunks);
          resolve({ status: response.statusCode!, headers: response.headers, body: content });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Have an orderer join a channel. */
export const joinOrderer = (
  network: SuiteNetwork,
  orderer: OrdererAddress,
  block: Uint8Array,
): Promise<HttpAnswer> =>
  operate(network, orderer, ['POST', CHANNELS], form(['config-block', block]));

export interface ChannelWish extends Partial<
  Pick<
    ChannelSpec,
    | 'consensus'
    | 'batch'
    | 'acls'
    | 'capabilities'
    | 'endorsement'
    | 'lifecycleEndorsement'
    | 'policies'
  >
> {
  readonly members?: readonly string[];
  /** How many of the network's orderers agree on its blocks; one for Raft, all for BFT unless said. */
  readonly orderers?: number;
  /** Other specifications of members, by MSP id. */
  readonly memberSpecs?: Readonly<Record<string, Partial<ChannelSpec['members'][number]>>>;
  /** Organisations of the suite’s own, without peers: it has all their keys. */
  readonly guests?: ChannelSpec['members'];
}

/** A channel that a test made for itself. */
export interface OwnChannel {
  readonly name: string;
  readonly genesis: Buffer;
  readonly spec: ChannelSpec;
}

/** How a channel would be configured. A name is taken once only: nobody leaves a channel. */
export function channelSpec(network: SuiteNetwork, wish: ChannelWish = {}): ChannelSpec {
  const { members = [ALPHA, BETA], orderers, memberSpecs = {}, guests = [], ...rest } = wish;
  const { consensus = 'etcdraft' } = rest;
  const count = orderers ?? (consensus === 'BFT' ? network.orderers.length : 1);
  return {
    ...rest,
    consensus,
    channelId: `own-${randomBytes(6).toString('hex')}`,
    members: [
      ...members.map((msp) => ({
        ...network.material.msp(msp),
        anchorPeers: network.peers.filter((one) => one.msp === msp).map(hostAndPort),
        ...memberSpecs[msp],
      })),
      ...guests,
    ],
    orderers: network.orderers.slice(0, count).map((one, index) => ({
      ...network.material.msp(one.msp),
      consenters: [
        {
          id: index + 1,
          ...hostAndPort(one),
          certificate: network.material.identity(one.msp, 'consenter').certificate,
          tlsCertificate: network.material.tls(one.msp, 'consenter').certificate,
        },
      ],
    })),
  };
}

export function hostAndPort({ endpoint }: { readonly endpoint: string }) {
  const [host = '', port] = endpoint.split(':');
  return { host, port: Number(port) };
}

/** Make a channel and have its orderers and its members' peers join it. Resolves when its orderers take transactions. */
export async function makeChannel(
  network: SuiteNetwork,
  wish: ChannelWish = {},
): Promise<OwnChannel> {
  const spec = channelSpec(network, wish);
  const genesis = buildGenesisBlock(spec, ambient());
  for (const one of network.orderers.slice(0, spec.orderers.length)) {
    const { status, body } = await joinOrderer(network, one, genesis);
    if (status !== 201) throw new Error(`${one.name} does not join: ${status} ${body.toString()}`);
  }
  const joining = network.peers.filter(({ msp }) => spec.members.some((it) => it.mspId === msp));
  await Promise.all(joining.map((peer) => joinPeer(network, peer, genesis)));
  return { name: spec.channelId, genesis, spec };
}

/** Administrators of everybody who has a say in a channel. */
export const adminsOf = (network: SuiteNetwork, { members, orderers }: ChannelSpec): Signer[] =>
  [...members, ...orderers].map(({ mspId }) => network.signer(mspId, 'admin'));

/** Have a peer join a channel. */
export async function joinPeer(
  network: SuiteNetwork,
  peer: SuiteNetwork['peers'][number],
  genesis: Uint8Array,
): Promise<void> {
  const admin = network.client(peer.msp, 'admin', { peer });
  await eventually(async () => {
    const { status, message } = await askPeer(admin, 'cscc', ['JoinChain', genesis]);
    // It may have joined before its answer came too late.
    if (status === 200 || message.includes('already exists with state [ACTIVE]')) return;
    throw new Error(`${peer.name} does not join: ${message}`);
  });
}
