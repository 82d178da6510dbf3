import type { Step } from '../shared/document.js';

export const declarationRoles = ['declarant', 'customs', 'carrier'] as const;

export type DeclarationRole = (typeof declarationRoles)[number];

export const declarationStatuses = [
  'lodged',
  'rejected',
  'accepted',
  'held',
  'examined',
  'cleared',
  'refused',
] as const;

export type DeclarationStatus = (typeof declarationStatuses)[number];

/** The life of an import declaration, as the functions of a customs response (UN/EDIFACT CUSRES) go. */
export const declarationSteps = {
  lodge: {
    by: ['declarant'],
    staff: ['trader'],
    from: [],
    to: ['lodged'],
    event: 'DeclarationLodged',
  },
  reject: {
    by: ['customs'],
    staff: ['customsOfficer'],
    from: ['lodged'],
    to: ['rejected'],
    event: 'DeclarationRejected',
  },
  accept: {
    by: ['customs'],
    staff: ['customsOfficer'],
    from: ['lodged'],
    to: ['accepted'],
    event: 'DeclarationAccepted',
  },
  hold: {
    by: ['customs'],
    staff: ['customsOfficer'],
    from: ['accepted'],
    to: ['held'],
    event: 'DeclarationHeld',
  },
  examine: {
    by: ['customs'],
    staff: ['customsOfficer'],
    from: ['accepted', 'held'],
    to: ['examined'],
    event: 'DeclarationExamined',
  },
  clear: {
    by: ['customs'],
    staff: ['customsOfficer'],
    from: ['accepted', 'examined'],
    to: ['cleared'],
    event: 'GoodsCleared',
  },
  refuse: {
    by: ['customs'],
    staff: ['customsOfficer'],
    from: ['held', 'examined'],
    to: ['refused'],
    event: 'ClearanceRefused',
  },
} as const satisfies Record<string, Step<DeclarationRole, DeclarationStatus>>;

export type DeclarationAction = keyof typeof declarationSteps;
