import { z } from 'zod';
import type { Call } from './ca.js';
import { CaRefusal } from './refusal.js';

// What is left out has Go's zero value.
const text = z.string().default('');
const flag = z.boolean().default(false);
const count = z.int().default(0);
const time = z.iso.datetime({ offset: true }).transform(readGoTime).optional();

const attributes = z
  .array(z.object({ name: text, value: text, ecert: flag }))
  .default([])
  .readonly();

/** The CA that a body names. */
export const targetBody = z.object({ caname: text });

const subjectName = z.object({ c: text, st: text, l: text, o: text, serialnumber: text });

export const enrolmentBody = z.object({
  certificate_request: text,
  profile: text,
  hosts: z.array(z.string()).optional(),
  attr_reqs: z.array(z.object({ name: text, optional: flag })).optional(),
  subject: z.object({ cn: text, names: z.array(subjectName).default([]) }).optional(),
});

export const registrationBody = z.object({
  id: text,
  type: text,
  secret: text,
  max_enrollments: count,
  affiliation: text,
  attrs: attributes,
});

/** Adding an identity differs in its route alone; changing one says only what changes. */
export const changeBody = registrationBody.omit({ id: true });

export const revocationBody = z.object({
  id: text,
  serial: text,
  aki: text,
  reason: text,
  gencrl: flag,
});

export const crlBody = z.object({
  revokedafter: time,
  revokedbefore: time,
  expireafter: time,
  expirebefore: time,
});

export const affiliationBody = z.object({ name: text });

export type EnrolmentBody = z.infer<typeof enrolmentBody>;
export type RegistrationBody = z.infer<typeof registrationBody>;
export type ChangeBody = z.infer<typeof changeBody>;
export type CrlBody = z.infer<typeof crlBody>;

/** The body of a call. Refuses none at all, and one of another form. */
export function readBody<T extends z.ZodType>(schema: T, call: Call): z.infer<T> {
  const body = tryReadBody(schema, call);
  if (body === undefined) throw new CaRefusal(400, 'emptyBody', 'Empty request body');
  return body;
}

/** The body of a call, undefined where there is none. */
export function tryReadBody<T extends z.ZodType>(schema: T, call: Call): z.infer<T> | undefined {
  if (call.body.length === 0) return undefined;
  try {
    return schema.parse(asGoReads(JSON.parse(Buffer.from(call.body).toString())));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new CaRefusal(400, 'badBody', `Invalid request body: ${why}`);
  }
}

/** Go's clients send the first moment of the year 1 for a time that they leave out. */
function readGoTime(time: string): number | undefined {
  return time.startsWith('0001-01-01T00:00:00') ? undefined : Date.parse(time);
}

/** Go takes a field's name in any case, and null for a field that is left out. */
function asGoReads(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asGoReads);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(fields.map(([name, field]) => [name.toLowerCase(), asGoReads(field)]));
}
