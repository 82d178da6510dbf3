import { createServer } from 'node:net';

const SPAN = 100;
const FIRST = 31_000;
const LAST = 59_000;

/** A base port whose whole block is free, so that test networks run beside one another and beside a real one. */
export async function freePortBase(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const base = FIRST + SPAN * Math.floor((Math.random() * (LAST - FIRST)) / SPAN);
    const ports = [0, 11, 12, 21, 22].map((offset) => base + offset);
    const free = await Promise.all(ports.map((port) => isFree(port)));
    if (free.every(Boolean)) return base;
  }
  throw new Error('no free block of ports was found');
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
