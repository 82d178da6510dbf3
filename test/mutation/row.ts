import type { ValidationCodeName } from '@argosy/protocol/validation-code';
import type { Chance } from '../support/chance.js';
import type { Parts, Sealing } from '../support/sealed.js';
import type { Base, Scene } from './scene.js';

/** A flag; a refusal of the whole block, by the words in which it is said; or one of several flags where peers differ. */
export type Expected = ValidationCodeName | RegExp | readonly ValidationCodeName[];

/** A transaction with one thing changed. */
export interface Row {
  readonly name: string;
  /** What the transaction does; one is drawn. */
  readonly on: readonly Base[];
  readonly change: (parts: Parts, scene: Scene, chance: Chance) => void;
  /** By who signs again what was changed. Where a column is left out, the change is one of the signatures themselves. */
  readonly expected: Partial<Readonly<Record<Sealing, Expected>>>;
  /** The rule that says so, with the number of its section in the specification. */
  readonly rule: string;
  /** What becomes of the keys that a valid transaction writes is not as simple as that they have the values written. */
  readonly odd?: true;
}

/** The signature of the creator is over the whole payload, so a change that nobody signs is always found at once. */
export const UNSIGNED = 'BAD_CREATOR_SIGNATURE';

/** Changed and signed by the creator alone, and by everybody. */
export const codes = (creator: Expected, all: Expected): Row['expected'] => ({
  nobody: UNSIGNED,
  creator,
  all,
});

/** Found before any signature is looked at. */
export const always = (expected: Expected): Row['expected'] => ({
  nobody: expected,
  creator: expected,
  all: expected,
});

/** What endorsers did: there is nothing that they could sign again, only the creator signs what they gave him. */
export const endorsed = (expected: Expected): Row['expected'] => ({
  nobody: UNSIGNED,
  all: expected,
});
