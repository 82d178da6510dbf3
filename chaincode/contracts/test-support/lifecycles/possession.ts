import type { Title } from '@argosy/domain/bill/title';
import { billName, holders } from '../../../domain/test-support/bills.js';
import {
  heldByBank,
  inEscrow,
  passedOn,
  recordsOf,
  surrenderAccepted,
  surrenderAsked,
} from '../titles.js';
import type { LifecycleCase } from './case.js';

const reason = 'As agreed by telephone';
const endorsee = holders.applicant;

const titles: Readonly<Record<string, Title>> = {
  held: heldByBank(),
  escrowed: inEscrow(),
  surrenderRequested: surrenderAsked(),
  passedOn: passedOn(),
  surrendered: surrenderAccepted(),
};

/** An act is always on the live possession: of one that was passed on, what follows it. */
export const possessionLifecycle: LifecycleCase = {
  document: 'possession',
  channel: 'trade',
  people: {
    possessor: { member: 'issuingBank', staff: 'tradeOfficer' },
    otherBank: { member: 'advisingBank', staff: 'tradeSupervisor' },
    carrier: { member: 'carrier', staff: 'carrierOfficer' },
    otherCarrier: { member: 'applicant', staff: 'carrierOfficer' },
    auditor: { member: 'auditor', staff: 'auditor' },
  },
  statuses: ['held', 'escrowed', 'surrenderRequested', 'passedOn', 'surrendered'],
  allowed: [
    ['transfer', 'held', 'possessor', 'passedOn'],
    ['rejectTransfer', 'held', 'possessor', 'passedOn'],
    ['endorse', 'held', 'possessor', 'held'],
    ['endorseToOrder', 'held', 'possessor', 'held'],
    ['endorseInBlank', 'held', 'possessor', 'held'],
    ['surrender', 'held', 'possessor', 'passedOn'],
    ['acceptSurrender', 'surrenderRequested', 'carrier', 'surrendered'],
    ['rejectSurrender', 'surrenderRequested', 'carrier', 'passedOn'],
  ],
  hasLeft: (status, part) =>
    part === 'carrier'
      ? ['held', 'escrowed', 'passedOn'].includes(status)
      : ['surrenderRequested', 'passedOn', 'surrendered'].includes(status),
  record: (status) => {
    const { chain, head } = titleIn(status);
    return status === 'passedOn' ? chain.at(-2) : head;
  },
  beside: (action, status) => {
    if (status === '-') return [];
    const record = possessionLifecycle.record(status, action);
    return recordsOf(titleIn(status)).filter((it) => it !== record);
  },
  commands: {
    transfer: { ...billName, to: holders.advisingBank },
    rejectTransfer: { ...billName, reason },
    endorse: { ...billName, endorsee },
    endorseToOrder: { ...billName, endorsee },
    endorseInBlank: billName,
    surrender: { ...billName, request: { for: 'delivery' } },
    acceptSurrender: billName,
    rejectSurrender: { ...billName, reason },
  },
};

function titleIn(status: string): Title {
  const title = titles[status];
  if (title === undefined) throw new Error(`There is no title ${status}`);
  return title;
}
