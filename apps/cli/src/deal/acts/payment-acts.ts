import type { examinationCommands } from '@argosy/domain/examination/commands';
import type { presentationCommands } from '@argosy/domain/presentation/commands';
import type { proceedsCommands } from '@argosy/domain/proceeds/proceeds';
import type { receiptCommands } from '@argosy/domain/receipt/commands';
import type { Scene } from '../scene.js';
import type { Act } from './act.js';
import { lodging, proceeds, receipt } from './trade-commands.js';

const reference = ({ names }: Scene): object => ({ reference: names.presentation });
const presentation = ({ names }: Scene): object => ({ presentation: names.presentation });

const presenting = { by: 'beneficiary', stage: 'Presentation' } as const;

export const presentationActs = {
  lodge: { ...presenting, words: 'lodges the documents', command: lodging },
  complete: { ...presenting, words: 'presents them', command: reference },
  withdraw: { ...presenting, words: 'withdraws the documents', command: reference },
} as const satisfies Record<keyof typeof presentationCommands, Act>;

const examining = {
  by: 'issuingBank',
  stage: 'Examination and honour',
  command: presentation,
} as const;

export const examinationActs = {
  examine: { ...examining, words: 'begins to examine' },
  comply: { ...examining, words: 'finds them complying' },
  refuse: { ...examining, words: 'gives notice of refusal' },
  return: { ...examining, words: 'returns the documents' },
  waive: { ...examining, by: 'applicant', words: 'waives the discrepancies' },
  preclude: { ...examining, by: 'beneficiary', words: 'notes that no refusal came' },
  precludeUnexamined: {
    ...examining,
    by: 'beneficiary',
    words: 'notes that nobody examined',
  },
  honour: { ...examining, words: 'honours' },
  accept: { ...examining, words: 'accepts the draft' },
  settle: {
    by: 'issuingBank',
    stage: 'Settlement and credit',
    words: 'settles',
    command: ({ names, paymentReference }: Scene) => ({
      presentation: names.presentation,
      paymentReference,
    }),
  },
} as const satisfies Record<keyof typeof examinationCommands, Act>;

export const receiptActs = {
  record: {
    by: 'applicant',
    stage: 'Receipt of the goods',
    words: 'receives the goods',
    command: receipt,
    speaksOf: 'declaration',
  },
} as const satisfies Record<keyof typeof receiptCommands, Act>;

export const proceedsActs = {
  credit: {
    by: 'advisingBank',
    stage: 'Settlement and credit',
    words: 'credits the exporter',
    command: proceeds,
  },
} as const satisfies Record<keyof typeof proceedsCommands, Act>;
