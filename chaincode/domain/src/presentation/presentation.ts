import { z } from 'zod';
import { confidentialReferencesSchema } from '../confidential/reference.js';
import { creditPartiesSchema, creditRoles } from '../credit/parties.js';
import { findingSchema } from '../examination/finding.js';
import type { DocumentKind } from '../shared/document.js';
import { recordShape } from '../shared/document.js';
import { timeSchema } from '../shared/time.js';
import { presentedShape } from './commands.js';
import { presentationPartiesOf } from './parties.js';
import { presentationStatuses, presentationSteps } from './steps.js';

/** Documents presented under a credit. From completeness on it never changes: banks decide on what was presented, and nothing else. */
export const presentationSchema = z.strictObject({
  kind: z.literal('presentation'),
  ...recordShape,
  ...presentedShape,
  status: z.enum(presentationStatuses),
  parties: creditPartiesSchema,
  /** What has been agreed or noted besides, in private collections of those whom it concerns. */
  confidential: confidentialReferencesSchema,
  /** When the beneficiary gave notice of completeness: only then the documents count as presented (eUCP art. e6). */
  presentedAt: timeSchema.exactOptional(),
  /** What the ledger finds in the documents' data: advice to those who examine, and no decision. */
  findings: z.array(findingSchema),
});

export type Presentation = Readonly<z.infer<typeof presentationSchema>>;

export const presentationDocument: DocumentKind<Presentation> = {
  kind: 'presentation',
  roles: creditRoles,
  statuses: presentationStatuses,
  steps: presentationSteps,
  schema: presentationSchema,
  isSealed: true,
  follows: true,
  parts: ({ reference }) => [reference],
  parties: ({ parties }) => presentationPartiesOf(parties),
};
