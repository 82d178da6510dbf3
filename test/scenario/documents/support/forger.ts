import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Simulator } from '@argosy/ledger/simulator';
import type { Network } from '@argosy/operator/network';
import { PeerClient } from '@argosy/operator/fabric/peer-client';
import { timestamp } from '@argosy/operator/channel';
import {
  CommitStatusRequest,
  CommitStatusResponse,
  SignedRequest,
  SubmitRequest,
} from '@argosy/protocol/messages/gateway';
import { ChaincodeAction, ProposalResponsePayload } from '@argosy/protocol/messages/proposal';
import {
  assembleTransaction,
  openProposal,
  signEnvelope,
  signProposal,
} from '@argosy/protocol/proposal';
import { pemSigner } from '@argosy/protocol/signer';
import type { Signer } from '@argosy/protocol/signer';
import { decode, encode } from '@argosy/protocol/wire';
import type { ChannelName } from './clients.js';

/** The chaincode's. */
export const namespace = 'argosy';

/** What organisations that collude say their chaincode did. */
export interface Forgery {
  readonly channel: ChannelName;
  /** Whose peers sign it. */
  readonly signers: readonly string[];
  readonly run: (simulator: Simulator) => void;
}

export interface Committed {
  readonly transactionId: string;
  readonly code: number;
}

/**
 * Organisations that wrote a chaincode of their own: it says whatever they like, and their peers sign it. Made by hand with the
 * peers' own keys, it is what the strongest of such chaincodes could come to.
 */
export class Forger {
  readonly #network: Network;
  readonly #peer: PeerClient;
  readonly #client: Signer;

  constructor(network: Network) {
    this.#network = network;
    const peer = network.engine.peers.find(({ msp }) => msp === 'CarrierMSP');
    if (peer === undefined) throw new Error('The carrier has no peer');
    this.#peer = new PeerClient(peer);
    this.#client = this.#signer('CarrierMSP', 'anders');
  }

  close(): void {
    this.#peer.close();
  }

  /** Send it to the orderers in the name of the carrier's officer. Answers how it stands in its block. */
  async commit(forgery: Forgery): Promise<Committed> {
    const { channel: channelId } = forgery;
    const { transactionId, payload } = this.#transaction(forgery);
    const preparedTransaction = signEnvelope(payload, this.#client);
    const submit = encode(SubmitRequest, { transactionId, channelId, preparedTransaction });
    await this.#peer.call('/gateway.Gateway/Submit', submit);
    const identity = this.#client.creator;
    const request = encode(CommitStatusRequest, { transactionId, channelId, identity });
    const signed = encode(SignedRequest, { request, signature: this.#client.sign(request) });
    const answer = await this.#peer.call('/gateway.Gateway/CommitStatus', signed);
    return { transactionId, code: decode(CommitStatusResponse, answer).result };
  }

  #transaction({ channel, signers, run }: Forgery) {
    // Of what is there it reads nothing.
    const simulator = new Simulator({ height: 0n, get: () => undefined, range: () => nothing });
    run(simulator);
    const { transactionId, signed } = signProposal(
      {
        channelId: channel,
        chaincodeName: namespace,
        args: [Buffer.from('credit:Apply')],
        time: timestamp(new Date()),
        nonce: randomBytes(24),
      },
      this.#client,
    );
    const proposal = openProposal(signed);
    const extension = encode(ChaincodeAction, {
      results: simulator.results(),
      response: { status: 200 },
      chaincodeId: { name: namespace, version: '1' },
    });
    const { proposalHash } = proposal;
    const response = encode(ProposalResponsePayload, { proposalHash, extension });
    const endorsements = signers.map((msp) => {
      const { creator: endorser, sign } = this.#signer(msp, 'peer0');
      return { endorser, signature: sign(Buffer.concat([response, endorser])) };
    });
    return { transactionId, payload: assembleTransaction(proposal, response, endorsements) };
  }

  #signer(msp: string, name: string): Signer {
    const { certificate, key } = this.#network.folder.identity(msp, name);
    return pemSigner(msp, readFileSync(certificate, 'utf8'), readFileSync(key, 'utf8'));
  }
}

const nothing: AsyncIterable<never> = {
  [Symbol.asyncIterator]: () => ({
    next: () => Promise.resolve({ done: true, value: undefined }),
  }),
};
