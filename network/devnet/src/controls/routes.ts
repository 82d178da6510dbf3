import type { z } from 'zod';
import type { Devnet } from '../devnet.js';
import type { EnvelopeFilter } from '../ordering/envelope-records.js';
import { requests } from './requests.js';

/** What is done with one request. */
interface Call<Body> {
  readonly devnet: Devnet;
  /** The part of the path that is given: the name of a node, a channel, a rule or a snapshot. */
  readonly name: string;
  readonly body: Body;
}

/** One control. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With `:name` for the part that is given. */
  readonly path: string;
  readonly does: string;
  readonly body: z.ZodType;
  /** Read the body and do it. Throws z.ZodError, and whatever the control refuses with. */
  readonly perform: (call: Call<unknown>) => unknown;
}

function route<Schema extends z.ZodType>(
  line: Pick<Route, 'method' | 'path' | 'does'>,
  body: Schema,
  handle: (call: Call<z.output<Schema>>) => unknown,
): Route {
  const perform = (call: Call<unknown>): unknown =>
    handle({ ...call, body: body.parse(call.body) });
  return { ...line, body, perform };
}

const { nothing, transactions } = requests;

const nodes = [
  route(
    { method: 'GET', path: '/v1/nodes', does: 'peers and orderers, and whether they serve' },
    nothing,
    ({ devnet }) => ({
      nodes: devnet.controls.nodes,
    }),
  ),
  route(
    {
      method: 'POST',
      path: '/v1/nodes/:name/stop',
      does: 'stop a peer or an orderer at once, as if its machine had failed; or let open calls end first',
    },
    requests.stop,
    ({ devnet, name, body: { drainMilliseconds } }) =>
      devnet.controls.stop(
        name,
        drainMilliseconds === undefined ? 'at once' : { drainMilliseconds },
      ),
  ),
  route(
    { method: 'POST', path: '/v1/nodes/:name/start', does: 'start a stopped node' },
    nothing,
    ({ devnet, name }) => devnet.controls.start(name),
  ),
];

const envelopes = [
  route(
    { method: 'GET', path: '/v1/rules', does: 'the rules for envelopes, first to last' },
    nothing,
    ({ devnet }) => ({
      rules: devnet.controls.faults.rules,
    }),
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
    nothing,
    ({ devnet }) => {
      devnet.controls.faults.clear();
      return {};
    },
  ),
  route(
    { method: 'DELETE', path: '/v1/rules/:name', does: 'take one rule away' },
    nothing,
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

const channels = [
  route(
    { method: 'GET', path: '/v1/channels', does: 'heights, what waits, and what is held' },
    nothing,
    ({ devnet }) => ({
      channels: devnet.controls.channels,
    }),
  ),
  route(
    {
      method: 'POST',
      path: '/v1/channels/:name/cut',
      does: 'put what waits into blocks; or exactly these transactions, in this order, into one block',
    },
    transactions,
    ({ devnet, name, body }) => devnet.controls.cut(name, body.transactionIds),
  ),
  route(
    {
      method: 'PUT',
      path: '/v1/channels/:name/production',
      does: 'cut blocks instantly, at an interval, or by hand from now on',
    },
    requests.production,
    ({ devnet, name, body }) => devnet.controls.setProduction(name, body),
  ),
  route(
    {
      method: 'POST',
      path: '/v1/channels/:name/status/hold',
      does: 'tell no client where transactions stand: all, or these',
    },
    transactions,
    ({ devnet, name, body }) => devnet.controls.holdStatus(name, body.transactionIds),
  ),
  route(
    {
      method: 'POST',
      path: '/v1/channels/:name/status/release',
      does: 'tell again where transactions stand: all, or these',
    },
    transactions,
    ({ devnet, name, body }) => devnet.controls.releaseStatus(name, body.transactionIds),
  ),
  route(
    {
      method: 'POST',
      path: '/v1/channels/:name/blocks/hold',
      does: 'have the streams of a node, or of all, send no block that is not there yet',
    },
    requests.streams,
    ({ devnet, name, body }) => devnet.controls.holdBlocks(name, body.node),
  ),
  route(
    {
      method: 'POST',
      path: '/v1/channels/:name/blocks/release',
      does: 'have the streams go on',
    },
    requests.streams,
    ({ devnet, name, body }) => devnet.controls.releaseBlocks(name, body.node),
  ),
];

const clock = [
  route(
    { method: 'GET', path: '/v1/clock', does: 'the one clock of the network' },
    nothing,
    ({ devnet }) => devnet.controls.clock.reading,
  ),
  route(
    { method: 'POST', path: '/v1/clock/move', does: 'move the clock forward' },
    requests.move,
    ({ devnet, body }) => devnet.controls.clock.move(body.by),
  ),
  route(
    { method: 'POST', path: '/v1/clock/set', does: 'have the clock show a later instant' },
    requests.set,
    ({ devnet, body }) => devnet.controls.clock.set(body.to),
  ),
  route(
    { method: 'POST', path: '/v1/clock/freeze', does: 'stop the clock, now or at a later instant' },
    requests.freeze,
    ({ devnet, body }) => devnet.controls.clock.freeze(body.at),
  ),
  route(
    { method: 'POST', path: '/v1/clock/resume', does: 'let a stopped clock go on' },
    nothing,
    ({ devnet }) => devnet.controls.clock.resume(),
  ),
];

const states = [
  route(
    { method: 'GET', path: '/v1/snapshots', does: 'the snapshots, oldest first' },
    nothing,
    async ({ devnet }) => ({
      snapshots: await devnet.snapshots(),
    }),
  ),
  route(
    { method: 'POST', path: '/v1/snapshots', does: 'remember the state of the whole network' },
    nothing,
    async ({ devnet }) => ({ id: await devnet.snapshot() }),
  ),
  route(
    {
      method: 'POST',
      path: '/v1/snapshots/:name/revert',
      does: 'set the whole network back to a snapshot',
    },
    nothing,
    async ({ devnet, name }) => {
      await devnet.revert(name);
      return {};
    },
  ),
  route(
    { method: 'POST', path: '/v1/dump', does: 'write all that the network keeps into a file' },
    requests.file,
    async ({ devnet, body }) => ({ channels: await devnet.dump(body.file) }),
  ),
  route(
    { method: 'POST', path: '/v1/load', does: 'have what a dump holds in place of what is there' },
    requests.file,
    async ({ devnet, body }) => ({ channels: await devnet.load(body.file) }),
  ),
];

/** Every control but the description of all of them. */
export const routes: readonly Route[] = [...nodes, ...envelopes, ...channels, ...clock, ...states];
