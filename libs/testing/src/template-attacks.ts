// Templates that attack: the corpus that the interpreter, the API and real pages are held against.
const sixty = Array.from({ length: 60 }, (_, at) => at);
/** Values the attacks use. */
export const ATTACKED = {
  l: [1, 2],
  sixty,
  text: 'x"><img src=x onerror=alert(1)>',
  link: 'javascript:alert(1)',
  quote: '" onmouseover="alert(1)',
  long: 'x'.repeat(60_000),
  f: () => 'called',
  nested: { title: '<b>' },
};

/** Refused before anything is rendered, by this check. */
export const REFUSED: [string, string, unknown][] = [
  ['TT001', 'a syntax tree instead of text', { type: 'Program', body: [], strip: {} }],
  ['TT001', 'a list', ['x']],
  ['TT001', 'nothing', null],
  ['TT001', 'too long', 'x'.repeat(65_537)],
  ['TT002', 'unclosed block', '{{#if a}}'],
  ['TT002', 'unclosed mustache', '{{a'],
  ['TT003', 'blocks that keep the parser busy for seconds', '{{#if a}}'.repeat(7000)],
  ['TT003', 'branches that keep the parser busy', '{{#if a}}{{~ else if b}}'.repeat(2500)],
  ['TT003', 'brackets that keep the parser busy for half a minute', `{{a ${'(a '.repeat(9000)}${')'.repeat(9000)}}}`],
  ['TT003', 'too many parts', '{{a}}'.repeat(3001)],
  ['TT003', 'too deep', '{{#if a}}'.repeat(10) + '{{/if}}'.repeat(10)],
  ['TT003', 'expression too deep', `{{concat ${'(concat '.repeat(10)}a${')'.repeat(10)}}}`],
  ['TT004', 'raw output', '{{{text}}}'],
  ['TT004', 'raw output with &', '{{&text}}'],
  ['TT004', 'decorator', '{{* inline}}'],
  ['TT004', 'inline partial', '{{#*inline "a"}}{{> a}}{{/inline}}{{> a}}'],
  ['TT004', 'partial block', '{{#> card}}x{{/card}}'],
  ['TT005', 'lookup', '{{lookup this "constructor"}}'],
  ['TT005', 'log', '{{log "x"}}'],
  ['TT005', 'unknown helper', '{{exec "rm"}}'],
  ['TT005', 'helperMissing', '{{helperMissing "x"}}'],
  ['TT005', 'constructor as a helper', '{{constructor "alert(1)"}}'],
  ['TT005', 'a path as a helper', '{{this.toString 1}}'],
  ['TT005', 'unknown block', '{{#repeat 9}}x{{/repeat}}'],
  ['TT005', 'blockHelperMissing', '{{#l}}x{{/l}}'],
  ['TT006', 'dynamic partial', '{{> (concat "ca" "rd")}}'],
  ['TT006', 'a partial of the page', '{{> portal/layout}}'],
  ['TT007', '__proto__', '{{nested.__proto__.x}}'],
  ['TT007', 'constructor', '{{nested.constructor.constructor}}'],
  ['TT007', 'constructor in brackets', '{{nested.[constructor]}}'],
  ['TT007', 'data of the page', '{{@csrf}}'],
  ['TT007', '__proto__ as a block parameter', '{{#each l as |__proto__|}}x{{/each}}'],
  ['TT007', '__proto__ as an argument', "{{t 'a.b' __proto__=nested}}"],
  ['TT008', 'script', '<script>alert(1)</script>'],
  ['TT008', 'SVG with a slash for a space', '<svg/onload=alert(1)>'],
  ['TT008', 'style', '<style>@import "//e.example"</style>'],
  ['TT008', 'iframe', '<iframe src="/x"></iframe>'],
  ['TT008', 'form', '<form action="https://e.example"><input name=password></form>'],
  ['TT008', 'base', '<base href="https://e.example">'],
  ['TT008', 'meta refresh', '<meta http-equiv="refresh" content="0;url=https://e.example">'],
  ['TT008', 'object', '<object data="x">'],
  ['TT008', 'math', '<math><mtext></mtext></math>'],
  ['TT008', 'template', '<template><p></template>'],
  ['TT008', 'custom element', '<mx-rank>'],
  ['TT009', 'event attribute', '<p onclick="alert(1)">'],
  ['TT009', 'event attribute without quotes', '<p oNcLiCk=alert(1)>'],
  ['TT009', 'style attribute', '<p style="position:fixed">'],
  ['TT009', 'srcset', '<img alt="" srcset="https://e.example/x 2x">'],
  ['TT009', 'target', '<a href="/x" target="_blank">'],
  ['TT009', 'enhancer attribute', '<p data-enhance="#main">'],
  ['TT010', 'value without quotes', '<p title={{text}}>'],
  ['TT010', 'value as an attribute', '<p {{text}}>'],
  ['TT010', 'value as an element', '<{{text}}>'],
  ['TT013', 'value as an end tag', '</{{text}}>'],
  ['TT009', 'quotes joined by two conditions', '<p title={{#if l}}"{{/if}}{{#if l}}"{{/if}} onfocus=alert(1) ">x</p>'],
  ['TT011', 'address without url', '<a href="{{link}}">x</a>'],
  ['TT011', 'address behind a slash', '<a href="/{{link}}">x</a>'],
  ['TT012', 'javascript address', '<a href="javascript:alert(1)">x</a>'],
  ['TT012', 'javascript address with an entity', '<a href="java&#115;cript:alert(1)">x</a>'],
  ['TT012', 'javascript address with a tab', '<a href="java\tscript:alert(1)">x</a>'],
  ['TT012', 'data address', '<a href="data:text/html,x">x</a>'],
  ['TT012', 'address of another host', '<a href="//e.example">x</a>'],
  ['TT012', 'picture of another site', '<img alt="" src="https://e.example/count.gif">'],
  ['TT012', 'scheme joined with a value', '<a href="java{{text}}">x</a>'],
  ['TT013', 'value in a comment', '<!-- {{text}} -->'],
  ['TT014', 'partial in an attribute', '<p title="{{> card nested}}">'],
];

/** Accepted by the checks, since each is harmless or only dangerous once rendered; then made harmless. */
export const RENDERED: [string, string, string][] = [
  ['quotes joined by a loop', '<p title={{#each l}}"{{/each}} onclick=alert(1) ">x</p>', '<p title="">x</p>'],
  ['tag joined by conditions', '<{{#if l}}script{{/if}}>alert(1)</{{#if l}}script{{/if}}>', ''],
  ['tag split over branches', '{{#if l}}<{{/if}}img src=x onerror=alert(1)>', ''],
  ['text of a person', '<p>{{text}}</p>', '<p>x"&gt;&lt;img src=x onerror=alert(1)&gt;</p>'],
  ['text of a person in quotes', '<p title="{{quote}}">x</p>', '<p title="&quot; onmouseover=&quot;alert(1)">x</p>'],
  ['address of a person', '<a href="{{url link}}">x</a>', '<a href="#">x</a>'],
  ['function in the model', '[{{f}}]', '[]'],
  ['object in the model', '[{{nested}}]', '[]'],
  ['inherited names', '[{{nested.toString}}{{nested.hasOwnProperty}}{{l.map}}{{text.length}}]', '[]'],
  ['closing tags of the page', '</main></div></body><p>x', '<p>x</p>'],
  ['unclosed tags', '<div><b>x', '<div><b>x</b></div>'],
  ['unclosed quote', '<p title="x>y', ''],
  ['unclosed comment', 'a<!-- b', 'a'],
  ['ids of the page', '<p id="main" class="ok">x</p><p id="own-x">y</p>', '<p class="ok">x</p><p id="own-x">y</p>'],
  ['marks of partials', '\ue0200\ue021<p title="\ue0200\ue021">x</p>', '0<p title="0">x</p>'],
  ['partial between tags', '{{> card nested}}', '<article class="card"><button>&lt;b&gt;</button></article>'],
  ['Markdown of a person', '{{md text}}', '<p>x"&gt;&lt;img src=x onerror=alert(1)&gt;</p>\n'],
];

/** Stopped while rendering, by this check. */
export const STOPPED: [string, string, string][] = [
  [
    'TT020',
    'four loops inside each other',
    '{{#each sixty}}{{#each ../sixty}}{{#each ../../sixty}}{{#each ../../../sixty}}x{{/each}}{{/each}}{{/each}}{{/each}}',
  ],
  ['TT020', 'many partials', '{{#each sixty}}{{#each ../sixty}}{{> card @root.nested}}{{/each}}{{/each}}'],
  ['TT020', 'excerpts of long texts', '{{#each sixty}}{{count (excerpt @root.long 60000)}}{{/each}}'],
  ['TT020', 'Markdown of long texts', '{{#each sixty}}{{#if (md @root.long)}}x{{/if}}{{/each}}'],
  ['TT021', 'output that grows', '{{#each sixty}}{{@root.long}}{{/each}}'],
  ['TT021', 'text that doubles', `{{concat ${'long '.repeat(9)}}}`],
  [
    'TT021',
    'text that doubles inside',
    `{{count (concat (concat ${'long '.repeat(5)}) (concat ${'long '.repeat(5)}))}}`,
  ],
  ['TT022', 'unknown message', "{{t 'no.such.message'}}"],
  ['TT022', 'currency that does not exist', "{{money 1 currency='nothing'}}"],
  ['TT022', 'no date', "{{date 'nonsense'}}"],
];

const ELEMENTS = /<(?:script|style|iframe|object|embed|svg|math|form|input|button|base|meta|link|template)[\s/>]/i;
const ATTRIBUTES = /<[a-z][^>]*\s(?:on[a-z]+|style|srcset|formaction)\s*=/i;
const ADDRESSES = /(?:href|src)\s*=\s*["']?\s*(?:javascript|data|vbscript):/i;

/** What in a piece of HTML could run, load or frame something; empty for a harmless one. */
export const harmIn = (html: string): string[] =>
  [ELEMENTS, ATTRIBUTES, ADDRESSES].flatMap((form) => form.exec(html)?.[0] ?? []);
