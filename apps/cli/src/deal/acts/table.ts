import { amendmentCommands } from '@argosy/domain/amendment/commands';
import { billCommands, possessionCommands } from '@argosy/domain/bill/commands';
import { creditCommands } from '@argosy/domain/credit/commands';
import { declarationCommands } from '@argosy/domain/declaration/commands';
import { examinationCommands } from '@argosy/domain/examination/commands';
import { licenceCommands } from '@argosy/domain/licence/commands';
import { presentationCommands } from '@argosy/domain/presentation/commands';
import { proceedsCommands } from '@argosy/domain/proceeds/proceeds';
import { receiptCommands } from '@argosy/domain/receipt/commands';
import { shipmentCommands } from '@argosy/domain/shipment/commands';
import type { z } from 'zod';
import type { Act } from './act.js';
import { declarationActs, licenceActs, shipmentActs } from './border-acts.js';
import { examinationActs, presentationActs, proceedsActs, receiptActs } from './payment-acts.js';
import { amendmentActs, billActs, creditActs, possessionActs } from './trade-acts.js';

/** Every document with acts: what they are, and the command of each. The course of a deal is made of these, and of nothing else. */
const documents = {
  credit: { acts: creditActs, commands: creditCommands },
  amendment: { acts: amendmentActs, commands: amendmentCommands },
  licence: { acts: licenceActs, commands: licenceCommands },
  shipment: { acts: shipmentActs, commands: shipmentCommands },
  bill: { acts: billActs, commands: billCommands },
  possession: { acts: possessionActs, commands: possessionCommands },
  presentation: { acts: presentationActs, commands: presentationCommands },
  examination: { acts: examinationActs, commands: examinationCommands },
  declaration: { acts: declarationActs, commands: declarationCommands },
  receipt: { acts: receiptActs, commands: receiptCommands },
  proceeds: { acts: proceedsActs, commands: proceedsCommands },
} as const;

export type ActedOn = keyof typeof documents;

/** An act by its name, as a course has it: `credit.apply`. */
export type ActName = {
  [Document in ActedOn]: `${Document}.${keyof (typeof documents)[Document]['acts'] & string}`;
}[ActedOn];

/** An act with the document that it is on. */
export interface NamedAct extends Act {
  readonly document: ActedOn;
  readonly action: string;
  /** What the contract takes. */
  readonly schema: z.ZodType<object>;
}

const table: ReadonlyMap<string, NamedAct> = new Map(
  (Object.keys(documents) as ActedOn[]).flatMap((document) => {
    const acts: Readonly<Record<string, Act>> = documents[document].acts;
    const commands: Readonly<Record<string, z.ZodType<object>>> = documents[document].commands;
    return Object.entries(acts).flatMap(([action, act]) => {
      const schema = commands[action];
      if (schema === undefined) return [];
      return [[`${document}.${action}`, { ...act, document, action, schema }] as const];
    });
  }),
);

export const actNames = [...table.keys()] as [ActName, ...ActName[]];

export function actNamed(name: ActName): NamedAct {
  const act = table.get(name);
  if (act === undefined) throw new TypeError(`There is no act ${name}`);
  return act;
}
