import { amendmentLifecycle } from './amendment.js';
import { billLifecycle } from './bill.js';
import type { LifecycleCase } from './case.js';
import { creditLifecycle } from './credit.js';
import { decisionLifecycle } from './decision.js';
import { possessionLifecycle } from './possession.js';
import { examinationLifecycle } from './examination.js';
import { presentationLifecycle } from './presentation.js';
import { proceedsLifecycle } from './proceeds.js';
import { receiptLifecycle } from './receipt.js';
import { declarationLifecycle } from './declaration.js';
import { licenceLifecycle } from './licence.js';
import { shipmentLifecycle } from './shipment.js';

/** Every document that has acts of its own. */
export const lifecycles: readonly LifecycleCase[] = [
  creditLifecycle,
  amendmentLifecycle,
  decisionLifecycle,
  billLifecycle,
  possessionLifecycle,
  presentationLifecycle,
  examinationLifecycle,
  receiptLifecycle,
  proceedsLifecycle,
  licenceLifecycle,
  shipmentLifecycle,
  declarationLifecycle,
];
