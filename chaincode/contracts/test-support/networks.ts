import { argosyChaincode } from '../src/chaincode.js';
import { registeredMembers } from '../../domain/test-support/network.js';
import { rosterOf } from '../../domain/test-support/register.js';
import type { Channel as ChannelName } from '../../domain/test-support/network.js';
import type { Channel } from './ledger/channel.js';
import { Ledger } from './ledger/ledger.js';
import { plant } from './planted.js';

/** The channels as the network's description has them, with their private collections. */
export const channels: Readonly<Record<ChannelName, Channel>> = {
  trade: {
    name: 'trade',
    chaincode: 'argosy',
    organisations: [
      { msp: 'ImporterMSP', sponsor: 'ImportBankMSP' },
      { msp: 'ImportBankMSP' },
      { msp: 'ExportBankMSP' },
      { msp: 'ExporterMSP', sponsor: 'ExportBankMSP' },
      { msp: 'CarrierMSP' },
      { msp: 'AuditorMSP' },
    ],
    endorsement: { outOf: 2, of: ['ImportBankMSP', 'ExportBankMSP', 'CarrierMSP'] },
    collections: [
      collection('facilityTerms', ['ImporterMSP', 'ImportBankMSP'], ['ImportBankMSP']),
      collection('bankTerms', ['ImportBankMSP', 'ExportBankMSP']),
      collection('proceedsTerms', ['ExporterMSP', 'ExportBankMSP'], ['ExportBankMSP']),
      collection('importBankNotes', ['ImportBankMSP']),
      collection('exportBankNotes', ['ExportBankMSP']),
    ],
  },
  border: {
    name: 'border',
    chaincode: 'argosy',
    organisations: [
      { msp: 'ImporterMSP', sponsor: 'CustomsMSP' },
      { msp: 'ExporterMSP', sponsor: 'CustomsMSP' },
      { msp: 'CarrierMSP' },
      { msp: 'ExportControlMSP', sponsor: 'CustomsMSP' },
      { msp: 'DepartingPortMSP', sponsor: 'CarrierMSP' },
      { msp: 'ArrivalPortMSP', sponsor: 'CustomsMSP' },
      { msp: 'CustomsMSP' },
      { msp: 'AuditorMSP' },
    ],
    endorsement: { outOf: 2, of: ['CustomsMSP', 'CarrierMSP'] },
    collections: [
      collection('declaredValues', ['ImporterMSP', 'CustomsMSP'], ['CustomsMSP']),
      collection(
        'licenceValues',
        ['ExporterMSP', 'ExportControlMSP', 'CustomsMSP'],
        ['CustomsMSP'],
      ),
    ],
  },
  consortium: {
    name: 'consortium',
    chaincode: 'argosy',
    organisations: [
      { msp: 'ImporterMSP', sponsor: 'ImportBankMSP' },
      { msp: 'ImportBankMSP' },
      { msp: 'ExportBankMSP' },
      { msp: 'ExporterMSP', sponsor: 'ExportBankMSP' },
      { msp: 'ExportControlMSP', sponsor: 'CustomsMSP' },
      { msp: 'CarrierMSP' },
      { msp: 'DepartingPortMSP', sponsor: 'CarrierMSP' },
      { msp: 'ArrivalPortMSP', sponsor: 'CustomsMSP' },
      { msp: 'CustomsMSP' },
      { msp: 'AuditorMSP' },
    ],
    endorsement: {
      outOf: 3,
      of: ['ImportBankMSP', 'ExportBankMSP', 'CarrierMSP', 'CustomsMSP'],
    },
  },
};

/** A channel whose register is there, and nothing else. */
export function registeredLedger(name: ChannelName): Ledger {
  const ledger = emptyLedger(name);
  plant(ledger, rosterOf(name));
  registeredMembers(name).forEach((member) => {
    plant(ledger, member);
  });
  return ledger;
}

/** A channel on which nothing has happened. */
export function emptyLedger(name: ChannelName): Ledger {
  return new Ledger(channels[name], argosyChaincode());
}

function collection(
  name: string,
  members: readonly string[],
  endorsers: readonly string[] = members,
) {
  const rights = { memberOnlyRead: true, memberOnlyWrite: true } as const;
  return { name, members, ...rights, endorsement: { outOf: 1, of: endorsers } };
}
