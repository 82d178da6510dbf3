import type { PartyName } from '../parties.js';
import type { Scene } from '../scene.js';
import type { Stage } from './stages.js';

/** One act that a deal may have: whose it is, and what they say unless the course tells otherwise. */
export interface Act {
  readonly by: PartyName;
  readonly stage: Stage;
  /** What is printed of it, after the name of whoever does it. */
  readonly words: string;
  readonly command: (scene: Scene) => object;
  /** The document of another channel that it speaks of, which must be there first. */
  readonly speaksOf?: SpokenOf;
}

/** How a document comes to be what another channel is told of. */
export type SpokenOf = 'bill' | 'declaration';
