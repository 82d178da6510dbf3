import { createHash } from 'node:crypto';
import type { Bill } from '../src/bill/bill.js';
import type { IssueBill } from '../src/bill/commands.js';
import { issueBill } from '../src/bill/issue.js';
import type { Possession } from '../src/bill/possession.js';
import type { Title } from '../src/bill/title.js';
import type { NamedParty } from '../src/credit/parties.js';
import type { Decision } from '../src/shared/decision.js';
import type { LedgerRecord, NewRecord } from '../src/shared/document.js';
import { aCall, billHash, parties, reference } from './credits.js';
import { members, registeredMembers } from './network.js';

/** Who has a part in the bills of the tests. */
export const holders = {
  ...parties,
  carrier: { msp: members.carrier, name: 'Mar Aberto Lines' },
} as const satisfies Record<string, NamedParty>;

export const billName = { carrierCode: 'MABL', reference: 'NSA2605100017' } as const;

/** The bill of the tests: to the order of the issuing bank, and given to the shipper. */
export function anIssue(change: Partial<IssueBill> = {}): IssueBill {
  return {
    ...billName,
    carrier: holders.carrier,
    shipper: holders.beneficiary,
    title: { type: 'toOrder', endorsee: holders.issuingBank },
    vessel: { imo: '9074729', name: 'Estrela do Mar' },
    voyage: '0142W',
    portOfLoading: 'CNNSA',
    portOfDischarge: 'PTLIS',
    onBoardDate: '2026-05-10',
    containers: [{ number: 'CSQU3054383', seals: ['MA0017'] }],
    goods: '1000 bicycles',
    packages: { count: 1000, type: 'CT' },
    grossWeight: { unit: 'KGM', thousandths: '18000000' },
    freight: 'collect',
    sha256: billHash,
    credit: reference,
    ...change,
  };
}

/** A bill that was just issued. */
export function aTitle(change: Partial<IssueBill> = {}): Title {
  const call = {
    ...aCall('carrier', '2026-05-11T08:00:00.000Z'),
    transactionId: 'tx-of-the-issue',
  };
  const [bill, possession] = issueBill(anIssue(change), { call, sha256 });
  const head = kept(possession?.record) as Possession;
  return { bill: kept(bill.record) as Bill, head, chain: [head], sha256 };
}

/** A title after a decision on it. */
export function titleAfter(title: Title, decision: readonly Decision[number][]): Title {
  const { chain, bill } = decision.map(({ record }) => kept(record)).reduce(withRecord, title);
  const head = chain.at(-1);
  if (head === undefined) throw new Error('A chain has one possession at least');
  return { bill, chain, head, sha256: title.sha256 };
}

function withRecord(title: Title, record: LedgerRecord): Title {
  if (isOf<Bill>(record, 'bill')) return { ...title, bill: record };
  if (!isOf<Possession>(record, 'possession')) return title;
  const others = title.chain.filter(({ number }) => number !== record.number);
  return { ...title, chain: [...others, record] };
}

function isOf<Kept extends LedgerRecord>(
  record: LedgerRecord,
  kind: Kept['kind'],
): record is Kept & LedgerRecord {
  return record.kind === kind;
}

/** A record as the ledger keeps it: guarded by its possessor's or carrier's peer. */
function kept(record: LedgerRecord | NewRecord | undefined): LedgerRecord {
  if (record === undefined) throw new Error('There is no record');
  if ('seal' in record) return record;
  const { possessor, carrier } = record as unknown as Partial<Possession>;
  const guard = guards.get((possessor ?? carrier)?.msp ?? '');
  return { ...record, guards: guard === undefined ? [] : [guard], seal: '5f'.repeat(32) };
}

const guards = new Map(registeredMembers('trade').map(({ msp, guard }) => [msp, guard]));

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
