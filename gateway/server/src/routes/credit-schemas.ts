import { creditStatuses } from '@argosy/domain/credit/credit';
import { creditActionNames } from '@argosy/domain/credit/steps';
import { z } from 'zod';
import { creditBodySchema } from '../http/credit-body.js';
import { creditExample } from '../http/examples.js';

export const possibilitySchema = z.strictObject({
  action: z.enum(creditActionNames),
  possible: z.boolean(),
  code: z.string().exactOptional().meta({ description: 'Why not.' }),
  reason: z.string().exactOptional(),
});

export const timelineSchema = z.strictObject({
  status: z.enum(creditStatuses),
  version: z.int(),
  transactionId: z.string(),
  block: z.int(),
  time: z.string(),
  byMsp: z.string(),
});

export const creditPageSchema = z
  .strictObject({
    credit: creditBodySchema,
    actions: z.array(possibilitySchema),
    timeline: z.array(timelineSchema),
  })
  .meta({
    examples: [
      {
        credit: creditExample,
        actions: [
          {
            action: 'issue',
            possible: false,
            code: 'ACCESS_ROLE_WRONG',
            reason: 'It is for staff with the role tradeOfficer.',
          },
        ],
        timeline: [
          {
            status: 'applied',
            version: 1,
            transactionId: '3'.repeat(64),
            block: 12,
            time: creditExample.latestTime,
            byMsp: 'ImporterMSP',
          },
        ],
      },
    ],
  });

export const listSchema = z
  .strictObject({
    items: z.array(creditBodySchema),
    hasMore: z.boolean(),
    nextCursor: z.string().exactOptional(),
  })
  .meta({ examples: [{ items: [creditExample], hasMore: false }] });

export const querySchema = z.strictObject({
  status: z.enum(creditStatuses).exactOptional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z
    .string()
    .max(100)
    .exactOptional()
    .meta({ description: '`nextCursor` of the page before.' }),
});
