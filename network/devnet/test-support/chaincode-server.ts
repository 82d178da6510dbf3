// A chaincode for tests, run by itself as a server: each function shows one thing that a chaincode may do.
import { readFileSync } from 'node:fs';
import shim from 'fabric-shim';

type Stub = shim.ChaincodeStub;
interface Response {
  readonly status: number;
  readonly message?: string;
  readonly payload?: Uint8Array;
}
/** Answers a response, a text, or nothing for an empty payload. */
type Operation = (stub: Stub, args: string[]) => Promise<unknown>;
/** The shim's query iterator; the last result comes with `done`. */
interface Results {
  next(): Promise<{ done: boolean; value?: { key: string } }>;
  close(): Promise<unknown>;
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The keys of up to `limit` results; the iterator is closed. */
async function keysOf(results: Results, limit = Infinity): Promise<string[]> {
  const keys: string[] = [];
  while (keys.length < limit) {
    const { done, value } = await results.next();
    if (value !== undefined) keys.push(value.key);
    if (done) break;
  }
  await results.close();
  return keys;
}

/** What the other side said to a call that must fail. */
async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'not refused';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const operations: Record<string, Operation> = {
  async put(stub, [key = '', value = '']) {
    await stub.putState(key, Buffer.from(value));
    return value;
  },
  async putMany(stub, [prefix = '', count = '0']) {
    for (let i = 0; i < Number(count); i++) {
      await stub.putState(`${prefix}${String(i).padStart(4, '0')}`, Buffer.from(String(i)));
    }
  },
  async get(stub, [key = '']) {
    return text(await stub.getState(key));
  },
  async delete(stub, [key = '']) {
    await stub.deleteState(key);
  },
  async increment(stub, [key = '']) {
    const next = Number(text(await stub.getState(key)) || '0') + 1;
    await stub.putState(key, Buffer.from(String(next)));
    return String(next);
  },
  async writeThenRead(stub, [key = '', value = '']) {
    await stub.putState(key, Buffer.from(value));
    return text(await stub.getState(key));
  },
  async respond(stub, [status = '200', message = '', key = '']) {
    if (key !== '') await stub.putState(key, Buffer.from(status));
    return { status: Number(status), message, payload: Buffer.from(`payload ${status}`) };
  },
  async random(stub) {
    await stub.putState('random', Buffer.from(String(Math.random())));
  },
  async organisation(stub) {
    return stub.getMspID();
  },
  async transient(stub) {
    return [...stub.getTransient().keys()].join();
  },
  async history(stub, [key = '']) {
    const iterator = await stub.getHistoryForKey(key);
    const seen: { isDelete: boolean; value: string }[] = [];
    for (let done = false; !done;) {
      const next = await iterator.next();
      done = next.done;
      if (!done) seen.push({ isDelete: next.value.isDelete, value: text(next.value.value) });
    }
    await iterator.close();
    return JSON.stringify(seen);
  },
  async range(stub, [start = '', end = '', limit = 'Infinity']) {
    return JSON.stringify(await keysOf(await stub.getStateByRange(start, end), Number(limit)));
  },
  async rangeThenPut(stub, [start = '', end = '', key = '', limit = 'Infinity']) {
    const keys = await keysOf(await stub.getStateByRange(start, end), Number(limit));
    await stub.putState(key, Buffer.from(String(keys.length)));
    return String(keys.length);
  },
  async page(stub, [start = '', end = '', size = '3', bookmark = '']) {
    const { iterator, metadata } = await stub.getStateByRangeWithPagination(
      start,
      end,
      Number(size),
      bookmark,
    );
    const keys = await keysOf(iterator);
    const { fetchedRecordsCount, bookmark: next } = metadata;
    return JSON.stringify([keys.length, fetchedRecordsCount, next]);
  },
  async pageThenPut(stub, [start = '', end = '']) {
    await stub.getStateByRangeWithPagination(start, end, 3);
    return refusalOf(stub.putState('after', Buffer.from('v')));
  },
  async putThenPage(stub, [start = '', end = '']) {
    await stub.putState('before', Buffer.from('v'));
    return refusalOf(stub.getStateByRangeWithPagination(start, end, 3));
  },
  async composite(stub, [type = '', ...attributes]) {
    await stub.putState(stub.createCompositeKey(type, attributes), Buffer.from('composite'));
  },
  async listComposite(stub, [type = '']) {
    const keys = await keysOf(await stub.getStateByPartialCompositeKey(type, []));
    return JSON.stringify(keys.map((key) => stub.splitCompositeKey(key).attributes));
  },
  async richQuery(stub) {
    return refusalOf(Promise.resolve(stub.getQueryResult('{"selector":{}}')));
  },
  async privateGet(stub, [collection = '']) {
    return refusalOf(stub.getPrivateData(collection, 'key'));
  },
  async closeTwice(stub, [start = '', end = '']) {
    const results: Results = await stub.getStateByRange(start, end);
    await results.close();
    const again = await refusalOf(results.close());
    const after: string[] = [];
    // Only the last of a batch asks the peer for more.
    for (let i = 0; i < 101; i++) after.push(await refusalOf(results.next()));
    return JSON.stringify({ again, after: after.at(-1) });
  },
  async setMetadata(stub, [key = '', value = '']) {
    await stub.setStateValidationParameter(key, Buffer.from(value));
  },
  async getMetadata(stub, [key = '']) {
    return text(await stub.getStateValidationParameter(key));
  },
  async event(stub, [name = '', payload = '', key = '']) {
    if (key !== '') {
      const next = Number(text(await stub.getState(key)) || '0') + 1;
      await stub.putState(key, Buffer.from(String(next)));
    }
    stub.setEvent(name, Buffer.from(payload));
  },
  async eventThenStatus(stub, [name = '', status = '400']) {
    stub.setEvent(name, Buffer.from('unseen'));
    return { status: Number(status), message: 'with event' };
  },
  async sleep(stub, [milliseconds = '0']) {
    process.stdout.write(`sleeps ${milliseconds}\n`);
    await sleep(Number(milliseconds));
    return 'awake';
  },
  async sleepThenGet(stub, [milliseconds = '0', key = '']) {
    await sleep(Number(milliseconds));
    process.stdout.write(`late: ${await refusalOf(stub.getState(key))}\n`);
  },
  async readMany(stub, [key = '', count = '1']) {
    let sum = 0;
    for (let i = 0; i < Number(count); i++) sum += Number(text(await stub.getState(key)));
    return String(sum);
  },
  async large(stub, [size = '0']) {
    return { status: 200, payload: Buffer.alloc(Number(size), 120) };
  },
  async exit() {
    process.exit(1);
  },
};

/** One step of a list: what to do, and with what. */
interface Step {
  readonly do: string;
  readonly key?: string;
  readonly end?: string;
  readonly value?: string;
  readonly collection?: string;
  readonly chaincode?: string;
  readonly channel?: string;
  readonly args?: string[];
}

/** A step by step is an answer: a text, or what a call answered. */
type StepAnswer = string | string[] | { status: number; message: string; payload: string };

const policyOf = ({ value = '' }: Step): Uint8Array => Buffer.from(value, 'base64');

/** The shim wraps the results of private queries, whatever its types say. */
const iteratorIn = (results: object): Results => (results as { iterator: Results }).iterator;

const steps: Record<string, (stub: Stub, step: Step) => Promise<StepAnswer>> = {
  async get(stub, { key = '', collection }) {
    return text(
      collection === undefined
        ? await stub.getState(key)
        : await stub.getPrivateData(collection, key),
    );
  },
  async put(stub, { key = '', value = '', collection }) {
    const bytes = Buffer.from(value);
    if (collection === undefined) await stub.putState(key, bytes);
    else await stub.putPrivateData(collection, key, bytes);
    return '';
  },
  async delete(stub, { key = '', collection }) {
    if (collection === undefined) await stub.deleteState(key);
    else await stub.deletePrivateData(collection, key);
    return '';
  },
  async purge(stub, { key = '', collection = '' }) {
    await stub.purgePrivateData(collection, key);
    return '';
  },
  async hash(stub, { key = '', collection = '' }) {
    const hash = await stub.getPrivateDataHash(collection, key);
    return Buffer.from(hash).toString('hex');
  },
  async range(stub, { key = '', end = '', collection }) {
    return keysOf(
      collection === undefined
        ? await stub.getStateByRange(key, end)
        : iteratorIn(await stub.getPrivateDataByRange(collection, key, end)),
    );
  },
  async page(stub, { key = '', end = '' }) {
    const { iterator } = await stub.getStateByRangeWithPagination(key, end, 3);
    return keysOf(iterator);
  },
  async query(stub, { collection = '' }) {
    return keysOf(iteratorIn(await stub.getPrivateDataQueryResult(collection, '{"selector":{}}')));
  },
  async history(stub, { key = '' }) {
    const iterator = await stub.getHistoryForKey(key);
    const seen: string[] = [];
    for (let next = await iterator.next(); !next.done; next = await iterator.next())
      seen.push(text(next.value.value));
    return seen;
  },
  async setPolicy(stub, step) {
    const { key = '', collection } = step;
    if (collection === undefined) await stub.setStateValidationParameter(key, policyOf(step));
    else await stub.setPrivateDataValidationParameter(collection, key, policyOf(step));
    return '';
  },
  async getPolicy(stub, { key = '', collection }) {
    const policy =
      collection === undefined
        ? await stub.getStateValidationParameter(key)
        : await stub.getPrivateDataValidationParameter(collection, key);
    return Buffer.from(policy).toString('base64');
  },
  async event(stub, { key = '', value = '' }) {
    stub.setEvent(key, Buffer.from(value));
    return '';
  },
  async call(stub, { chaincode = '', args = [], channel = '' }) {
    const answer: Response = await stub.invokeChaincode(chaincode, args, channel);
    const { status, message = '', payload = Buffer.alloc(0) } = answer;
    return { status, message, payload: text(payload) };
  },
  async answer(_, { key = '200', value = '' }) {
    throw new Ending({ status: Number(key), message: value });
  },
};

/** Ends a list of steps with a response. */
class Ending extends Error {
  readonly response: Response;

  constructor(response: Response) {
    super('the list has ended');
    this.response = response;
  }
}

/** Take the steps one after the other; what one is refused is its answer, and the next one is taken. */
async function take(stub: Stub, list: readonly Step[]): Promise<Response> {
  const answers: unknown[] = [];
  for (const step of list) {
    try {
      answers.push(await steps[step.do]!(stub, step));
    } catch (error) {
      if (error instanceof Ending) return error.response;
      answers.push({ refused: error instanceof Error ? error.message : String(error) });
    }
  }
  return { status: 200, payload: Buffer.from(JSON.stringify(answers)) };
}

operations['run'] = (stub, [list = '[]']) => take(stub, JSON.parse(list) as Step[]);

const isResponse = (result: unknown): result is Response =>
  typeof result === 'object' && result !== null && 'status' in result;

class TestChaincode {
  async Init(stub: Stub): Promise<Response> {
    return this.Invoke(stub);
  }

  async Invoke(stub: Stub): Promise<Response> {
    const { fcn, params } = stub.getFunctionAndParameters();
    const operation = operations[fcn];
    if (operation === undefined) return { status: 500, message: `no function ${fcn}` };
    const result = await operation(stub, params);
    if (isResponse(result)) return { payload: Buffer.alloc(0), ...result };
    return { status: 200, payload: Buffer.from(typeof result === 'string' ? result : '') };
  }
}

const [address = '', ccid = '', key = '', certificate = '', clientCa = ''] = process.argv.slice(2);
const options = {
  address,
  ccid,
  tlsProps: {
    key: readFileSync(key),
    cert: readFileSync(certificate),
    clientCACerts: readFileSync(clientCa),
  },
};
const server = shim.Shim.server(new TestChaincode(), options);
await server.start();
process.stdin.on('close', () => process.exit(0));
process.stdin.resume();
process.stdout.write('listening\n');
