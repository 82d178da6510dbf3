// What one step of a list can be. A step answers a text, a list of texts, or an object; values are texts, or base64 where it says so.

/** Ends a list of steps with a response. */
export class Ending extends Error {
  constructor(response) {
    super('the list has ended');
    this.response = { payload: Buffer.alloc(0), ...response };
  }
}

const text = (bytes) => Buffer.from(bytes).toString();
const bytesOf = ({ value = '', base64 = false }) => Buffer.from(value, base64 ? 'base64' : 'utf8');
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The shim wraps the results of private queries and of pages. */
const iteratorIn = (results) => results.iterator ?? results;

/** What an iterator gives, at most so much of it; it is closed then. */
async function all(results, ofEach, limit = Infinity) {
  const iterator = iteratorIn(results);
  const seen = [];
  while (seen.length < limit) {
    const { done, value } = await iterator.next();
    if (value !== undefined && value !== null) seen.push(ofEach(value));
    if (done) break;
  }
  await iterator.close();
  return seen;
}

const keysOf = (results, limit) => all(results, ({ key }) => key, limit);

async function refusalOf(call) {
  try {
    await call();
    return '';
  } catch (error) {
    return error.message;
  }
}

const state = {
  async get(stub, { key = '', collection }) {
    const value =
      collection === undefined
        ? await stub.getState(key)
        : await stub.getPrivateData(collection, key);
    return text(value);
  },
  async put(stub, step) {
    const { key = '', collection } = step;
    if (collection === undefined) await stub.putState(key, bytesOf(step));
    else await stub.putPrivateData(collection, key, bytesOf(step));
    return '';
  },
  /** `count` keys: the given one with four digits behind it. */
  async putMany(stub, { key = '', count = 0 }) {
    for (let i = 0; i < count; i++) {
      await stub.putState(`${key}${String(i).padStart(4, '0')}`, Buffer.from(String(i)));
    }
    return '';
  },
  async delete(stub, { key = '', collection }) {
    if (collection === undefined) await stub.deleteState(key);
    else await stub.deletePrivateData(collection, key);
    return '';
  },
  /** One more than what is there. */
  async increment(stub, { key = '' }) {
    const next = Number(text(await stub.getState(key)) || '0') + 1;
    await stub.putState(key, Buffer.from(String(next)));
    return String(next);
  },
  /** Something that no other peer writes. */
  async random(stub, { key = '' }) {
    await stub.putState(key, Buffer.from(String(Math.random())));
    return '';
  },
  async readMany(stub, { key = '', count = 1 }) {
    const values = [];
    for (let i = 0; i < count; i++) values.push(text(await stub.getState(key)));
    return values;
  },
  async purge(stub, { key = '', collection = '' }) {
    await stub.purgePrivateData(collection, key);
    return '';
  },
  async hash(stub, { key = '', collection = '' }) {
    return Buffer.from(await stub.getPrivateDataHash(collection, key)).toString('hex');
  },
  async setPolicy(stub, { key = '', collection, value = '' }) {
    const policy = Buffer.from(value, 'base64');
    if (collection === undefined) await stub.setStateValidationParameter(key, policy);
    else await stub.setPrivateDataValidationParameter(collection, key, policy);
    return '';
  },
  async getPolicy(stub, { key = '', collection }) {
    const policy =
      collection === undefined
        ? await stub.getStateValidationParameter(key)
        : await stub.getPrivateDataValidationParameter(collection, key);
    return Buffer.from(policy ?? '').toString('base64');
  },
};

const queries = {
  async range(stub, { key = '', end = '', collection, limit }) {
    const results =
      collection === undefined
        ? await stub.getStateByRange(key, end)
        : await stub.getPrivateDataByRange(collection, key, end);
    return keysOf(results, limit);
  },
  async page(stub, { key = '', end = '', count = 3, bookmark = '' }) {
    const results = await stub.getStateByRangeWithPagination(key, end, count, bookmark);
    const { metadata } = results;
    return {
      keys: await keysOf(results),
      fetched: metadata?.fetchedRecordsCount ?? null,
      bookmark: metadata?.bookmark ?? null,
    };
  },
  async query(stub, { collection, value = '{"selector":{}}' }) {
    const results =
      collection === undefined
        ? await stub.getQueryResult(value)
        : await stub.getPrivateDataQueryResult(collection, value);
    return keysOf(results);
  },
  async history(stub, { key = '' }) {
    return all(await stub.getHistoryForKey(key), ({ txId, isDelete, value }) => ({
      txId,
      isDelete,
      value: text(value),
    }));
  },
  async composite(stub, { key = '', args = [], ...step }) {
    await stub.putState(stub.createCompositeKey(key, args), bytesOf(step));
    return '';
  },
  async listComposite(stub, { key = '', args = [] }) {
    const keys = await keysOf(await stub.getStateByPartialCompositeKey(key, args));
    return keys.map((one) => stub.splitCompositeKey(one).attributes.join('/'));
  },
  /** An iterator that is closed twice, and asked for more than its first batch. */
  async closeTwice(stub, { key = '', end = '' }) {
    const iterator = await stub.getStateByRange(key, end);
    await iterator.close();
    const again = await refusalOf(() => iterator.close());
    let after = '';
    for (let i = 0; i < 101; i++) after = await refusalOf(() => iterator.next());
    return { again, after };
  },
};

const rest = {
  async organisation(stub) {
    return stub.getMspID();
  },
  async creator(stub) {
    return stub.getCreator().mspid;
  },
  async transient(stub) {
    return [...stub.getTransient().keys()];
  },
  async event(stub, step) {
    stub.setEvent(step.key ?? '', bytesOf(step));
    return '';
  },
  async call(stub, { chaincode = '', args = [], channel = '' }) {
    const answer = await stub.invokeChaincode(chaincode, args, channel);
    const { status, message = '', payload = '' } = answer;
    return { status, message, payload: text(payload) };
  },
  async answer(_, { count = 200, value = '', payload = '' }) {
    throw new Ending({ status: count, message: value, payload: Buffer.from(payload) });
  },
  async large(_, { count = 0 }) {
    throw new Ending({ status: 200, payload: Buffer.alloc(count, 120) });
  },
  async sleep(_, { count = 0 }) {
    await sleep(count);
    return '';
  },
  /** Waits, reads, and tells whoever runs this program what came of it. */
  async sleepThenGet(stub, { count = 0, key = '' }) {
    await sleep(count);
    const late = await refusalOf(() => stub.getState(key));
    process.stdout.write(`${JSON.stringify({ late })}\n`);
    return late;
  },
  async exit() {
    process.exit(1);
  },
};

export const steps = { ...state, ...queries, ...rest };
