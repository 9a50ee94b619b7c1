import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { call, type Check, Refused, type Skipped, type Status, type Stopped, type Unreadable } from './api.js';
import { Section, Table } from './board.js';
import { count } from './format.js';
import { token } from './main.js';
import { Reason } from './reason.js';

const LOOK_AGAIN = 1_000;

/** Compares a sample of the views with a rebuild from the log. */
function Compared() {
  const checks = useSignal<Check[] | null>(null);
  const asking = useSignal(false);
  const told = useSignal<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const differences =
    checks.value?.flatMap(({ node, report }) => report?.differences.map((each) => ({ ...each, node })) ?? []) ?? [];
  useEffect(() => () => clearTimeout(timer.current), []);

  function lookIn(millis: number): void {
    clearTimeout(timer.current);
    timer.current = setTimeout(look, millis);
  }

  async function look(): Promise<void> {
    try {
      const found = await call<{ checks: Check[] }>(token.value, 'GET', '/api/ops/projections/views/check');
      checks.value = found.checks;
      told.value = null;
      if (found.checks.some(({ running }) => running)) lookIn(LOOK_AGAIN);
    } catch (failure) {
      told.value = failure instanceof Refused ? failure.message : 'The server does not answer.';
    }
  }

  return (
    <>
      <button type="button" onClick={() => (asking.value = true)}>
        Compare with a rebuild
      </button>
      <button type="button" onClick={look}>
        Show the last comparison
      </button>
      {told.value && <p role="alert">{told.value}</p>}
      <div role="status">
        {checks.value?.map(({ node, running, report }) => (
          <p key={node}>
            {node}: {running && 'comparing … '}
            {report
              ? `${count(report.documents)} documents of ${count(report.streams)} streams compared at ${new Date(report.at).toLocaleString()}, ${count(report.unsettled)} streams left out, ${count(report.differences.length)}${report.cut ? ' or more' : ''} differences`
              : !running && 'not compared since the start'}
          </p>
        ))}
      </div>
      {differences.length > 0 && (
        <Table label="Differences from a rebuild" head={['Document', 'collection', 'field', 'what', 'after position']}>
          {differences.map((each) => (
            <tr key={`${each.node} ${each.collection} ${each.document} ${each.field}`}>
              <th scope="row">{each.document}</th>
              <td>{each.collection}</td>
              <td>{each.field}</td>
              <td>{each.kind}</td>
              <td>{each.position}</td>
            </tr>
          ))}
        </Table>
      )}
      {asking.value && (
        <Reason
          action="Compare the views with a rebuild"
          onCancel={() => (asking.value = false)}
          onReason={async (reason) => {
            await call(token.value, 'POST', '/api/ops/projections/views/check', { reason });
            asking.value = false;
            lookIn(LOOK_AGAIN / 4);
          }}
        />
      )}
    </>
  );
}

/** The progress of the projections, and their stopped streams. */
export function Projections({ projections }: { projections: Status['projections'] }) {
  const stopped = useSignal<Stopped[] | null>(null);
  /** Whether all projections have answered. */
  const whole = useSignal(false);
  const skipped = useSignal<Skipped[]>([]);
  const retrying = useSignal<Stopped | null>(null);
  const skipping = useSignal<Stopped | null>(null);
  const told = useSignal<string | null>(null);
  const done = useSignal<string | null>(null);

  /** Success is no alarm; a stream that stops again is one. */
  function tell(released: boolean, success: string, failure: string): void {
    if (released) done.value = success;
    else told.value = failure;
  }

  async function look(): Promise<void> {
    told.value = null;
    done.value = null;
    try {
      const found = await call<{ streams: Stopped[]; unavailable: string[]; skipped: Skipped[]; unreadable: Unreadable[] }>(token.value, 'GET', '/api/ops/dead-letters');
      stopped.value = found.streams;
      whole.value = found.unavailable.length === 0;
      skipped.value = found.skipped;
      const alarms = found.unreadable.map((each) => `Event ${each.sequence} of ${each.stream} (${each.eventType}) cannot be read, and has no effect.`);
      if (found.unavailable.length > 0) alarms.unshift(`Unavailable: ${found.unavailable.join(', ')}.`);
      if (alarms.length > 0) told.value = alarms.join(' ');
    } catch (failure) {
      told.value = failure instanceof Refused ? failure.message : 'The server does not answer.';
    }
  }

  return (
    <Section title="Projections">
      <Table label="Projections" head={['Projection', 'state', 'behind', 'segments', 'stopped streams', 'differs from a rebuild']}>
        {projections.map((each) => (
          <tr key={each.name}>
            <th scope="row">{each.name}</th>
            <td>{each.failing ? `failing: ${each.failing}` : each.caughtUp ? 'follows the log' : 'catching up'}</td>
            <td>{count(each.behind)}</td>
            <td>{each.segments}</td>
            <td>{each.deadLetters}</td>
            <td>{each.differences === undefined ? 'not checked' : each.differences === 0 ? 'no' : `in ${count(each.differences)} fields`}</td>
          </tr>
        ))}
      </Table>
      <button type="button" onClick={look}>
        Show stopped streams
      </button>
      <Compared />
      {told.value && <p role="alert">{told.value}</p>}
      <p role="status">{done.value}</p>
      {whole.value && stopped.value?.length === 0 && <p class="soft">No stream is stopped.</p>}
      {stopped.value !== null && stopped.value.length > 0 && (
        <Table label="Stopped streams" head={['Projection', 'Stream', 'at', 'event', 'cause', '']}>
          {stopped.value.map((letter) => (
            <tr key={letter.projection + letter.stream}>
              <td>{letter.projection}</td>
              <th scope="row">{letter.stream}</th>
              <td>{letter.sequence}</td>
              <td>{letter.eventType ?? 'unknown'}</td>
              <td>{letter.cause}</td>
              <td>
                <button type="button" onClick={() => (retrying.value = letter)}>
                  Retry
                </button>
                <button type="button" onClick={() => (skipping.value = letter)}>
                  Skip event
                </button>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {skipped.value.length > 0 && (
        <Table label="Skipped events" head={['Projection', 'Stream', 'at', 'event', 'by', 'when', 'reason']}>
          {skipped.value.map((each) => (
            <tr key={`${each.projection} ${each.stream} ${each.sequence}`}>
              <td>{each.projection}</td>
              <th scope="row">{each.stream}</th>
              <td>{each.sequence}</td>
              <td>{each.eventType}</td>
              <td>{each.by}</td>
              <td>{new Date(each.at).toLocaleString()}</td>
              <td>{each.reason}</td>
            </tr>
          ))}
        </Table>
      )}
      {skipping.value && (
        <Reason
          action={`Skip event ${skipping.value.sequence} (${skipping.value.eventType ?? 'unknown'}) of ${skipping.value.stream} for good`}
          onCancel={() => (skipping.value = null)}
          onReason={async (reason) => {
            const { projection, stream, sequence } = skipping.value!;
            const path = `/api/ops/dead-letters/${encodeURIComponent(projection)}/${encodeURIComponent(stream)}/skip`;
            const { released } = await call<{ released: boolean }>(token.value, 'POST', path, { sequence, reason });
            skipping.value = null;
            await look();
            tell(released, `${stream} continues without event ${sequence}.`, `${stream} stopped again.`);
          }}
        />
      )}
      {retrying.value && (
        <Reason
          action={`Retry ${retrying.value.stream}`}
          onCancel={() => (retrying.value = null)}
          onReason={async (reason) => {
            const { projection, stream } = retrying.value!;
            const path = `/api/ops/dead-letters/${encodeURIComponent(projection)}/${encodeURIComponent(stream)}/retry`;
            const { released } = await call<{ released: boolean }>(token.value, 'POST', path, { reason });
            retrying.value = null;
            await look();
            tell(released, `${stream} continues.`, `${stream} stopped again.`);
          }}
        />
      )}
    </Section>
  );
}
