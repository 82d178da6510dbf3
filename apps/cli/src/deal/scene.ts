import type { Money } from '@argosy/domain/shared/money';
import type { Time } from '@argosy/domain/shared/time';
import { namesOf } from './deal.js';
import type { ConsignmentNames, Deal } from './deal.js';
import type { Consignment } from './particulars.js';

/** What one channel is told of a document of another: the transaction that wrote its record, and SHA-256 of that. */
export interface Statement {
  readonly transactionId: string;
  readonly sha256: string;
}

/** Where an act of a deal is taken. */
export interface Scene {
  readonly deal: Deal;
  readonly consignment: Consignment;
  readonly names: ConsignmentNames;
  /** The present, as the network has it. */
  readonly now: Time;
  /** How many amendments have been proposed. */
  readonly amendments: number;
  /** The settling bank's own, from end to end. */
  readonly paymentReference: string;
  /** What whoever acts has seen of the document that the act speaks of. */
  readonly seen?: Statement;
}

export type Moment = Omit<Scene, 'names'>;

export const sceneOf = (moment: Moment): Scene => ({
  ...moment,
  names: namesOf(moment.deal, moment.consignment),
});

/** What a consignment brings: what its presentation draws. */
export const drawnFor = ({ deal, consignment }: Pick<Scene, 'deal' | 'consignment'>): Money =>
  consignment.amount ?? deal.file.credit.amount;
