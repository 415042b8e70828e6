import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { enhancerScript } from '../src/enhance/index.js';

/** A small site of plain forms, with and without the script, for the enhancer's own tests. */
export interface SampleSite {
  readonly url: string;
  readonly asked: string[];
  /** Lets what is sent to /letters wait until somebody asks for /pressed. */
  hold(): void;
  close(): Promise<void>;
}

const escape = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

interface State {
  supports: number;
  comments: string[];
  flash: string;
}

const page = (state: State, body: string): string => {
  const flash = state.flash && `<div id="flash" class="notice flash ok" role="status">${escape(state.flash)}</div>`;
  state.flash = '';
  return `<!doctype html><html lang="ko"><head><title>마당</title><script type="module" src="/enhance.js"></script></head><body>
<div id="said" role="status" aria-live="polite"></div>${flash}<main id="main" tabindex="-1">${body}</main></body></html>`;
};

const proposal = (state: State, typed = '', problem = '', q = '', letter = ''): string => `
<section id="support"><b id="count">${state.supports}</b><form method="post" action="/support" data-enhance="#support"><button name="kind" value="relate">공감하기</button></form></section>
<p><input id="elsewhere" name="elsewhere"></p>
<details id="more"><summary>더 보기</summary><p>자세히</p></details>
<form id="find" method="get" action="/p" data-enhance="#talk"><input name="q"><input name="none"><button>찾기</button></form>
<ol id="talk">${state.comments
  .filter((one) => one.includes(q))
  .map((one) => `<li>${escape(one)}</li>`)
  .join('')}</ol>
<form id="say" method="post" action="/comments" data-enhance="#talk" data-draft="say">${problem && `<div id="errors" role="alert" tabindex="-1">${problem}</div>`}
<textarea id="f-body" name="body" maxlength="200" data-counter="c-body">${escape(typed)}</textarea><p id="c-body">200자까지</p><button>올리기</button></form>
<form id="away" method="post" action="/away" data-enhance="#talk"><button>다른 쪽으로</button></form>
<form id="write" method="post" action="/letters" data-draft="letter"><textarea name="letter">${escape(letter)}</textarea><button>보내기</button></form>
<form id="look" method="post" action="/display" data-display><button name="mode" value="" aria-pressed="true">기기</button><button name="mode" value="dark" aria-pressed="false">어둡게</button></form>
<p class="comment"><time datetime="${new Date(Date.now() - 3 * 3600e3).toISOString()}">오늘</time></p>
<p class="comment"><time id="now" datetime="${new Date(Date.now() - 1000).toISOString()}">오늘</time></p>`;

/** Starts the site on a free port of this machine. */
export async function startSampleSite(): Promise<SampleSite> {
  const state: State = { supports: 7, comments: ['첫 댓글'], flash: '' };
  const asked: string[] = [];
  let release: () => void = () => undefined;
  let released: Promise<void> = Promise.resolve();
  const server: Server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const { pathname: path, searchParams } = new URL(request.url ?? '/', 'http://x');
      const html = (status: number, body: string): void => {
        response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(page(state, body));
      };
      const on = (to: string, flash: string): void => {
        state.flash = flash;
        response.writeHead(303, { location: to }).end();
      };
      if (path === '/enhance.js') {
        response.writeHead(200, { 'content-type': 'text/javascript' }).end(enhancerScript());
        return;
      }
      const form = new URLSearchParams(await text(request));
      asked.push(`${request.method} ${path} ${request.headers['x-enhance'] ?? '-'} ${form.toString()}`);
      if (path === '/support') {
        state.supports += 1;
        return on('/p', '공감했어요');
      }
      if (path === '/comments') {
        const body = form.get('body') ?? '';
        if (body.length < 3) return html(422, proposal(state, body, '너무 짧아요'));
        state.comments.push(body);
        return on('/p', '댓글을 올렸어요');
      }
      if (path === '/letters') {
        const letter = form.get('letter') ?? '';
        if (letter.length < 3) return html(422, proposal(state, '', '너무 짧아요', '', letter));
        await released;
        return on('/p', '보냈어요');
      }
      if (path === '/pressed') release();
      if (path === '/away') return on('/other', '옮겼어요');
      if (path === '/display') {
        response.writeHead(204).end();
        return;
      }
      return html(
        200,
        path === '/other' ? '<h1 id="other">다른 쪽</h1>' : proposal(state, '', '', searchParams.get('q') ?? ''),
      );
    };
    answer().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    asked,
    hold: () => {
      released = new Promise((resolve) => (release = resolve));
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
