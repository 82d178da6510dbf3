import { z } from 'zod';
import type { BusinessRole } from '../register/business-roles.js';
import { mspSchema, sha256Schema } from './text.js';
import type { StaffRole } from './staff-roles.js';
import { timeSchema } from './time.js';

/** One act of a document's life: who may take it, when, and what it makes of the document. */
export interface Step<Role extends string = string, Status extends string = string> {
  /** The parties of the document, any of whom may act. */
  readonly by: readonly Role[];
  /** The staff of such a party who may do it. */
  readonly staff: readonly StaffRole[];
  /** Empty for the act that creates the document. */
  readonly from: readonly Status[];
  /** What it is afterwards; where there are several, the facts decide. */
  readonly to: readonly Status[];
  /** The event of it, in the past tense. */
  readonly event: string;
  /** The function of another document that takes this step in its own transaction; without it, the document's own. */
  readonly within?: string;
}

/** A member in its part in one document. */
export interface Party<Role extends string = string> {
  readonly role: Role;
  readonly msp: string;
  /** What the member has to be registered as to take this part. */
  readonly business?: BusinessRole;
  /** Whether the document binds it: its peer, or its sponsor's, endorses the creation and every change. */
  readonly isBound?: boolean;
  /** Whether it stands there without the register being asked, as those do who found it. */
  readonly isUnregistered?: boolean;
}

/** What every record on the ledger carries. */
export const recordShape = {
  version: z.int().min(1),
  /** The members with a peer whose endorsement every change needs, sorted; empty where the channel's policy is enough. */
  guards: z.array(mspSchema).max(10),
  /** SHA-256 of the record as it was created, without this member; its guards keep a copy each. */
  seal: sha256Schema,
  /** The time of the last change, before which no later one may claim to be. */
  latestTime: timeSchema,
} as const;

export interface LedgerRecord {
  readonly kind: string;
  readonly version: number;
  readonly status: string;
  readonly guards: readonly string[];
  readonly seal: string;
  readonly latestTime: string;
}

/** A record before the ledger has guarded and sealed it. */
export type NewRecord<Kept extends LedgerRecord = LedgerRecord> = Omit<Kept, 'guards' | 'seal'>;

/** A kind of document: its record, its parties, and the one table of its life. */
export interface DocumentKind<Kept extends LedgerRecord = LedgerRecord> {
  readonly kind: string;
  /** The contract that has its acts, where that is not called as the document is. */
  readonly contract?: string;
  readonly roles: readonly string[];
  readonly statuses: readonly string[];
  readonly steps: Readonly<Record<string, Step>>;
  readonly schema: z.ZodType<Kept>;
  /** Whether its guards keep a copy of its seal. Without one, the document that names it vouches for it. */
  readonly isSealed: boolean;
  /**
   * Whether it goes on with a deal whose parties it names: then it is enough that they are registered. What begins a deal asks for
   * active ones; a member that is suspended later keeps its duties and its dues.
   */
  readonly follows?: true;
  /**
   * Of a kind that is not sealed: whether a record has had its last change. Then its guards keep its seal as it ended, and nobody can
   * change it any more, its guards included.
   */
  isFinal?(record: Kept): boolean;
  /** Whether it is an entry of the register or a decision on it: then all voters of the roster guard it. */
  readonly isOfRegister?: true;
  /** The parts of its key: what the document is called. */
  parts(record: NewRecord<Kept>): readonly string[];
  parties(record: NewRecord<Kept>): readonly Party[];
}

/** The parts that a member has in a document. A bank may both issue and advise. */
export function rolesIn<Kept extends LedgerRecord>(
  document: DocumentKind<Kept>,
  { record, msp }: { readonly record: NewRecord<Kept>; readonly msp: string },
): readonly string[] {
  const parties = document.parties(record).filter((party) => party.msp === msp);
  return [...new Set(parties.map(({ role }) => role))];
}
