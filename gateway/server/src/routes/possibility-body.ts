import type { Possibility } from '@argosy/domain/possible-actions';
import { z } from 'zod';

export const possibilityShape = {
  possible: z.boolean(),
  code: z.string().exactOptional().meta({ description: 'Why not.' }),
  reason: z.string().exactOptional(),
};

export interface PossibilityBody {
  readonly action: string;
  readonly possible: boolean;
  readonly code?: string;
  readonly reason?: string;
}

/** Whether an act is possible, in an answer. */
export function possibilityBody(possibility: Possibility): PossibilityBody {
  const { action, possible } = possibility;
  if (possibility.possible) return { action, possible };
  return { action, possible, code: possibility.refusal, reason: possibility.why };
}
