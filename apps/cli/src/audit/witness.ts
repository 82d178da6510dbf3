import { LedgerError } from '@argosy/domain/errors';
import type { PeerClient } from '@argosy/operator/fabric/peer-client';
import { ask } from '@argosy/operator/fabric/transaction';
import { readCommittedBlock } from '@argosy/ledger/committed-block';
import { BlockchainInfo } from '@argosy/protocol/messages/queries';
import type { Signer } from '@argosy/protocol/signer';
import { decode } from '@argosy/protocol/wire';

/** What a peer says of a block. */
export type SaidHead = { readonly hash: string; readonly commitHash: string };

/** How a contract answered: with a record's text, or with the code of a refusal. */
export type SaidDocument = { readonly text: string } | { readonly refusal: string };

/** Somebody who is asked what he has of one channel. */
export interface Witness {
  readonly name: string;
  /** How many blocks. Throws where nobody answers. */
  height(): Promise<bigint>;
  /** What stands as a block. Throws where there is none. */
  head(number: bigint): Promise<SaidHead>;
  /** What the contract answers. Throws where nobody answers. */
  document(name: string, parts: readonly string[]): Promise<SaidDocument>;
}

/** A peer that is asked by a client of the auditor. */
export class PeerWitness implements Witness {
  constructor(
    private readonly peer: PeerClient,
    private readonly signer: Signer,
    private readonly at: { readonly channel: string; readonly chaincode: string },
  ) {}

  get name(): string {
    return this.peer.address.name;
  }

  async height(): Promise<bigint> {
    const answer = await this.#ledger('GetChainInfo');
    return decode(BlockchainInfo, answer).height;
  }

  async head(number: bigint): Promise<SaidHead> {
    const answer = await this.#ledger('GetBlockByNumber', String(number));
    const { headerHash, commitHash } = readCommittedBlock(answer);
    return {
      hash: headerHash.toString('hex'),
      commitHash: Buffer.from(commitHash).toString('hex'),
    };
  }

  async document(name: string, parts: readonly string[]): Promise<SaidDocument> {
    const { status, message, payload } = await this.#call(this.at.chaincode, [name, ...parts]);
    if (status < 400) return { text: Buffer.from(payload).toString('utf8') };
    const refusal = LedgerError.parse(message)?.code;
    if (refusal === undefined) throw new Error(`${this.name} answered ${status}: ${message}`);
    return { refusal };
  }

  async #ledger(name: string, ...parts: readonly string[]): Promise<Uint8Array> {
    const { status, message, payload } = await this.#call('qscc', [
      name,
      this.at.channel,
      ...parts,
    ]);
    if (status !== 200) throw new Error(`${this.name} answered ${status}: ${message}`);
    return payload;
  }

  #call(chaincode: string, texts: readonly string[]): ReturnType<typeof ask> {
    const { channel } = this.at;
    const invocation = { channel, chaincode, arguments: texts.map((text) => Buffer.from(text)) };
    return ask(this.peer, this.signer, invocation);
  }
}
