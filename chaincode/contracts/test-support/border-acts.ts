import { documentKey } from '@argosy/domain/shared/ledger-key';
import { implicitCollection } from '@argosy/domain/shared/record-text';
import fabricShim from 'fabric-shim';
import {
  finding,
  grant,
  happened,
  inspection,
  mrn,
  voyage,
} from '../../domain/test-support/border.js';
import {
  aLodgement,
  anApplicationForLicence,
  aReadiness,
  bicycles,
  declarationReference,
  licenceReference,
  shipmentReference,
} from '../../domain/test-support/border-commands.js';
import type { Ledger } from './ledger/ledger.js';
import type { Act } from './trade-deal.js';

const licence = { reference: licenceReference };
const shipment = { reference: shipmentReference };
const declaration = { reference: declarationReference };
const taken = { ...licence, shipment: shipmentReference, quantity: bicycles(1000) };
const { loadedAt, departedAt, arrivedAt, dischargedAt } = happened;

/** The acts at the border in their order, each at its time. */
export const borderActs = {
  apply: act('beneficiary', 'licence:Apply', anApplicationForLicence(), '2026-05-03T09'),
  inspect: act('exportControl', 'licence:Inspect', { ...licence, inspection }, '2026-05-04T12'),
  issue: act('exportControl', 'licence:Issue', { ...licence, grant }, '2026-05-05T09'),
  drawDown: act('beneficiary', 'licence:DrawDown', taken, '2026-05-06T09'),
  ready: act('beneficiary', 'shipment:Ready', aReadiness(), '2026-05-07T09'),
  load: act(
    'departingPort',
    'shipment:Load',
    { ...shipment, at: loadedAt, voyage },
    '2026-05-08T11',
  ),
  depart: act('departingPort', 'shipment:Depart', { ...shipment, at: departedAt }, '2026-05-09T11'),
  arrive: act('arrivalPort', 'shipment:Arrive', { ...shipment, at: arrivedAt }, '2026-05-18T11'),
  discharge: act(
    'arrivalPort',
    'shipment:Discharge',
    { ...shipment, at: dischargedAt },
    '2026-05-19T11',
  ),
  lodge: act('applicant', 'declaration:Lodge', aLodgement(), '2026-05-19T12'),
  accept: act('customs', 'declaration:Accept', { ...declaration, mrn }, '2026-05-20T08'),
  examine: act('customs', 'declaration:Examine', { ...declaration, finding }, '2026-05-20T09'),
  clear: act('customs', 'declaration:Clear', declaration, '2026-05-20T10'),
} as const;

/** An act with another command. */
export function acting(base: Act, command: object): Act {
  return { ...base, command: { ...base.command, ...command } };
}

/** Who has to endorse a document's changes, and which collections keep its seal. */
export function guardingOf(ledger: Ledger, kind: string, reference: string) {
  const key = documentKey(kind, [reference]);
  const policy = new fabricShim.KeyEndorsementPolicy(ledger.state.public.get(key)?.policy);
  const sealed = ledger.channel.organisations
    .map(({ msp }) => msp)
    .filter((msp) => ledger.readPrivate(implicitCollection(msp), key) !== undefined);
  return { guards: [...policy.listOrgs()].sort(), sealed: sealed.sort() };
}

function act(by: Act['by'], name: string, command: object, hour: string): Act {
  return { by, name, command, time: `${hour}:00:00.000Z` };
}
