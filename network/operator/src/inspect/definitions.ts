import {
  QueryChaincodeDefinitionsArgs,
  QueryChaincodeDefinitionsResult,
} from '@argosy/protocol/messages/lifecycle';
import type { Signer } from '@argosy/protocol/signer';
import { decode, encode } from '@argosy/protocol/wire';
import type { PeerClient } from '../fabric/peer-client.js';
import { ask } from '../fabric/transaction.js';
import type { NetworkDescription } from '../description.js';

/** A chaincode as a channel knows it. */
export type DefinitionReport = {
  readonly channel: string;
  readonly name: string;
  readonly version: string;
  readonly sequence: number;
};

/** What each channel says is defined on it, by the first of its members' peers that answers. */
export async function definitionsOn(
  channels: NetworkDescription['channels'],
  peers: readonly PeerClient[],
  signerOf: (peer: PeerClient) => Signer,
): Promise<readonly DefinitionReport[]> {
  const found = channels.map(async ({ name: channel, members }) => {
    const msps = members.map(({ msp }) => msp);
    const able = peers.filter(({ address }) => msps.includes(address.msp));
    const answers = able.map((peer) => definitionsBy(peer, signerOf(peer), channel));
    return Promise.any(answers).catch(() => []);
  });
  return (await Promise.all(found)).flat();
}

async function definitionsBy(
  peer: PeerClient,
  signer: Signer,
  channel: string,
): Promise<readonly DefinitionReport[]> {
  const argument = encode(QueryChaincodeDefinitionsArgs, {});
  const { status, message, payload } = await ask(peer, signer, {
    channel,
    chaincode: '_lifecycle',
    arguments: [Buffer.from('QueryChaincodeDefinitions'), argument],
  });
  if (status !== 200) throw new Error(message);
  return decode(QueryChaincodeDefinitionsResult, payload).chaincodeDefinitions.map(
    ({ name, version, sequence }) => ({ channel, name, version, sequence: Number(sequence) }),
  );
}
