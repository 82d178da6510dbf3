import { requests } from '../requests.js';
import { route } from './route.js';

/** Stopping and starting peers and orderers. */
export const nodeRoutes = [
  route(
    { method: 'GET', path: '/v1/nodes', does: 'peers and orderers, and whether they serve' },
    requests.nothing,
    ({ devnet }) => ({ nodes: devnet.controls.nodes }),
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
    requests.nothing,
    ({ devnet, name }) => devnet.controls.start(name),
  ),
];
