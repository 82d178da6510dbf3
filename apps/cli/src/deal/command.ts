import { createHash } from 'node:crypto';
import { canonicalJson } from '@argosy/domain/shared/canonical-json';
import type { Json } from '@argosy/domain/shared/canonical-json';
import { actNamed } from './acts/table.js';
import type { NamedAct } from './acts/table.js';
import type { Deal } from './deal.js';
import { isPartyName } from './parties.js';
import type { PartyName } from './parties.js';
import type { Consignment } from './particulars.js';
import { sceneOf } from './scene.js';
import type { Moment } from './scene.js';
import type { CourseAct } from './schema.js';

/** An act of a course, with what it leaves to be understood. */
export interface PlannedAct {
  /** Counted from 1. */
  readonly number: number;
  readonly entry: CourseAct;
  readonly act: NamedAct;
  readonly by: PartyName;
  readonly consignment: Consignment;
}

/** Terms that are kept in a private collection; a document has their hash. */
export interface Secret {
  readonly collection: string;
  readonly sha256: string;
  /** Salted: whoever has the hash alone cannot guess them. */
  readonly terms: Fields<Json>;
}

/** A course's act as it is planned; an unknown consignment counts as the first. */
export function plannedAct(deal: Deal, entry: CourseAct, number: number): PlannedAct {
  const act = actNamed(entry.act);
  const [first] = deal.file.consignments;
  const consignment = deal.file.consignments.find(({ name }) => name === entry.of) ?? first;
  if (consignment === undefined) throw new TypeError('A deal has a consignment');
  return { number, entry, act, by: entry.by ?? act.by, consignment };
}

/** What is sent for an act: what the particulars say, what the course says otherwise, and the hashes of what is confidential. */
export function commandFor(
  { entry, act, consignment }: PlannedAct,
  moment: Omit<Moment, 'consignment'>,
  secrets: readonly Secret[],
): object {
  const said = act.command(sceneOf({ ...moment, consignment }));
  const told = withParties(entry.with ?? {}, moment.deal);
  const command = merged(said, told);
  if (secrets.length === 0) return command;
  return {
    ...command,
    confidential: secrets.map(({ collection, sha256 }) => ({ collection, sha256 })),
  };
}

/** The confidential terms of an act, each under a salt of its own. */
export const secretsOf = ({ entry }: PlannedAct, salt: () => string): readonly Secret[] =>
  (entry.confidential ?? []).map(({ collection, terms }) => {
    const salted = { kind: 'confidential', salt: salt(), ...(terms as Fields<Json>) };
    const sha256 = createHash('sha256').update(canonicalJson(salted)).digest('hex');
    return { collection, sha256, terms: salted };
  });

type Fields<Value = unknown> = Readonly<Record<string, Value>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Members of the second replace those of the first, and are merged where both are objects. */
function merged(first: object, second: Fields): object {
  const result: Record<string, unknown> = { ...first };
  for (const [name, value] of Object.entries(second)) {
    const before = result[name];
    result[name] = isFields(before) && isFields(value) ? merged(before, value) : value;
  }
  return result;
}

/** `{ party: advisingBank }` means the organisation that has this part. */
function withParties(value: Fields, deal: Deal): Fields {
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withParty(member, deal)]),
  );
}

function withParty(value: unknown, deal: Deal): unknown {
  if (Array.isArray(value)) return value.map((item) => withParty(item, deal));
  if (!isFields(value)) return value;
  const { party, ...others } = value;
  const isParty = Object.keys(others).length === 0 && isPartyName(party);
  return isParty ? deal.parties[party] : withParties(value, deal);
}
