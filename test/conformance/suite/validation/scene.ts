import { randomBytes } from 'node:crypto';
import type { Signer } from '@argosy/protocol/signer';
import type { TestClient } from '../../../../network/devnet/test-support/test-client.js';
import type { BlockWatch } from './watch.js';

/** An organisation with a peer, and with whom it has. */
export interface Member {
  readonly mspId: string;
  /** Its peer, as its client sees it. */
  readonly peer: TestClient;
  readonly client: Signer;
  readonly admin: Signer;
  /** Its peer's own identity, for endorsements that no peer would give. */
  readonly endorser: Signer;
}

/** A channel that runs, and everybody on it whom a case may need. What a chaincode writes a majority of the members endorses. */
export interface Scene {
  readonly channelId: string;
  /** The chaincode that takes steps. */
  readonly chaincode: string;
  readonly members: readonly Member[];
  readonly o1: Member;
  readonly o2: Member;
  readonly o3: Member;
  readonly orderer: TestClient;
  /** The blocks of a member's peer. */
  readonly watch: (member: Member) => BlockWatch;
  readonly close: () => void;
}

/** A name that nobody else uses: cases share a channel. */
export const fresh = (what = 'k'): string => `${what}-${randomBytes(5).toString('hex')}`;
