import type { Step } from '@argosy/operator/network';
import colours from 'picocolors';
import { printable } from '../printable.js';

/** Where somebody reaches a node, and with which certificate it is known. */
export type Reachable = { readonly msp: string; readonly endpoint: string; readonly tlsCa: string };

/** What a client needs to act for somebody: files. */
export type SampleIdentity = {
  readonly msp: string;
  readonly name: string;
  readonly certificate: string;
  readonly key: string;
};

/** All that somebody has to know to use the network. */
export type Up = {
  readonly channel: string;
  readonly chaincode: string;
  readonly peers: readonly (Reachable & { readonly name: string })[];
  readonly orderer: { readonly endpoint: string };
  readonly authorities: readonly Reachable[];
  readonly users: readonly SampleIdentity[];
  /** The folder `organizations` in the layout of Fabric's samples. */
  readonly organizations: string;
  /** The run folder. */
  readonly home: string;
  readonly logs: string;
  /** The description of what runs, for programs. */
  readonly network: string;
  readonly controls?: { readonly url: string; readonly tokenFile: string };
  readonly watched: string | undefined;
  readonly milliseconds: number;
};

/** What happens, one thing at a time; a terminal shows it as lines, a program reads it as JSON. */
export type Happening =
  | { readonly event: 'start'; readonly chaincode: string; readonly folder: string }
  | { readonly event: 'warning'; readonly text: string }
  | ({ readonly event: 'step' } & Step)
  | { readonly event: 'restart'; readonly process: string; readonly how: string }
  | ({ readonly event: 'up' } & Up)
  | { readonly event: 'building' }
  | { readonly event: 'fault'; readonly said: string }
  | { readonly event: 'replaced'; readonly milliseconds: number }
  | { readonly event: 'command'; readonly command: string }
  | { readonly event: 'ended'; readonly kept: string | undefined };

export type Tell = (happening: Happening) => void;

/** Tells on stdout. */
export const teller =
  ({ json }: { readonly json: boolean }): Tell =>
  (happening) => {
    process.stdout.write(`${json ? JSON.stringify(happening) : textOf(happening)}\n`);
  };

/** It says so wherever a person could take it for more than it is. */
const nature =
  'a development network in one process, without consensus: for development and tests only.';

const done = colours.green('✓');
const attention = colours.yellow('!');
const inMilliseconds = (value: number): string => colours.dim(`${value.toFixed(0)} ms`);

export function textOf(happening: Happening): string {
  switch (happening.event) {
    case 'start':
      return `${colours.bold('Argosy devnet')}, ${nature}\n${colours.dim(`Chaincode ${happening.chaincode} from ${happening.folder}`)}`;
    case 'warning':
      return `${attention} ${happening.text}`;
    case 'step':
      return `${done} ${happening.step.padEnd(9)}  ${happening.detail}  ${inMilliseconds(happening.milliseconds)}`;
    case 'restart':
      return `${attention} ${happening.process} ${happening.how} and is started again`;
    case 'up':
      return upText(happening);
    case 'command':
      return colours.dim(`$ ${printable(happening.command)}`);
    case 'ended':
      return happening.kept === undefined
        ? 'The network has ended; nothing of it is left.'
        : `The network has ended; keys and ledger are kept in ${happening.kept}.`;
    default:
      return watchText(happening);
  }
}

function watchText(
  happening: Extract<Happening, { event: 'building' | 'fault' | 'replaced' }>,
): string {
  switch (happening.event) {
    case 'building':
      return colours.dim('  building …');
    case 'fault':
      return `${colours.red('✗')} What was saved does not work; the code before goes on.\n${printable(happening.said)}`;
    case 'replaced':
      return `${done} The next transaction runs the new code  ${inMilliseconds(happening.milliseconds)}`;
  }
}

function upText(up: Up): string {
  const organisations = up.peers.map(({ msp, name, endpoint }) => {
    const authority = up.authorities.find((it) => it.msp === msp)?.endpoint;
    const users = up.users.filter((it) => it.msp === msp).map((it) => it.name);
    const named = authority === undefined ? [] : [`authority ${authority}`];
    return `  ${msp.padEnd(9)} ${[`${name} on ${endpoint}`, ...named, users.join(', ')].join('  ·  ')}`;
  });
  const [first] = up.peers;
  const controls =
    up.controls === undefined
      ? []
      : [`  ${'Controls'.padEnd(9)} ${up.controls.url}, token in ${up.controls.tokenFile}`];
  return [
    `\n${colours.bold(`${up.chaincode} on ${up.channel}`)} is up  ${inMilliseconds(up.milliseconds)}`,
    ...organisations,
    `  ${'Orderer'.padEnd(9)} ${up.orderer.endpoint}`,
    `  ${'Material'.padEnd(9)} ${up.organizations}`,
    `  ${'Logs'.padEnd(9)} ${up.logs}`,
    `  ${'Folder'.padEnd(9)} ${up.home}`,
    ...controls,
    '\nNext:',
    `  connect a client to ${first?.endpoint ?? ''}, with the TLS root ${first?.tlsCa ?? ''}`,
    `  act as User1 of ${first?.msp ?? ''}, whose key and certificate lie in ${userFolder(up)}`,
    ...(up.watched === undefined
      ? ['  add --watch to run what you save without a restart']
      : [`  edit and save in ${up.watched}: the next transaction runs the new code`]),
    `  argosy devnet snapshot --home ${up.home} remembers the state; see also revert, dump, load, cut, clock`,
    '  Ctrl-C ends the network.',
  ].join('\n');
}

const userFolder = ({ users }: Up): string =>
  users.find(({ name }) => name === 'User1')?.key.replace(/[\\/]keystore[\\/].*$/, '') ?? '';
