import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SubmittedTransaction } from '@hyperledger/fabric-gateway';
import { ControlledNetwork } from '../../test-support/controlled-network.js';

const run = promisify(execFile);
const path = '../../../../docs/guides/devnet-controls.md';
const guide = readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');

/** What the guide has a reader do: lines to run with what they print, and between them what a client does. */
type Piece = { readonly lines: string; readonly prints: string } | { readonly client: string };

const PIECES = /```sh\n(.*?)```\s*```text\n(.*?)```|<!-- test: (\w+) -->/gs;

const pieces = [...guide.matchAll(PIECES)].map(([, lines, prints, client]): Piece =>
  client === undefined ? { lines: lines ?? '', prints: prints ?? '' } : { client },
);

/** `…` stands for anything. */
const pattern = (text: string): RegExp => {
  const parts = text.trim().split('…');
  const escaped = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`, 's');
};

describe('the guide', () => {
  let controlled: ControlledNetwork;
  let submitted: SubmittedTransaction | undefined;

  beforeAll(async () => {
    controlled = await ControlledNetwork.start();
  }, 60_000);
  afterAll(() => controlled.close());

  const bash = async (lines: string): Promise<string> => {
    const { url, network, tokenFile } = controlled;
    const env = {
      PATH: process.env['PATH'],
      URL: url,
      AUTH: `Authorization: Bearer ${readFileSync(tokenFile, 'utf8').trim()}`,
      CHANNEL: 'trade',
      PEER: 'BankB:peer0.BankB',
      ORDERER: 'OrdererC:3',
      TRANSACTION: submitted?.getTransactionId(),
      FOLDER: network.folder,
    };
    return (await run('bash', ['-euc', lines], { env })).stdout.trim();
  };
  const act: Readonly<Record<string, () => Promise<void>>> = {
    submit: async () => {
      submitted = await controlled.put('key', 'value');
    },
    committed: async () => {
      expect((await submitted!.getStatus()).code).toBe(0);
    },
  };

  test('does what it says, line by line', async () => {
    expect(pieces.length).toBeGreaterThan(15);
    for (const piece of pieces) {
      if ('client' in piece) {
        await act[piece.client]!();
        continue;
      }
      const lines = piece.lines.trim().split('\n');
      const printed = piece.prints.trim().split('\n');
      expect([piece.lines, lines.length]).toEqual([piece.lines, printed.length]);
      for (const [index, line] of lines.entries())
        expect(await bash(line)).toMatch(pattern(printed[index]!));
    }
  }, 180_000);

  test('shows every control', () => {
    const shown = [...guide.matchAll(/\$URL(\/v1[^\s"?]*)/g)].map(([, at]) =>
      at!
        .replace(/\/nodes\/[^/]+/, '/nodes/:name')
        .replace(/\/channels\/[^/]+/, '/channels/:name')
        .replace(/\/snapshots\/[^/]+/, '/snapshots/:name')
        .replace(/\/rules\/[^/]+/, '/rules/:name'),
    );
    return controlled.control.describe().then(({ controls }) => {
      expect(controls.map((one) => one.path).filter((at) => !shown.includes(at))).toEqual([]);
    });
  });
});
