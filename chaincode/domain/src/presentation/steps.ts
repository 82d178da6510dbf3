import type { CreditRole } from '../credit/parties.js';
import type { Step } from '../shared/document.js';
import { traders } from '../shared/staff.js';

export const presentationStatuses = ['lodging', 'complete', 'withdrawn'] as const;

export type PresentationStatus = (typeof presentationStatuses)[number];

/** The life of a presentation until it counts as made; what the bank makes of it is the examination's. */
export const presentationSteps = {
  lodge: {
    by: ['beneficiary'],
    staff: traders,
    from: [],
    to: ['lodging'],
    event: 'PresentationLodged',
  },
  complete: {
    by: ['beneficiary'],
    staff: traders,
    from: ['lodging'],
    to: ['complete'],
    event: 'PresentationCompleted',
  },
  withdraw: {
    by: ['beneficiary'],
    staff: traders,
    from: ['lodging'],
    to: ['withdrawn'],
    event: 'PresentationWithdrawn',
  },
} as const satisfies Record<string, Step<CreditRole, PresentationStatus>>;

export type PresentationAction = keyof typeof presentationSteps;
