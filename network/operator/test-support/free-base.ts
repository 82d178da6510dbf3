import { createServer } from 'node:net';
import { portSpan } from '../src/ports.js';

// Below the ports that the system gives to the near ends of connections.
const first = 11_000;
const last = 31_000;

/** A base whose ports nobody uses. */
export async function freeBase(): Promise<number> {
  for (;;) {
    const base = first + portSpan * Math.floor((Math.random() * (last - first)) / portSpan);
    const ports = Array.from({ length: portSpan }, (_, offset) => base + offset);
    if ((await Promise.all(ports.map(isFree))).every((free) => free)) return base;
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
