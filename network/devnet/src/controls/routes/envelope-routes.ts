import type { EnvelopeFilter } from '../../ordering/envelope-records.js';
import { requests } from '../requests.js';
import { route } from './route.js';

/** What becomes of envelopes between orderer and block. */
export const envelopeRoutes = [
  route(
    { method: 'GET', path: '/v1/rules', does: 'the rules for envelopes, first to last' },
    requests.nothing,
    ({ devnet }) => ({ rules: devnet.controls.faults.rules }),
  ),
  route(
    {
      method: 'POST',
      path: '/v1/rules',
      does: 'have a rule decide about envelopes, after those in force: hold, drop, delay, duplicate, reorder',
    },
    requests.rule,
    ({ devnet, body }) => ({ id: devnet.controls.addRule(body) }),
  ),
  route(
    { method: 'DELETE', path: '/v1/rules', does: 'take all rules away; what waits still waits' },
    requests.nothing,
    ({ devnet }) => {
      devnet.controls.faults.clear();
      return {};
    },
  ),
  route(
    { method: 'DELETE', path: '/v1/rules/:name', does: 'take one rule away' },
    requests.nothing,
    ({ devnet, name }) => {
      devnet.controls.removeRule(name);
      return {};
    },
  ),
  route(
    {
      method: 'GET',
      path: '/v1/envelopes',
      does: 'what was decided for envelopes; ask with ?channel=, ?transactionId= and ?state=',
    },
    requests.envelopes,
    ({ devnet, body: { transactionId, ...filter } }) => ({
      envelopes: devnet.controls.faults.envelopes(withId(filter, transactionId)),
      forgotten: devnet.controls.faults.forgotten,
    }),
  ),
  route(
    {
      method: 'POST',
      path: '/v1/envelopes/release',
      does: 'let envelopes go on that wait: all, of a channel, or of these transactions in this order',
    },
    requests.release,
    ({ devnet, body }) => ({ released: devnet.controls.release(body) }),
  ),
];

const withId = (filter: EnvelopeFilter, id: string | undefined): EnvelopeFilter =>
  id === undefined ? filter : { ...filter, transactionIds: [id] };
