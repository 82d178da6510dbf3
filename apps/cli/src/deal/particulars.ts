import { billContentSchema } from '@argosy/domain/bill/content';
import { carrierCodeSchema } from '@argosy/domain/codes/carrier-code';
import { countrySchema } from '@argosy/domain/codes/countries';
import { hsCodeSchema } from '@argosy/domain/codes/hs-code';
import { positiveQuantitySchema } from '@argosy/domain/codes/quantity';
import {
  appliedTermsSchema,
  documentsRequiredSchema,
  goodsSchema,
} from '@argosy/domain/credit/terms';
import { receivedShape } from '@argosy/domain/receipt/commands';
import { dateSchema } from '@argosy/domain/shared/dates';
import { positiveMoneySchema } from '@argosy/domain/shared/money';
import { lineSchema } from '@argosy/domain/shared/text';
import { z } from 'zod';
import { partyNames } from './parties.js';
import type { PartyName } from './parties.js';

const organisation = lineSchema(140);
const partiesSchema = z.strictObject(
  Object.fromEntries(partyNames.map((name) => [name, organisation])) as Record<
    PartyName,
    typeof organisation
  >,
);

/** The terms of the credit, as its application has them; the goods are described beside them. */
const { goods: _goods, ...terms } = appliedTermsSchema.shape;

const { vessel, voyage, packages, grossWeight, freight, containers } = billContentSchema.shape;

/** What goes on one ship under one bill of lading, is presented at once, and is declared at once. */
const consignmentSchema = z.strictObject({
  /** What the acts of the course call it. */
  name: lineSchema(30).default('goods'),
  quantity: positiveQuantitySchema,
  /** What is drawn for it; the amount of the credit, unless told. */
  amount: positiveMoneySchema.exactOptional(),
  packages,
  grossWeight,
  containers: containers.min(1, 'must name at least one container'),
  vessel,
  voyage,
  freight,
  /** When it was shipped on board: the day of the deal, unless told. */
  shippedOn: dateSchema.exactOptional(),
  /** To whose order the bill of lading is made out. */
  toOrderOf: z
    .enum(['issuingBank', 'shipper', 'bearer'], {
      error: 'must be one of issuingBank, shipper, bearer',
    })
    .default('issuingBank'),
  /** The documents that are presented: those that the credit asks for, unless told. */
  presents: documentsRequiredSchema.exactOptional(),
  /** What the importer finds when the goods arrive. */
  condition: receivedShape.condition.default('sound'),
  remark: receivedShape.remark,
});

/** What a deal is about: everything in its file but the course, once what is written in it is translated. */
export const particularsSchema = z.strictObject({
  /** What it is, in words. */
  title: lineSchema(140),
  parties: partiesSchema,
  credit: z.strictObject(terms),
  goods: z.strictObject({
    description: goodsSchema,
    /** As the export licence has it. */
    hsCode: hsCodeSchema,
    /** As it is declared for import. */
    tariffCode: hsCodeSchema,
    origin: countrySchema,
  }),
  licence: z.strictObject({ quantity: positiveQuantitySchema, validUntil: dateSchema }),
  carrierCode: carrierCodeSchema,
  consignments: z
    .array(consignmentSchema)
    .min(1, 'must have at least one consignment')
    .max(9, 'must have at most 9 consignments'),
});

export type Particulars = Readonly<z.infer<typeof particularsSchema>>;
export type Consignment = Particulars['consignments'][number];
