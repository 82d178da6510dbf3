import { traceIn } from '@argosy/ledger/replay/trace';
import type { Trace } from '@argosy/ledger/replay/trace';
import { readCommittedBlock } from '@argosy/ledger/committed-block';
import type { NetworkDescription } from '@argosy/operator/description';
import { deliveredBlocks } from '@argosy/operator/fabric/delivered-blocks';
import type { PeerClient } from '@argosy/operator/fabric/peer-client';
import { ask } from '@argosy/operator/fabric/transaction';
import { indexerName } from '@argosy/operator/pki/plan';
import type { RunFolder } from '@argosy/operator/run-folder';
import { headerOf } from '@argosy/protocol/block';
import { Block } from '@argosy/protocol/messages/common';
import { decode } from '@argosy/protocol/wire';
import { PeerCalls, auditorIn } from '../audit/auditor.js';
import { staffRoleOf } from './staff-role.js';

export type AskedNetwork = {
  readonly description: NetworkDescription;
  readonly folder: RunFolder;
  /** What the network takes for the present. */
  readonly now: () => Date;
};

/** A transaction as a peer has it, and why it counts or does not, judged anew. */
export type TracedTransaction = {
  readonly channel: string;
  /** The peer that delivered the blocks. */
  readonly from: string;
  /** What the creator's certificate says for contracts to read. */
  readonly staffRole?: string;
  readonly trace: Trace;
};

type Channel = NetworkDescription['channels'][number];

/** Look for a transaction on one channel of a network, or on all of them; judge its channel up to there, and explain it. Undefined where no
 *  channel has it. */
export async function traceOnNetwork(
  network: AskedNetwork,
  { transactionId, channel }: { readonly transactionId: string; readonly channel?: string },
): Promise<TracedTransaction | undefined> {
  const channels = network.description.channels.filter(
    ({ name }) => channel === undefined || name === channel,
  );
  for (const one of channels) {
    const found = await traceOnChannel(network, one, transactionId);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function traceOnChannel(
  network: AskedNetwork,
  channel: Channel,
  transactionId: string,
): Promise<TracedTransaction | undefined> {
  const calls = new PeerCalls(network, readerOf(network.description, channel));
  try {
    const [peer] = calls.of(channel);
    if (peer === undefined) return undefined;
    const bytes = await blockWith(peer, calls, { channel: channel.name, transactionId });
    if (bytes === undefined) return undefined;
    const { number, transactions } = readCommittedBlock(bytes);
    const place = transactions.find(({ txId }) => txId === transactionId);
    if (place === undefined) return undefined;
    const { index, creator } = place;
    const trace = await traceIn(filed(peer, calls, { channel: channel.name, last: number }), {
      block: number,
      index,
    });
    if (trace === undefined) return undefined;
    const staffRole = staffRoleOf(creator);
    const from = peer.address.name;
    return {
      channel: channel.name,
      from,
      trace,
      ...(staffRole === undefined ? {} : { staffRole }),
    };
  } finally {
    calls.close();
  }
}

/** The auditor, where it is on the channel; else the first member that has a peer. */
function readerOf(
  description: NetworkDescription,
  { name, members }: Channel,
): { readonly msp: string; readonly person: string } {
  const auditor = auditorIn(description);
  if (auditor !== undefined && members.some(({ msp }) => msp === auditor.msp)) return auditor;
  const peer = description.peers.find((it) => members.some(({ msp }) => msp === it.msp));
  if (peer === undefined) throw new Error(`No member of ${name} has a peer.`);
  return { msp: peer.msp, person: indexerName };
}

const unknownTransaction = 'no such transaction ID';

/** The block with a transaction. Throws where the peer does not answer. */
async function blockWith(
  peer: PeerClient,
  { signer }: PeerCalls,
  { channel, transactionId }: { readonly channel: string; readonly transactionId: string },
): Promise<Uint8Array | undefined> {
  const call = ['GetBlockByTxID', channel, transactionId].map((text) => Buffer.from(text));
  const { status, message, payload } = await ask(peer, signer, {
    ...{ channel, chaincode: 'qscc' },
    arguments: call,
  });
  if (status === 200) return payload;
  if (message.includes(unknownTransaction)) return undefined;
  throw new Error(`${peer.address.name} answered ${status}: ${message}`);
}

async function* filed(
  peer: PeerClient,
  { signer }: PeerCalls,
  { channel, last }: { readonly channel: string; readonly last: bigint },
) {
  for await (const bytes of deliveredBlocks(peer, signer, { channel, first: 0n, last })) {
    const block = decode(Block, bytes);
    headerOf(block);
    yield { block, bytes, file: peer.address.name };
  }
}
