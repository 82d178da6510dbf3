/** Where a process spends its time: shares of its busy samples in a CPU profile. */
import { readFileSync } from 'node:fs';

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const IDLE = '(idle)';

/** The first that matches a sample's function and file names its part. */
const parts: readonly (readonly [RegExp, string])[] = [
  [/^\(idle\)/, IDLE],
  [/^\(garbage collector\)/, 'garbage collection'],
  [/crypto\/sig/, 'signatures'],
  [/crypto\/(hash|random)/, 'hashes, randomness'],
  [/grpc-js|http2|internal\/stream|_tls|tls\/|node:net/, 'gRPC, HTTP/2, streams'],
  [/buffer|writeBuffer/i, 'buffers'],
  [/protocol\/(dist|src)\/(wire|messages)|fabric-protos|google-protobuf|protobufjs/, 'protobuf'],
  [/classic-level|abstract-level/, 'database'],
  [/protocol\/(dist|src)/, 'identities, policies, blocks, remembered signatures'],
  [/ledger\/(dist|src)/, 'ledger: validation, state, block file'],
  [/devnet\/(dist|src)/, 'the services themselves'],
  [/fabric-shim|fabric-contract-api/, 'shim and contract API'],
  [/winston|logform|triple-beam/, 'logging'],
  [/contracts\/(dist|src)|domain\/(dist|src)|put-chaincode/, 'contract and rules'],
  [/zod/, 'zod'],
  [/node:|^\(program\)|^[^ ]* $/, 'other native code, timers, input and output'],
];

/** The script that a profile is of, among those that are looked for. */
export function scriptOf(file: string, scripts: readonly RegExp[]): RegExp | undefined {
  const urls = readProfile(file).nodes.map(({ callFrame }) => callFrame.url);
  return scripts.find((script) => urls.some((url) => script.test(url)));
}

/** Per part its share of the time that the process was busy, largest first. */
export function shares(file: string): [string, number][] {
  const { nodes, samples, timeDeltas } = readProfile(file);
  const partOfNode = new Map(nodes.map(({ id, callFrame }) => [id, partOf(callFrame)]));
  const spent = new Map<string, number>();
  let busy = 0;
  samples.forEach((id, index) => {
    const part = partOfNode.get(id) ?? 'other';
    if (part === IDLE) return;
    const time = timeDeltas[index] ?? 0;
    busy += time;
    spent.set(part, (spent.get(part) ?? 0) + time);
  });
  return [...spent]
    .map(([part, time]): [string, number] => [part, time / busy])
    .sort((a, b) => b[1] - a[1]);
}

const readProfile = (file: string): Profile => JSON.parse(readFileSync(file, 'utf8')) as Profile;

function partOf({ functionName, url }: Profile['nodes'][number]['callFrame']): string {
  const named = `${functionName} ${url}`;
  return parts.find(([pattern]) => pattern.test(named))?.[1] ?? 'other';
}
