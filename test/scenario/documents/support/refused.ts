import type { ErrorCode } from '@argosy/domain/errors';
import type { ActName } from './acts.js';

/** What an act of a deal is refused with when it is taken once more. */
export const onceMore: Readonly<Record<ActName, ErrorCode>> = {
  apply: 'RECORD_ALREADY_EXISTS',
  issue: 'ACTION_WRONG_STATUS',
  advise: 'ACTION_WRONG_STATUS',
  acknowledge: 'ACTION_WRONG_STATUS',
  applyForLicence: 'RECORD_ALREADY_EXISTS',
  inspectGoods: 'ACTION_WRONG_STATUS',
  issueLicence: 'ACTION_WRONG_STATUS',
  drawDown: 'ACTION_WRONG_STATUS',
  ready: 'RECORD_ALREADY_EXISTS',
  issueBill: 'RECORD_ALREADY_EXISTS',
  load: 'ACTION_WRONG_STATUS',
  depart: 'ACTION_WRONG_STATUS',
  lodge: 'RECORD_ALREADY_EXISTS',
  complete: 'ACTION_WRONG_STATUS',
  examine: 'RECORD_ALREADY_EXISTS',
  comply: 'ACTION_WRONG_STATUS',
  honour: 'ACTION_WRONG_STATUS',
  arrive: 'ACTION_WRONG_STATUS',
  discharge: 'ACTION_WRONG_STATUS',
  // The bill is with the carrier now.
  surrender: 'ACTION_WRONG_PARTY',
  acceptSurrender: 'ACTION_WRONG_STATUS',
  declare: 'RECORD_ALREADY_EXISTS',
  acceptDeclaration: 'ACTION_WRONG_STATUS',
  examineGoods: 'ACTION_WRONG_STATUS',
  clear: 'ACTION_WRONG_STATUS',
  receive: 'RECORD_ALREADY_EXISTS',
  settle: 'ACTION_WRONG_STATUS',
  credit: 'RECORD_ALREADY_EXISTS',
};

/** What acts are refused with when whoever may take them does so before this one. */
export const tooEarly: Readonly<Partial<Record<ActName, Partial<Record<ActName, ErrorCode>>>>> = {
  apply: { issue: 'RECORD_NOT_FOUND', lodge: 'RECORD_NOT_FOUND' },
  issue: { advise: 'ACTION_WRONG_STATUS', lodge: 'PRESENTATION_CREDIT_UNAVAILABLE' },
  advise: { acknowledge: 'ACTION_WRONG_STATUS' },
  applyForLicence: { inspectGoods: 'RECORD_NOT_FOUND', drawDown: 'RECORD_NOT_FOUND' },
  inspectGoods: { issueLicence: 'ACTION_WRONG_STATUS' },
  issueLicence: { drawDown: 'ACTION_WRONG_STATUS' },
  ready: { load: 'RECORD_NOT_FOUND' },
  load: { depart: 'ACTION_WRONG_STATUS' },
  depart: { arrive: 'ACTION_WRONG_STATUS' },
  lodge: { complete: 'RECORD_NOT_FOUND', examine: 'RECORD_NOT_FOUND' },
  complete: { examine: 'PRESENTATION_INCOMPLETE' },
  examine: { comply: 'RECORD_NOT_FOUND', honour: 'RECORD_NOT_FOUND' },
  comply: { honour: 'ACTION_WRONG_STATUS' },
  honour: { surrender: 'ACTION_WRONG_PARTY', settle: 'ACTION_WRONG_STATUS' },
  arrive: { discharge: 'ACTION_WRONG_STATUS' },
  surrender: { acceptSurrender: 'ACTION_WRONG_PARTY' },
  declare: { acceptDeclaration: 'RECORD_NOT_FOUND', clear: 'RECORD_NOT_FOUND' },
  acceptDeclaration: { examineGoods: 'ACTION_WRONG_STATUS', clear: 'ACTION_WRONG_STATUS' },
  receive: { settle: 'SETTLEMENT_NOT_DUE', credit: 'PROCEEDS_BEFORE_SETTLEMENT' },
  settle: { credit: 'PROCEEDS_BEFORE_SETTLEMENT' },
};
