import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** A way to a gateway that loses answers. */
export interface ForgetfulProxy {
  readonly url: string;
  /** How many answers to writes were lost, though the gateway gave them. */
  readonly lost: () => number;
  readonly close: () => Promise<void>;
}

/** Pass everything on to a gateway on this machine, but lose the first answer to each write: the connection breaks once the gateway has
 *  answered. */
export async function forgetfulProxy(port: number): Promise<ForgetfulProxy> {
  const answered = new Set<string>();
  let lost = 0;
  const server = createServer((from, to) => {
    const passed = request(
      {
        host: '127.0.0.1',
        port,
        method: from.method,
        path: from.url,
        headers: headersOf(from, port),
      },
      (answer) => {
        const key = String(from.headers['idempotency-key'] ?? '');
        if (key === '' || answered.has(key)) {
          passOn(answer, { to, back: [`:${port}/`, `:${from.socket.localPort ?? 0}/`] });
          return;
        }
        answered.add(key);
        lost += 1;
        answer.resume().once('end', () => from.socket.destroy());
      },
    );
    passed.on('error', () => from.socket.destroy());
    from.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port');
  return {
    url: `http://localhost:${address.port}`,
    lost: () => lost,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The gateway knows its organisations by its own port. */
function headersOf({ headers }: IncomingMessage, port: number) {
  const host = headers.host?.replace(/:\d+$/, `:${port}`);
  return { ...headers, ...(host === undefined ? {} : { host }) };
}

/** Whoever is sent elsewhere at the gateway is sent there through the proxy. */
function passOn(
  answer: IncomingMessage,
  { to, back: [from, here] }: { readonly to: ServerResponse; readonly back: [string, string] },
): void {
  const { location } = answer.headers;
  const moved = location === undefined ? {} : { location: location.replace(from, here) };
  to.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...moved });
  answer.pipe(to);
}
