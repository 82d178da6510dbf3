import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { refusalOf } from '../../test-support/control-refusal.js';
import { ControlledNetwork } from '../../test-support/controlled-network.js';
import type { ControlClient } from './client.js';

/** A busy machine may take its time. */
jest.setTimeout(60_000);

let controlled: ControlledNetwork;
let control: ControlClient;

beforeAll(async () => {
  controlled = await ControlledNetwork.start();
  ({ control } = controlled);
});
afterAll(() => controlled.close());

describe('states', () => {
  test('snapshot and revert; what waits is lost, and that is said', async () => {
    await (await controlled.put('kept', 'before')).getStatus();
    const id = await control.snapshot();
    await (await controlled.put('kept', 'after')).getStatus();
    await control.addRule({ id: 'hold', then: { action: 'hold' } });
    const held = await controlled.put('kept', 'never');
    await control.revert(id);
    await control.removeRules();
    expect(await controlled.get('kept')).toBe('before');
    expect((await control.envelopes({ transactionId: held.getTransactionId() })).envelopes).toEqual(
      [expect.objectContaining({ state: 'lost' })],
    );
    expect((await control.snapshots()).map((one) => one.id)).toContain(id);
    expect((await refusalOf(control.revert('999'))).status).toBe(409);
  });

  test('dump and load', async () => {
    await (await controlled.put('dumped', '1')).getStatus();
    const file = join(controlled.network.folder, 'network.dump');
    const dumped = await control.dump(file);
    await (await controlled.put('dumped', '2')).getStatus();
    expect(await control.load(file)).toEqual(dumped);
    expect(await controlled.get('dumped')).toBe('1');
    const relative = await refusalOf(control.dump('network.dump'));
    expect(relative.message).toContain('file: must be an absolute path of a file');
  });
});
