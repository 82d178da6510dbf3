import { describe, expect, test } from '@jest/globals';
import { Chance } from './chance.js';
import type { EnvelopeFacts } from './envelope-facts.js';
import type { FaultRule } from './fault-rules.js';
import { Faults } from './faults.js';
import type { Pending } from './pool.js';

interface Timer {
  readonly at: number;
  readonly work: () => void;
}

/** Faults with a clock that a test moves, and a sequencer that writes down what it gets. */
function bench(rules: readonly FaultRule[], refusal?: string) {
  const state = { now: 0, refusal };
  const timers = new Set<Timer>();
  const arrived: string[] = [];
  const warnings: string[] = [];
  const faults = new Faults({
    ambient: {
      now: () => state.now,
      schedule: (milliseconds, work) => {
        const timer = { at: state.now + milliseconds, work };
        timers.add(timer);
        return () => timers.delete(timer);
      },
    },
    warn: (text) => warnings.push(text),
  });
  for (const rule of rules) faults.add(rule);
  const send = (id: string, about: Partial<EnvelopeFacts> = {}): string | undefined =>
    faults.pass({
      request: { id, bytes: Buffer.from(id) },
      facts: {
        channel: 'trade',
        transactionId: id,
        creatorMsp: 'BankA',
        chaincode: 'kv',
        function: 'put',
        ...about,
      },
      handOn: (request: Pending) => {
        if (state.refusal === undefined) arrived.push(request.id);
        return state.refusal;
      },
    });
  const advance = (milliseconds: number): void => {
    state.now += milliseconds;
    for (const timer of [...timers].sort((a, b) => a.at - b.at)) {
      if (timer.at > state.now) continue;
      timers.delete(timer);
      timer.work();
    }
  };
  const sendAll = (ids: string): void => {
    for (const id of ids) send(id);
  };
  const states = (): string =>
    faults
      .envelopes()
      .map((one) => one.state)
      .join(', ');
  return { faults, state, arrived, warnings, timers, send, sendAll, advance, states };
}

describe('an admitted envelope', () => {
  test('that no rule chooses goes on, and is listed', () => {
    const { faults, arrived, send } = bench([
      { when: { chaincode: 'other' }, then: { action: 'drop' } },
    ]);
    expect(send('a')).toBeUndefined();
    expect(arrived).toEqual(['a']);
    expect(faults.envelopes()).toEqual([
      {
        number: 1,
        channel: 'trade',
        transactionId: 'a',
        creatorMsp: 'BankA',
        chaincode: 'kv',
        function: 'put',
        admittedAt: '1970-01-01T00:00:00.000Z',
        action: 'pass',
        rule: undefined,
        state: 'went on',
        copies: 1,
        why: undefined,
      },
    ]);
  });

  test('is held until it is released', () => {
    const { faults, arrived, sendAll, states } = bench([{ then: { action: 'hold' } }]);
    sendAll('abcd');
    expect(arrived).toEqual([]);
    expect(faults.holds('trade', 'b')).toBe(true);
    expect(faults.holds('border', 'b')).toBe(false);
    expect(faults.release({ transactionIds: ['c', 'a'] }).map((one) => one.state)).toEqual([
      'went on',
      'went on',
    ]);
    expect(arrived).toEqual(['c', 'a']);
    expect(states()).toBe('went on, waits, went on, waits');
    expect(faults.release({ channel: 'border' })).toEqual([]);
    faults.release();
    expect(arrived).toEqual(['c', 'a', 'b', 'd']);
    expect(faults.holds('trade', 'b')).toBe(false);
  });

  test('waits on when its rule is taken away', () => {
    const { faults, arrived, sendAll } = bench([{ id: 'mine', then: { action: 'hold' } }]);
    sendAll('a');
    expect(faults.remove('mine')).toBe(true);
    expect(faults.remove('mine')).toBe(false);
    sendAll('b');
    expect(arrived).toEqual(['b']);
    faults.release();
    expect(arrived).toEqual(['b', 'a']);
  });

  test('is dropped, and the list says so', () => {
    const { faults, arrived, sendAll } = bench([{ then: { action: 'drop' } }]);
    sendAll('a');
    expect(arrived).toEqual([]);
    expect(faults.envelopes()[0]).toMatchObject({ state: 'lost', why: 'dropped by rule rule-1' });
    faults.release();
    expect(arrived).toEqual([]);
  });

  test('is delayed', () => {
    const { faults, arrived, sendAll, advance, timers } = bench([
      { then: { action: 'delay', milliseconds: 50 } },
    ]);
    sendAll('a');
    advance(49);
    expect(arrived).toEqual([]);
    sendAll('b');
    advance(1);
    expect(arrived).toEqual(['a']);
    faults.release();
    expect(arrived).toEqual(['a', 'b']);
    expect(timers.size).toBe(0);
  });

  test('is duplicated, each copy being a message of its own', () => {
    const { faults, arrived, sendAll } = bench([{ then: { action: 'duplicate', copies: 3 } }]);
    sendAll('a');
    expect(arrived).toEqual(['a', 'a', 'a']);
    expect(faults.envelopes()[0]).toMatchObject({ copies: 3, state: 'went on' });
  });

  test.each<[string, FaultRule['then'], string]>([
    ['reverse', { action: 'reorder', window: 3, order: 'reverse' }, 'cbafed'],
    ['by places', { action: 'reorder', window: 3, order: { places: [1, 2, 0] } }, 'bcaefd'],
  ])('goes on in another order: %s', (_, then, expected) => {
    const { faults, arrived, sendAll } = bench([{ then }]);
    sendAll('abcdefg');
    expect(arrived.join('')).toBe(expected);
    faults.release();
    expect(arrived.at(-1)).toBe('g');
  });

  test('goes on in an order from a seed, which is the same again', () => {
    const run = (seed: string): string => {
      const { arrived, sendAll } = bench([
        { then: { action: 'reorder', window: 10, order: { shuffle: seed } } },
      ]);
      sendAll('abcdefghij');
      expect([...arrived].sort().join('')).toBe('abcdefghij');
      return arrived.join('');
    };
    expect(run('one')).toBe(run('one'));
    expect(run('one')).not.toBe(run('two'));
  });

  test('of another channel is collected for itself', () => {
    const { arrived, send } = bench([{ then: { action: 'reorder', window: 2, order: 'reverse' } }]);
    send('a');
    send('b', { channel: 'border' });
    expect(arrived).toEqual([]);
    send('c');
    expect(arrived).toEqual(['c', 'a']);
  });

  test('that the sequencer refuses at once is refused to the client, and later on is listed as refused', () => {
    const now = bench([{ then: { action: 'duplicate', copies: 2 } }], 'full');
    expect(now.send('a')).toBe('full');
    expect(now.states()).toBe('refused');
    const later = bench([{ then: { action: 'hold' } }], 'full');
    expect(later.send('a')).toBeUndefined();
    later.faults.release();
    expect(later.faults.envelopes()[0]).toMatchObject({ state: 'refused', why: 'full' });
    expect(later.warnings).toEqual(['transaction a of channel trade was refused: full']);
  });

  test('is lost when what waits is discarded, and that is said', () => {
    const { faults, arrived, sendAll, warnings, states } = bench([
      { then: { action: 'delay', milliseconds: 5 } },
    ]);
    sendAll('ab');
    faults.discard('the channel was closed', { channel: 'trade' });
    expect(states()).toBe('lost, lost');
    expect(warnings).toHaveLength(2);
    faults.release();
    expect(arrived).toEqual([]);
  });
});

describe('a rule chooses', () => {
  const chosen = (when: FaultRule['when'], ids = 'abcdefghij'): string => {
    const { arrived, sendAll } = bench([{ when, then: { action: 'drop' } }]);
    sendAll(ids);
    return Array.from(ids)
      .filter((id) => !arrived.includes(id))
      .join('');
  };

  test.each<[NonNullable<FaultRule['when']>, string]>([
    [{ transactionIds: ['b', 'd'] }, 'bd'],
    [{ creatorMsp: 'BankA', chaincode: 'kv', function: 'put', channel: 'trade' }, 'abcdefghij'],
    [{ creatorMsp: 'BankB' }, ''],
    [{ channel: 'border' }, ''],
    [{ function: 'get' }, ''],
    [{ every: 3 }, 'cfi'],
    [{ first: 2 }, 'ab'],
    [{ every: 3, first: 2 }, 'cf'],
    [{ transactionIds: ['c', 'd', 'e'], every: 2 }, 'd'],
  ])('%j', (when, expected) => {
    expect(chosen(when)).toBe(expected);
  });

  test('with a probability from a seed, and the same ones again', () => {
    const ids = Array.from({ length: 400 }, (_, i) => String.fromCharCode(0x4e00 + i)).join('');
    const some = chosen({ probability: 0.25, seed: 'one' }, ids);
    expect(some).toBe(chosen({ probability: 0.25, seed: 'one' }, ids));
    expect(some).not.toBe(chosen({ probability: 0.25, seed: 'two' }, ids));
    expect(some.length).toBeGreaterThan(60);
    expect(some.length).toBeLessThan(140);
  });

  test('before those behind it, which do not count what they do not see', () => {
    const { arrived, sendAll, faults } = bench([
      { when: { first: 1 }, then: { action: 'drop' } },
      { when: { every: 2 }, then: { action: 'drop' } },
    ]);
    sendAll('abcde');
    expect(arrived).toEqual(['b', 'd']);
    expect(faults.rules.map(({ id, chosen: count }) => [id, count])).toEqual([
      ['rule-1', 1],
      ['rule-2', 2],
    ]);
  });
});

describe('refused are', () => {
  test.each<[string, unknown, RegExp]>([
    ['an unknown action', { then: { action: 'lose' } }, /Invalid/],
    ['an unknown condition', { when: { user: 'x' }, then: { action: 'hold' } }, /user/],
    ['no delay', { then: { action: 'delay', milliseconds: 0 } }, /milliseconds/],
    [
      'places that are no order',
      { then: { action: 'reorder', window: 2, order: { places: [0, 0] } } },
      /must name each place of the window once/,
    ],
    ['a probability above one', { when: { probability: 2 }, then: { action: 'hold' } }, /prob/],
  ])('%s', (_, rule, expected) => {
    expect(() => bench([]).faults.add(rule as FaultRule)).toThrow(expected);
  });

  test('a name that is taken', () => {
    const { faults } = bench([{ id: 'mine', then: { action: 'hold' } }]);
    expect(() => faults.add({ id: 'mine', then: { action: 'hold' } })).toThrow('rule mine already');
  });
});

describe('whatever the rules', () => {
  const pick = <T>(chance: Chance, items: readonly T[]): T =>
    items[Math.floor(chance.next() * items.length)]!;

  function randomRule(chance: Chance): FaultRule {
    const then = pick<FaultRule['then']>(chance, [
      { action: 'hold' },
      { action: 'drop' },
      { action: 'delay', milliseconds: 1 + Math.floor(chance.next() * 100) },
      { action: 'duplicate', copies: 2 + Math.floor(chance.next() * 3) },
      { action: 'reorder', window: 2 + Math.floor(chance.next() * 5), order: 'reverse' },
      { action: 'reorder', window: 4, order: { shuffle: 'x' } },
    ]);
    return { when: { probability: 0.3, seed: String(chance.next()) }, then };
  }

  test('no envelope is lost without being listed as lost, and none goes on that was not sent', () => {
    for (let run = 0; run < 100; run++) {
      const chance = new Chance(`run ${run}`);
      const rules = Array.from({ length: 1 + (run % 4) }, () => randomRule(chance));
      const { faults, arrived, send, advance } = bench(rules);
      const sent = Array.from({ length: 60 }, (_, i) => `tx${i}`);
      for (const id of sent) {
        expect(send(id)).toBeUndefined();
        if (chance.next() < 0.2) advance(Math.floor(chance.next() * 60));
        if (chance.next() < 0.05) faults.release();
      }
      faults.release();
      const records = faults.envelopes();
      expect(records.map(({ transactionId }) => transactionId)).toEqual(sent);
      for (const { transactionId, state, copies, action } of records) {
        const count = arrived.filter((id) => id === transactionId).length;
        expect(count).toBe(copies);
        expect([state, count > 0]).toEqual(action === 'drop' ? ['lost', false] : ['went on', true]);
        if (action !== 'duplicate') expect(count).toBeLessThanOrEqual(1);
      }
      expect(arrived.every((id) => sent.includes(id))).toBe(true);
    }
  });
});
