import { describe, expect, test } from '@jest/globals';
import { Address, html, type Content } from './html.js';

const hostile = `</td><script>alert(1)</script><img src=x onerror='alert("2")'>&amp;`;

describe('the template tag', () => {
  test('makes text of whatever is put in', () => {
    const { text } = html`<p title="${hostile}">${hostile}</p>`;
    expect(text).not.toMatch(/<(script|img|\/td)/);
    expect(text).toBe(
      '<p title="&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&#39;alert(&quot;2&quot;)&#39;&gt;&amp;amp;">' +
        '&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&#39;alert(&quot;2&quot;)&#39;&gt;&amp;amp;</p>',
    );
  });

  test('leaves what it made itself, one by one and in lists', () => {
    const items = ['a', '<b>'].map((it) => html`<b>${it}</b>`);
    expect(html`${items}${undefined}`.text).toBe('<b>a</b><b>&lt;b&gt;</b>');
    expect(html`${3}${[]}`.text).toBe('3');
  });

  const wrong: readonly (readonly [string, () => unknown])[] = [
    ['outside of quotes', () => html`<p title=${hostile}>x</p>`],
    ['as the name of an attribute', () => html`<p ${hostile}>x</p>`],
    [
      'in a script',
      () =>
        html`<script>
          ${hostile};
        </script>`,
    ],
    [
      'in a style',
      () =>
        html`<style>
          p { ${hostile} }
        </style>`,
    ],
    ['as a handler', () => html`<p onclick="${hostile}">x</p>`],
    ['as a style', () => html`<p style="${hostile}">x</p>`],
    ['as an address', () => html`<a href="${'javascript:alert(1)'}">x</a>`],
    ['as a part of an address', () => html`<a href="/deals/${hostile}">x</a>`],
    ['as HTML in an attribute', () => html`<p title="${html`<b></b>`}">x</p>`],
  ];
  test.each(wrong)('refuses a value %s', (_, make) => {
    expect(make).toThrow(TypeError);
  });

  test('takes no object that only looks like its own', () => {
    const forged = { text: '<script>' } as unknown as Content;
    expect(() => html`<p>${forged}</p>`.text).toThrow(TypeError);
  });
});

describe('an address', () => {
  test.each([
    [['deals', 'LC-1'], '/deals/LC-1'],
    [['deals', 'A/../B'], '/deals/A%2F..%2FB'],
    [['deals', '//evil.example'], '/deals/%2F%2Fevil.example'],
    [['deals', '"><script>'], '/deals/%22%3E%3Cscript%3E'],
  ])('of %j has its parts as nothing but themselves', (parts, path) => {
    expect(Address.path(parts).text).toBe(path);
  });

  test('has its query encoded', () => {
    expect(html`<a href="${Address.path(['sign-in'], { return_to: '/a?b&c' })}">x</a>`.text).toBe(
      '<a href="/sign-in?return_to=%2Fa%3Fb%26c">x</a>',
    );
  });

  test('of an organisation is an origin, and http', () => {
    expect(Address.origin('http://importer.localhost:17000/x').text).toBe(
      'http://importer.localhost:17000/',
    );
    expect(() => Address.origin('javascript:alert(1)')).toThrow(TypeError);
  });
});
