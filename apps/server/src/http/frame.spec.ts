import { describe, expect, it } from '@jest/globals';
import { writtenInTemplate } from '@madang/theming';
import { Frames } from './frame.js';

const frames = new Frames('a secret');

/** A layout as far as the holes go: the body, and the address as the three places of the layout have it. */
const layout = (body: string, url: string): string =>
  `<a href="${writtenInTemplate(`/sign-in?back=${encodeURIComponent(url)}`)}">` +
  `<a href="${writtenInTemplate(`/en${url}`)}">${body}<input value="${writtenInTemplate(url)}">`;

describe('a layout with holes', () => {
  it('is filled to what it would have been without', () => {
    for (const url of ['/', '/a/b', '/a?', '/a?b=1', '/a?q=%EB%A7%88%EB%8B%B9&sort=-new&x=a+b~.', '/a?b=$&c=$1']) {
      const holes = frames.holesFor(url);
      if (url.includes('$')) expect(holes).toBeUndefined();
      else {
        const drawn = Buffer.from(layout(String(holes!.body), holes!.url));
        for (let twice = 0; twice < 2; twice += 1)
          expect(String(holes!.fill(drawn, Buffer.from('<p>$& 몸</p>')))).toBe(layout('<p>$& 몸</p>', url));
      }
    }
  });

  it('leaves nothing open that could be written in several ways', () => {
    for (const search of ['?a="', '?a=<b>', "?a='", '?a=b c', '?a=b#c', '?a=?', '?마당', '?a=\\', '?a=`'])
      expect([search, frames.holesFor(`/x${search}`)]).toEqual([search, undefined]);
  });
});
