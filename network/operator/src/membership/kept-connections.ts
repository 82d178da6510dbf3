import { Agent } from 'node:https';

/** Connections that are used again: many requests to one CA then cost few handshakes. To be destroyed when all is asked.
 *  Whoever is answered with nothing on such a connection may have been heard: the request is then of unknown outcome. */
export const keptConnections = (rootsPem: string, most: number): Agent =>
  new Agent({ ca: rootsPem, keepAlive: true, maxSockets: most });
