import { stopFile } from '@argosy/ledger/stop-file';
import { writePoints, writingWithPoints } from '@argosy/ledger/write-points';
import type { DevnetConfig } from './config.js';
import type { DevnetOptions } from './devnet-parts.js';
import type { Outgoing } from './grpc/outgoing.js';
import type { Method, Service } from './grpc/service.js';
import { FolderStorage } from './storage/folder-storage.js';
import { sockets } from './transport/sockets.js';

/** What is between a client's call and its answer, by the method's full name. */
const calls: Readonly<Record<string, { readonly came: StopPoint; readonly done: StopPoint }>> = {
  'gateway.Gateway/Endorse': { came: 'a proposal came', done: 'a proposal is endorsed' },
  'gateway.Gateway/Submit': { came: 'a transaction came', done: 'a transaction is accepted' },
};

/** Where a devnet can be ended on a transaction's way through it, in order: proposal, ordering, block and state on the disk, delivery. */
export const stopPoints = [
  'a proposal came',
  'a proposal is endorsed',
  'a transaction came',
  'a transaction is accepted',
  ...writePoints,
  'before a delivery',
  'after a delivery',
] as const;

type StopPoint = (typeof stopPoints)[number];
type Reached = (point: StopPoint) => void;

/** Fault injection: storage and transport with which a devnet ends itself at the point that this file names. Refuses: a network in
 *  memory, of which nothing would be left. */
export function stoppingAt(
  file: string,
  { dataDir, storage }: Pick<DevnetConfig, 'dataDir' | 'storage'>,
): Required<Pick<DevnetOptions, 'storage' | 'transport'>> {
  if (storage === 'memory') throw new Error('what is kept in memory is not there after a stop');
  const reached: Reached = stopFile(file);
  return {
    storage: new FolderStorage(dataDir, {
      ...writingWithPoints(reached),
      reached: () => undefined,
    }),
    transport: {
      ...sockets,
      serve: (address, tls, services) =>
        sockets.serve(
          address,
          tls,
          services.map((service) => withPoints(service, reached)),
        ),
    },
  };
}

function withPoints({ name, methods }: Service, reached: Reached): Service {
  const all = Object.entries(methods).map(([method, one]) => [
    method,
    methodWithPoints(`${name}/${method}`, one, reached),
  ]);
  return { name, methods: Object.fromEntries(all) as Service['methods'] };
}

function methodWithPoints(name: string, method: Method, reached: Reached): Method {
  if (name === 'protos.Deliver/Deliver' && method.kind === 'duplex')
    return {
      kind: 'duplex',
      handle: (requests, out) => method.handle(requests, delivering(out, reached)),
    };
  const points = calls[name];
  if (points === undefined || method.kind !== 'unary') return method;
  return {
    kind: 'unary',
    handle: async (request, gone) => {
      reached(points.came);
      const answer = await method.handle(request, gone);
      reached(points.done);
      return answer;
    },
  };
}

const delivering = (out: Outgoing, reached: Reached): Outgoing => ({
  gone: out.gone,
  clientCertificate: out.clientCertificate,
  send: async (message) => {
    reached('before a delivery');
    await out.send(message);
    reached('after a delivery');
  },
});
