import { requests } from '../requests.js';
import { route } from './route.js';

/** Blocks of a channel, and what its clients are told of them. */
export const channelRoutes = [
  route(
    { method: 'GET', path: '/v1/channels', does: 'heights, what waits, and what is held' },
    requests.nothing,
    ({ devnet }) => ({ channels: devnet.controls.channels }),
  ),
  route(
    {
      method: 'POST',
      path: '/v1/channels/:name/cut',
      does: 'put what waits into blocks; or exactly these transactions, in this order, into one block',
    },
    requests.transactions,
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
    requests.transactions,
    ({ devnet, name, body }) => devnet.controls.holdStatus(name, body.transactionIds),
  ),
  route(
    {
      method: 'POST',
      path: '/v1/channels/:name/status/release',
      does: 'tell again where transactions stand: all, or these',
    },
    requests.transactions,
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
