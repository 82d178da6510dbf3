import { reasonOf } from '@argosy/protocol/reason';

/** The parts of a loopback address. One address only: with "localhost" grpc-js would also be content with IPv6 alone while IPv4's port is taken. */
export function loopback(address: string): { host: string; port: string } {
  const match = /^(localhost|127\.0\.0\.1|\[::1\]):(\d+)$/.exec(address);
  const [, host, port] = match ?? [];
  if (host === undefined || port === undefined) {
    throw new Error(`${address} is not a loopback address with a port: the devnet serves no other`);
  }
  return { host: host === 'localhost' ? '127.0.0.1' : host, port };
}

/** Why nothing could be served at an address: a taken port is named. */
export function bindFailure(address: string, port: string, error: unknown): string {
  const text = reasonOf(error);
  return text.includes('EADDRINUSE')
    ? `port ${port} is taken by another process (wanted for ${address})`
    : `cannot serve on ${address}: ${text}`;
}
