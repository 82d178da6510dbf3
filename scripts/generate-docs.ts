/** Writes the reference pages that come from the code's own tables; with `--check` it only says whether they are as they should be. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCodes } from '@argosy/domain/errors';
import { codeRules } from '@argosy/ledger/explain/code-rules';
import { validationCode } from '@argosy/protocol/validation-code';
import { outOfReach, partly } from '../test/conformance/out-of-reach.ts';
import { readRecords } from '../test/conformance/suite/record.ts';
import { conformanceHead, conformanceRows } from '../test/conformance/table.ts';
import { outOfScope, rows } from '../test/ledger/rows/table.ts';
import { apiPage } from './docs/api-page.ts';
import { lifecyclePage } from './docs/lifecycle-page.ts';
import { page, table } from './docs/page.ts';
import { whoSeesWhatPage } from './docs/who-sees-what-page.ts';

const docs = join(import.meta.dirname, '../docs');

const pages: Readonly<Record<string, string>> = {
  'api.md': await apiPage(),
  'lifecycle.md': lifecyclePage(),
  'errors.md': errorsPage(),
  'validation-codes.md': validationCodesPage(),
  'validating-node-rows.md': validatingNodeRowsPage(),
  'conformance.md': conformancePage(),
  'who-sees-what.md': whoSeesWhatPage(),
};

function errorsPage(): string {
  const rows = Object.entries(errorCodes).map(([code, entry]) => [
    `\`${code}\``,
    entry.sentence,
    'rule' in entry ? entry.rule : '',
  ]);
  return page('Refusals of the ledger', [
    'The set is closed, and a code is never renamed or used for something else. The chaincode sends code and arguments as JSON; the sentence is what a person reads.',
    table(['code', 'sentence', 'rule'], rows),
  ]);
}

function validatingNodeRowsPage(): string {
  return page('Cases that the validating node is tested by', [
    'Each row has one test of its name in `test/ledger/rows`, which commits real blocks with real signatures, mostly with a counterpart that differs in one thing and ends otherwise. Numbers are codes of `TxValidationCode`. Unless said otherwise: members O1, O2 and O3, chaincode `cc` with the policy MAJORITY of the members, K a key that exists, `B:[…]` the transactions of one block.',
    table(
      ['row', 'case', 'setup', 'outcome'],
      rows.map(({ number, name, setup, expected }) => [`${number}`, name, setup, expected]),
    ),
    'What no test shows, and why:',
    table(
      ['row', 'part', 'reason'],
      outOfScope.map(({ number, part = 'all', reason }) => [`${number}`, part, reason]),
    ),
  ]);
}

function conformancePage(): string {
  const head = conformanceHead();
  const runs = readRecords().map(({ name, about, date, held }) => {
    const cases = Object.values(held);
    const failed = cases.filter((it) => !it).length;
    return [name, about, date, `${cases.length - failed}`, `${failed}`];
  });
  return page('What is held of Fabric, and where', [
    'Two lists of cases say what a network of Fabric 3.1.5 does where implementations could differ: its services as clients, chaincodes and operators see them, and the validation of blocks. The conformance suite asks them of a network through the real SDK, the real shim and bare calls, by name; it reads nothing but the run folder of a network that is up, so the same cases are asked of the development network and of real peers. `npm test` runs it on the development network.',
    [
      '```sh',
      'npm run conformance                              # on a development network of its own',
      'npm run conformance -- --network FOLDER          # on a network that is up, by its run folder',
      'npm run conformance -- gateway lifecycle         # those files whose path has one of the words',
      'npm run conformance -- --record devnet           # write down what came of it, for this page',
      '```',
    ].join('\n'),
    'Time limits are in `test/conformance/suite/settings.json`: a network that is up already has to have its peers configured by them (`chaincode.executetimeout`, `chaincode.startuptimeout`), and the organisations and channels of `test/conformance/suite/topology.yaml`. Chaincode that a case stops or breaks is a process of its own, which the suite serves itself.',
    'The runs that were written down:',
    table(['run', 'on', 'date', 'cases that hold', 'cases that fail'], runs),
    '## Services',
    table(head, conformanceRows('services')),
    '## Validation',
    'What each row is about stands in [the cases of the validating node](validating-node-rows.md).',
    table(head, conformanceRows('row')),
    '## Out of reach',
    'What no client can bring about on a network is held below the suite:',
    table(['case', 'reason'], Object.entries(outOfReach)),
    'Of these the suite asks a part:',
    table(['case', 'what it asks, and what it does not'], Object.entries(partly)),
  ]);
}

function validationCodesPage(): string {
  const rows = Object.entries(codeRules).map(([name, { sentence, rule }]) => [
    String(Object.entries(validationCode).find(([it]) => it === name)?.[1] ?? ''),
    `\`${name}\``,
    sentence,
    rule,
  ]);
  return page('Validation codes', [
    "Fabric's `TxValidationCode`: what a peer, and this [validating node](validating-node.md), says of each transaction of a block. `argosy tx trace` adds what exactly was found.",
    table(['code', 'name', 'what it tells', 'the rule'], rows),
  ]);
}

const stale = Object.entries(pages).filter(([name, text]) => {
  const file = join(docs, name);
  return !existsSync(file) || readFileSync(file, 'utf8') !== text;
});

if (!process.argv.includes('--check')) {
  for (const [name, text] of stale) writeFileSync(join(docs, name), text);
} else if (stale.length > 0) {
  const names = stale.map(([name]) => `docs/${name}`).join(', ');
  process.stderr.write(`${names}: not as generated. Run: node scripts/generate-docs.ts\n`);
  process.exitCode = 1;
}
