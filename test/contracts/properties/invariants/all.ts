import { byTheTable } from './by-the-table.js';
import { guarded } from './guarded.js';
import type { Invariant } from './invariant.js';
import { licenceKept } from './licence-kept.js';
import { neverOverDrawn } from './never-over-drawn.js';
import { noFault } from './no-fault.js';
import { oneEffect } from './one-effect.js';
import { onePossessor } from './one-possessor.js';
import { registerKept } from './register-kept.js';
import { rosterFolded } from './roster-folded.js';
import { termsAsAmended } from './terms-as-amended.js';
import { titleInEscrow } from './title-in-escrow.js';
import { writtenAsTold } from './written-as-told.js';

/** Everything that holds after every block, with nothing remembered. */
export function invariants(): readonly Invariant[] {
  return [
    neverOverDrawn,
    onePossessor(),
    byTheTable,
    termsAsAmended,
    titleInEscrow,
    writtenAsTold(),
    licenceKept,
    oneEffect(),
    guarded(),
    registerKept,
    noFault,
    rosterFolded(),
  ];
}
