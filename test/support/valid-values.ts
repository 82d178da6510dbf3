import fc from 'fast-check';
import { z } from 'zod';
import { countryCodes, countrySchema } from '@argosy/domain/codes/countries';
import { currencyDecimals } from '@argosy/domain/shared/currencies';
import { moneySchema } from '@argosy/domain/shared/money';

/** Values that a schema accepts: from its form, and of these only such as keep its rules; with an example, half of its members as they
 *  stand there. Requires: chance meets each rule now and then, or the form is one of `known`. */
export function validValues(schema: z.ZodType, example?: unknown): fc.Arbitrary<unknown> {
  const values = (known.get(schema) ?? valuesOfForm(schema, example)).filter(
    (value) => schema.safeParse(value).success,
  );
  return example === undefined ? values : fc.oneof(values, fc.constant(example));
}

/** What chance would not find. */
const known: ReadonlyMap<z.ZodType, fc.Arbitrary<unknown>> = new Map<
  z.ZodType,
  fc.Arbitrary<unknown>
>([
  [countrySchema, fc.constantFrom(...countryCodes)],
  [moneySchema.shape.currency, fc.constantFrom(...Object.keys(currencyDecimals))],
]);

function valuesOfForm(schema: z.ZodType, example: unknown): fc.Arbitrary<unknown> {
  if (schema instanceof z.ZodObject) return objects(schema, membersOf(example));
  if (schema instanceof z.ZodArray) return arrays(schema);
  if (schema instanceof z.ZodUnion) {
    return fc.oneof(...schema.options.map((option) => validValues(classic(option))));
  }
  if (isOptional(schema)) return validValues(classic(schema.unwrap()), example);
  return plainValues(statedOf(schema));
}

type Members = Readonly<Record<string, unknown>>;

function membersOf(example: unknown): Members {
  return typeof example === 'object' && example !== null ? { ...example } : {};
}

type Optional = z.ZodOptional | z.ZodExactOptional | z.ZodDefault;

function isOptional(schema: z.ZodType): schema is Optional {
  return (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodExactOptional ||
    schema instanceof z.ZodDefault
  );
}

function objects({ shape }: z.ZodObject, example: Members): fc.Arbitrary<unknown> {
  const inner: Readonly<Record<string, z.core.$ZodType>> = shape;
  const members = Object.entries(inner).map(([name, member]) => [name, classic(member)] as const);
  const required = members.filter(([, member]) => !isOptional(member)).map(([name]) => name);
  return fc.record(
    Object.fromEntries(members.map(([name, member]) => [name, validValues(member, example[name])])),
    { requiredKeys: required, noNullPrototype: true },
  );
}

// Enough for rules of order and of repetition, and few enough for chance to keep them.
const longestArray = 3;

function arrays(schema: z.ZodArray): fc.Arbitrary<unknown> {
  const { minItems = 0, maxItems = longestArray } = statedOf(schema);
  const maxLength = Math.max(minItems, Math.min(maxItems, longestArray));
  return fc.array(validValues(classic(schema.element)), { minLength: minItems, maxLength });
}

/** What a schema states of its form in the words of JSON Schema. */
const statedSchema = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  allOf: z.array(z.looseObject({ pattern: z.string() })).optional(),
  minLength: z.int().optional(),
  maxLength: z.int().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minItems: z.int().optional(),
  maxItems: z.int().optional(),
});
type Stated = z.infer<typeof statedSchema>;

function statedOf(schema: z.ZodType): Stated {
  return statedSchema.parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
}

function plainValues(stated: Stated): fc.Arbitrary<unknown> {
  const { type, enum: words, const: only, minimum, maximum } = stated;
  if (only !== undefined) return fc.constant(only);
  if (words !== undefined) return fc.constantFrom(...words);
  if (type === 'boolean') return fc.boolean();
  if (type === 'string') return texts(stated);
  if (type === 'integer' && minimum !== undefined && maximum !== undefined) {
    return fc.integer({ min: minimum, max: maximum });
  }
  throw new TypeError(`No values are known for ${JSON.stringify(stated)}`);
}

function texts({ format, pattern, allOf, minLength, maxLength }: Stated): fc.Arbitrary<string> {
  const first = pattern ?? allOf?.[0]?.pattern;
  if (format === 'date') return times.map((time) => time.slice(0, 'YYYY-MM-DD'.length));
  if (format === 'date-time') return times;
  if (first !== undefined) return fc.stringMatching(new RegExp(first));
  const length = { ...(minLength && { minLength }), ...(maxLength && { maxLength }) };
  return fc.string({ unit: characters, ...length });
}

/** Those that readers of JSON, of addresses and of pages stumble over, beside any other. */
const characters = fc.oneof(
  fc.constantFrom('":', ...Array.from('"\\{}[]:,/%<&é’')),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
);

const times = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());

// Zod's classes state their inner schemas by the type that all its variants share; these are the classic ones.
function classic(inner: z.core.$ZodType): z.ZodType {
  if (inner instanceof z.ZodType) return inner;
  throw new TypeError('A command has a schema of another kind');
}
