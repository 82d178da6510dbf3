import { expect, test } from '@jest/globals';
import { normalisedLogSpec } from './log-spec.js';

test.each([
  ['', 'info'],
  ['::', 'info'],
  ['INFO', 'info'],
  ['warning', 'warn'],
  ['panic:fatal', 'fatal'],
  ['debug:', 'info'],
  ['ledger,gossip.state=WARN:debug', 'gossip.state=warn:ledger=warn:debug'],
  ['a.=info:critical', 'a.=info:error'],
])('%j is shown as %j', (spec, shown) => {
  expect(normalisedLogSpec(spec)).toBe(shown);
});

test.each([
  ['loud', "bad segment 'loud'"],
  ['Warn', "bad segment 'Warn'"],
  ['a=info:b', "bad segment 'b'"],
  ['a=b:c', "bad segment 'a=b'"],
  ['a=', "bad segment 'a='"],
  ['a=b=info', "bad segment 'a=b=info'"],
  ['=info', "no logger specified in segment '=info'"],
  ['a..b=info', "bad logger name 'a..b'"],
  ['a,=info', "bad logger name ''"],
])('refuses %j', (spec, why) => {
  expect(() => normalisedLogSpec(spec)).toThrow(`invalid logging specification '${spec}': ${why}`);
});
