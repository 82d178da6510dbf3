import { flatten } from '@argosy/protocol/configuration/elements';
import type { Element } from '@argosy/protocol/configuration/elements';
import { readTree } from '@argosy/protocol/configuration/tree';
import { readUpdate } from '@argosy/protocol/configuration/update-envelope';
import { ConfigEnvelope } from '@argosy/protocol/messages/configuration';
import { describePolicy } from '@argosy/protocol/policy-text';
import { decode } from '@argosy/protocol/wire';
import type { ConfigurationChange, ConfigurationEffect } from './explanation.js';
import { signerOf } from './parties.js';
import type { Judges } from './parties.js';

/** What a configuration transaction changes and who signed that. Undefined where it cannot be read. */
export function configurationEffect(
  payload: Uint8Array,
  judges: Judges,
): ConfigurationEffect | undefined {
  try {
    const { config, lastUpdate } = decode(ConfigEnvelope, payload);
    const sequence = config?.sequence ?? 0n;
    // Block 0 is the configuration itself: nothing was changed, and nobody had to sign.
    if (lastUpdate === undefined) return { sequence, changes: [], signers: [] };
    const { update, signatures } = readUpdate(lastUpdate);
    const read = flatten(update.readSet && readTree(update.readSet));
    const written = flatten(update.writeSet && readTree(update.writeSet));
    const changed = [...written].filter(
      ([name, { item }]) => read.get(name)?.item.version !== item.version,
    );
    return {
      sequence,
      changes: changed.map(([, element]) => changeOf(element)),
      signers: signatures.map(({ identity }) => signerOf(identity, judges)),
    };
  } catch {
    return undefined;
  }
}

function changeOf(element: Element): ConfigurationChange {
  const change = { kind: element.kind, path: `${element.path}/${element.key}` };
  const policy = element.kind === 'policy' ? element.item.policy : undefined;
  return policy === undefined
    ? change
    : { ...change, policy: describePolicy(policy, element.path) };
}
