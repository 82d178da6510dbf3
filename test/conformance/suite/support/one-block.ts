import { Envelope } from '@argosy/protocol/messages/common';
import { encode } from '@argosy/protocol/wire';
import { broadcast } from '../../../../network/devnet/test-support/orderer-calls.js';
import type { TestClient } from '../../../../network/devnet/test-support/test-client.js';
import { commitStatus, endorseRaw, proposeSteps, signedBy } from './calls.js';
import { makeChannel, type ChannelWish, type OwnChannel } from './channels.js';
import { define } from './definitions.js';
import type { SuiteNetwork } from './network.js';
import type { Step, Target } from './steps.js';
import { eventually } from './waiting.js';

/** A channel of one Raft orderer whose blocks hold so many transactions, or fewer after a while; the chaincode `ops` runs on it. */
export async function channelOfBlocks(
  network: SuiteNetwork,
  maxMessageCount: number,
  wish: ChannelWish = {},
): Promise<OwnChannel> {
  const batch = { maxMessageCount, timeout: '1s', ...wish.batch };
  const channel = await makeChannel(network, { ...wish, batch });
  const organisations = channel.spec.members
    .map(({ mspId }) => mspId)
    .filter((msp) => network.peers.some((peer) => peer.msp === msp));
  await define(network, { name: 'ops' }, { channel: channel.name, organisations });
  return channel;
}

/** A transaction that is endorsed and signed, and not yet ordered. */
export interface Endorsed {
  readonly transactionId: string;
  readonly envelope: Buffer;
}

export async function endorsed(
  client: TestClient,
  steps: readonly Step[],
  target: Target = {},
): Promise<Endorsed> {
  const { signed, transactionId } = proposeSteps(client.signer, steps, target);
  const { payload } = await endorseRaw(client, signed, target);
  return { transactionId, envelope: encode(Envelope, signedBy(client, payload)) };
}

export interface Placed {
  readonly transactionId: string;
  readonly result: number;
  readonly blockNumber: bigint;
}

/** Order transactions in their order over one stream, and wait until all are in blocks: in one where that is full with them. */
export async function order(
  network: SuiteNetwork,
  client: TestClient,
  channel: string,
  transactions: readonly Endorsed[],
): Promise<Placed[]> {
  const { mspId } = client.signer;
  const orderer = network.atOrderer(mspId);
  const envelopes = transactions.map(({ envelope }) => envelope);
  // An orderer that has just joined has no leader yet.
  await eventually(async () => {
    const { answers } = await broadcast(orderer, envelopes);
    const refused = answers.find(({ status }) => status !== 200);
    if (refused !== undefined) throw new Error(`${refused.status} ${refused.info}`);
  });
  return Promise.all(
    transactions.map(async ({ transactionId }) => ({
      transactionId,
      ...(await commitStatus(client, transactionId, { channel })),
    })),
  );
}
