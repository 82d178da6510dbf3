import type * as EffectiveTerms from '@argosy/domain/credit/effective-terms';
import type * as Credits from '@argosy/domain/credit/credit';
import type * as Drawings from '@argosy/domain/credit/drawings';
import type * as Escrow from '@argosy/domain/bill/escrow';
import type * as PassOn from '@argosy/domain/bill/pass-on';
import type * as Surrenders from '@argosy/domain/bill/surrender';
import type * as PresentationSteps from '@argosy/domain/presentation/steps';
import type * as LicenceDrawDown from '@argosy/domain/licence/draw-down';
import type * as Standings from '@argosy/domain/register/standing';
import type * as Decisions from '@argosy/domain/shared/decision';
import type * as Members from '../../../../chaincode/contracts/src/members.js';
import type * as Records from '../../../../chaincode/contracts/src/records.js';
import type * as Seals from '../../../../chaincode/contracts/src/seals.js';
import type * as Contexts from '../../../../chaincode/contracts/src/trade-context.js';
import type * as Chaincodes from '../../../../chaincode/contracts/src/chaincode.js';
import type { Channel } from '../cast.js';

/** What a replacement may be derived from. */
export type Actual = typeof EffectiveTerms &
  typeof PresentationSteps &
  typeof Drawings &
  typeof Escrow &
  typeof PassOn &
  typeof Surrenders &
  typeof LicenceDrawDown &
  typeof Decisions &
  typeof Standings &
  typeof Records &
  typeof Seals &
  typeof Contexts &
  typeof Chaincodes &
  typeof Members &
  typeof Credits;

/** One thing that is wrong with the contracts, and the invariant that has to find it. */
export interface Plant {
  readonly name: string;
  readonly channel: Channel;
  readonly invariant: number;
  readonly module: string;
  /** What the module exports instead. */
  readonly with: (actual: Actual) => Record<string, unknown>;
}

/** A module of the rules. */
export const domain = (path: string): string => `@argosy/domain/${path}`;
/** A module of the contracts. */
export const contracts = (path: string): string => `@argosy/contracts/${path}`;
/** Wrong on the banks' channel, and found by this invariant. */
export const inBank = (module: string, invariant: number) =>
  ({ channel: 'trade', invariant, module }) as const;
/** The same on the border's. */
export const atBorder = (module: string, invariant: number) =>
  ({ channel: 'border', invariant, module }) as const;
