import { requests } from '../requests.js';
import { route } from './route.js';

/** States of the whole network: remembered, gone back to, written into a file. */
export const stateRoutes = [
  route(
    { method: 'GET', path: '/v1/snapshots', does: 'the snapshots, oldest first' },
    requests.nothing,
    async ({ devnet }) => ({ snapshots: await devnet.snapshots() }),
  ),
  route(
    { method: 'POST', path: '/v1/snapshots', does: 'remember the state of the whole network' },
    requests.nothing,
    async ({ devnet }) => ({ id: await devnet.snapshot() }),
  ),
  route(
    {
      method: 'POST',
      path: '/v1/snapshots/:name/revert',
      does: 'set the whole network back to a snapshot',
    },
    requests.nothing,
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
