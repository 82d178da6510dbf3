import { describe, expect, test } from '@jest/globals';
import { ControlClient } from './client.js';

describe('the control server', () => {
  test('is missed by a client in words', async () => {
    const nobody = new ControlClient('http://127.0.0.1:9', 'x');
    await expect(nobody.clock()).rejects.toThrow('is the network up?');
  });
});
