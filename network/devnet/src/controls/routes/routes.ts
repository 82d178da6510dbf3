import { channelRoutes } from './channel-routes.js';
import { clockRoutes } from './clock-routes.js';
import { envelopeRoutes } from './envelope-routes.js';
import { nodeRoutes } from './node-routes.js';
import type { Route } from './route.js';
import { stateRoutes } from './state-routes.js';

/** Every control but the description of all of them. */
export const routes: readonly Route[] = [
  ...nodeRoutes,
  ...envelopeRoutes,
  ...channelRoutes,
  ...clockRoutes,
  ...stateRoutes,
];
