import { createServer } from 'node:net';
import { portSpan } from '@argosy/operator/ports';

// Below the ports that the system gives to the near ends of connections.
const FIRST = 11_000;
const LAST = 31_000;

/** A base port whose whole block is free, so that test networks run beside one another and beside a real one. */
export async function freePortBase(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const base = FIRST + portSpan * Math.floor((Math.random() * (LAST - FIRST)) / portSpan);
    if ((await takenPorts(base)).length === 0) return base;
  }
  throw new Error('no free block of ports was found');
}

/** The ports of a network's block on which somebody listens. */
export async function takenPorts(base: number): Promise<readonly number[]> {
  const ports = Array.from({ length: portSpan }, (_, offset) => base + offset);
  const free = await Promise.all(ports.map((port) => isFree(port)));
  return ports.filter((_, index) => free[index] === false);
}

/** Whether nobody listens on a port of the loopback interface. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen({ port, host: '127.0.0.1' }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
