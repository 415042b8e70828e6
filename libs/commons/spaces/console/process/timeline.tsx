import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { Box, Text } from '@mantine/core';
import { useSession, useT, useWords } from '@madang/console';
import { daysBetween, shiftDay, todayIn, useTexts } from '../words.js';
import type { EditedPhase } from './types.js';

const ROW = 44;
const LEAST_SPAN = 56;
type Grip = 'start' | 'end' | 'whole';

/**
 * The phases on a real timeline. A bar is moved, and its edges are drawn, with the mouse; with the keyboard the arrows move
 * the bar by a day (with Shift by a week) and Alt and the arrows move its end. What happens is said in words.
 */
export function Timeline(props: {
  phases: readonly EditedPhase[];
  chosen?: string;
  choose: (id: string) => void;
  change: (id: string, days: { startsOn: string | null; endsOn: string | null }) => void;
}): ReactNode {
  const t = useT();
  const texts = useTexts();
  const words = useWords();
  const { site } = useSession();
  const today = todayIn(site.timeZone);
  const field = useRef<HTMLDivElement>(null);
  const drag = useRef<{ id: string; grip: Grip; x: number; from: string; to: string }>(undefined);
  const [said, say] = useState('');
  const dated = props.phases.filter((phase) => phase.startsOn);
  const first = dated.map((phase) => phase.startsOn!).sort()[0] ?? today;
  const last =
    dated
      .map((phase) => phase.endsOn ?? shiftDay(phase.startsOn!, 27))
      .sort()
      .at(-1) ?? shiftDay(today, LEAST_SPAN);
  const from = shiftDay(first, -7);
  const span = Math.max(LEAST_SPAN, daysBetween(from, last) + 15);
  const at = (day: string): number => (daysBetween(from, day) / span) * 100;
  const months = monthsOf(from, span);

  const move = (
    phase: EditedPhase,
    grip: Grip,
    days: number,
    base = { from: phase.startsOn!, to: phase.endsOn },
  ): void => {
    let startsOn = base.from;
    let endsOn = base.to;
    if (grip !== 'end') startsOn = shiftDay(startsOn, days);
    if (grip !== 'start' && endsOn) endsOn = shiftDay(endsOn, days);
    if (endsOn && startsOn > endsOn) {
      if (grip === 'start') startsOn = endsOn;
      else endsOn = startsOn;
    }
    props.change(phase.id, { startsOn, endsOn });
    say(
      t('spaces.line.moved', {
        phase: texts(phase.title),
        from: words.date(startsOn),
        to: endsOn ? words.date(endsOn) : t('spaces.line.open_end'),
      }),
    );
  };

  const keys = (event: KeyboardEvent, phase: EditedPhase): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    move(phase, event.altKey ? 'end' : 'whole', by * (event.shiftKey ? 7 : 1));
  };
  const down = (event: PointerEvent, phase: EditedPhase, grip: Grip): void => {
    event.stopPropagation();
    props.choose(phase.id);
    drag.current = { id: phase.id, grip, x: event.clientX, from: phase.startsOn!, to: phase.endsOn ?? '' };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const drawn = (event: PointerEvent): void => {
    const held = drag.current;
    const phase = held && props.phases.find((one) => one.id === held.id);
    if (!held || !phase || !field.current) return;
    const days = Math.round(((event.clientX - held.x) / field.current.clientWidth) * span);
    move(phase, held.grip, days, { from: held.from, to: held.to || null });
  };
  const up = (): void => {
    drag.current = undefined;
  };

  return (
    <Box>
      <Text size="sm" c="dimmed" mb={4}>
        {t('spaces.line.how')}
      </Text>
      <Box style={{ overflowX: 'auto' }} tabIndex={0} role="region" aria-label={t('spaces.line.region')}>
        <Box
          ref={field}
          miw={560}
          style={{
            position: 'relative',
            height: 28 + props.phases.length * ROW,
            border: '1px solid var(--mantine-color-default-border)',
            borderRadius: 'var(--mantine-radius-sm)',
            touchAction: 'pan-x pan-y',
          }}
        >
          {months.map((month, index) => (
            <Box
              key={month}
              aria-hidden
              style={{
                position: 'absolute',
                left: `${at(month)}%`,
                right: `${100 - at(months[index + 1] ?? shiftDay(from, span))}%`,
                top: 0,
                bottom: 0,
                overflow: 'hidden',
                textOverflow: 'ellipsis',
                borderLeft: '1px solid var(--mantine-color-default-border)',
                paddingLeft: 4,
                fontSize: 12,
                color: 'var(--mantine-color-dimmed)',
                whiteSpace: 'nowrap',
              }}
            >
              {words.date(month, 'month')}
            </Box>
          ))}
          <Box
            aria-hidden
            style={{
              position: 'absolute',
              left: `${at(today)}%`,
              top: 20,
              bottom: 0,
              borderLeft: '2px solid var(--mantine-color-red-7)',
            }}
          />
          {props.phases.map((phase, index) =>
            phase.startsOn ? (
              <Box
                key={phase.id}
                role="slider"
                tabIndex={0}
                aria-label={texts(phase.title) || t('spaces.phases.nameless')}
                aria-valuemin={0}
                aria-valuemax={span}
                aria-valuenow={daysBetween(from, phase.startsOn)}
                aria-valuetext={t('spaces.line.value', {
                  from: words.date(phase.startsOn),
                  to: phase.endsOn ? words.date(phase.endsOn) : t('spaces.line.open_end'),
                })}
                onFocus={() => props.choose(phase.id)}
                onKeyDown={(event) => keys(event, phase)}
                onPointerDown={(event) => down(event, phase, 'whole')}
                onPointerMove={drawn}
                onPointerUp={up}
                onPointerCancel={up}
                data-phase={phase.id}
                style={{
                  position: 'absolute',
                  top: 26 + index * ROW,
                  height: ROW - 8,
                  left: `${at(phase.startsOn)}%`,
                  width: `${Math.max(1.2, at(shiftDay(phase.endsOn ?? last, 1)) - at(phase.startsOn))}%`,
                  background:
                    phase.id === props.chosen
                      ? 'var(--mantine-primary-color-filled)'
                      : 'var(--mantine-primary-color-light)',
                  color:
                    phase.id === props.chosen ? 'var(--mantine-primary-color-contrast)' : 'var(--mantine-color-text)',
                  borderRadius: 'var(--mantine-radius-sm)',
                  border: `1px ${phase.precision === 'day' ? 'solid' : 'dashed'} var(--mantine-primary-color-filled)`,
                  borderRightWidth: phase.endsOn ? 1 : 0,
                  cursor: 'grab',
                  padding: '6px 14px',
                  fontSize: 14,
                  overflow: 'hidden',
                  whiteSpace: 'nowrap',
                  textOverflow: 'ellipsis',
                }}
              >
                <Edge side="left" onPointerDown={(event) => down(event, phase, 'start')} />
                {texts(phase.title) || t('spaces.phases.nameless')}
                {phase.endsOn && <Edge side="right" onPointerDown={(event) => down(event, phase, 'end')} />}
              </Box>
            ) : (
              <Text
                key={phase.id}
                size="sm"
                c="dimmed"
                style={{ position: 'absolute', top: 32 + index * ROW, left: 12 }}
              >
                {t('spaces.line.no_days', { phase: texts(phase.title) || t('spaces.phases.nameless') })}
              </Text>
            ),
          )}
        </Box>
      </Box>
      <Text size="sm" role="status" mt={4} mih={22}>
        {said}
      </Text>
    </Box>
  );
}

function Edge(props: { side: 'left' | 'right'; onPointerDown: (event: PointerEvent) => void }): ReactNode {
  return (
    <span
      aria-hidden
      onPointerDown={props.onPointerDown}
      style={{
        position: 'absolute',
        top: 0,
        bottom: 0,
        [props.side]: 0,
        width: 12,
        cursor: 'ew-resize',
        touchAction: 'none',
      }}
    />
  );
}

/** First days of the months in a span; every third where there are many. */
function monthsOf(from: string, span: number): string[] {
  const found: string[] = [];
  const end = shiftDay(from, span);
  let [year, month] = [Number(from.slice(0, 4)), Number(from.slice(5, 7))];
  for (;;) {
    month += 1;
    if (month > 12) [year, month] = [year + 1, 1];
    const day = `${year}-${String(month).padStart(2, '0')}-01`;
    if (day > end) break;
    found.push(day);
  }
  const every = found.length > 18 ? 6 : found.length > 8 ? 3 : 1;
  return found.filter((_, index) => index % every === 0);
}
