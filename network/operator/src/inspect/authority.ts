import { getJson } from '../fabric/https-get.js';

/** Whether an organisation's certificate authorities answer. Refuses when they do not. They have no channels. */
export async function authorityAnswers(
  url: string,
  server: { readonly tlsCa: string; readonly timeoutMilliseconds: number },
): Promise<Readonly<Record<string, number>>> {
  await getJson(new URL('/cainfo', url).href, server);
  return {};
}
