import type { Step } from '../shared/document.js';
import { bankers, traders } from '../shared/staff.js';

/** One member has the bill, as its possessor, as a bank in escrow, or as the carrier to which it was given back. */
export const possessionRoles = ['possessor', 'bank', 'carrier', 'predecessor'] as const;

export const possessionStatuses = [
  'held',
  'escrowed',
  'surrenderRequested',
  'passedOn',
  'surrendered',
] as const;

export type PossessionRole = (typeof possessionRoles)[number];
export type PossessionStatus = (typeof possessionStatuses)[number];

const holders = [...traders, ...bankers];
const byPossessor = { by: ['possessor'], staff: holders, from: ['held'] } as const;
const byBank = { by: ['bank'], staff: bankers, from: ['escrowed'], to: ['passedOn'] } as const;
const byCarrier = { by: ['carrier'], staff: ['carrierOfficer'] } as const;
const opened = { by: ['predecessor'], from: [], to: ['held'] } as const;

/**
 * The life of a possession. Whoever passes a bill on closes the possession and opens the next one in the same transaction: each
 * has its own key, that no other member's peer can change.
 */
export const possessionSteps = {
  transfer: { ...byPossessor, to: ['passedOn'], event: 'BillTransferred' },
  rejectTransfer: { ...byPossessor, to: ['passedOn'], event: 'BillTransferRejected' },
  endorse: { ...byPossessor, to: ['held'], event: 'BillEndorsed' },
  endorseToOrder: { ...byPossessor, to: ['held'], event: 'BillEndorsedToOrder' },
  endorseInBlank: { ...byPossessor, to: ['held'], event: 'BillEndorsedInBlank' },
  surrender: { ...byPossessor, to: ['passedOn'], event: 'BillSurrenderRequested' },
  acceptSurrender: {
    ...byCarrier,
    from: ['surrenderRequested'],
    to: ['surrendered'],
    event: 'BillSurrenderAccepted',
  },
  rejectSurrender: {
    ...byCarrier,
    from: ['surrenderRequested'],
    to: ['passedOn'],
    event: 'BillSurrenderRejected',
  },
  escrow: {
    ...byPossessor,
    to: ['passedOn'],
    event: 'BillPutInEscrow',
    within: 'presentation:Complete',
  },
  release: { ...byBank, event: 'BillReleasedFromEscrow', within: 'examination:Honour' },
  giveBack: { ...byBank, event: 'BillGivenBackFromEscrow', within: 'examination:Return' },
  begin: {
    ...byCarrier,
    from: [],
    to: ['held'],
    event: 'PossessionBegun',
    within: 'bill:Issue',
  },
  receive: {
    ...opened,
    staff: holders,
    event: 'PossessionReceived',
    within: 'possession:Transfer',
  },
  receiveBack: {
    ...opened,
    staff: holders,
    event: 'PossessionReceivedBack',
    within: 'possession:RejectTransfer',
  },
  receiveInEscrow: {
    ...opened,
    staff: holders,
    to: ['escrowed'],
    event: 'PossessionReceivedInEscrow',
    within: 'presentation:Complete',
  },
  receiveFromEscrow: {
    ...opened,
    staff: bankers,
    event: 'PossessionReceivedFromEscrow',
    within: 'examination:Honour',
  },
  receiveBackFromEscrow: {
    ...opened,
    staff: bankers,
    event: 'PossessionReceivedBackFromEscrow',
    within: 'examination:Return',
  },
  receiveForSurrender: {
    ...opened,
    staff: holders,
    to: ['surrenderRequested'],
    event: 'PossessionReceivedForSurrender',
    within: 'possession:Surrender',
  },
  receiveBackFromCarrier: {
    ...opened,
    staff: ['carrierOfficer'],
    event: 'PossessionReceivedBackFromCarrier',
    within: 'possession:RejectSurrender',
  },
} as const satisfies Record<string, Step<PossessionRole, PossessionStatus>>;

export type PossessionAction = keyof typeof possessionSteps;

/** The acts by which a bill passes from one member to another: each closes a possession, and opens the next one. */
export const moves = [
  'transfer',
  'rejectTransfer',
  'escrow',
  'release',
  'giveBack',
  'surrender',
  'rejectSurrender',
] as const satisfies readonly PossessionAction[];

export type Move = (typeof moves)[number];

export const openings: Readonly<Record<Move, PossessionAction>> = {
  transfer: 'receive',
  rejectTransfer: 'receiveBack',
  escrow: 'receiveInEscrow',
  release: 'receiveFromEscrow',
  giveBack: 'receiveBackFromEscrow',
  surrender: 'receiveForSurrender',
  rejectSurrender: 'receiveBackFromCarrier',
};

/** The acts by which its possessor says who may claim the goods. */
export const endorsementActions = ['endorse', 'endorseToOrder', 'endorseInBlank'] as const;

export type EndorsementAction = (typeof endorsementActions)[number];
