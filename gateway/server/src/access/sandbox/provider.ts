import type { EventEmitter } from 'node:events';
import type { Provider } from 'oidc-provider';
import { isSecretOf } from '../secret.js';
import { providerSettings, type ProviderParts } from './provider-settings.js';

/** Make the issuer proper. The library is loaded with the first of them. */
export async function makeProvider(
  parts: Omit<ProviderParts, 'policy' | 'refuseResource'>,
  { url, onFailure }: { readonly url: string; readonly onFailure: (error: unknown) => void },
): Promise<Provider> {
  const { Provider, errors, interactionPolicy } = await import('oidc-provider');
  const { base, Check } = interactionPolicy;
  const policy = base();
  const ask = new Check('nobody_is_remembered', 'whoever signs in says who it is', (ctx) =>
    ctx.oidc.result?.login === undefined ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT,
  );
  policy.get('login')?.checks.add(ask);
  const refuseResource = (): never => {
    throw new errors.InvalidTarget('this issuer gives out tokens for its own organisation only');
  };
  const provider = new Provider(url, providerSettings({ ...parts, policy, refuseResource }));
  // What is known of a client's secret is its hash.
  provider.Client.prototype.compareClientSecret = function (secret: string) {
    return isSecretOf(this.clientSecret ?? '', secret);
  };
  provider.on('server_error', (_ctx, error) => onFailure(error));
  const application: EventEmitter = provider;
  application.on('error', onFailure);
  return provider;
}
