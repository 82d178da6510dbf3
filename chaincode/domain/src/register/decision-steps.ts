import type { Step } from '../shared/document.js';
import type { StaffRole } from '../shared/staff-roles.js';

export const decisionStatuses = ['proposed', 'adopted', 'rejected'] as const;

export type DecisionStatus = (typeof decisionStatuses)[number];

const voters = { by: ['voter'], staff: ['administrator'] as readonly StaffRole[] } as const;

/** The life of a decision. A vote that does not settle it leaves it proposed. */
export const decisionSteps = {
  propose: { ...voters, from: [], to: ['proposed', 'adopted'], event: 'DecisionProposed' },
  approve: {
    ...voters,
    from: ['proposed'],
    to: ['proposed', 'adopted'],
    event: 'DecisionApproved',
  },
  reject: {
    ...voters,
    from: ['proposed'],
    to: ['proposed', 'rejected'],
    event: 'DecisionRejected',
  },
} as const satisfies Record<string, Step<'voter', DecisionStatus>>;

export type DecisionAction = keyof typeof decisionSteps;
