import { aLicence, aShipment, happened, voyage } from '../../../domain/test-support/border.js';
import {
  aReadiness,
  shipmentReference as reference,
} from '../../../domain/test-support/border-commands.js';
import { act, by, refusalOfCall } from './trigger.js';

const channel = 'border';
const { consignment } = aReadiness();

/** What a shipment refuses. */
export const shipmentTriggers = {
  EVENT_BEFORE_EARLIER: async () =>
    refusalOfCall({
      channel,
      by: await by('departingPort', 'portOfficer'),
      args: act('shipment', 'depart', { reference, at: happened.ready }),
      records: [aShipment({ status: 'loaded' })],
    }),
  SHIPMENT_PORTS_SAME: async () =>
    refusalOfCall({
      channel,
      by: await by('beneficiary', 'trader'),
      args: act(
        'shipment',
        'ready',
        aReadiness({ consignment: { ...consignment, portOfDischarge: consignment.portOfLoading } }),
      ),
    }),
  SHIPMENT_WITHOUT_LICENCE: async () =>
    refusalOfCall({
      channel,
      by: await by('departingPort', 'portOfficer'),
      args: act('shipment', 'load', { reference, at: happened.loadedAt, voyage }),
      records: [aShipment(), aLicence({ status: 'issued' })],
    }),
};
