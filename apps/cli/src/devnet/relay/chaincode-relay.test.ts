import type { Duplex } from 'node:stream';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { MemoryTransport } from '@argosy/devnet/transport/memory-transport';
import { MessageQueue } from '@argosy/devnet/transport/message-queue';
import { ChaincodeID } from '@argosy/protocol/messages/proposal';
import { ChaincodeMessage, messageType } from '@argosy/protocol/messages/shim';
import { decode, encode } from '@argosy/protocol/wire';
import { ChaincodeRelay } from './chaincode-relay.js';
import { CodeVersion, CodeVersions } from './code-versions.js';
import { ProcessLine } from './process-line.js';
import type { Message } from './process-line.js';

const packageId = 'counter_1.0:abc';
const organisations = ['Org1MSP', 'Org2MSP'];
const tls = { certificate: '', key: '' };
const parameters = Buffer.from('what the peer allows');

/** A process of a chaincode: it answers each transaction with its name, once it is let. */
class Process {
  readonly received: Message[] = [];
  readonly #held: Message[] = [];
  #stream: Duplex | undefined;
  holds = false;

  constructor(
    private readonly name: string,
    transport: MemoryTransport,
  ) {
    transport.serveChaincode(name, (stream) => {
      this.#stream = stream;
      this.#send({ type: messageType.REGISTER, payload: encode(ChaincodeID, { name: packageId }) });
      stream.on('data', (bytes: Buffer) => this.#take(decode(ChaincodeMessage, bytes)));
    });
  }

  release(): void {
    for (const { channelId, txid } of this.#held.splice(0)) this.#complete(channelId, txid);
  }

  die(): void {
    this.#stream?.destroy();
  }

  #take(message: Message): void {
    this.received.push(message);
    if (message.type !== messageType.TRANSACTION) return;
    if (this.holds) this.#held.push(message);
    else this.#complete(message.channelId, message.txid);
  }

  #complete(channelId: string, txid: string): void {
    this.#send({ type: messageType.COMPLETED, payload: Buffer.from(this.name), txid, channelId });
  }

  #send(message: Partial<Message>): void {
    this.#stream?.write(encode(ChaincodeMessage, message));
  }
}

/** A peer that has dialled the relay of its organisation. */
class Peer {
  readonly #requests = new MessageQueue();
  readonly #answers: MessageQueue;

  constructor(transport: MemoryTransport, msp: string) {
    this.#answers = transport.stream(msp, '/protos.Chaincode/Connect', this.#requests);
  }

  async register(): Promise<void> {
    const { type, payload } = await this.next();
    expect(type).toBe(messageType.REGISTER);
    expect(decode(ChaincodeID, payload).name).toBe(packageId);
    this.send({ type: messageType.REGISTERED });
    this.send({ type: messageType.READY, payload: parameters });
  }

  send(message: Partial<Message>): void {
    void this.#requests.send(encode(ChaincodeMessage, message));
  }

  async next(): Promise<Message> {
    const { value } = await this.#answers.next();
    if (value === undefined) throw new Error('the relay ended the stream');
    return decode(ChaincodeMessage, value);
  }

  begin(txid: string): void {
    this.send({ type: messageType.TRANSACTION, txid, channelId: 'mychannel' });
  }

  /** The name of the process that ran a transaction. */
  async run(txid: string): Promise<string> {
    this.begin(txid);
    return Buffer.from((await this.next()).payload).toString();
  }
}

let transport: MemoryTransport;
let versions: CodeVersions;
let relays: ChaincodeRelay[];
let peers: Peer[];
let processes: Map<string, Process>;

const nameOf = (version: string, msp: string): string => `${version} of ${msp}`;
const processOf = (version: string, msp = 'Org1MSP'): Process => {
  const found = processes.get(nameOf(version, msp));
  if (found === undefined) throw new Error(`nobody runs ${version}`);
  return found;
};
const peer = (index: number): Peer => {
  const found = peers[index];
  if (found === undefined) throw new Error('there is no such peer');
  return found;
};
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

function startVersion(version: string): CodeVersion {
  const lines = organisations.map((msp): [string, ProcessLine] => {
    const name = nameOf(version, msp);
    processes.set(name, new Process(name, transport));
    const link = transport.chaincode({ address: name, dialTimeoutMs: 0, tls: undefined });
    const known = relays.find((_, index) => organisations[index] === msp)?.parameters;
    return [msp, new ProcessLine(link, known)];
  });
  return new CodeVersion(new Map(lines));
}

beforeEach(async () => {
  transport = new MemoryTransport();
  processes = new Map();
  relays = [];
  versions = new CodeVersions(startVersion('old'));
  relays = organisations.map(
    (msp) => new ChaincodeRelay({ msp, address: msp, tls, packageId, versions, transport }),
  );
  await Promise.all(relays.map((relay) => relay.listen()));
  peers = organisations.map((msp) => new Peer(transport, msp));
  await Promise.all(peers.map((it) => it.register()));
});
afterEach(() => {
  versions.current.close();
  for (const relay of relays) relay.close();
});

test('a transaction runs on the process of the organisation', async () => {
  expect(await peer(0).run('t1')).toBe('old of Org1MSP');
  expect(await peer(1).run('t1')).toBe('old of Org2MSP');
});

test('a process learns what the peer allows, also one that starts later', async () => {
  await peer(0).run('t1');
  const next = startVersion('new');
  await next.registered();
  versions.switchTo(next).close();
  await peer(0).run('t2');
  for (const version of ['old', 'new']) {
    const ready = processOf(version).received.find(({ type }) => type === messageType.READY);
    expect(Buffer.from(ready?.payload ?? [])).toEqual(parameters);
  }
});

test('requests of a running transaction and their answers pass', async () => {
  processOf('old').holds = true;
  peer(0).begin('t1');
  await settled();
  peer(0).send({ type: messageType.RESPONSE, txid: 't1', channelId: 'mychannel' });
  await settled();
  expect(processOf('old').received.at(-1)?.type).toBe(messageType.RESPONSE);
  processOf('old').release();
  expect((await peer(0).next()).type).toBe(messageType.COMPLETED);
});

test('after the switch new transactions run the new code, and those that began end with the old', async () => {
  processOf('old').holds = true;
  peer(0).begin('t1');
  await settled();
  const next = startVersion('new');
  await next.registered();
  const before = versions.switchTo(next);
  expect(await peer(0).run('t2')).toBe('new of Org1MSP');
  // The other organisation endorses later, and must come to the same result.
  expect(await peer(1).run('t1')).toBe('old of Org2MSP');
  let isIdle = false;
  const idle = before.idle().then(() => {
    isIdle = true;
  });
  await settled();
  expect(isIdle).toBe(false);
  processOf('old').release();
  expect(Buffer.from((await peer(0).next()).payload).toString()).toBe('old of Org1MSP');
  await idle;
  versions.retire(before);
  before.close();
  expect(await peer(1).run('t1')).toBe('new of Org2MSP');
});

test('a process that dies fails what it ran, and what comes waits for the next', async () => {
  processOf('old').holds = true;
  peer(0).begin('t1');
  await settled();
  processOf('old').die();
  const { type, txid, payload } = await peer(0).next();
  expect([type, txid]).toEqual([messageType.ERROR, 't1']);
  expect(Buffer.from(payload).toString()).toContain('ended while it ran');
  processOf('old').holds = false;
  expect(await peer(0).run('t2')).toBe('old of Org1MSP');
});
