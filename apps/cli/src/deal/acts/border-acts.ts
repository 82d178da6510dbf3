import type { declarationCommands } from '@argosy/domain/declaration/commands';
import type { licenceCommands } from '@argosy/domain/licence/commands';
import type { shipmentCommands } from '@argosy/domain/shipment/commands';
import type { Scene } from '../scene.js';
import type { Act } from './act.js';
import {
  acceptance,
  customsFinding,
  declaration,
  drawDown,
  grant,
  inspection,
  licenceApplication,
  loading,
  readiness,
  shipmentEvent,
} from './border-commands.js';

const licence = ({ deal }: Scene): object => ({ reference: deal.names.licence });
const declared = ({ names }: Scene): object => ({ reference: names.declaration });

const licensing = { stage: 'Export licence and certificate' } as const;

export const licenceActs = {
  apply: {
    ...licensing,
    by: 'beneficiary',
    words: 'applies for the licence',
    command: licenceApplication,
  },
  inspect: { ...licensing, by: 'exportControl', words: 'inspects the goods', command: inspection },
  issue: {
    ...licensing,
    by: 'exportControl',
    words: 'issues the certificate',
    command: grant,
  },
  refuse: { ...licensing, by: 'exportControl', words: 'refuses the licence', command: licence },
  drawDown: { ...licensing, by: 'beneficiary', words: 'draws the licence down', command: drawDown },
  revoke: { ...licensing, by: 'exportControl', words: 'revokes the licence', command: licence },
} as const satisfies Record<keyof typeof licenceCommands, Act>;

const leaving = { by: 'departingPort', stage: 'Loading and departure' } as const;
const arriving = { by: 'arrivalPort', stage: 'Arrival and discharge' } as const;

export const shipmentActs = {
  ready: {
    by: 'beneficiary',
    stage: 'Goods ready, bill of lading',
    words: 'has the goods ready',
    command: readiness,
  },
  load: { ...leaving, words: 'loads the goods', command: loading },
  depart: { ...leaving, words: 'sees the ship depart', command: shipmentEvent },
  arrive: { ...arriving, words: 'sees the ship arrive', command: shipmentEvent },
  discharge: { ...arriving, words: 'discharges the goods', command: shipmentEvent },
} as const satisfies Record<keyof typeof shipmentCommands, Act>;

const clearing = { by: 'customs', stage: 'Declaration and clearance' } as const;

export const declarationActs = {
  lodge: {
    ...clearing,
    by: 'applicant',
    words: 'declares the goods',
    command: declaration,
    speaksOf: 'bill',
  },
  reject: { ...clearing, words: 'rejects the declaration', command: declared },
  accept: { ...clearing, words: 'accepts the declaration', command: acceptance },
  hold: { ...clearing, words: 'holds the goods', command: declared },
  examine: { ...clearing, words: 'examines the goods', command: customsFinding },
  clear: { ...clearing, words: 'clears the goods', command: declared },
  refuse: { ...clearing, words: 'refuses to clear', command: declared },
} as const satisfies Record<keyof typeof declarationCommands, Act>;
