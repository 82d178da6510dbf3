import type { LedgerRecord } from '@argosy/domain/shared/document';
import type { StaffRole } from '@argosy/domain/shared/staff-roles';
import type { Channel, members } from '../../../domain/test-support/network.js';

/** What a test of all parts × statuses needs of one kind of document. */
export interface LifecycleCase {
  readonly document: string;
  readonly channel: Channel;
  /** Who comes, in which part of the document: `nobody` is a member without a part in it. */
  readonly people: Readonly<
    Record<string, { readonly member: keyof typeof members; readonly staff: StaffRole }>
  >;
  /**
   * What is allowed, written by hand and not read from the table, so that the two can disagree:
   * `act, status before (- for none), part, status after`.
   */
  readonly allowed: readonly (readonly [action: string, from: string, part: string, to: string])[];
  /** Whether somebody who may have a part in the document has none in this status. */
  readonly hasLeft?: (status: string, part: string) => boolean;
  readonly statuses: readonly string[];
  /** The document in a status; `-` is no document. Seal and guards are put in by the test. */
  readonly record: (status: string, action: string) => LedgerRecord | undefined;
  /** What has to be on the ledger beside it, so that the act meets no other refusal. */
  readonly beside: (action: string, status: string) => readonly LedgerRecord[];
  /** The command of each act of the document's own contract, fitting for every status. */
  readonly commands: Readonly<Record<string, object>>;
  /** Seconds after 1970 at which an act is taken, where the ordinary moment does not fit. */
  readonly seconds?: (action: string) => number | undefined;
}
