import { createHash } from 'node:crypto';
import { LedgerError } from '@argosy/domain/errors';
import type { DocumentKind, LedgerRecord } from '@argosy/domain/shared/document';
import { decodeRecord } from '@argosy/domain/shared/record-text';
import { ask, submit } from '@argosy/operator/fabric/transaction';
import type { Invocation } from '@argosy/operator/fabric/transaction';
import type { Member } from '@argosy/operator/members';
import type { Channel } from '@argosy/operator/topology/schema';

/** The register of one channel, as the administrators of its voters use it. */
export class RegisterClient {
  constructor(
    private readonly channel: Pick<Channel, 'name' | 'chaincodes'>,
    private readonly voters: readonly Member[],
  ) {}

  /** What a peer of the first voter says; undefined where there is none. */
  async read<Kept extends LedgerRecord>(
    document: DocumentKind<Kept>,
    name: string,
    texts: readonly string[],
  ): Promise<Kept | undefined> {
    const [voter] = this.voters;
    const [peer] = voter?.peers ?? [];
    if (voter === undefined || peer === undefined) return undefined;
    const answer = await ask(peer, voter.administrator, this.#invocation(name, texts));
    if (answer.status < 400) {
      return decodeRecord(document, Buffer.from(answer.payload).toString('utf8'));
    }
    if (LedgerError.parse(answer.message)?.code === 'RECORD_NOT_FOUND') return undefined;
    throw new Error(`${peer.address.name} refused with ${answer.status}: ${answer.message}`);
  }

  /** Have all voters' peers endorse it, and wait until it is in a block. */
  async submit(voter: Member, name: string, command: object): Promise<void> {
    const peers = this.voters.flatMap((it) => it.peers.slice(0, 1));
    const own = voter.peers.slice(0, 1);
    const others = peers.filter((peer) => !own.includes(peer));
    const requestId = createHash('sha256')
      .update(`${this.channel.name} ${name} ${voter.msp}`)
      .digest('hex');
    const call = this.#invocation(name, [JSON.stringify(command), requestId]);
    await submit([...own, ...others], voter.administrator, call);
  }

  #invocation(name: string, texts: readonly string[]): Invocation {
    const [chaincode = ''] = this.channel.chaincodes;
    return {
      channel: this.channel.name,
      chaincode,
      arguments: [`register:${name}`, ...texts].map((text) => Buffer.from(text)),
    };
  }
}
