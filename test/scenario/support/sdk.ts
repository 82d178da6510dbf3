import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as grpc from '@grpc/grpc-js';
import { connect, hash } from '@hyperledger/fabric-gateway';
import type { Contract, Network as Channel } from '@hyperledger/fabric-gateway';
import type { Network } from '@argosy/operator/network';
import type { KeyPairFiles } from '@argosy/operator/run-folder';
import { signLowS } from '@argosy/protocol/crypto';

/** The contract as a person of an organisation sees it, through a peer, by the unmodified SDK. */
export interface SdkClient {
  readonly contract: Contract;
  readonly channel: Channel;
  readonly close: () => void;
}

export function sdkClient(
  { folder, engine, topology }: Network,
  who: Person,
  peerMsp: string,
): SdkClient {
  const peer = engine.peers.find(({ msp }) => msp === peerMsp);
  const [channel] = topology.channels;
  if (peer === undefined || channel === undefined) throw new Error('no such peer');
  return sdkClientAt(peer, folder.identity(who.msp, who.person), who.msp, channel.name);
}

type Person = { readonly msp: string; readonly person: string };

/** The contract on a channel, through any peer. */
export function sdkClientAt(
  peer: { readonly endpoint: string; readonly tlsCa: string },
  { certificate, key }: KeyPairFiles,
  msp: string,
  channel: string,
): SdkClient {
  const privateKey = createPrivateKey(readFileSync(key));
  const client = new grpc.Client(
    peer.endpoint,
    grpc.credentials.createSsl(readFileSync(peer.tlsCa)),
  );
  const gateway = connect({
    client,
    identity: { mspId: msp, credentials: readFileSync(certificate) },
    hash: hash.none,
    signer: (message) => Promise.resolve(signLowS(privateKey, message)),
  });
  const network = gateway.getNetwork(channel);
  return {
    contract: network.getContract('argosy'),
    channel: network,
    close: () => {
      gateway.close();
      client.close();
    },
  };
}

export const people = {
  ines: { msp: 'ImporterMSP', person: 'ines' },
  henrik: { msp: 'ImportBankMSP', person: 'henrik' },
  mei: { msp: 'ExportBankMSP', person: 'mei' },
  omar: { msp: 'ExporterMSP', person: 'omar' },
} as const;
