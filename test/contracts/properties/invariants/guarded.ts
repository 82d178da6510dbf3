import { createHash } from 'node:crypto';
import { canonicalText } from '../canonical.js';
import { sha256 } from '../desk.js';
import { tookEffect } from '../sequence.js';
import type { Outcome } from '../sequence.js';
import { votersOn } from '../cast.js';
import { memberIn } from '../table.js';
import { isDocumentKey } from '../view.js';
import type { Kept } from '../view.js';
import type { Invariant, Moment } from './invariant.js';
import { asksFor, isClosed } from './key-policy.js';

/** Whom each kind of document binds, by hand. */
const bound: Readonly<Record<Kept['kind'], readonly string[]>> = {
  credit: ['issuingBank', 'advisingBank'],
  drawings: ['issuingBank', 'advisingBank'],
  amendment: ['issuingBank', 'advisingBank'],
  presentation: ['issuingBank', 'beneficiary'],
  examination: ['issuingBank'],
  receipt: ['issuingBank'],
  proceeds: ['advisingBank'],
  bill: ['carrier'],
  possession: ['possessor'],
  licence: ['authority'],
  shipment: ['carrier', 'departingPort', 'arrivalPort'],
  declaration: ['customs'],
  decision: [],
  member: [],
  roster: [],
};

const ofRegister: readonly string[] = ['decision', 'member', 'roster'];

/** 9: whoever a document binds guards its key, keeps its seal, and endorsed its creation and every change. */
export function guarded(): Invariant {
  // Whoever guarded a document when it was created guards it for good.
  const guardsFrom = new Map<string, readonly string[]>();
  return {
    number: 9,
    says: 'whoever a document binds has sealed and endorsed it',
    check: (moment) =>
      moment.outcomes.filter(tookEffect).flatMap((outcome) =>
        outcome.execution.writes.flatMap(({ key, value }) => {
          if (!isDocumentKey(key)) return [];
          const record = JSON.parse(String(value)) as Kept;
          const guards = guardsFrom.get(key) ?? guardsOf(record, moment);
          guardsFrom.set(key, guards);
          const problems = problemsOf(key, { record, guards, outcome, moment });
          return problems.map((problem) => `${outcome.sent.name} of ${record.kind}: ${problem}`);
        }),
      ),
  };
}

/** The peers that endorse for those whom a document binds. */
function guardsOf(record: Kept, { standing, ledger }: Moment): readonly string[] {
  const voters = votersOn[ledger.channel.name === 'border' ? 'border' : 'trade'];
  if (ofRegister.includes(record.kind)) return [...voters].sort();
  const parties = bound[record.kind].map((part) => memberIn(record, part) ?? '');
  return [...new Set(parties.map((msp) => standing.get(msp)?.guard ?? ''))].sort();
}

interface Written {
  readonly record: Kept;
  readonly guards: readonly string[];
  readonly outcome: Outcome;
  readonly moment: Moment;
}

function problemsOf(key: string, { record, guards, outcome, moment }: Written): readonly string[] {
  const { endorsedBy } = outcome.execution;
  const problems: string[] = [];
  const entry = moment.ledger.state.public.get(key);
  if (guards.join() !== record.guards.join()) problems.push(`guards are ${record.guards.join()}`);
  const isGuarded = isFinal(record) ? isClosed(entry?.policy) : asksFor(entry?.policy, guards);
  if (!isGuarded) problems.push('another key policy');
  const isNew = !moment.before.all.has(key);
  // A possession is vouched for by the one before it, and not sealed: whoever is given a bill need not be asked.
  const asked = isNew && record.kind === 'possession' ? [] : guards;
  const silent = asked.filter((msp) => !endorsedBy.includes(msp));
  if (silent.length > 0) problems.push(`${silent.join()} did not endorse it`);
  if (isNew && record.version === 1 && sealOf(record) !== record.seal)
    problems.push('its seal is of something else');
  const seal = isFinal(record) ? sha256(canonicalText(record)) : record.seal;
  // The register that there was from the beginning was put there without a transaction.
  const isFounded = (record.kind === 'member' || record.kind === 'roster') && !isNew;
  const isUnsealed = isFounded || (record.kind === 'possession' && !isFinal(record));
  const sealed = isUnsealed ? [] : guards;
  const unsealed = sealed.filter((msp) => !isSealed(key, { msp, seal, moment }));
  return [...problems, ...unsealed.map((msp) => `${msp} has no seal of it`)];
}

/** SHA-256 of a record as it was created, with its guards. */
function sealOf(record: Kept): string {
  const members = Object.entries(record).filter(([name]) => name !== 'seal');
  return sha256(canonicalText(Object.fromEntries(members)));
}

/** A possession is sealed at its end, and nobody changes it afterwards: neither could it be had again. */
function isFinal({ kind, status }: Kept): boolean {
  return kind === 'possession' && ['passedOn', 'surrendered'].includes(status);
}

/** Whether an organisation keeps a document's seal, for good. */
function isSealed(
  key: string,
  { msp, seal, moment }: { readonly msp: string; readonly seal: string; readonly moment: Moment },
): boolean {
  const { hashed } = moment.ledger.state.collection(`_implicit_org_${msp}`);
  const text = `{"kind":"seal","sha256":"${seal}"}`;
  const expected = createHash('sha256').update(text).digest();
  const kept = hashed.get(sha256(key));
  return kept?.value.equals(expected) === true && isClosed(kept.policy);
}
