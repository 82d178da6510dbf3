import type { LedgerRecord } from '@argosy/domain/shared/document';
import { decimalOf, moneySchema, type Money } from '@argosy/domain/shared/money';
import { z } from 'zod';

/** Money in an answer carries its decimal form for people; in a request only the minor units count. */
export const moneyBodySchema = z
  .strictObject({
    ...moneySchema.shape,
    decimal: z.string().meta({ description: 'The same amount for people, such as 125000.00.' }),
  })
  .meta({ id: 'Money' });

/** A record in an answer: as the ledger holds it, each amount with its decimal form. */
export type RecordBody<Value = LedgerRecord> = Value extends Money
  ? Value & { readonly decimal: string }
  : Value extends readonly (infer Item)[]
    ? readonly RecordBody<Item>[]
    : Value extends object
      ? { readonly [Name in keyof Value]: RecordBody<Value[Name]> }
      : Value;

/** A record with the decimal form of its amounts. */
export function recordBody<Kept extends LedgerRecord>(record: Kept): RecordBody<Kept> {
  return withDecimals(record) as RecordBody<Kept>;
}

function withDecimals(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withDecimals);
  if (typeof value !== 'object' || value === null) return value;
  // Most objects are none, and a schema takes long to say so.
  const money = 'minor' in value ? moneySchema.safeParse(value) : undefined;
  if (money?.success === true) return { ...money.data, decimal: decimalOf(money.data) };
  return Object.fromEntries(Object.entries(value).map(([name, it]) => [name, withDecimals(it)]));
}

/** The schema of a record in an answer, from that of the record. */
export function recordBodySchema(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodObject) return objectBodySchema(schema);
  if (schema instanceof z.ZodArray) return z.array(recordBodySchema(schemaOf(schema.element)));
  if (schema instanceof z.ZodExactOptional) {
    return recordBodySchema(schemaOf(schema.unwrap())).exactOptional();
  }
  if (schema instanceof z.ZodOptional) {
    return recordBodySchema(schemaOf(schema.unwrap())).optional();
  }
  if (schema instanceof z.ZodUnion) {
    return z.union(schema.options.map((option) => recordBodySchema(schemaOf(option))));
  }
  return schema;
}

const moneyMembers = Object.keys(moneySchema.shape).join();

function objectBodySchema({ shape }: z.ZodObject): z.ZodType {
  if (Object.keys(shape).join() === moneyMembers) return moneyBodySchema;
  const inner: Readonly<Record<string, z.core.$ZodType>> = shape;
  const members = Object.entries(inner).map(
    ([name, member]) => [name, recordBodySchema(schemaOf(member))] as const,
  );
  return z.strictObject(Object.fromEntries(members));
}

// Zod's classes state their inner schemas by the type that all its variants share; these are the classic ones.
function schemaOf(inner: z.core.$ZodType): z.ZodType {
  if (inner instanceof z.ZodType) return inner;
  throw new TypeError('A record has a schema of another kind');
}
