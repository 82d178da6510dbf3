import { plantsAtBorder } from './at-border.js';
import { plantsOfCredits } from './of-credits.js';
import { plantsOfRecords } from './of-records.js';
import { plantsOfTitles } from './of-titles.js';
import type { Plant } from './plant.js';

/** Each invariant has one at least. */
export const plants: readonly Plant[] = [
  ...plantsOfCredits,
  ...plantsOfTitles,
  ...plantsOfRecords,
  ...plantsAtBorder,
];
