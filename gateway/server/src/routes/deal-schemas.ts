import { creditRoles } from '@argosy/domain/credit/parties';
import { creditStatuses } from '@argosy/domain/credit/steps';
import { z } from 'zod';
import { dealKinds, type DealKind } from '../deals/deal.js';
import { anyBodySchema } from '../documents/all.js';
import { applyExample, creditExample, moneyExample } from '../http/examples.js';
import { moneyBodySchema } from '../http/record-body.js';
import { possibilityShape } from './possibility-body.js';

const memberShape = { msp: z.string(), name: z.string() };
const kindSchema = z.enum(namesOf(dealKinds));
const channelSchema = z.enum(['trade', 'border']);
const partsSchema = z.array(z.string()).readonly();
const place = { document: kindSchema, parts: partsSchema };

const eventSchema = z.strictObject({
  time: z.string().meta({ description: 'As the client of the transaction claims it, UTC.' }),
  channel: channelSchema,
  block: z.int(),
  index: z.int(),
  transactionId: z.string(),
  byMsp: z.string(),
  by: z.string().meta({ description: 'What the register calls the member that sent it.' }),
  ...place,
  version: z.int(),
  status: z.string(),
  events: z
    .array(z.string())
    .readonly()
    .meta({ description: 'What was announced; nothing, where members went past the contracts.' }),
  what: z.string(),
});

const turnSchema = z.strictObject({
  ...place,
  kind: kindSchema.meta({ description: 'The kind of document whose act it is.' }),
  action: z.string(),
  members: z.array(z.strictObject(memberShape)).readonly(),
  isYours: z.boolean().meta({ description: "Whether the caller's organisation is one of them." }),
  until: z.string().exactOptional().meta({ description: 'The last day, where a record names it.' }),
});

const summaryShape = {
  credit: z.string(),
  status: z.enum(creditStatuses),
  amount: moneyBodySchema,
  parties: z.array(z.strictObject({ role: z.enum(creditRoles), ...memberShape })).readonly(),
  newest: eventSchema.exactOptional(),
  turns: z
    .array(turnSchema)
    .readonly()
    .meta({ description: 'The acts by which the deal would go on, each with who can take it.' }),
};

const documentSchema = z.strictObject({
  channel: channelSchema,
  ...place,
  record: anyBodySchema,
  link: z
    .strictObject({ ...place, member: z.string() })
    .exactOptional()
    .meta({ description: 'The record by which it is part of the deal, and which member of it.' }),
  actions: z.array(z.strictObject({ action: z.string(), ...possibilityShape })).readonly(),
});

const eventExample = {
  time: creditExample.latestTime,
  channel: 'trade' as const,
  block: 12,
  index: 0,
  transactionId: '3'.repeat(64),
  byMsp: 'ImporterMSP',
  by: 'Importer',
  document: 'credit' as const,
  parts: [applyExample.reference],
  version: 1,
  status: 'applied',
  events: ['CreditApplied'],
  what: 'Credit applied',
};

const { parties } = applyExample;
const summaryExample = {
  credit: applyExample.reference,
  status: 'applied' as const,
  amount: { ...moneyExample, decimal: '125000.00' },
  parties: creditRoles.map((role) => ({ role, ...parties[role] })),
  newest: eventExample,
  turns: [
    {
      document: 'credit' as const,
      parts: [applyExample.reference],
      kind: 'credit' as const,
      action: 'issue',
      members: [parties.issuingBank],
      isYours: false,
    },
  ],
};

export const dealListSchema = z
  .strictObject({
    items: z.array(z.strictObject(summaryShape)),
    hasMore: z.boolean(),
    nextCursor: z.string().exactOptional(),
  })
  .meta({ examples: [{ items: [summaryExample], hasMore: false }] });

export const dealSchema = z
  .strictObject({
    ...summaryShape,
    channels: z
      .array(z.strictObject({ name: z.string(), height: z.int() }))
      .meta({ description: 'How many blocks of each channel the answer is of.' }),
    documents: z.array(documentSchema),
    timeline: z.array(eventSchema).readonly(),
  })
  .meta({
    examples: [
      {
        ...summaryExample,
        channels: [{ name: 'trade', height: 13 }],
        documents: [
          {
            channel: 'trade',
            document: 'credit',
            parts: [applyExample.reference],
            record: creditExample,
            actions: [{ action: 'withdraw', possible: true }],
          },
        ],
        timeline: [eventExample],
      },
    ],
  });

function namesOf<Name extends DealKind>(table: Readonly<Record<Name, unknown>>): [Name, ...Name[]] {
  const [first, ...others] = Object.keys(table) as Name[];
  if (first === undefined) throw new TypeError('There is none');
  return [first, ...others];
}
