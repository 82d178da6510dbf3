import {
  anExamination,
  aPresentation,
  aProceedsCommand,
  theProceeds,
} from '../../../domain/test-support/presentations.js';
import type { LifecycleCase } from './case.js';
import { dealPeople } from './deal-people.js';

export const proceedsLifecycle: LifecycleCase = {
  document: 'proceeds',
  channel: 'trade',
  people: dealPeople,
  statuses: ['credited'],
  allowed: [['credit', '-', 'advisingBank', 'credited']],
  record: () => theProceeds(),
  beside: () => [aPresentation(), anExamination({ status: 'settled' })],
  commands: { credit: aProceedsCommand() },
  seconds: () => Date.parse('2026-09-01T10:00:00.000Z') / 1000,
};
