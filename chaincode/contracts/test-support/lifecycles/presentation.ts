import type { PresentationStatus } from '@argosy/domain/presentation/steps';
import { aCredit, theDrawings } from '../../../domain/test-support/credits.js';
import {
  aLodging,
  aPresentation,
  presentationReference as reference,
} from '../../../domain/test-support/presentations.js';
import type { LifecycleCase } from './case.js';
import { dealPeople } from './deal-people.js';

export const presentationLifecycle: LifecycleCase = {
  document: 'presentation',
  channel: 'trade',
  people: dealPeople,
  statuses: ['lodging', 'complete', 'withdrawn'],
  allowed: [
    ['lodge', '-', 'beneficiary', 'lodging'],
    ['complete', 'lodging', 'beneficiary', 'complete'],
    ['withdraw', 'lodging', 'beneficiary', 'withdrawn'],
  ],
  record: (status) => aPresentation({ status: status as PresentationStatus }),
  beside: () => [aCredit(), theDrawings()],
  commands: {
    lodge: aLodging(),
    complete: { reference },
    withdraw: { reference },
  },
};
