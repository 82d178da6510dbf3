import { OperatorError } from '@argosy/operator/operator-error';
import { chaincodeName, channelName } from '@argosy/operator/topology/names';
import { mspsOfPolicy, parseSignaturePolicy } from '@argosy/protocol/policy-syntax';
import { reasonOf } from '@argosy/protocol/reason';
import { z } from 'zod';
import type { ChaincodeFolder } from './chaincode-folder.js';
import { readCollections } from './collections.js';
import { samplesPortBase } from './samples-ports.js';
import type { DefinitionChoices } from './test-network.js';

/** The flags of `argosy devnet`, as the command line gives them. */
export type DevnetFlags = {
  readonly name?: string;
  readonly channel?: string;
  readonly orgs?: string;
  readonly policy?: string;
  readonly collections?: string;
  readonly initRequired?: boolean;
  readonly init?: string;
  readonly production?: string;
  readonly portBase?: string;
  readonly data?: string;
  readonly layout?: string;
  readonly watch?: boolean;
  readonly once?: string;
  readonly json?: boolean;
};

/** How blocks are made. */
export type Production =
  | { readonly mode: 'instant' | 'manual' }
  | { readonly mode: 'interval'; readonly milliseconds?: number };

/** The call with which a chaincode that wants it is initialised. */
export type InitCall = { readonly function: string; readonly arguments: readonly string[] };

/** What was asked for, checked. */
export type DevnetPlan = {
  readonly name: string;
  readonly channel: string;
  readonly organisations: number;
  readonly choices: DefinitionChoices;
  readonly init: InitCall | undefined;
  readonly production: Production;
  readonly portBase: number;
};

const mostOrganisations = 10;

/** Check the flags. Refuses, naming the flag: what has not the form, and policies of organisations that are not there. */
export function planOf(
  flags: DevnetFlags,
  folder: Pick<ChaincodeFolder, 'name'>,
  resolvePath: (path: string) => string,
): DevnetPlan {
  const organisations = number('--orgs', flags.orgs ?? '2', mostOrganisations);
  const init = flags.init === undefined ? undefined : initCall(flags.init);
  const policy =
    flags.policy === undefined ? {} : { policy: policyOf(flags.policy, organisations) };
  const collections =
    flags.collections === undefined
      ? {}
      : { collections: readCollections(resolvePath(flags.collections)) };
  const initRequired = flags.initRequired === true || init !== undefined;
  return {
    ...placeOf(flags, folder),
    organisations,
    choices: { initRequired, ...policy, ...collections },
    init,
    production: productionOf(flags.production ?? 'instant'),
  };
}

const placeOf = (flags: DevnetFlags, folder: Pick<ChaincodeFolder, 'name'>) => ({
  name: text('--name', flags.name ?? folder.name, chaincodeName),
  channel: text('--channel', flags.channel ?? 'mychannel', channelName),
  portBase: number('--port-base', flags.portBase ?? String(samplesPortBase), 65_535),
});

const refuse = (flag: string, given: string, why: string): OperatorError =>
  new OperatorError({
    what: `${flag} ${given} cannot be used`,
    why,
    fix: 'See argosy devnet --help.',
  });

function number(flag: string, given: string, most: number): number {
  const value = Number(given);
  if (/^\d+$/.test(given) && value >= 1 && value <= most) return value;
  throw refuse(flag, given, `It must be a number from 1 to ${most}.`);
}

function text(flag: string, given: string, form: z.ZodType<string>): string {
  const read = form.safeParse(given);
  if (read.success) return read.data;
  throw refuse(flag, given, z.prettifyError(read.error));
}

function policyOf(given: string, organisations: number): ReturnType<typeof parseSignaturePolicy> {
  const policy = orRefuse('--policy', given, () => parseSignaturePolicy(given));
  const known = Array.from({ length: organisations }, (_, index) => `Org${index + 1}MSP`);
  const strange = mspsOfPolicy(given).filter((it) => !known.includes(it));
  if (strange.length === 0) return policy;
  const why = `The network has no ${strange.join(', ')}; its organisations are ${known.join(', ')}.`;
  throw refuse('--policy', given, why);
}

function productionOf(given: string): Production {
  const [, mode, milliseconds] = /^(instant|manual|interval)(?::(\d+))?$/.exec(given) ?? [];
  if (mode === 'interval')
    return { mode, ...(milliseconds === undefined ? {} : { milliseconds: Number(milliseconds) }) };
  if ((mode === 'instant' || mode === 'manual') && milliseconds === undefined) return { mode };
  throw refuse('--production', given, 'It is instant, manual, interval, or interval:MILLISECONDS.');
}

const initSchema = z.object({
  function: z.string().optional(),
  Args: z.array(z.string()).default([]),
});

/** As the `peer` program takes a call, or only the function's name. */
function initCall(given: string): InitCall {
  if (!given.trimStart().startsWith('{')) return { function: given, arguments: [] };
  const read = orRefuse('--init', given, () => initSchema.parse(JSON.parse(given)));
  const [first, ...rest] = read.function === undefined ? read.Args : [read.function, ...read.Args];
  if (first === undefined) throw refuse('--init', given, 'It names no function.');
  return { function: first, arguments: rest };
}

function orRefuse<T>(flag: string, given: string, read: () => T): T {
  try {
    return read();
  } catch (failure) {
    throw refuse(
      flag,
      given,
      failure instanceof z.ZodError ? z.prettifyError(failure) : `${reasonOf(failure)}.`,
    );
  }
}
