import type { Licence } from '@argosy/domain/licence/licence';
import { aLicence, grant, inspection } from '../../../domain/test-support/border.js';
import {
  bicycles,
  licenceReference as reference,
  shipmentReference as shipment,
} from '../../../domain/test-support/border-commands.js';
import { act, by, refusalOfCall } from './trigger.js';

const channel = 'border';

const inspect = async (date: string) =>
  refusalOfCall({
    channel,
    by: await by('exportControl', 'licensingOfficer'),
    args: act('licence', 'inspect', { reference, inspection: { ...inspection, date } }),
    records: [aLicence({ status: 'applied' })],
  });

const issue = async (change: object, result: 'conforms' | 'differs' = 'conforms') =>
  refusalOfCall({
    channel,
    by: await by('exportControl', 'licensingOfficer'),
    args: act('licence', 'issue', { reference, grant: { ...grant, ...change } }),
    records: [aLicence({ status: 'inspected', inspection: { ...inspection, result } })],
  });

const drawDown = async (
  quantity: object,
  { time, licence = {} }: { readonly time?: string; readonly licence?: Partial<Licence> } = {},
) =>
  refusalOfCall({
    channel,
    by: await by('beneficiary', 'trader'),
    args: act('licence', 'drawDown', { reference, shipment, quantity }),
    records: [aLicence({ latestTime: '2026-05-01T08:00:00.000Z', ...licence })],
    ...(time !== undefined && { time }),
  });

const drawn = (shipments: readonly string[]): Partial<Licence> => ({
  drawn: shipments.map((it) => ({ shipment: it, quantity: bicycles(1) })),
});
const hundred = Array.from({ length: 100 }, (_, index) => `S${String(index)}`);

/** What an export licence refuses. */
export const licenceTriggers = {
  EVENT_IN_FUTURE: () => inspect('2026-05-21'),
  LICENCE_NOT_CONFORMING: () => issue({}, 'differs'),
  LICENCE_VALIDITY_REVERSED: () => issue({ validUntil: '2026-05-04' }),
  LICENCE_ABOVE_APPLICATION: () => issue({ quantity: bicycles(1001) }),
  LICENCE_UNIT_WRONG: () => drawDown({ unit: 'KGM', thousandths: '1' }),
  LICENCE_NOT_VALID_YET: () => drawDown(bicycles(1), { time: '2026-05-04T23:59:59.000Z' }),
  LICENCE_EXPIRED: () => drawDown(bicycles(1), { time: '2026-06-01T00:00:00.000Z' }),
  LICENCE_SHIPMENT_TWICE: () => drawDown(bicycles(1), { licence: drawn([shipment]) }),
  LICENCE_SHIPMENTS_TOO_MANY: () => drawDown(bicycles(1), { licence: drawn(hundred) }),
  LICENCE_OVERDRAWN: () => drawDown(bicycles(1001)),
};
