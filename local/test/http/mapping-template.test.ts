import { describe, expect, it } from '@jest/globals';
import { anyCharacter, fc } from '../../../test/support/properties.ts';
import { createMappingInput } from '../../http/api-gateway/vtl/mapping-input.ts';
import { TemplateSyntaxError } from '../../http/api-gateway/vtl/parse-template.ts';
import { compileTemplate } from '../../http/api-gateway/vtl/render-template.ts';

/** The idiom of the request template: escape a string inside a string, and unescape the apostrophes. */
const NESTED = String.raw`#set($body = $util.escapeJavaScript($input.body).replaceAll("\\'","'"))
#set($key = $util.escapeJavaScript($input.params('Idempotency-Key')).replaceAll("\\'","'"))
{"input":"{\"key\":\"$util.escapeJavaScript($key).replaceAll("\\'","'")\",\"body\":\"$util.escapeJavaScript($body).replaceAll("\\'","'")\"}"}`;

interface Given {
  readonly body?: string;
  readonly path?: Record<string, string>;
  readonly querystring?: Record<string, string>;
  readonly header?: Record<string, string>;
  readonly context?: Record<string, unknown>;
}

function render(template: string, given: Given = {}): string {
  const { body = '', path = {}, querystring = {}, header = {}, context = {} } = given;
  const input = createMappingInput(body, { path, querystring, header });
  return compileTemplate(template)({ input, context });
}

function readNested(rendered: string): { key: string; body: string } {
  return JSON.parse(JSON.parse(rendered).input);
}

describe('a mapping template', () => {
  it('preserves any text that is escaped twice', () => {
    const anyText = fc.oneof(
      fc.string({ unit: anyCharacter }),
      fc.string({
        unit: fc.constantFrom("'", '"', '\\', '/', '$', '#', '{', '}', '\n', 'é', '\u{1F600}', 'a'),
      }),
    );
    fc.assert(
      fc.property(anyText, fc.json(), anyText, (key, json, text) => {
        const body = json + text;
        const given = readNested(render(NESTED, { body, header: { 'Idempotency-Key': key } }));
        expect(given).toEqual({ key, body });
      }),
    );
  });

  it('does not evaluate references or directives in what it prints', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a VTL reference, not a template string
    const body = '{"a":"$context.requestId #set($x=1) ${input.body} #if(true)"}';
    expect(readNested(render(NESTED, { body, context: { requestId: 'secret' } })).body).toBe(body);
  });

  it('escapes as Commons Lang does, apostrophes and slashes included', () => {
    const header = { t: `'"\\/\b\f\n\r\t\u0001\u007f\u00e9\u{1f600}` };
    expect(render("$util.escapeJavaScript($input.params('t'))", { header })).toBe(
      `\\'\\"\\\\\\/\\b\\f\\n\\r\\t\\u0001\u007f\\u00E9\\uD83D\\uDE00`,
    );
  });

  it('takes the first argument of replaceAll as a regular expression', () => {
    expect(render(`$input.body.replaceAll("[0-9]+", "<$0>")`, { body: 'a12b' })).toBe('a<12>b');
  });

  it('does not unescape apostrophes when the pattern has only one backslash', () => {
    expect(
      render(String.raw`$util.escapeJavaScript($input.body).replaceAll("\'","'")`, { body: "it's" }),
    ).toBe(String.raw`it\'s`);
  });

  it('refuses regular expressions with syntax that only Java has', () => {
    expect(() => render(`$input.body.replaceAll("(?i)a", "b")`, { body: 'a' })).toThrow('only Java');
  });

  it('prints maps as Java does, and lists from a document as JSON', () => {
    const body = '{"a":{"b":1,"c":[1,{"d":null}]}}';
    expect(render("$input.path('$.a')", { body })).toBe('{b=1, c=[1,{"d":null}]}');
  });

  it.each([
    ['1', '1'],
    ['0.5', '0.5'],
    ['1e21', '1.0E21'],
    ['0.00012', '1.2E-4'],
    ['true', 'true'],
  ])('prints %s as %s', (json, printed) => {
    expect(render("$input.path('$.a')", { body: `{"a":${json}}` })).toBe(printed);
  });

  it('treats an empty string as true and null as false', () => {
    const template =
      "#if($input.path('$.e'))empty#end#if($input.path('$.n'))null#elseif($input.path('$.f'))no#{else}-else#end";
    expect(render(template, { body: '{"e":"","n":null,"f":false}' })).toBe('empty-else');
  });

  it('ends a reference in braces at the brace', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a VTL reference, not a template string
    expect(render("#set($hash = '#')a.md${hash}b")).toBe('a.md#b');
  });

  it('prints a missing reference as its source text, but a missing member of the context as nothing', () => {
    expect(render('$nope.a |$context.nope.a|')).toBe('$nope.a ||');
  });

  it('compares numbers by value and everything else by its text', () => {
    const template = "#if($input.path('$.a') == \"1\")text #end#if($input.path('$.a') >= 1)number#end";
    expect(render(template, { body: '{"a":1}' })).toBe('text number');
  });

  it('can override the status and headers', () => {
    const context = { responseOverride: { header: {} } };
    render(
      '#set($context.responseOverride.status = 429)#set($context.responseOverride.header.Retry-After = "$input.path(\'$.s\')")',
      {
        body: '{"s":30}',
        context,
      },
    );
    expect(context).toEqual({ responseOverride: { status: 429, header: { 'Retry-After': '30' } } });
  });

  it('reads an absent body as an empty object and an absent parameter as an empty string', () => {
    expect(render("$input.body $input.path('$') [$input.params('x')]")).toBe('{} {} []');
  });

  it('finds headers only under the name that the client sent', () => {
    const header = { 'idempotency-key': 'k' };
    expect(render("[$input.params('Idempotency-Key')][$input.params('idempotency-key')]", { header })).toBe(
      '[][k]',
    );
  });

  it('looks for a parameter in the path, then the query, then the headers', () => {
    const [path, querystring, header] = [{ x: 'path' }, { x: 'query' }, { x: 'header' }];
    const found = [{ path, querystring, header }, { querystring, header }, { header }, {}];
    expect(found.map((given) => render("[$input.params('x')]", given))).toEqual([
      '[path]',
      '[query]',
      '[header]',
      '[]',
    ]);
  });

  it('iterates over headers by the names that the client sent', () => {
    const template =
      "#foreach($n in $input.params().header.keySet())$n=$input.params().header.get($n) $n.equalsIgnoreCase('X-Key');#end";
    const given = { header: { 'x-KEY': 'k', other: 'o' }, querystring: { 'X-Key': 'q' } };
    expect(render(template, given)).toBe('x-KEY=k true;other=o false;');
  });

  it('loops over lists and over the keys of maps', () => {
    const template =
      "#foreach($k in $input.path('$').keySet())$k,#end#foreach($v in $input.path('$.b'))$v;#end";
    expect(render(template, { body: '{"a":1,"b":[2,3]}' })).toBe('a,b,2;3;');
  });

  it.each([
    ['#macro', '#macro(x)1#end'],
    ['#parse', '#parse("x")'],
    ['#include', '#include("x")'],
    ['#evaluate', '#evaluate("x")'],
    ['#define', '#define($x)1#end'],
    ['#noescape', '#noescape()1#end'],
    ['#break', '#foreach($x in $y)#break#end'],
    ['#stop', '1#stop'],
    ['#f', '#f(1)'],
    ['a macro call', '#@f()1#end'],
    ['#[[…]]#', '#[[$x]]#'],
    ['a backslash before $ or #', '\\$x'],
    ['the quiet reference $!x', '$!x'],
    ['the quiet reference $!x', '#set($y = "a $!x")'],
    ['an index in brackets', '$x[0]'],
    ['an index in brackets', '#set($context.y[0] = 1)'],
    ['a list in brackets', '#set($x = [1, 2])'],
    ['a list in brackets', '#foreach($x in [1..3])$x#end'],
    ['a map in braces', '#set($x = {"a": 1})'],
    ['a decimal number', '#set($x = 1.5)'],
    ['true, false or null', '#if(true)1#end'],
    ['true, false or null', '#set($x = null)'],
    ['\\u in a string', '#set($x = "\\u0041")'],
    ['!', '#if(!$x)1#end'],
    ['parentheses', '#if(($x))1#end'],
    ...['&&', '!=', '<', '<=', '>'].map((operator) => [operator, `#if($x ${operator} 1)1#end`]),
    ...['+', '-', '*', '/', '%'].map((operator) => [operator, `#set($x = $y ${operator} 1)`]),
    ['$stageVariables', '$stageVariables.x'],
    ['$foreach', '#foreach($x in $y)$foreach.index#end'],
    ['$input.json', "$input.json('$')"],
    ['$input alone', '$input'],
    ['$util.urlEncode', '$util.urlEncode($x)'],
    ['$util.base64Decode', "$util.base64Decode('eA==')"],
    ['$input.path with anything but a single-quoted string', '$input.path($x)'],
    ...['$..a', '$.a[0]', '$.*', '$.a[?(@.b)]'].map((path) => [
      `the JSONPath ${path}`,
      `$input.path('${path}')`,
    ]),
    ...['toUpperCase', 'split', 'size', 'put', 'isEmpty', 'length'].map((name) => [
      `the method ${name}`,
      `$x.${name}()`,
    ]),
    ['the method substring', "$input.path('$.a').substring(1)"],
  ])('refuses %s by name: %s', (what, template) => {
    const refusal = `The local runtime does not support ${what} in mapping templates.`;
    const compile = () => compileTemplate(template ?? '');
    expect(compile).toThrow(TemplateSyntaxError);
    expect(compile).toThrow(refusal);
  });

  it.each(['#set($a = "q\\"b")', '#if($a', '#set($a=-$b)'])('refuses %s', (template) => {
    expect(() => compileTemplate(template)).toThrow(TemplateSyntaxError);
  });

  it('cannot reach JavaScript properties through a document', () => {
    const template = "$input.path('$').constructor $input.path('$.__proto__') $input.path('$.s').length";
    expect(render(template, { body: '{"s":"x"}' })).toBe(template);
  });
});
