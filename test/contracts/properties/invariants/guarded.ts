import { createHash } from 'node:crypto';
import fabricShim from 'fabric-shim';
import { canonicalText } from '../canonical.js';
import { guardsOn } from '../cast.js';
import { sha256 } from '../desk.js';
import { tookEffect } from '../sequence.js';
import type { Outcome } from '../sequence.js';
import { memberIn } from '../table.js';
import { isDocumentKey } from '../view.js';
import type { Kept } from '../view.js';
import type { Invariant, Moment } from './invariant.js';

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
};

/** 9: whoever a document binds guards its key, keeps its seal, and endorsed its creation and every change. */
export const guarded: Invariant = {
  number: 9,
  says: 'whoever a document binds has sealed and endorsed it',
  check: (moment) =>
    moment.outcomes.filter(tookEffect).flatMap((outcome) =>
      outcome.execution.writes.flatMap(({ key, value }) => {
        if (!isDocumentKey(key)) return [];
        const record = JSON.parse(String(value)) as Kept;
        const problems = problemsOf(key, { record, outcome, moment });
        return problems.map((problem) => `${outcome.sent.name} of ${record.kind}: ${problem}`);
      }),
    ),
};

interface Written {
  readonly record: Kept;
  readonly outcome: Outcome;
  readonly moment: Moment;
}

function problemsOf(key: string, { record, outcome, moment }: Written): readonly string[] {
  const parties = bound[record.kind].map((part) => memberIn(record, part) ?? '');
  const guards = [...new Set(parties.map((msp) => guardsOn[moment.channel][msp] ?? ''))].sort();
  const { endorsedBy } = outcome.execution;
  const problems: string[] = [];
  const entry = moment.ledger.state.public.get(key);
  if (guards.join() !== record.guards.join()) problems.push(`guards are ${record.guards.join()}`);
  if (policyOf(entry?.policy).join() !== guards.join()) problems.push('another key policy');
  const isNew = !moment.before.all.has(key);
  // A possession is vouched for by the one before it, and not sealed: whoever is given a bill need not be asked.
  const asked = isNew && record.kind === 'possession' ? [] : guards;
  const silent = asked.filter((msp) => !endorsedBy.includes(msp));
  if (silent.length > 0) problems.push(`${silent.join()} did not endorse it`);
  if (record.kind === 'possession') return problems;
  if (isNew && record.version === 1 && sealOf(record) !== record.seal)
    problems.push('its seal is of something else');
  const unsealed = guards.filter((msp) => !isSealed(key, { msp, record, moment }));
  return [...problems, ...unsealed.map((msp) => `${msp} has no seal of it`)];
}

/** SHA-256 of a record as it was created, with its guards. */
function sealOf(record: Kept): string {
  const members = Object.entries(record).filter(([name]) => name !== 'seal');
  return sha256(canonicalText(Object.fromEntries(members)));
}

/** The organisations whose peers have to sign, all of them. */
function policyOf(policy: Buffer | undefined): readonly string[] {
  return policy === undefined ? [] : new fabricShim.KeyEndorsementPolicy(policy).listOrgs().sort();
}

function isSealed(
  key: string,
  { msp, record, moment }: { readonly msp: string; readonly record: Kept; readonly moment: Moment },
): boolean {
  const { hashed } = moment.ledger.state.collection(`_implicit_org_${msp}`);
  const text = `{"kind":"seal","sha256":"${record.seal}"}`;
  const expected = createHash('sha256').update(text).digest();
  return hashed.get(sha256(key))?.value.equals(expected) === true;
}
