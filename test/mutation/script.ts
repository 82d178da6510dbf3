import type { ValidationCodeName } from '@argosy/protocol/validation-code';
import type { Chance } from '../support/chance.js';

/** A block of a script: it is made once the one before it is committed. */
export interface ScriptBlock {
  readonly entries: () => readonly Buffer[];
  /** The flags, or the words in which the block is refused. */
  readonly expected: readonly ValidationCodeName[] | RegExp;
}

/** Something that decides over transactions is changed by a transaction, and others show what it decides then. */
export interface Script<S> {
  readonly name: string;
  readonly rule: string;
  readonly play: (scene: S, chance: Chance) => readonly ScriptBlock[];
}
