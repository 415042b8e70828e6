import { describe, expect, it } from '@jest/globals';
import { effortSince } from '../../test/effort.js';
import { hasParticles, resolveParticles } from './particles.js';

describe('resolveParticles', () => {
  it.each([
    ['제안을(를) 쓰다', '제안을 쓰다'],
    ['회의을(를) 열다', '회의를 열다'],
    ['의견이(가)', '의견이'],
    ['투표가(이)', '투표가'],
    ['댓글은(는)', '댓글은'],
    ['토론는(은)', '토론은'],
    ['제안과(와) 투표와(과) 답변', '제안과 투표와 답변'],
    // ㄹ takes 로 without 으
    ['서울(으)로', '서울로'],
    ['부산(으)로', '부산으로'],
    ['대구(으)로', '대구로'],
    ['댓글으로(로)', '댓글로'],
    ['사무국(으)로부터', '사무국으로부터'],
    ['메일(으)로써', '메일로써'],
    // 이에요, 아/야, 이었, (이)…
    ['제안이에요/예요', '제안이에요'],
    ['회의이에요(예요)', '회의예요'],
    ['지훈아/야, 민서아(야)', '지훈아, 민서야'],
    ['제안이었/였습니다', '제안이었습니다'],
    ['회의이었/였습니다', '회의였습니다'],
    ['제안(이)라고 회의(이)라고', '제안이라고 회의라고'],
    ['제안(이)나 투표(이)나', '제안이나 투표나'],
    ['민서(이)랑', '민서랑'],
    // digits by reading
    ['0을(를)', '0을'],
    ['1을(를) 2을(를) 3을(를)', '1을 2를 3을'],
    ['6(으)로 7(으)로 8(으)로 9(으)로', '6으로 7로 8로 9로'],
    ['10이(가)', '10이'],
    ['100은(는)', '100은'],
    ['1,000이(가)', '1,000이'],
    ['10,000이(가)', '10,000이'],
    ['100,000,000(으)로', '100,000,000으로'],
    ['1,000,000,000,000(으)로', '1,000,000,000,000로'],
    ['12와(과)', '12와'],
    ['3.14이(가) 2.5이(가)', '3.14가 2.5가'],
    ['010을(를)', '010을'],
    ['50%이(가)', '50%가'],
    ['5km을(를) 5kg을(를) 30㎡을(를)', '5km를 5kg을 30㎡를'],
    ['412명이(가)', '412명이'],
    // Latin letters and words
    ['NGO이(가)', 'NGO가'],
    ['URL을(를)', 'URL을'],
    ['URL(으)로', 'URL로'],
    ['FM(으)로', 'FM으로'],
    ['SNS을(를)', 'SNS를'],
    ['QR(으)로', 'QR로'],
    ['A을(를) n을(를)', 'A를 n을'],
    ['Google(으)로', 'Google로'],
    ['Madang은(는)', 'Madang은'],
    ['GitHub을(를) server을(를) internet을(를)', 'GitHub을 server를 internet을'],
    ['online(으)로 home이(가)', 'online으로 home이'],
    // tags, quotes, brackets between word and particle
    ['<b>제안</b>을(를)', '<b>제안</b>을'],
    ['<a href="/1">회의</a><br>은(는)', '<a href="/1">회의</a><br>는'],
    ['‘제안’을(를) "회의"이(가) 「조례」은(는) 《마당》과(와)', '‘제안’을 "회의"가 「조례」는 《마당》과'],
    ['&quot;회의&quot;을(를) &#39;제안&#39;이(가)', '&quot;회의&quot;를 &#39;제안&#39;이'],
    ['서울(Seoul)을(를)', '서울(Seoul)을'],
    ['회의(3월)은(는)', '회의(3월)는'],
    ['[제안]이(가)', '[제안]이'],
    ['"우리 동네(동)"을(를)', '"우리 동네(동)"를'],
    ['**굵게**을(를)', '**굵게**를'],
    ['제안\u2069을(를)', '제안\u2069을'],
    // letters by their names
    ['ㄱ을(를) ㅏ을(를) ㄹ(으)로', 'ㄱ을 ㅏ를 ㄹ로'],
    // unknown readings stay dual
    ['🌳을(를)', '🌳을(를)'],
    ['山이(가)', '山이(가)'],
    ['을(를) 앞에 말이 없음', '을(를) 앞에 말이 없음'],
    ['', ''],
  ])('%s → %s', (written, read) => expect(resolveParticles(written)).toBe(read));

  it('leaves texts without dual forms as they are', () => {
    const text = '이 글(제안)은 12월까지 답합니다 (이 안내는 자동)';
    expect(hasParticles(text)).toBe(false);
    expect(resolveParticles(text)).toBe(text);
  });
  it('stays linear on long hostile text', () => {
    const start = process.cpuUsage();
    resolveParticles('('.repeat(3000) + '을(를)'.repeat(3000));
    resolveParticles('<a '.repeat(3000) + '을(를)'.repeat(500));
    expect(effortSince(start)).toBeLessThan(1500);
  });
});
