import { amendmentLifecycle } from './amendment.js';
import { billLifecycle } from './bill.js';
import type { LifecycleCase } from './case.js';
import { creditLifecycle } from './credit.js';
import { decisionLifecycle } from './decision.js';
import { possessionLifecycle } from './possession.js';

/** Every document that has acts of its own. */
export const lifecycles: readonly LifecycleCase[] = [
  creditLifecycle,
  amendmentLifecycle,
  decisionLifecycle,
  billLifecycle,
  possessionLifecycle,
];
