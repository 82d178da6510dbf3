import type { Person } from '@argosy/operator/topology/schema';
import type { Time } from '@argosy/domain/shared/time';
import type { PlannedAct, Secret } from './command.js';
import type { PartyName } from './parties.js';
import type { Spoken } from './progress.js';
import type { Statement } from './scene.js';

/** An act that is to be taken now, and by whom. */
export interface PreparedAct extends PlannedAct {
  readonly person: Person;
  readonly command: object;
  readonly secrets: readonly Secret[];
}

/** What came of an act. */
export type Outcome =
  | {
      readonly kind: 'committed';
      readonly channel: string;
      readonly transactionId: string;
      readonly block: number;
      /** What the document is now. */
      readonly status: string;
    }
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly sentence: string;
      /** The rule behind it, such as an article. */
      readonly rule?: string;
    };

/** Where a deal is played: a network that is reached through its gateways, or another that decides by the same contracts. */
export interface DealLedger {
  /** The present, as the network has it. */
  now(): Time;
  /** Have an act taken, whatever comes of it. Throws where that cannot be found out. */
  take(act: PreparedAct): Promise<Outcome>;
  /** What an organisation sees of a document itself. */
  see(reader: PartyName, document: Spoken): Promise<Statement>;
}
