import { traceStep } from './trace-step.js';
import type { TraceStep } from './trace-step.js';

const notBuilt: readonly (readonly [step: number, name: string])[] = [
  [9, 'Enterprise data is asked for'],
  [10, 'An outside event starts a transaction'],
  [11, 'The enterprise directory authenticates'],
  [12, 'Enterprise applications act on it'],
  [13, 'The enterprise data store is linked'],
];

/** What no request passes through yet. */
export const stepsNotBuilt: readonly TraceStep[] = notBuilt.map(([step, name]) =>
  traceStep(step, name, { state: 'notBuilt', says: [] }),
);
