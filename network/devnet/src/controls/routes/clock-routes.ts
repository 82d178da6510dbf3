import { requests } from '../requests.js';
import { route } from './route.js';

/** The one clock of the network. */
export const clockRoutes = [
  route(
    { method: 'GET', path: '/v1/clock', does: 'the one clock of the network' },
    requests.nothing,
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
    requests.nothing,
    ({ devnet }) => devnet.controls.clock.resume(),
  ),
];
