import { BlockRejected } from '@argosy/ledger/verdict';
import { reasonOf } from '@argosy/protocol/reason';
import { validationCodeName } from '@argosy/protocol/validation-code';
import type { Stage } from '../support/stage.js';

/** What became of a block: the names of its flags, or the words in which it was refused. */
export type Outcome = { readonly flags: readonly string[] } | { readonly refusal: string };

/** Commit a block of these entries. What is thrown beside a documented refusal is thrown on. */
export async function outcomeOf(stage: Stage, entries: readonly Uint8Array[]): Promise<Outcome> {
  const { height, lastHeaderHash } = stage.ledger;
  try {
    return { flags: (await stage.commit(...entries)).map(validationCodeName) };
  } catch (error) {
    if (!(error instanceof BlockRejected)) throw error;
    if (stage.ledger.height !== height || stage.ledger.lastHeaderHash !== lastHeaderHash)
      throw new Error('a refused block left a trace', { cause: error });
    return { refusal: reasonOf(error) };
  }
}

export const inWords = (outcome: Outcome): string =>
  'flags' in outcome ? outcome.flags.join(', ') : `refused: ${outcome.refusal}`;
